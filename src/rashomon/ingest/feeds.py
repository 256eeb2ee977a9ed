"""RSS and Atom files: one report an entry, from what the feed itself holds; nothing is fetched.

feedparser reads the feed from its bytes. Entities of a document's own are refused before that. An
entry's name is the file's with `#` and its number, its digest the whole file's. Anchors count in
the parts `entry:<number>/title`, `entry:<number>/content` and `entry:<number>/summary`: the
element's text once the feed's own escapes are undone, which for HTML is markup.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rashomon.errors import UnreadableFileError
from rashomon.ingest.alignment import Placed, joined
from rashomon.ingest.decoding import read_bytes, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.languages import normal_code
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.ingest.titles import locate
from rashomon.ingest.webpages import read_fragment
from rashomon.records import whole
from rashomon.settings import ReadSettings

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE)
_OPENING = 4_096
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
_DEEPEST = 200
_TAG = re.compile(rb"<(/?)[^\s<>!?/][^<>]*?(/?)>")


def read_feed(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The entries of a feed in its order."""
    raw = read_bytes(source, settings)
    plain = _narrow(raw, source.name)
    if _ROOT.search(plain[:_OPENING]) is None:
        raise UnreadableFileError(source.name, "is no RSS or Atom feed")
    if _ENTITY.search(plain) is not None:
        raise UnreadableFileError(
            source.name, "declares entities of its own, which are not followed (XXE)"
        )
    if _too_deep(plain):
        raise UnreadableFileError(source.name, f"nests its elements more than {_DEEPEST} deep")
    feed = _parsed(plain, source.name)
    if not feed.entries:
        raise UnreadableFileError(source.name, "is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        yield _report(entry, number, feed.feed, sha256(raw), source.name)


def _narrow(raw: bytes, name: str) -> bytes:
    """The feed in an encoding in which markup is ASCII."""
    if not raw.startswith(_WIDE):
        return raw
    try:
        mark = raw.startswith(_WIDE[:2])
        encoding = "utf-16" if mark else "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(name, f"cannot be decoded ({error.reason})") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8")


def _too_deep(raw: bytes) -> bool:
    depth = 0
    for tag in _TAG.finditer(raw):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth > _DEEPEST:
            return True
    return False


def _parsed(raw: bytes, name: str) -> Any:
    # loaded on first use: only feeds need it
    import feedparser

    try:
        # a stream of bytes: a string could be taken for an address
        return feedparser.parse(io.BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, TypeError, KeyError, AttributeError, LookupError, AssertionError) as error:
        raise UnreadableFileError(name, f"cannot be parsed as a feed ({error})") from error
    except RecursionError as error:
        raise UnreadableFileError(name, "nests too deep") from error


def _report(entry: Any, number: int, feed: Any, digest: str, name: str) -> Draft | Unread:
    part = f"#{number}"
    called = f"entry:{number}"
    try:
        title = _fragment(entry.get("title_detail"), name, f"{called}/title")
        bodies = [
            _fragment(each, name, f"{called}/content") for each in entry.get("content", ())[:1]
        ]
        body = joined(bodies)
        if not body.text.strip():
            body = _fragment(entry.get("summary_detail"), name, f"{called}/summary")
    except UnreadableFileError as error:
        return Unread(part, f"{error.cause}; skipped")
    headline = " ".join(title.text.split()) or None
    if headline is not None and locate(headline, body.text) is None:
        body = joined((title, body))
    if not body.text.strip():
        return Unread(part, "is an entry without words; skipped")
    published, evidence = _moment(entry)
    return Draft(
        text=body.text,
        raw_sha256=digest,
        part=part,
        title=headline,
        publisher=_plain((entry.get("source") or {}).get("title")) or _plain(feed.get("title")),
        author=_plain(entry.get("author")),
        url=_plain(entry.get("link")),
        language=normal_code(str(entry.get("language") or feed.get("language") or "")),
        published=published,
        published_from=evidence,
        anchors=body.anchors,
    )


def _fragment(detail: Any, name: str, part: str) -> Placed:
    """The words of an element, as markup or as plain text."""
    value = detail.get("value") if detail else None
    if not isinstance(value, str) or not value.strip():
        return Placed("", ())
    value = value.encode("utf-8", "replace").decode("utf-8")
    if "html" in str(detail.get("type")) or "<" in value or "&" in value:
        return read_fragment(value, name, part=part)
    return Placed(value, whole(len(value), part))


def _moment(entry: Any) -> tuple[datetime | None, str | None]:
    for field in ("published", "created", "updated"):
        # the library's own lookup gives one moment the name of another
        parsed = dict.get(entry, f"{field}_parsed")
        if parsed:
            try:
                return datetime.fromtimestamp(timegm(parsed), UTC), f"feed:{field}"
            except (ValueError, OverflowError, OSError):
                continue
    return None, None


def _plain(value: Any) -> str | None:
    """One line of words, or None."""
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split()) or None
