"""Packaged web archives (WACZ 1.1.1): checked in full, then read like the WARC files in them.

Every resource is compared with the size and SHA-256 that `datapackage.json` states, the package
with its own digest, the index with the archives, the list of pages with its format. What is wrong
is named, and what can be read is read all the same: a broken seal is the reader's to weigh.
Signatures are not verified.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from rashomon.errors import ForeignJsonError, UnreadableFileError
from rashomon.foreign import decoded
from rashomon.ingest.captured import moment
from rashomon.ingest.captures import Captures
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.entries import printable
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.sources import Source
from rashomon.ingest.zips import DEFECTS, defect, opened, unpacked
from rashomon.settings import ReadSettings

_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_PAGES = "pages/pages.jsonl"
_CHUNK = 1 << 20
_VERSIONS = frozenset({"1.0.0", "1.1.0", "1.1.1"})
_WARCS = (".warc", ".warc.gz")
_INDEXES = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz", ".idx")
_MOST_NAMED = 5


def read_wacz(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """What is wrong with the package, then its captures."""
    with opened(source, settings) as archive:
        package = _Package(archive, source, settings, allowance)
        for fault in package.faults():
            yield Unread("", fault)
        captures = Captures(source, settings, allowance, package.title_of)
        for info in package.warcs:
            part = f"!{printable(info.filename)}"
            try:
                with archive.open(info) as stream:
                    yield from captures.read(cast("BinaryIO", stream), info.file_size)
            except UnreadableFileError as error:
                yield Unread(part, f"{error.cause} was not read")
            except DEFECTS as error:
                yield Unread(part, f"is damaged ({printable(str(error))}); it was not read")
        if not captures.found and source.wanted is None:
            raise UnreadableFileError(
                source.name,
                "holds no capture of a page, a PDF or a text that was answered with 200",
            )


class _Package:
    """One WACZ file."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        source: Source,
        settings: ReadSettings,
        allowance: Allowance,
    ) -> None:
        self._archive, self._source = archive, source
        self._settings, self._allowance = settings, allowance
        self._titles: dict[tuple[str, str], str] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self.warcs: list[zipfile.ZipInfo] = []

    def title_of(self, url: str, stated: str) -> str | None:
        """The title that the list of pages gives a capture, or None."""
        return self._titles.get((url, _second(stated)))

    def faults(self) -> Iterator[str]:
        """Everything that the package promises and does not keep, in words.

        Afterwards `warcs` are the archives that can be read and `title_of` knows the pages.
        """
        yield from self._directory()
        self.warcs = [
            info
            for path, info in sorted(self._entries.items())
            if path.startswith("archive/") and path.endswith(_WARCS)
        ]
        if not self.warcs:
            yield "is no valid WACZ: it holds no archive/*.warc or archive/*.warc.gz"
        for info in self.warcs:
            if info.compress_type != zipfile.ZIP_STORED:
                yield (
                    f"is no valid WACZ: {printable(info.filename)} is compressed and not stored, "
                    "so that no index can point into it"
                )
        yield from self._resources()
        yield from self._indexes()
        yield from self._pages()

    def _directory(self) -> Iterator[str]:
        for info in self._archive.infolist():
            self._allowance.entry()
            path = info.filename
            if info.filename.endswith("/"):
                continue
            if (cause := defect(info)) is not None:
                yield f"holds an entry {printable(path)!r} that {cause}"
            elif path in self._entries:
                yield f"holds {printable(path)!r} twice; only the first counts"
            else:
                self._entries[path] = info

    # datapackage.json

    def _resources(self) -> Iterator[str]:
        raw, fault = self._small(_PACKAGE)
        if raw is None:
            yield f"is no valid WACZ: {fault}; no seal of it could be checked"
            return
        yield from self._sealed(raw)
        table = _json(raw)
        if not isinstance(table, dict):
            yield f"is no valid WACZ: {_PACKAGE} is no JSON object; no seal of it could be checked"
            return
        if table.get("profile") != "data-package":
            yield f"is no valid WACZ: the profile in {_PACKAGE} is not 'data-package'"
        version = table.get("wacz_version")
        if not isinstance(version, str):
            yield f"is no valid WACZ: {_PACKAGE} states no wacz_version"
        elif version not in _VERSIONS:
            yield f"is a WACZ of version {printable(version)[:20]}; it was read like 1.1.1"
        resources = table.get("resources")
        if not isinstance(resources, list):
            yield f"is no valid WACZ: {_PACKAGE} lists no resources"
            return
        listed: set[str] = set()
        for resource in resources[: self._settings.max_entries]:
            yield from self._resource(resource, listed)
        for path in sorted(self._entries.keys() - listed - {_PACKAGE, _DIGEST}):
            yield f"holds {printable(path)!r}, which {_PACKAGE} does not list"

    def _sealed(self, raw: bytes) -> Iterator[str]:
        """What is wrong with the digest of the package's own description."""
        if _DIGEST not in self._entries:
            return
        digest, fault = self._small(_DIGEST)
        table = _json(digest) if digest is not None else None
        if not isinstance(table, dict) or not isinstance(table.get("hash"), str):
            yield f"is no valid WACZ: {fault or f'{_DIGEST} states no hash'}"
        elif table["hash"].lower() != f"sha256:{hashlib.sha256(raw).hexdigest()}":
            yield f"was changed: {_PACKAGE} does not match the hash in {_DIGEST}"

    def _resource(self, resource: Any, listed: set[str]) -> Iterator[str]:
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str):
            yield f"is no valid WACZ: {_PACKAGE} lists a resource without a path"
            return
        shown = repr(printable(path)[:120])
        if path in listed:
            yield f"is no valid WACZ: {_PACKAGE} lists {shown} twice"
            return
        listed.add(path)
        info = self._entries.get(path)
        if info is None:
            yield f"is no valid WACZ: {_PACKAGE} lists {shown}, which it does not hold"
            return
        stated, size = resource.get("hash"), resource.get("bytes")
        if not isinstance(stated, str) or not stated.lower().startswith("sha256:"):
            yield f"is no valid WACZ: {_PACKAGE} states no sha256 of {shown}"
            stated = None
        try:
            digest, length = self._digest(info)
        except UnreadableFileError as error:
            yield f"was changed or damaged: {shown} {error.cause}"
            return
        if isinstance(size, int) and size != length:
            yield f"was changed: {shown} has {length} bytes, {_PACKAGE} states {size}"
        if stated is not None and stated.lower() != f"sha256:{digest}":
            yield f"was changed: {shown} does not match its sha256 in {_PACKAGE}"

    def _digest(self, info: zipfile.ZipInfo) -> tuple[str, int]:
        """SHA-256 and size of an entry, read in full.

        Raises:
            LimitError: final, if it unfolds too far.
            UnreadableFileError: if it is damaged.
        """
        digest, length = hashlib.sha256(), 0
        most = max(self._settings.max_ratio * self._source.size, 10_000_000)
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    length += len(chunk)
                    if length > most:
                        raise LimitError(
                            f"unpacks to more than {self._settings.max_ratio:g} times its size "
                            "(setting read.max_ratio); it was not read",
                            final=True,
                        )
        except DEFECTS as error:
            raise UnreadableFileError(
                self._source.name, f"cannot be unpacked ({printable(str(error))})"
            ) from error
        return digest.hexdigest(), length

    # indexes/

    def _indexes(self) -> Iterator[str]:
        indexes = [
            info
            for path, info in sorted(self._entries.items())
            if path.startswith("indexes/") and path.endswith(_INDEXES)
        ]
        if not any(not info.filename.endswith(".idx") for info in indexes):
            yield "is no valid WACZ: it holds no index (indexes/*.cdx, *.cdxj or *.cdx.gz)"
            return
        sizes = {info.filename.removeprefix("archive/"): info.file_size for info in self.warcs}
        named = 0
        for info in indexes:
            if info.filename.endswith(".idx"):
                continue
            for fault in self._index(info, sizes):
                named += 1
                if named <= _MOST_NAMED:
                    yield fault
        if named > _MOST_NAMED:
            yield f"is no valid WACZ: {named - _MOST_NAMED} further lines of its indexes are wrong"

    def _index(self, info: zipfile.ZipInfo, sizes: dict[str, int]) -> Iterator[str]:
        shown = printable(info.filename)
        try:
            raw = unpacked(self._archive, info, self._source, self._allowance)
            if info.filename.endswith(".gz"):
                packed = gzip.GzipFile(fileobj=io.BytesIO(raw))
                raw = self._allowance.take(cast("BinaryIO", packed), len(raw))
        except (UnreadableFileError, EOFError, OSError, zlib.error) as error:
            yield f"is no valid WACZ: its index {shown} is damaged ({printable(str(error))})"
            return
        except LimitError as error:
            if error.final:
                raise
            yield f"holds an index {shown} that {error.cause}"
            return
        for number, line in enumerate(raw.splitlines(), 1):
            if not line.strip() or line.startswith((b"!meta", b" CDX")):
                continue
            cause = _index_fault(line, sizes)
            if cause is not None:
                yield f"is no valid WACZ: line {number} of its index {shown} {cause}"

    # pages/

    def _pages(self) -> Iterator[str]:
        raw, fault = self._small(_PAGES)
        if raw is None:
            yield f"is no valid WACZ: {fault}"
            return
        lines = [line for line in raw.splitlines() if line.strip()]
        head = _json(lines[0]) if lines else None
        if not isinstance(head, dict) or head.get("format") != "json-pages-1.0":
            yield f"is no valid WACZ: {_PAGES} does not begin with the format 'json-pages-1.0'"
        wrong = 0
        for number, line in enumerate(lines[1:], 2):
            page = _json(line)
            usable = isinstance(page, dict) and isinstance(page.get("url"), str)
            stated = page.get("ts") if usable else None
            if not usable or (stated is not None and moment(str(stated)) is None):
                wrong += 1
                if wrong <= _MOST_NAMED:
                    yield f"is no valid WACZ: line {number} of {_PAGES} is no page with url and ts"
                continue
            if isinstance(title := page.get("title"), str) and (words := " ".join(title.split())):
                self._titles[page["url"], _second(str(stated))] = words
        if wrong > _MOST_NAMED:
            yield f"is no valid WACZ: {wrong - _MOST_NAMED} further lines of {_PAGES} are wrong"

    def _small(self, path: str) -> tuple[bytes | None, str | None]:
        """An entry's bytes, or why there are none."""
        info = self._entries.get(path)
        if info is None:
            return None, f"it holds no {path}"
        try:
            return unpacked(self._archive, info, self._source, self._allowance), None
        except UnreadableFileError as error:
            return None, f"{path} {error.cause}"
        except LimitError as error:
            if error.final:
                raise
            return None, f"{path} {error.cause}"


