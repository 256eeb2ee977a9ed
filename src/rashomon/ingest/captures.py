"""Web archives (WARC): the pages that servers answered with, as a stream of captures.

What enters is a stream of records; what leaves are the responses that some reader may read, with
address, moment of capture and what the server said of them. Requests, images, scripts and redirects
are passed over in silence; what cannot be read of a page is told. The payload is taken from its
transfer and content encodings here, within the limits.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from rashomon.errors import UnreadableFileError
from rashomon.ingest.captured import Capture, link_canonical, moment, server_moment
from rashomon.ingest.drafts import Draft, Nested, Stated, Unread
from rashomon.ingest.encodings import UnsupportedEncodingError, decoder
from rashomon.ingest.entries import printable
from rashomon.ingest.languages import normal_code
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.sources import Source, Wanted
from rashomon.settings import ReadSettings

_CHUNK = 1 << 16
_FREE = 100_000_000
_PAGE_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/rss+xml",
        "application/atom+xml",
    }
)
_NO_REPORTS = ("/robots.txt", "/ads.txt", "/security.txt", "/humans.txt")
DEFECTS = (
    ArchiveLoadFailed,
    ChunkedDataException,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    # the library takes headers for granted that a damaged record lacks
    AttributeError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
)
"""What damaged records can raise."""


def read_warc(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The captures of a WARC file, packed or not."""
    with source.open() as stream:
        captures = Captures(source, settings, allowance)
        yield from captures.read(stream, source.size)
        if not captures.found and source.wanted is None:
            raise UnreadableFileError(
                source.name,
                "holds no capture of a page, a PDF or a text that was answered with 200",
            )


