"""The frame: what lies in what, and how far it may unfold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.ingest import reading
from rashomon.ingest.drafts import Draft, Nested, Stated, Unread
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.sources import Source
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings

STORY = b"Two people died in the port of Harvane on Monday, the harbour police said.\n"


def read_box(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """A container of tests: each line is `name=bytes`; `!` in the bytes stands for a line end."""
    with source.open() as stream:
        for line in stream.read().splitlines():
            allowance.entry()
            name, _, content = line.partition(b"=")
            part = "!" + name.decode()
            try:
                raw = allowance.take(io.BytesIO(content.replace(b"!", b"\n")), packed=len(content))
            except LimitError as error:
                if error.final:
                    raise
                yield Unread(part, error.cause)
                continue
            yield Nested(part, raw, stated=Stated(url="https://herald.example/1"))


@pytest.fixture(autouse=True)
def boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.READERS, ".box", read_box)


def everything(file: Path, content: bytes, **limits: float) -> list[Document | Problem]:
    file.write_bytes(content)
    return list(reading.read([file], ReadSettings(**limits)))  # type: ignore[arg-type]


def test_entries_are_read_by_the_same_table(tmp_path: Path) -> None:
    page = b"a.html=<html lang=en><body><p>Two people died in Harvane port, police said.</p>"
    found = everything(
        tmp_path / "x.box", b"a.txt=" + STORY + page + b"\npic.png=x\na.txt=" + STORY
    )
    assert [item.name for item in found] == [
        "x.box!a.txt",
        "x.box!a.html",
        "x.box!pic.png",
        "x.box!a.txt#2",
    ]
    document = found[0]
    assert isinstance(document, Document)
    assert document.container == "x.box"
    assert document.url == "https://herald.example/1"
    assert isinstance(found[2], Problem)
    assert "no reader reads" in found[2].message


def test_a_limit_of_the_whole_stops_the_file_and_tells_once(tmp_path: Path) -> None:
    lines = b"".join(b"%d.txt=" % number + STORY for number in range(5))
    found = everything(tmp_path / "x.box", lines, max_entries=3)
    assert [type(item) for item in found] == [Document] * 3 + [Problem]
    assert isinstance(found[3], Problem)
    assert found[3].message == (
        "x.box: holds more than 3 entries (setting read.max_entries); the rest of it was not read"
    )


def test_too_large_an_entry_is_passed_over(tmp_path: Path) -> None:
    content = b"a.txt=" + b"x" * 200 + b"\nb.txt=" + STORY
    found = everything(tmp_path / "x.box", content, max_entry_mb=0.0001)
    assert [type(item) for item in found] == [Problem, Document]


def test_what_lies_too_deep_is_refused_by_its_name(tmp_path: Path) -> None:
    content = b"c.box=b.box=a.box=z.txt=Two died in the port.\nb.txt=" + STORY
    found = everything(tmp_path / "x.box", content, max_nesting=2)
    assert [item.name for item in found] == ["x.box!c.box!b.box!a.box", "x.box!b.txt"]
    assert isinstance(found[0], Problem)
    assert "read.max_nesting" in found[0].message


def test_the_ratio_of_a_bomb_is_refused_before_it_is_unpacked() -> None:
    class Endless(io.RawIOBase):
        served = 0

        def read(self, size: int = -1) -> bytes:
            self.served += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(LimitError, match="100 times"):
        Allowance(ReadSettings()).take(stream, packed=2_000)  # type: ignore[arg-type]
    assert stream.served < 1_000_000


def test_the_limits_are_those_of_the_bar_unless_a_user_says_otherwise() -> None:
    usual = ReadSettings()
    assert (usual.max_entries, usual.max_entry_mb, usual.max_total_mb) == (10_000, 100.0, 1_000.0)
    assert (usual.max_ratio, usual.max_nesting) == (100.0, 3)
