"""ZIP and tar: reports in them, and everything that is refused."""

from __future__ import annotations

import io
import json
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from rashomon.ingest.reading import read
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings

STORY = "Two people died in the port of Harvane on Monday, the harbour police said.\n"


def zipped(entries: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for path, raw in entries.items():
            archive.writestr(zipfile.ZipInfo(path), raw, compress_type=packed)
    return out.getvalue()


def tarred(entries: Mapping[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for path, content in entries.items():
            if isinstance(content, tarfile.TarInfo):
                content.name = path
                archive.addfile(content)
                continue
            header = tarfile.TarInfo(path)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


def found(
    folder: Path, name: str, raw: bytes, **options: object
) -> tuple[dict[str, str], list[str]]:
    """Names and texts of the reports, and the problems' messages."""
    (folder / name).write_bytes(raw)
    items = list(read([folder / name], ReadSettings(**options)))  # type: ignore[arg-type]
    texts = {item.name: item.text for item in items if isinstance(item, Document)}
    return texts, [item.message for item in items if isinstance(item, Problem)]


ENTRIES = {"a.txt": STORY.encode(), "sub/b.html": f"<p>{STORY}</p>".encode(), ".hidden": b"x"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("case.zip", zipped(ENTRIES)),
        ("case.tar", tarred(ENTRIES, "w")),
        ("case.tar.gz", tarred(ENTRIES)),
        ("case.tgz", tarred(ENTRIES)),
        ("case.tar.bz2", tarred(ENTRIES, "w:bz2")),
        ("case.tar.xz", tarred(ENTRIES, "w:xz")),
    ],
)
def test_reports_in_archives_are_read(tmp_path: Path, name: str, raw: bytes) -> None:
    texts, problems = found(tmp_path, name, raw)
    assert list(texts) == [f"{name}!a.txt", f"{name}!sub/b.html"]
    assert texts[f"{name}!a.txt"] == STORY
    assert problems == []


def test_a_sidecar_in_a_zip_counts(tmp_path: Path) -> None:
    note = {"publisher": "The Norvia Herald", "published": "2021-03-04"}
    raw = zipped({"a.txt": STORY.encode(), "a.json": json.dumps(note).encode()})
    (tmp_path / "case.zip").write_bytes(raw)
    (document,) = read([tmp_path / "case.zip"], ReadSettings())
    assert isinstance(document, Document)
    assert document.publisher == "The Norvia Herald"
    assert document.published_from == "sidecar"
    assert document.container == "case.zip"


OUTSIDE = ("../x.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt", "..\\x.txt", "\\\\host\\x.txt")


@pytest.mark.parametrize("path", [*OUTSIDE, "../case-evil/x.txt", "a/..", "a\x01b.txt"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, path: str, kind: str) -> None:
    entries = {path: STORY.encode(), "good.txt": STORY.encode()}
    raw = zipped(entries) if kind == "zip" else tarred(entries)
    name = "case.zip" if kind == "zip" else "case.tar.gz"
    texts, problems = found(tmp_path, name, raw)
    assert list(texts) == [f"{name}!good.txt"]
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}!")
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (tarfile.SYMTYPE, "link"),
        (tarfile.LNKTYPE, "link"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
        (tarfile.FIFOTYPE, "special"),
    ],
)
def test_special_files_in_a_tar_are_refused(tmp_path: Path, kind: bytes, words: str) -> None:
    header = tarfile.TarInfo()
    header.type, header.linkname = kind, "/etc/passwd"
    raw = tarred({"evil.txt": header, "good.txt": STORY.encode()})
    texts, problems = found(tmp_path, "case.tgz", raw)
    assert list(texts) == ["case.tgz!good.txt"]
    assert words in problems[0]


def test_links_encrypted_and_repeated_entries_of_a_zip_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("twice.txt", STORY)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("twice.txt", STORY + "again")
        archive.writestr("locked.txt", STORY)
    raw = bytearray(out.getvalue())
    # general purpose bit 0 of the last entry: in its own header and in the directory
    for at in (raw.rfind(b"PK\x03\x04") + 6, raw.rfind(b"PK\x01\x02") + 8):
        raw[at] |= 1
    texts, problems = found(tmp_path, "case.zip", bytes(raw))
    assert list(texts) == ["case.zip!twice.txt"]
    assert [message.split(": ")[1].split(";")[0] for message in problems] == [
        "is a symbolic link",
        "comes a second time in its archive",
        "is encrypted and asks for a password",
    ]


def test_a_damaged_entry_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": STORY.encode(), "b.txt": STORY.encode()}, zipfile.ZIP_STORED))
    raw[raw.find(b"Two people")] ^= 0xFF
    texts, (problem,) = found(tmp_path, "case.zip", bytes(raw))
    assert list(texts) == ["case.zip!b.txt"]
    assert problem.startswith("case.zip!a.txt: is damaged")


@pytest.mark.parametrize("name", ["case.zip", "case.tar.gz", "case.tar.xz", "case.tar"])
def test_what_is_no_archive_is_told(tmp_path: Path, name: str) -> None:
    for raw in (b"nothing", b"", b"\x1f\x8b\x08\0\0"):
        texts, problems = found(tmp_path, name, raw)
        assert texts == {}
        assert name == "case.tar" or problems
    whole = zipped(ENTRIES) if name == "case.zip" else tarred(ENTRIES, f"w:{name[9:]}")
    assert found(tmp_path, name, whole[: 600 if name == "case.tar" else len(whole) // 2])[1]


# limits


BIG = b"x" * 20_000_000


@pytest.mark.parametrize(
    ("name", "raw", "options", "setting"),
    [
        ("case.zip", zipped({"a.txt": BIG}), {}, "max_ratio"),
        ("case.zip", zipped({"a.txt": BIG}), {"max_ratio": 1e9, "max_entry_mb": 1}, "max_entry_mb"),
        ("case.zip", zipped({"a.txt": BIG}), {"max_ratio": 1e9, "max_total_mb": 1}, "max_total_mb"),
        ("case.zip", zipped(dict.fromkeys("abcdef", b"x")), {"max_entries": 5}, "max_entries"),
        ("case.tgz", tarred({"a.txt": BIG}), {}, "max_ratio"),
        ("case.tgz", tarred({"a.txt": BIG}), {"max_ratio": 1e9, "max_entry_mb": 1}, "max_entry_mb"),
        ("case.tgz", tarred(dict.fromkeys("abcdef", b"x")), {"max_entries": 5}, "max_entries"),
        ("case.txz", tarred({".hidden": BIG}, "w:xz"), {}, "max_ratio"),
    ],
)
def test_limits_are_named(
    tmp_path: Path, name: str, raw: bytes, options: dict[str, object], setting: str
) -> None:
    _, problems = found(tmp_path, name, raw, **options)
    assert f"read.{setting}" in problems[-1]


def test_archives_in_archives_count_as_one(tmp_path: Path) -> None:
    raw = STORY.encode()
    for depth in range(4):
        raw = zipped({"a.txt" if depth == 0 else f"{depth}.zip": raw})
    texts, problems = found(tmp_path, "case.zip", raw)
    assert texts == {}
    assert "read.max_nesting" in problems[0]
    assert len(found(tmp_path, "case.zip", raw, max_nesting=4)[0]) == 1
    many = zipped({f"{at}.zip": zipped({"a.txt": STORY.encode() * 100}) for at in range(20)})
    assert "read.max_entries" in found(tmp_path, "case.zip", many, max_entries=30)[1][0]
    assert "read.max_total_mb" in found(tmp_path, "case.zip", many, max_total_mb=0.05)[1][0]


def test_sizes_that_a_zip_declares_are_not_believed(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": BIG}))
    place = raw.rfind(b"PK\x01\x02")
    raw[place + 20 : place + 24] = (500_000_000).to_bytes(4, "little")
    assert found(tmp_path, "case.zip", bytes(raw))[1]
    raw[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert found(tmp_path, "case.zip", bytes(raw))[1]


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    raw = zipped({"a.txt": STORY.encode(), "b.txt": STORY.encode()}, zipfile.ZIP_STORED)
    place = raw.rfind(b"PK\x01\x02")
    overlapped = raw[: place + 42] + b"\0\0\0\0" + raw[place + 46 :]
    _, problems = found(tmp_path, "case.zip", overlapped)
    assert "shares its bytes" in problems[0]


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    raw = zipped({f"{at}.txt": b"" for at in range(200)})
    assert "read.max_entries" in found(tmp_path, "case.zip", raw, max_entries=1)[1][0]


def test_a_tar_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("x" * 3_000_000)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(header)
    assert "header of" in found(tmp_path, "case.tar", out.getvalue())[1][0]


def test_a_bomb_ends_soon(tmp_path: Path) -> None:
    header = tarfile.TarInfo("bomb.txt")
    header.size = 150_000_000
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(header, _Zeros())
    started = time.monotonic()
    assert found(tmp_path, "case.tar.gz", out.getvalue())[1]
    assert time.monotonic() - started < 5


class _Zeros(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        return bytes(size)