class Captures:
    """The records of one web archive, which may be spread over several files.

    Args:
        source: for messages and for the addresses that are wanted.
        settings: in force.
        allowance: of the file that the user named.
        title_of: what a list of pages beside the records says: (address, moment) to title.
    """

    def __init__(
        self,
        source: Source,
        settings: ReadSettings,
        allowance: Allowance,
        title_of: Callable[[str, str], str | None] = lambda url, moment: None,
    ) -> None:
        self._source, self._settings, self._allowance = source, settings, allowance
        self._wanted: Wanted | None = source.wanted
        self._title_of = title_of
        self._digests: set[str] = set()
        self._urls: set[str] = set()
        self.found = 0

    def read(self, stream: BinaryIO, size: int) -> Iterator[Nested | Unread]:
        """The captures in one file of `size` bytes, in its order.

        Raises:
            UnreadableFileError: where the rest of the file cannot be read.
            LimitError: final, if the records unfold too far.
        """
        counted = _Counted(stream)
        ratio = self._settings.max_ratio
        unpacked = 0
        try:
            records = _Records(counted, check_digests=True)
            for record in records:
                yield from self._record(record)
                # what the reader left is read here, so that a bomb is met within the limit
                while chunk := record.raw_stream.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > max(ratio * counted.read_bytes, _FREE):
                        raise LimitError(
                            f"unpacks to more than {ratio:g} times its size (setting "
                            "read.max_ratio); the rest of it was not read",
                            final=True,
                        )
                yield from self._checked(record)
            if records.cut_off:
                yield Unread("", f"breaks off in the middle of a record, after {size} bytes")
        except DEFECTS as error:
            cause = printable(" ".join(str(error).split()))[:160] or type(error).__name__
            raise UnreadableFileError(
                self._source.name,
                f"has a damaged record near byte {counted.read_bytes} of {size} ({cause}); "
                "the rest of it",
            ) from error

    def _checked(self, record: Any) -> Iterator[Unread]:
        """What is wrong with a record that was read to its end."""
        uri = record.rec_headers.get_header("WARC-Target-URI")
        part = f"!{printable(uri)}" if uri else ""
        left = getattr(record.raw_stream, "limit", 0)
        if left > 0:
            yield Unread(part, f"breaks off {left} bytes before its record's end")
        elif record.digest_checker is not None and any(
            # a payload's digest is counted in several ways; a block's in one
            problem.startswith("block digest failed")
            for problem in record.digest_checker.problems
        ):
            yield Unread(part, "does not match its record's WARC-Block-Digest: it was changed")

    def _record(self, record: Any) -> Iterator[Nested | Unread]:
        if record.rec_type == "revisit":
            yield from self._revisit(record)
            return
        capture = Capture.of(record)
        if capture is None or not self._readable(capture):
            return
        if self._wanted is not None and not self._wanted.takes(capture.url):
            return
        self._allowance.entry()
        part = f"!{printable(capture.url)}"
        try:
            raw, doubts = self._payload(record, capture)
        except LimitError as error:
            if error.final:
                raise
            yield Unread(part, error.cause)
            return
        except UnsupportedEncodingError as error:
            yield Unread(part, f"is packed with {error}, which is not read; skipped")
            return
        self.found += 1
        self._urls.add(capture.url)
        if capture.digest:
            self._digests.add(capture.digest)
        if capture.truncated:
            doubts.append(
                f"was cut off when it was captured (WARC-Truncated: {capture.truncated}); "
                "what there is was read"
            )
        for doubt in doubts:
            yield Unread(part, doubt)
        if not raw.strip():
            yield Unread(part, "is a capture without content; skipped")
            return
        yield Nested(
            part,
            raw,
            media_type=capture.media_type,
            charset=capture.charset,
            stated=Stated(
                title=self._title_of(capture.url, capture.date),
                url=link_canonical(capture) or capture.url,
                language=normal_code(capture.header("Content-Language") or ""),
                made=server_moment(capture),
                made_from="http:Last-Modified" if server_moment(capture) else None,
                captured_at=moment(capture.date),
            ),
        )

    def _readable(self, capture: Capture) -> bool:
        path = _path(capture.url)
        return (
            capture.media_type in _PAGE_TYPES
            and capture.url.startswith(("http://", "https://"))
            and not path.endswith(_NO_REPORTS)
        )

    def _payload(self, record: Any, capture: Capture) -> tuple[bytes, list[str]]:
        """The content of a capture without its transfer and content encodings."""
        doubts: list[str] = []
        stream = record.raw_stream
        if (capture.header("Transfer-Encoding") or "").lower() == "chunked":
            stream = ChunkedDataReader(stream, raise_exceptions=False)
        encodings = [
            each.strip().lower()
            for each in (capture.header("Content-Encoding") or "").split(",")
            if each.strip().lower() not in {"", "identity", "none"}
        ]
        if len(encodings) > 2:
            raise UnsupportedEncodingError("more than two encodings")
        plain: Any = stream
        for encoding in reversed(encodings):
            plain = decoder(encoding, plain)
        taken = self._allowance.take(cast("BinaryIO", plain), capture.length if encodings else None)
        if getattr(plain, "broken", False):
            doubts.append("has content whose packing is damaged; what could be unpacked was read")
        return taken, doubts

    def _revisit(self, record: Any) -> Iterator[Unread]:
        """A revisit has no content: what it repeats is in the archive, or it is missing."""
        headers = record.rec_headers
        uri = headers.get_header("WARC-Target-URI") or ""
        original = headers.get_header("WARC-Refers-To-Target-URI") or uri
        digest = headers.get_header("WARC-Payload-Digest")
        if self._wanted is not None and not self._wanted.takes(uri):
            return
        http = record.http_headers
        kind = (http.get_header("Content-Type") or "") if http is not None else ""
        if kind and kind.split(";")[0].strip().lower() not in _PAGE_TYPES:
            return
        if digest in self._digests or original in self._urls or not uri.startswith("http"):
            return
        date = headers.get_header("WARC-Refers-To-Date") or "an unstated moment"
        yield Unread(
            f"!{printable(uri)}",
            f"repeats a capture of {printable(original)} of {printable(date)} that this archive "
            "does not hold before it; skipped",
        )


def _path(url: str) -> str:
    """The path of an address, lower case; empty where it is none."""
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The library's iterator, which passes over a packed record that breaks off."""

    cut_off = False

    def close(self) -> None:
        """The iterator is closed; `cut_off` says whether its last packed record was whole."""
        decompressor = getattr(self.reader, "decompressor", None)
        self.cut_off = decompressor is not None and not getattr(decompressor, "eof", True)
        super().close()


class _Counted:
    """A stream that knows how much was read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._stream.read(size)
        self.read_bytes += len(chunk)
        return chunk

    def tell(self) -> int:
        """Bytes read: the library asks where it is."""
        return self.read_bytes
