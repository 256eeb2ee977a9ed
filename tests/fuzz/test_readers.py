"""Every reader over damaged files: a report, a problem, or both; never an exception, never slow.

The seeds lie in `corpus`, one folder an ending. A run is bounded by time: `FUZZ_SECONDS` for each
reader (a second by default), and repeats with `FUZZ_SEED`. An input that fails is printed as
hexadecimal digits and goes into the corpus with its fix.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from rashomon.ingest.reading import READERS, UNFORESEEN, read_file
from rashomon.records import CharacterAnchor, Document, Problem
from rashomon.settings import ReadSettings
from tests.fuzz.mutation import mutations

CORPUS = Path(__file__).parent / "corpus"
SECONDS = float(os.environ.get("FUZZ_SECONDS", "1"))
SEED = int(os.environ.get("FUZZ_SEED", "8"))
SLOW = 20.0
SETTINGS = ReadSettings(max_entries=200, max_entry_mb=2.0, max_total_mb=8.0, max_text_mb=2.0)


def seeds_of(ending: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((CORPUS / ending.lstrip(".")).iterdir())]


ENDINGS = sorted(f".{folder.name}" for folder in CORPUS.iterdir())


def check(raw: bytes, file: Path) -> None:
    """The file's reading holds what every reading holds."""
    file.write_bytes(raw)
    started = time.perf_counter()
    for item in read_file(file.name, file, SETTINGS):
        if isinstance(item, Problem):
            assert item.message.startswith(item.name), item
            item.message.encode("utf-8")
            assert UNFORESEEN not in item.message, item
            continue
        assert isinstance(item, Document)
        assert item.text.strip()
        item.text.encode("utf-8")
        item.name.encode("utf-8")
        for anchor in item.anchors:
            if isinstance(anchor, CharacterAnchor):
                assert anchor.original_end - anchor.original_start <= max(len(raw), 1) * 200
    assert time.perf_counter() - started < SLOW


def test_every_reader_has_seeds() -> None:
    lacking = {
        reader for ending, reader in READERS.items() if ending.lstrip(".") and reader is not None
    } - {READERS[ending] for ending in ENDINGS}
    assert not lacking


@pytest.mark.parametrize("ending", ENDINGS)
def test_sound_seeds_are_read(ending: str, tmp_path: Path) -> None:
    read = []
    for number, raw in enumerate(seeds_of(ending)):
        file = tmp_path / f"{number}{ending}"
        check(raw, file)
        read += [
            item for item in read_file(file.name, file, SETTINGS) if isinstance(item, Document)
        ]
    assert read, "no seed of this reader becomes a report: nothing beyond its door is tried"


@pytest.mark.parametrize("ending", ENDINGS)
def test_damaged_files_become_reports_or_problems(ending: str, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED}{ending}")
    stop = time.monotonic() + SECONDS
    file = tmp_path / f"damaged{ending}"
    for number, raw in enumerate(mutations(seeds_of(ending), chance)):
        try:
            check(raw, file)
        except BaseException:
            print(f"input {number} of {ending}: {raw.hex()}")  # noqa: T201
            raise
        if time.monotonic() > stop:
            break
