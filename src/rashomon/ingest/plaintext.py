"""Plain text and Markdown: the decoded content, untouched, and its own headline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rashomon.ingest.decoding import decode, read_bytes, sha256
from rashomon.ingest.drafts import Draft, Unread
from rashomon.settings import ReadSettings


def read_text(path: Path, settings: ReadSettings) -> Iterator[Draft | Unread]:
    """The one report of a text file."""
    raw = read_bytes(path, settings)
    decoded = decode(raw, path)
    doubts = (decoded.doubt,) if decoded.doubt else ()
    yield Draft(text=decoded.text, raw_sha256=sha256(raw), doubts=doubts)
