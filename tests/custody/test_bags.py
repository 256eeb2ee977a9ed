"""A bag is BagIt 1.0, is checked in full, and gives back the same case."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rashomon.custody.bags import case_files, check_bag, read_bag, write_bag
from rashomon.custody.verification import verify
from rashomon.errors import CustodyError
from tests.custody.cases import make_case

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return make_case(tmp_path)


@pytest.fixture
def bag(case: Path, tmp_path: Path) -> Path:
    place = tmp_path / "bag"
    names = case_files(case, ("case.json", "claims.csv", "dossier.html"))
    write_bag(case, names, place, version="0.1", at=AT, head="f" * 64)
    return place


def test_a_bag_holds_what_the_standard_asks(bag: Path) -> None:
    declared = (bag / "bagit.txt").read_text()
    assert declared == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = dict(line.split(": ") for line in (bag / "bag-info.txt").read_text().splitlines())
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in payload)
    assert info["Bagging-Date"] == "2026-05-04"
    assert info["Payload-Oxum"] == f"{size}.{len(payload)}"
    for line in (bag / "manifest-sha256.txt").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((bag / name).read_bytes()).hexdigest() == digest
    assert len((bag / "manifest-sha256.txt").read_text().splitlines()) == len(payload)
    assert check_bag(bag) == ()


def test_another_implementation_validates_it_in_full(bag: Path) -> None:
    import bagit

    other = bagit.Bag(str(bag))
    assert other.version_info == (1, 0)
    assert other.validate(completeness_only=False)


def test_it_gives_back_the_same_case(case: Path, bag: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    assert read_bag(bag, back) == ()
    assert verify(back).findings == ()
    names = case_files(case, ("case.json", "claims.csv"))
    assert case_files(back, ("case.json", "claims.csv")) == names
    for name in names:
        assert (back / name).read_bytes() == (case / name).read_bytes()


def flip(path: Path) -> None:
    """Another byte, the same size."""
    path.chmod(0o644)
    payload = path.read_bytes()
    path.write_bytes(payload[:-2] + bytes([payload[-2] ^ 1]) + payload[-1:])


def first_original(bag: Path) -> Path:
    return sorted(
        path
        for path in (bag / "data/originals").rglob("*")
        if path.is_file() and path.stat().st_size
    )[0]


def sealed_again(bag: Path) -> None:
    """The tag manifest fits the manifest, as somebody would make it who tampers with care."""
    lines = []
    for line in (bag / "tagmanifest-sha256.txt").read_text().splitlines():
        name = line.split("  ", 1)[1]
        lines.append(f"{hashlib.sha256((bag / name).read_bytes()).hexdigest()}  {name}\n")
    (bag / "tagmanifest-sha256.txt").write_text("".join(lines))


def listing(bag: Path, line: str) -> None:
    with (bag / "manifest-sha256.txt").open("a") as file:
        file.write(line + "\n")
    sealed_again(bag)


def linked(bag: Path) -> None:
    """A link out of the bag, listed with the digest of what it leads to."""
    outside = bag.parent / "secret.txt"
    outside.write_text("not of the bag")
    (bag / "data/link").symlink_to(outside)
    listing(bag, f"{hashlib.sha256(outside.read_bytes()).hexdigest()}  data/link")


TAMPERED: dict[str, Callable[[Path], object]] = {
    "a byte of an original": lambda bag: flip(first_original(bag)),
    "a byte of a result": lambda bag: flip(bag / "data/case.json"),
    "a byte of the log": lambda bag: flip(bag / "data/custody/log.jsonl"),
    "a byte of the manifest": lambda bag: flip(bag / "manifest-sha256.txt"),
    "a byte of the tag manifest": lambda bag: flip(bag / "tagmanifest-sha256.txt"),
    "a byte of the info": lambda bag: flip(bag / "bag-info.txt"),
    "the declaration": lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 0.97\n"),
    "a payload file less": lambda bag: os.remove(bag / "data/claims.csv"),
    "a payload file more": lambda bag: (bag / "data/more.txt").write_text("?"),
    "a tag file more": lambda bag: (bag / "more.txt").write_text("?"),
    "no manifest": lambda bag: os.remove(bag / "manifest-sha256.txt"),
    "no tag manifest": lambda bag: os.remove(bag / "tagmanifest-sha256.txt"),
    "a way up": lambda bag: listing(bag, f"{'0' * 64}  data/../../outside.txt"),
    "a way up in escapes": lambda bag: listing(bag, f"{'0' * 64}  data/%0A/../../../outside.txt"),
    "a root": lambda bag: listing(bag, f"{'0' * 64}  /etc/hostname"),
    "a name that no file can have": lambda bag: listing(bag, f"{'0' * 64}  data/{'x' * 5_000}"),
    "a name with a NUL": lambda bag: listing(bag, f"{'0' * 64}  data/a\0b"),
    "a file listed twice": lambda bag: listing(bag, f"{'0' * 64}  data/case.json"),
    "a link": lambda bag: linked(bag),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_bag_that_was_tampered_with_is_not_read(bag: Path, tmp_path: Path, how: str) -> None:
    TAMPERED[how](bag)
    assert read_bag(bag, tmp_path / "back") != ()
    assert not (tmp_path / "back").exists()
    assert not (tmp_path.parent / "outside.txt").exists()


def test_what_is_there_is_never_written_over(case: Path, bag: Path, tmp_path: Path) -> None:
    with pytest.raises(CustodyError, match="is there already"):
        read_bag(bag, case)
    with pytest.raises(CustodyError, match="is there already"):
        write_bag(case, ("case.json",), bag, version="0.1", at=AT, head="")
    with pytest.raises(CustodyError, match="is no bag"):
        read_bag(case, tmp_path / "back")


def test_a_name_with_signs_of_its_own_goes_and_comes_back(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    odd = "custody/100%0A\n ü🕊.txt"
    (case / odd).write_text("x")
    write_bag(case, case_files(case, ()), tmp_path / "bag", version="0.1", at=AT, head="")
    assert check_bag(tmp_path / "bag") == ()
    assert read_bag(tmp_path / "bag", tmp_path / "back") == ()
    assert (tmp_path / "back" / odd).read_text() == "x"
