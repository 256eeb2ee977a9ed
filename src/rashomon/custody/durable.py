"""Files that are there in full or not at all, even when the machine stops half-way."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 of all bytes of a file, hexadecimal, and their number. Raises `OSError`."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


@contextlib.contextmanager
def written(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A stream whose bytes are at `path` once the block ends well, and nowhere if it fails."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def write(path: Path, payload: bytes, mode: int = 0o644) -> None:
    """The file at `path` is `payload`."""
    with written(path, mode) as file:
        file.write(payload)


def sync(path: Path) -> None:
    """The file's bytes are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk, where the system lets a folder be synced."""
    if os.name == "posix":
        sync(folder)
