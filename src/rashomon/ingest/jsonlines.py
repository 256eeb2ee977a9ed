"""JSON Lines: one report an object a line, read as a stream.

An object has `text` (or `body`, `content`, or what the settings name) and the keys of
`rashomon.ingest.metadata`. A report's name is the file's with `#` and the line's number; its bytes
are the line's. Anchors count in the part `key:<name>`, the string under that key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from rashomon.errors import UnreadableFileError
from rashomon.ingest.decoding import too_large
from rashomon.ingest.drafts import Draft, Nested, Unread, from_noted
from rashomon.ingest.limits import Allowance
from rashomon.ingest.metadata import noted, text_key, value_at
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

_DEEPEST = 20
_BRACKET = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]')


def read_lines(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The reports of a JSON Lines file in their order; a bad line is told and passed over."""
    most = int(settings.max_text_mb * 1_000_000)
    found = False
    with source.open() as stream:
        number = 0
        while raw := stream.readline(most + 1):
            number += 1
            if len(raw) > most:
                size = len(raw)
                while not raw.endswith(b"\n") and (raw := stream.readline(most)):
                    size += len(raw)
                yield Unread(f"#{number}", f"{too_large(size, settings)}; skipped")
                found = True
                continue
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if line.strip():
                found = True
                yield _report(line, number, settings)
    if not found:
        raise UnreadableFileError(source.name, "has no line with a report")


def _too_deep(line: bytes) -> bool:
    """Whether brackets outside strings open more than the limit allows."""
    if line.count(b"{") + line.count(b"[") <= _DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(line):
        if bracket[0] in b"[{":
            depth += 1
        elif bracket[0] in b"]}":
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False


def _report(line: bytes, number: int, settings: ReadSettings) -> Draft | Unread:
    part = f"#{number}"
    try:
        table = msgspec.json.decode(line)
        if _too_deep(line):
            return Unread(part, f"nests more than {_DEEPEST} deep; skipped")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unread(part, f"is no JSON ({error}); skipped")
    if not isinstance(table, dict):
        return Unread(part, "is no JSON object; skipped")
    key = text_key(table, settings.columns)
    text = value_at(table, key) if key is not None else None
    if key is None or text is None or not text.strip():
        looked = settings.columns.text
        where = repr(looked) if looked is not None else "'text', 'body' or 'content'"
        return Unread(part, f"has no text under {where}; skipped")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return Unread(part, "has text with half a surrogate pair; skipped")
    return from_noted(
        noted(table, settings.columns),
        text,
        line,
        part=part,
        encoding="utf-8",
        place=f"key:{key}",
        evidence="sidecar",
    )
