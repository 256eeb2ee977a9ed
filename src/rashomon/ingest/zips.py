"""ZIP files: opened with suspicion, entry by entry.

What enters is a source; what leaves are its entries and their unpacked bytes, within the limits.
Sizes that the file declares are never trusted. The readers of archives, office documents and web
archives share it.
"""

from __future__ import annotations

import itertools
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from rashomon.errors import UnreadableFileError
from rashomon.ingest.entries import printable, refusal
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_MOST_COMMENT = 65_535 + 22
# a directory entry takes 46 bytes and its names; no honest archive has this much on average
_MOST_ENTRY_BYTES = 1_000

DEFECTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    OverflowError,
    IndexError,
    TypeError,
    AttributeError,
)
"""What reading a damaged or hostile entry can raise."""


@contextmanager
def opened(source: Source, settings: ReadSettings) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory read.

    Raises:
        UnreadableFileError: if it is no ZIP file, or its directory is larger than any that holds as
            many entries as are allowed.
    """
    with source.open() as stream:
        try:
            most = settings.max_entries * _MOST_ENTRY_BYTES
            declared = _directory_bytes(stream)
            if declared > most:
                raise UnreadableFileError(
                    source.name,
                    f"has a directory of {declared / 1_000_000:.1f} MB, too much for "
                    f"{settings.max_entries} entries (setting read.max_entries)",
                )
            archive = zipfile.ZipFile(stream)
        except DEFECTS as error:
            raise UnreadableFileError(
                source.name, f"is no ZIP file that can be read ({error})"
            ) from error
        with archive:
            yield archive


def _directory_bytes(stream: BinaryIO) -> int:
    """The size of the central directory, as the library will read it."""
    size = stream.seek(0, 2)
    start = max(0, size - _MOST_COMMENT - 100)
    stream.seek(start)
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    declared = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    large = tail.rfind(_END_64)
    if large >= 0:
        declared = max(declared, int.from_bytes(tail[large + 40 : large + 48], "little"))
    # the library reads no more than the file holds
    return min(declared, size) if declared != 0xFFFFFFFF else size


def defect(info: zipfile.ZipInfo) -> str | None:
    """Why an entry is not read, or None. The entry's path is judged as it stands in the file."""
    cause = refusal(info.orig_filename or info.filename)
    if cause is not None:
        return cause
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "is a symbolic link; skipped"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a device or another special file; skipped"
    if info.flag_bits & 0x1:
        return "is encrypted and asks for a password; skipped"
    return None


def overlapping(infos: list[zipfile.ZipInfo]) -> frozenset[int]:
    """Offsets of entries whose bytes another entry uses too, as only bombs do."""
    by_place = sorted(infos, key=lambda info: info.header_offset)
    return frozenset(
        before.header_offset
        for before, after in itertools.pairwise(by_place)
        if before.header_offset + 30 + before.compress_size > after.header_offset
    )


def unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, allowance: Allowance
) -> bytes:
    """An entry's bytes, checked against its checksum.

    Raises:
        LimitError: if it passes a limit.
        UnreadableFileError: if it is damaged, or packed by a method that is not known.
    """
    try:
        with archive.open(info) as stream:
            packed = min(info.compress_size, source.size)
            return allowance.take(stream, packed)  # type: ignore[arg-type]
    except DEFECTS as error:
        raise UnreadableFileError(
            f"{source.name}!{printable(info.filename)}",
            f"is damaged or packed in an unknown way ({printable(str(error))})",
        ) from error
