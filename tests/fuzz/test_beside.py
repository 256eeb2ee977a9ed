"""What comes beside reports and from other hands: sidecars, places, lists, heads, bags, cases.

Each is damaged as the reports' files are in `test_readers`, and must be used or refused in words.
What needs a whole case around it (a log, a manifest, a bag) is made by code; the other seeds, and
what a run once found, lie in `beside`.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from rashomon import api
from rashomon.custody.bags import case_files, read_bag, write_bag
from rashomon.custody.findings import Finding
from rashomon.custody.heads import Head
from rashomon.custody.layout import LOG, MANIFEST
from rashomon.custody.verification import verify
from rashomon.errors import CustodyError, SettingsError, UnreadableFileError
from rashomon.ingest.addresses import read_addresses
from rashomon.ingest.metadata import read_sidecar
from rashomon.render.dossier import outlines
from rashomon.run.brought import use_places
from rashomon.settings import Settings, load_settings
from tests.custody.cases import make_case
from tests.fuzz.mutation import mutations
from tests.fuzz.test_readers import SECONDS, SEED, SLOW

SEEDS = Path(__file__).parent / "beside"


def sidecar(file: Path) -> None:
    with contextlib.suppress(UnreadableFileError):
        noted = read_sidecar(file)
        "".join(each for each in (noted.title, noted.url, *noted.complaints) if each).encode()


def places(file: Path) -> None:
    brought = use_places(file)
    used = brought.context.places is not None
    assert used is not bool(brought.problems)
    for problem in brought.problems:
        assert problem.message.startswith("places.geojson: ")
        problem.message.encode()
    if used:
        outlines.own(file)


def addresses(file: Path) -> None:
    with contextlib.suppress(SettingsError):
        "".join(read_addresses(file)).encode()


def settings(file: Path) -> None:
    with contextlib.suppress(SettingsError):
        load_settings(file)


FILES: dict[str, Callable[[Path], None]] = {
    "sidecar": sidecar,
    "places": places,
    "addresses": addresses,
    "settings": settings,
}


def damaged(kind: str, seeds: list[bytes], seconds: float = SECONDS) -> Iterator[bytes]:
    """The seeds, then damaged ones until the time is over; each within its time."""
    stop = time.monotonic() + seconds
    yield from seeds
    for raw in mutations(seeds, random.Random(f"{SEED}{kind}")):
        started = time.monotonic()
        try:
            yield raw
        except BaseException:
            print(f"{kind}: {raw.hex()}")  # noqa: T201
            raise
        assert time.monotonic() - started < SLOW
        if time.monotonic() > stop:
            break


def tried(kind: str, seeds: list[bytes], attempt: Callable[[bytes], None]) -> None:
    for raw in damaged(kind, seeds):
        try:
            attempt(raw)
        except BaseException as error:
            raise AssertionError(f"{type(error).__name__}: {error}; {raw.hex()}") from error


@pytest.mark.parametrize("kind", FILES)
def test_what_lies_beside_reports_is_used_or_refused(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "beside"

    def attempt(raw: bytes) -> None:
        file.write_bytes(raw)
        FILES[kind](file)

    seeds = [each.read_bytes() for each in sorted((SEEDS / kind).iterdir())]
    tried(kind, seeds, attempt)


def test_a_damaged_head_is_refused_or_shows(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    sound = msgspec.json.encode(api.head(case))
    file = tmp_path / "head.json"
    file.write_bytes(sound)
    usual = api.verify(case, Settings(), file).findings

    def attempt(raw: bytes) -> None:
        file.write_bytes(raw)
        with contextlib.suppress(CustodyError):
            found = api.verify(case, Settings(), file).findings
            same = msgspec.json.decode(raw, type=Head) == msgspec.json.decode(sound, type=Head)
            assert (found == usual) is same

    tried("head", [sound], attempt)


@pytest.mark.parametrize("name", [LOG, MANIFEST])
def test_a_damaged_case_is_always_found_damaged(name: str, tmp_path: Path) -> None:
    case = make_case(tmp_path)
    sound = (case / name).read_bytes()

    def attempt(raw: bytes) -> None:
        (case / name).write_bytes(raw)
        assert raw == sound or told(verify(case).findings)

    tried(name, [sound], attempt)


@pytest.mark.parametrize(
    "name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
)
def test_a_damaged_bag_is_never_read(name: str, tmp_path: Path) -> None:
    case = make_case(tmp_path)
    bag, back = tmp_path / "bag", tmp_path / "back"
    names = case_files(case, ("case.json", "claims.csv"))
    write_bag(case, names, bag, version="0.1", at=datetime(2026, 5, 4, tzinfo=UTC), head="f" * 64)
    sound = (bag / name).read_bytes()

    def attempt(raw: bytes) -> None:
        (bag / name).write_bytes(raw)
        if not told(read_bag(bag, back)):
            # another notation of the same list may pass, another case may not
            assert {path: (back / path).read_bytes() for path in names} == {
                path: (case / path).read_bytes() for path in names
            }
        shutil.rmtree(back, ignore_errors=True)

    tried(name, [sound], attempt)


def told(findings: tuple[Finding, ...]) -> bool:
    """Whether anything is wrong; what is can be printed."""
    for finding in findings:
        f"{finding.where}: {finding.message}".encode()
    return bool(findings)
