"""What tampering `verify` finds, and by what name it calls it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from rashomon.custody import Act, CaseFolder
from rashomon.custody.entries import from_line, hash_of, to_line
from rashomon.custody.heads import head_of
from rashomon.custody.layout import LOG, MANIFEST
from rashomon.custody.verification import verify
from rashomon.errors import CustodyError
from tests.custody.cases import ACTOR, make_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return make_case(tmp_path)


def found(case: Path) -> list[tuple[str, str]]:
    return [(finding.kind, finding.where) for finding in verify(case).findings]


def originals(case: Path) -> list[Path]:
    return sorted(path for path in (case / "originals").rglob("*") if path.is_file())


def lines(case: Path) -> list[bytes]:
    return (case / LOG).read_bytes().splitlines(keepends=True)


def rewrite(path: Path, payload: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(payload)
    if "originals" in path.parts:
        path.chmod(0o444)


def test_a_case_left_alone_is_found_whole(case: Path) -> None:
    verified = verify(case)
    assert verified.findings == ()
    assert verified.originals == 3
    assert [entry.act for entry in verified.entries] == ["open", *["acquire"] * 3, "report"]
    assert {source.standing for source in verified.manifest.sources} == {"current"}  # type: ignore[union-attr]


def test_what_is_no_case_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(CustodyError, match="no case"):
        verify(tmp_path)


def test_originals_are_read_only_and_named_by_their_bytes(case: Path) -> None:
    import hashlib

    for path in originals(case):
        assert path.stat().st_mode & 0o777 == 0o444
        assert path.name == hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.parent.name == path.name[:2]


# files


def test_a_missing_altered_extra_or_writable_original_is_named(case: Path) -> None:
    gone, changed, *_ = [path for path in originals(case) if path.stat().st_size]
    writable = next(path for path in originals(case) if not path.stat().st_size)
    os.remove(gone)
    payload = changed.read_bytes()
    rewrite(changed, payload[:-1] + bytes([payload[-1] ^ 1]))
    writable.chmod(0o644)
    (case / "originals" / "zz").mkdir()
    (case / "originals" / "zz" / "more").write_text("?")
    assert set(found(case)) == {
        ("missing", gone.relative_to(case).as_posix()),
        ("altered", changed.relative_to(case).as_posix()),
        ("writable", writable.relative_to(case).as_posix()),
        ("extra", "originals/zz/more"),
    }


def test_a_link_in_place_of_an_original_is_no_original(case: Path, tmp_path: Path) -> None:
    path = originals(case)[0]
    shutil.move(path, tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert ("missing", path.relative_to(case).as_posix()) in found(case)


def test_an_altered_or_missing_result_is_named(case: Path) -> None:
    (case / "case.json").write_text("other results\n")
    (case / "claims.csv").unlink()
    assert found(case) == [("altered", "case.json"), ("missing", "claims.csv")]


def test_a_manifest_that_was_altered_names_the_field(case: Path) -> None:
    path = case / MANIFEST
    text = path.read_text()
    path.write_text(text.replace('"title": "Harvane"', '"title": "Hervane"'))
    assert found(case) == [("altered", f"{MANIFEST}#title")]
    path.write_text(text.replace("orvel/orvel.txt", "orvel/ORVEL.txt"))
    (finding,) = verify(case).findings
    assert (finding.kind, finding.where) == ("altered", f"{MANIFEST}#sources")
    assert "orvel/orvel.txt" in finding.message
    path.write_text(text + " ")
    assert found(case) == [("altered", MANIFEST)]
    path.write_text("{")
    assert found(case) == [("altered", MANIFEST)]
    path.unlink()
    assert found(case) == [("missing", MANIFEST)]


def test_a_file_that_is_no_part_of_custody_is_extra(case: Path) -> None:
    (case / "custody" / "note.txt").write_text("?")
    assert found(case) == [("extra", "custody/note.txt")]


# the log


def forged(line: bytes, **changes: object) -> bytes:
    """The entry with other words, and the hash that goes with them."""
    entry = msgspec.structs.replace(from_line(line), **changes)
    return to_line(msgspec.structs.replace(entry, hash=hash_of(entry)))


TAMPERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], tuple[str, str]]] = {
    "an entry's words changed": (
        lambda log: [*log[:2], log[2].replace(b"Ada", b"Eva"), *log[3:]],
        ("altered", f"{LOG}#2"),
    ),
    "an entry changed and sealed again": (
        lambda log: [*log[:2], forged(log[2], who="Eva"), *log[3:]],
        ("chain", f"{LOG}#3"),
    ),
    "an entry deleted": (lambda log: [*log[:2], *log[3:]], ("missing", f"{LOG}#2")),
    "the first entry deleted": (lambda log: log[1:], ("missing", f"{LOG}#0")),
    "two entries swapped": (
        lambda log: [log[0], log[2], log[1], *log[3:]],
        ("chain", f"{LOG}#2"),
    ),
    "an entry twice": (lambda log: [*log[:3], log[2], *log[3:]], ("chain", f"{LOG}#2")),
    "blanks in an entry": (
        lambda log: [*log[:3], log[3].replace(b",", b", ", 1), *log[4:]],
        ("altered", f"{LOG}#3"),
    ),
    "an empty line": (lambda log: [*log[:3], b"\n", *log[3:]], ("altered", f"{LOG}#3")),
    "the last entry deleted": (lambda log: log[:-1], ("truncated", LOG)),
    "the tail cut inside an entry": (
        lambda log: [*log[:-1], log[-1][:40]],
        ("truncated", LOG),
    ),
    "the last line end cut": (
        lambda log: [*log[:-1], log[-1].rstrip(b"\n")],
        ("unfinished", LOG),
    ),
    "the last entry's words changed": (
        lambda log: [*log[:-1], log[-1].replace(b"Ada", b"Eva")],
        ("altered", f"{LOG}#4"),
    ),
    "an entry of another case": (
        lambda log: [*log[:-1], forged(log[-1], case="0" * 32)],
        ("chain", f"{LOG}#4"),
    ),
    "emptied": (lambda log: [], ("missing", LOG)),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_with_the_log_is_named(case: Path, how: str) -> None:
    tamper, expected = TAMPERED[how]
    before = lines(case)
    after = tamper(before)
    assert after != before
    (case / LOG).write_bytes(b"".join(after))
    assert expected in found(case)


def test_a_missing_log_is_named(case: Path) -> None:
    (case / LOG).unlink()
    assert ("missing", LOG) in found(case)


def test_no_act_follows_a_damaged_log(case: Path) -> None:
    (case / LOG).write_bytes(b"".join(lines(case)).replace(b"Ada", b"Eva", 1))
    with pytest.raises(CustodyError, match="damaged"), CaseFolder.locked(case, ACTOR):
        pass


def test_a_cut_that_the_manifest_was_fitted_to_shows_against_the_head(case: Path) -> None:
    head = head_of(verify(case).entries)
    short = lines(case)[:-1]
    (case / LOG).write_bytes(b"".join(short))
    (case / MANIFEST).unlink()
    (case / "case.json").unlink()
    with CaseFolder.locked(case, ACTOR):
        pass
    assert verify(case).findings == ()
    (finding,) = verify(case, head).findings
    assert (finding.kind, finding.where) == ("truncated", LOG)
    assert "ends at entry 3" in finding.message
    assert "entry 4" in finding.message


def test_a_log_written_anew_shows_against_the_head(case: Path, tmp_path: Path) -> None:
    head = head_of(verify(case).entries)
    assert verify(case, head).findings == ()
    with CaseFolder.locked(case, ACTOR) as folder:
        folder.record(Act("remove", "harvane.txt", "a witness is named"))
    assert "rewritten" not in {finding.kind for finding in verify(case, head).findings}
    other = make_case(tmp_path / "other")
    assert [finding.kind for finding in verify(other, head).findings] == ["rewritten"]
    forged_head = msgspec.structs.replace(head, hash="0" * 64)
    assert "rewritten" in {finding.kind for finding in verify(case, forged_head).findings}


def test_one_thousand_changed_bytes_are_found(case: Path) -> None:
    """Any byte of any original, of the manifest or of the log, to any other value."""
    chance = random.Random(8)
    files = [*originals(case), case / LOG, case / MANIFEST]
    files = [path for path in files if path.stat().st_size]
    for _ in range(1_000):
        path = chance.choice(files)
        payload = path.read_bytes()
        place = chance.randrange(len(payload))
        changed = bytearray(payload)
        changed[place] ^= chance.randrange(1, 256)
        rewrite(path, bytes(changed))
        where = path.relative_to(case).as_posix()
        assert any(one.where.startswith(where) for one in verify(case).findings), (where, place)
        rewrite(path, payload)
    assert verify(case).findings == ()
