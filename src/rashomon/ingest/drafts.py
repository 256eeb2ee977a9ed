"""What a reader gives: reports, further inputs that lie inside its own, and what it refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rashomon.ingest.decoding import sha256
from rashomon.ingest.limits import Allowance
from rashomon.ingest.metadata import Noted
from rashomon.ingest.sources import Source
from rashomon.records import Anchor, whole
from rashomon.settings import ReadSettings


@dataclass(frozen=True)
class Stated:
    """What a container says of an entry beside the entry's own bytes; the entry's word goes first.

    Args:
        title: headline.
        publisher: outlet.
        author: byline.
        url: address under which the entry was published or captured.
        language: ISO 639-1.
        published: UTC.
        published_from: the evidence for it.
        made: UTC moment at which the server says that the entry was made; see `Draft.made`.
        made_from: the evidence for it.
        captured_at: UTC moment at which a web archive captured it.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: datetime | None = None
    published_from: str | None = None
    made: datetime | None = None
    made_from: str | None = None
    captured_at: datetime | None = None


SILENT = Stated()
"""Of a container that says nothing."""


@dataclass(frozen=True)
class Draft:
    """One report as one reader found it.

    Args:
        text: what all offsets will count in.
        raw_sha256: of the bytes that it was made from, hexadecimal.
        part: what tells it from the other reports of its file (`#3`); empty for one-report files.
        title: headline.
        publisher: outlet.
        author: byline.
        url: canonical address.
        language: ISO 639-1 code that the file declares; a detector's word goes before it.
        language_stated: the declaration is a person's and goes before the detector's.
        published: UTC.
        published_from: the evidence for it.
        made: UTC moment at which the file says that it was made; counts as publication only where
            nothing, printed or stated, tells that.
        made_from: the evidence for it.
        encoding: Python's name of the encoding of the bytes, where they are text.
        anchors: where ranges of `text` stand in the original, sorted and disjoint.
        doubts: what the user should know about the reading, each without the file's name.
    """

    text: str
    raw_sha256: str
    part: str = ""
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    language_stated: bool = False
    published: datetime | None = None
    published_from: str | None = None
    made: datetime | None = None
    made_from: str | None = None
    encoding: str | None = None
    anchors: tuple[Anchor, ...] = ()
    doubts: tuple[str, ...] = ()


def from_noted(
    noted: Noted,
    text: str,
    raw: bytes,
    *,
    part: str,
    encoding: str,
    place: str,
    evidence: str,
    doubts: tuple[str, ...] = (),
) -> Draft:
    """The report of one row or line, whose other cells or keys are a person's word on it.

    Args:
        noted: what these say.
        text: of the report, one whole cell or string.
        raw: the row or line with its end.
        part: as in `Draft.part`.
        encoding: of the bytes.
        place: the part of the original that `text` is, for its anchor.
        evidence: for the date, where one is noted.
        doubts: as in `Draft.doubts`; before the complaints about what is noted.
    """
    return Draft(
        text=text,
        raw_sha256=sha256(raw.rstrip(b"\r\n")),
        part=part,
        encoding=encoding,
        anchors=whole(len(text), place),
        title=noted.title,
        publisher=noted.publisher,
        author=noted.author,
        url=noted.url,
        language=noted.language,
        language_stated=True,
        published=noted.published,
        published_from=evidence if noted.published is not None else None,
        doubts=(*doubts, *noted.complaints),
    )


@dataclass(frozen=True)
class Nested:
    """A further input inside this one: an entry of an archive, a message of a mailbox, a capture.

    The frame finds its reader by media type and ending, counts the depth, and reads it before it
    asks the container for the next.

    Args:
        part: what is put behind the container's name: `#3` for the third message, `!<path>` for
            an entry with a path of its own.
        raw: its bytes, taken through `Allowance.take` where they were packed.
        media_type: as the container declares it, without parameters, or None.
        charset: as the container declares it, or None.
        stated: what the container says of it.
    """

    part: str
    raw: bytes
    media_type: str | None = None
    charset: str | None = None
    stated: Stated = SILENT


@dataclass(frozen=True)
class Unread:
    """A part of a file that became no report.

    Args:
        part: as in `Draft.part` or `Nested.part`.
        cause: what is wrong and what was done, without the file's name.
    """

    part: str
    cause: str


Reader = Callable[[Source, ReadSettings, Allowance], Iterator[Draft | Nested | Unread]]
"""Reads one source as a stream. Raises `UnreadableFileError` where the whole cannot be read (any
further), and lets `LimitError` pass; what it gave before counts."""
