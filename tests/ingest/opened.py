"""A reader's answer to bytes, for tests."""

from __future__ import annotations

from rashomon.ingest.drafts import Draft, Nested, Reader, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings


def opened(
    reader: Reader, raw: bytes, settings: ReadSettings | None = None, name: str = "file"
) -> list[Draft | Nested | Unread]:
    """All that a reader gives for these bytes."""
    chosen = settings or ReadSettings()
    return list(reader(Source(name, raw=raw), chosen, Allowance(chosen)))


def drafts(reader: Reader, raw: bytes, settings: ReadSettings | None = None) -> list[Draft]:
    """The reports among it."""
    return [item for item in opened(reader, raw, settings) if isinstance(item, Draft)]