def _json(raw: bytes) -> Any:
    """The decoded JSON, or None where it is none or nests too deep."""
    try:
        return decoded(raw)
    except ForeignJsonError:
        return None


def _second(stated: str) -> str:
    """A moment to the second, so that two notations of it meet."""
    found = moment(stated)
    return found.isoformat() if found is not None else stated


def _index_fault(line: bytes, sizes: dict[str, int]) -> str | None:
    """What is wrong with a line of a CDXJ index (key, 14 digits, JSON), or None."""
    pieces = line.split(b" ", 2)
    if len(pieces) == 3 and not pieces[2].lstrip().startswith(b"{"):
        # the older form has columns and no names; where it points is its last three
        columns = line.split(b" ")
        where: dict[str, Any] = (
            {"filename": columns[-1].decode("utf-8", "replace"), "offset": columns[-2]}
            if len(columns) >= 9
            else {}
        )
    elif len(pieces) == 3 and moment(pieces[1].decode("ascii", "replace")) is not None:
        table = _json(pieces[2])
        where = table if isinstance(table, dict) else {}
    else:
        return "is no entry of a CDXJ index"
    name, offset, length = where.get("filename"), where.get("offset"), where.get("length", 0)
    if not isinstance(name, str):
        return "names no archive"
    size = sizes.get(name.removeprefix("archive/"))
    if size is None:
        return f"names the archive {printable(name)[:80]!r}, which is not there"
    try:
        begin, extent = int(offset or 0), int(length or 0)
    except (TypeError, ValueError):
        return "has an offset or a length that is no number"
    if begin < 0 or extent < 0 or begin + extent > size:
        return f"points past the end of {printable(name)[:80]!r}"
    return None
