"""What a reader gives: a report's text and what its file tells about it, before names and ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rashomon.settings import ReadSettings


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
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A part of a file that became no report.

    Args:
        part: as in `Draft.part`.
        cause: what is wrong and what was done, without the file's name.
    """

    part: str
    cause: str


Reader = Callable[[Path, ReadSettings], Iterator[Draft | Unread]]
"""Reads one file. Raises `UnreadableFileError` where the whole file cannot be read."""
