"""Plain text and Markdown: the decoded content, untouched, and its own headline."""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.ingest.decoding import decode, read_bytes, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.records import whole
from rashomon.settings import ReadSettings


def read_text(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of a text file."""
    raw = read_bytes(source, settings)
    decoded = decode(raw, source.name, source.charset)
    doubts = (decoded.doubt,) if decoded.doubt else ()
    yield Draft(
        text=decoded.text,
        raw_sha256=sha256(raw),
        encoding=decoded.encoding,
        anchors=whole(len(decoded.text)),
        doubts=doubts,
    )
