"""CSV and TSV: one report a row, read as a stream.

The first row names the columns; the settings say which means what. A report's name is the file's
with `#` and the row's number as a spreadsheet shows it (the names stand in row 1); its bytes are
the row's. Anchors count in the part `column:<name>`, the row's cell.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, cast

from rashomon.errors import UnreadableFileError
from rashomon.ingest.decoding import decode
from rashomon.ingest.drafts import Draft, Nested, Unread, from_noted
from rashomon.ingest.limits import Allowance
from rashomon.ingest.metadata import noted, text_key
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

_PROBE = 65_536
_DELIMITERS = (",", ";", "\t", "|")
_MOST_COLUMNS = 4_096


def read_table(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The reports of a table in their order; a bad row is told and passed over."""
    encoding, doubt = _encoding(source)
    # the module's own limit is global and too small for a report
    csv.field_size_limit(int(settings.max_text_mb * 1_000_000))
    with source.open() as stream:
        text = io.TextIOWrapper(cast("IO[bytes]", stream), encoding, newline="")
        try:
            yield from _rows(source.name, text, encoding, doubt, settings)
        finally:
            # the wrapper would close its stream, which is not ours to close
            text.detach()


def _rows(
    name: str, text: io.TextIOWrapper, encoding: str, doubt: str | None, settings: ReadSettings
) -> Iterator[Draft | Unread]:
    """The rows under the row of names."""
    lines = _Lines(text, int(settings.max_text_mb * 1_000_000))
    try:
        first = next(lines, "")
        rows = csv.reader(_chained(first, lines), delimiter=_delimiter(first))
        names = [each.strip() for each in next(rows, [])]
    except (csv.Error, UnicodeError, LineTooLongError) as error:
        raise UnreadableFileError(name, f"is no table ({error})") from error
    if len(names) > _MOST_COLUMNS:
        raise UnreadableFileError(name, f"has more than {_MOST_COLUMNS} columns")
    if text_key(dict.fromkeys(names, ""), settings.columns) is None:
        wanted = settings.columns.text
        raise UnreadableFileError(
            name,
            f"has no column {wanted!r}"
            if wanted is not None
            else "has no column 'text', 'body' or 'content' (setting read.columns.text)",
        )
    row_encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    lines.taken.clear()
    number, found = 1, False
    while True:
        number += 1
        try:
            row = next(rows, None)
        except (csv.Error, UnicodeError, LineTooLongError) as error:
            yield Unread(f"#{number}", f"is no row ({error}); the rest was not read")
            return
        if row is None:
            break
        raw = "".join(lines.taken).encode(row_encoding)
        lines.taken.clear()
        if any(cell.strip() for cell in row):
            found = True
            yield _report(names, row, raw, number, encoding, doubt, settings)
    if not found:
        raise UnreadableFileError(name, "has no row with a report")


def _report(
    names: list[str],
    row: list[str],
    raw: bytes,
    number: int,
    encoding: str,
    doubt: str | None,
    settings: ReadSettings,
) -> Draft | Unread:
    part = f"#{number}"
    if len(row) > len(names):
        return Unread(part, f"has {len(row)} cells under {len(names)} column names; skipped")
    table = dict(zip(names, row, strict=False))
    key = text_key(table, settings.columns)
    if key is None or not table[key].strip():
        return Unread(part, "has no text; skipped")
    return from_noted(
        noted(table, settings.columns),
        table[key],
        raw,
        part=part,
        encoding=encoding,
        place=f"column:{key}",
        evidence="column",
        doubts=(doubt,) if doubt else (),
    )


def _encoding(source: Source) -> tuple[str, str | None]:
    """The encoding of the whole file and what is to be doubted about it, in bounded memory."""
    with source.open() as stream:
        opening = stream.read(_PROBE)
        if not opening:
            raise UnreadableFileError(source.name, "is empty (0 bytes)")
        if opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", None
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = opening
        try:
            while chunk:
                if b"\0" in chunk:
                    raise UnreadableFileError(source.name, "is binary: it has a NUL byte")
                decoder.decode(chunk)
                chunk = stream.read(_PROBE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            # the chunk that fails shows best which encoding it is
            sample = chunk if chunk and chunk is not opening else opening
            decoded = decode(sample, source.name, source.charset)
            return decoded.encoding, decoded.doubt
    return "utf-8-sig", None


def _delimiter(first: str) -> str:
    """What parts the cells of the row of names; a comma where nothing does."""
    return max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))


class LineTooLongError(Exception):
    """A line is longer than a text may be."""


class _Lines(Iterator[str]):
    """The lines of a stream; keeps those taken since it was last cleared.

    Args:
        stream: of text, line ends untouched.
        most: characters of the lines that may be kept.
    """

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self.taken: list[str] = []
        self._stream = stream
        self._most = most

    def __next__(self) -> str:
        line = self._stream.readline(self._most + 1)
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) > self._most:
            raise LineTooLongError("it is longer than the limit of read.max_text_mb")
        return line


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest
