"""What a record of a web archive says of its capture, in typed values.

What enters is a record of the library; what leaves are address, moment, media type and the
server's headers, each only where it is usable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

_CANONICAL = re.compile(
    r"""<\s*([^<>\s]{1,2000})\s*>\s*;[^,<]{0,200}?\brel\s*=\s*"?canonical\b""", re.IGNORECASE
)
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?Z$")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d*$")


@dataclass(frozen=True)
class Capture:
    """One answer of a server.

    Args:
        url: address that was asked.
        date: `WARC-Date` as it stands, or empty.
        media_type: lower case, without parameters, or empty.
        charset: as the server declared it, or None.
        digest: `WARC-Payload-Digest`, or None.
        truncated: `WARC-Truncated`, or None.
        length: bytes of the record, as it declares them.
        headers: the server's, or None.
    """

    url: str
    date: str
    media_type: str
    charset: str | None
    digest: str | None
    truncated: str | None
    length: int
    headers: Any

    @classmethod
    def of(cls, record: Any) -> Capture | None:
        """The capture of a response or resource; None for other records and other statuses."""
        headers = record.rec_headers
        url = (headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
        http = record.http_headers
        if record.rec_type == "response":
            if http is None or (http.get_statuscode() or "") not in {"200", "203"}:
                return None
            kind = http.get_header("Content-Type") or ""
        elif record.rec_type == "resource":
            kind, http = headers.get_header("Content-Type") or "", None
        else:
            return None
        media_type, _, parameters = kind.partition(";")
        charset = re.search(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", parameters, re.IGNORECASE)
        length = headers.get_header("Content-Length") or "0"
        return cls(
            url=url,
            date=headers.get_header("WARC-Date") or "",
            media_type=media_type.strip().lower(),
            charset=charset[1] if charset else None,
            digest=headers.get_header("WARC-Payload-Digest"),
            truncated=headers.get_header("WARC-Truncated"),
            length=int(length) if length.isdigit() else 0,
            headers=http,
        )

    def header(self, name: str) -> str | None:
        """A header of the server's answer, or None."""
        value: str | None = self.headers.get_header(name) if self.headers is not None else None
        return value


def moment(stated: str) -> datetime | None:
    """The UTC moment of a `WARC-Date`, or of 14 digits as in an index; None where it is none."""
    match = _MOMENT.match(stated) or _DIGITS.match(stated)
    if match is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(each) for each in match.groups()[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def server_moment(capture: Capture) -> datetime | None:
    """`Last-Modified`, where it says more than that the page was made for this visitor."""
    stated = capture.header("Last-Modified")
    captured = moment(capture.date)
    if not stated:
        return None
    try:
        found = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    # pages put together on demand bear the moment of the answer
    if captured is not None and found > captured - timedelta(days=1):
        return None
    return found if found.year >= 1990 else None


def link_canonical(capture: Capture) -> str | None:
    """The canonical address that a `Link` header states, or None."""
    match = _CANONICAL.search(capture.header("Link") or "")
    if match is None:
        return None
    try:
        url = urljoin(capture.url, match[1])
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None
