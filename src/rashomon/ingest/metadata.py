"""What somebody noted about a report: the keys of a sidecar file or of a JSON line.

What enters is a decoded JSON object; what leaves are typed values and a complaint about each key
whose value cannot be used. Unknown keys are nobody's error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rashomon.errors import ForeignJsonError, UnreadableFileError
from rashomon.foreign import decoded
from rashomon.ingest.dates import parse_moment
from rashomon.ingest.languages import normal_code
from rashomon.ingest.sources import os_cause
from rashomon.settings import ColumnSettings

_MOST_BYTES = 1_000_000
_USUAL = ColumnSettings()
_TEXT_KEYS = ("text", "body", "content")
_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "outlet", "source", "site_name"),
    "author": ("author", "byline"),
    "url": ("url", "canonical_url", "link"),
    "language": ("language", "lang"),
    "published": ("published", "date", "published_at", "date_published", "dct"),
}


@dataclass(frozen=True)
class Noted:
    """The usable values; None where a key is missing, null or blank."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: datetime | None = None
    complaints: tuple[str, ...] = ()


def noted(table: Mapping[str, Any], columns: ColumnSettings = _USUAL) -> Noted:
    """The metadata in a JSON object; the first filled key of each meaning counts.

    Args:
        table: the object.
        columns: the user's word on which key means what; goes before the usual names.
    """
    values: dict[str, str] = {}
    complaints = []
    for meaning, keys in _KEYS.items():
        chosen: str | None = getattr(columns, meaning)
        for key in (chosen,) if chosen is not None else keys:
            value = value_at(table, key)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                complaints.append(f"the value of {key!r} is no text; it was ignored")
                continue
            words = " ".join(value.split())
            if words:
                values[meaning] = words
                break
    published = None
    if "published" in values:
        published = parse_moment(values["published"])
        if published is None:
            complaints.append(
                f"the date {values['published'][:40]!r} is no ISO 8601 date and no unambiguous "
                "printed one; it was ignored"
            )
    language = None
    if "language" in values:
        language = normal_code(values["language"])
        if language is None:
            complaints.append(
                f"the language {values['language'][:40]!r} is no ISO 639-1 code; it was ignored"
            )
    return Noted(
        title=values.get("title"),
        publisher=values.get("publisher"),
        author=values.get("author"),
        url=values.get("url"),
        language=language,
        published=published,
        complaints=tuple(complaints),
    )


def text_key(table: Mapping[str, Any], columns: ColumnSettings) -> str | None:
    """The key under which an object holds the report's words; None where there are none."""
    keys = (columns.text,) if columns.text is not None else _TEXT_KEYS
    return next((key for key in keys if isinstance(value_at(table, key), str)), None)


def value_at(table: Mapping[str, Any], key: str) -> Any:
    """The value under a key, or under a path of keys parted by full stops; None for none."""
    if key in table:
        return table[key]
    value: Any = table
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a report lies, if it has one: `<stem>.json` beside it."""
    return path.with_suffix(".json")


def read_sidecar(path: Path) -> Noted:
    """What the sidecar at `path` notes.

    Raises:
        UnreadableFileError: if it is too large, no JSON or no JSON object.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableFileError(path, "has more than 1 MB, too much for a sidecar")
        table = decoded(path.read_bytes())
    except OSError as error:
        raise UnreadableFileError(path, os_cause(error)) from error
    except ForeignJsonError as error:
        raise UnreadableFileError(path, error.cause) from error
    if not isinstance(table, dict):
        raise UnreadableFileError(path, "holds no JSON object")
    return noted(table)
