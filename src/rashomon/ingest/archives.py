"""Archives of files: ZIP and tar, plain or packed with gzip, bzip2 or xz.

Each entry goes to the reader of its kind; nothing is written to disk. Entries that lead elsewhere
(absolute paths, `..`, links, devices), ask for a password, overlap, repeat a name or pass a limit
are told and passed over.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from rashomon.errors import ForeignJsonError, UnreadableFileError
from rashomon.foreign import decoded
from rashomon.ingest.drafts import SILENT, Draft, Nested, Stated, Unread
from rashomon.ingest.entries import is_hidden, printable, refusal
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.metadata import noted
from rashomon.ingest.sources import Source
from rashomon.ingest.zips import defect, opened, overlapping, unpacked
from rashomon.settings import ReadSettings

_AUXILIARY_SUFFIXES = frozenset({".geojson", ".toml"})
_AUXILIARY_STEMS = frozenset({"readme", "license", "licence", "copying", "notice", "changelog"})
_MOST_HEADER = 1_000_000
_RATIO_FROM = 10_000_000
_LINKS = "is a link; skipped"
_REPEATED = "comes a second time in its archive; only the first was read"
_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def read_zip(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The entries of a ZIP file, in their order; a report's sidecar counts as on disk."""
    with opened(source, settings) as archive:
        infos = archive.infolist()
        shared = overlapping(infos)
        by_path = {info.filename: info for info in infos if defect(info) is None}
        stems = {_stem(path) for path in by_path if not path.endswith((".json", "/"))}
        seen: set[str] = set()
        for info in infos:
            allowance.entry()
            part = f"!{printable(info.filename)}"
            if info.filename.endswith("/"):
                if (cause := refusal(info.orig_filename)) is not None:
                    yield Unread(part, cause)
                continue
            cause = defect(info)
            if cause is None and info.header_offset in shared:
                cause = "shares its bytes with another entry; skipped"
            if cause is None and info.filename in seen:
                cause = _REPEATED
            if cause is not None:
                yield Unread(part, cause)
                continue
            seen.add(info.filename)
            if _is_auxiliary(info.filename, stems):
                continue
            sidecar = by_path.get(_stem(info.filename) + ".json")
            try:
                raw = unpacked(archive, info, source, allowance)
                stated = SILENT
                if sidecar is not None and sidecar is not info:
                    stated, complaints = _stated(unpacked(archive, sidecar, source, allowance))
                    for complaint in complaints:
                        yield Unread(part, complaint)
            except LimitError as error:
                if error.final:
                    raise
                yield Unread(part, error.cause)
                continue
            except UnreadableFileError as error:
                yield Unread(part, f"{error.cause}; skipped")
                continue
            yield Nested(part, raw, stated=stated)


def _stem(path: str) -> str:
    return path[: -len(suffix)] if (suffix := PurePosixPath(path).suffix) else path


def _is_auxiliary(path: str, stems: set[str]) -> bool:
    """Whether an entry is no report: as beside reports in a folder."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    return (
        is_hidden(path)
        or suffix in _AUXILIARY_SUFFIXES
        or name.stem.lower() in _AUXILIARY_STEMS
        or (suffix == ".json" and _stem(path) in stems)
    )


def _stated(raw: bytes) -> tuple[Stated, tuple[str, ...]]:
    """What a sidecar in the archive notes of the entry beside it, and what is wrong with it."""
    try:
        table = decoded(raw)
    except ForeignJsonError as error:
        return SILENT, (f"its sidecar {error.cause}; the report was read without it",)
    if not isinstance(table, dict):
        return SILENT, ("its sidecar holds no JSON object; the report was read without it",)
    meta = noted(table)
    stated = Stated(
        title=meta.title,
        publisher=meta.publisher,
        author=meta.author,
        url=meta.url,
        language=meta.language,
        published=meta.published,
        published_from="sidecar" if meta.published is not None else None,
    )
    return stated, tuple(f"in its sidecar {complaint}" for complaint in meta.complaints)


# tar


class _Unpacking(io.RawIOBase):
    """A stream of unpacked bytes that stops a bomb, whoever reads it."""

    def __init__(self, stream: BinaryIO, packed: int, settings: ReadSettings) -> None:
        self._stream = stream
        self._most = max(int(settings.max_ratio * packed), _RATIO_FROM)
        self._ratio = settings.max_ratio
        self._read = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes.

        Raises:
            LimitError: final, if more came out than the ratio allows.
        """
        chunk = self._stream.read(size if size >= 0 else 1 << 16)
        self._read += len(chunk)
        if self._read > self._most:
            raise LimitError(
                f"unpacks to more than {self._ratio:g} times its size (setting read.max_ratio); "
                "the rest of it was not read",
                final=True,
            )
        return chunk


class _Header(tarfile.TarInfo):
    """An entry's header; one that would fill the memory by its names alone is refused."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENDED and header.size > _MOST_HEADER:
            raise LimitError(
                f"has a header of {header.size} bytes for one entry, more than {_MOST_HEADER}; the "
                "rest of it was not read",
                final=True,
            )
        return header


def read_tar(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The entries of a tar file, packed or not, in their order."""
    seen: set[str] = set()
    try:
        with source.open() as stream, _unpacking(stream) as plain:
            bounded = cast("BinaryIO", _Unpacking(plain, source.size, settings))
            with tarfile.open(fileobj=bounded, mode="r|", tarinfo=_Header, errorlevel=0) as archive:
                for header in archive:
                    # the library keeps every header for random access, which nobody needs
                    archive.members = []  # type: ignore[attr-defined]
                    allowance.entry()
                    yield from _tar_entry(archive, header, seen, allowance)
    except (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError, ValueError) as error:
        raise UnreadableFileError(
            source.name, f"is damaged or no tar file ({printable(str(error))}); the rest of it"
        ) from error


def _unpacking(stream: BinaryIO) -> BinaryIO:
    magic = stream.read(6)
    stream.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    if magic.startswith(b"BZh"):
        return cast("BinaryIO", bz2.BZ2File(stream))
    if magic.startswith(b"\xfd7zXZ\x00"):
        return cast("BinaryIO", lzma.LZMAFile(stream))
    return (
        io.BufferedReader(cast("io.RawIOBase", stream)) if not hasattr(stream, "peek") else stream
    )


def _tar_entry(
    archive: tarfile.TarFile, header: tarfile.TarInfo, seen: set[str], allowance: Allowance
) -> Iterator[Nested | Unread]:
    path = header.name
    part = f"!{printable(path)}"
    cause = refusal(path)
    if cause is None and (header.issym() or header.islnk()):
        cause = _LINKS
    elif cause is None and (header.ischr() or header.isblk() or header.isfifo()):
        cause = "is a device or another special file; skipped"
    elif cause is None and header.issparse():
        cause = "is a sparse file; skipped"
    elif cause is None and header.isfile() and path in seen:
        cause = _REPEATED
    if cause is not None:
        yield Unread(part, cause)
        return
    seen.add(path)
    if not header.isfile() or _is_auxiliary(path, set()):
        return
    stream = archive.extractfile(header)
    assert stream is not None
    try:
        raw = allowance.take(cast("BinaryIO", stream))
    except LimitError as error:
        if error.final:
            raise
        yield Unread(part, error.cause)
        return
    if len(raw) < header.size:
        yield Unread(part, "ends before its declared size; what there is was read")
    yield Nested(part, raw)
