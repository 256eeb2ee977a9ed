"""What readers read: a file of the user's, or bytes that another reader found inside one.

A reader sees a name, a stream and what was declared; it never learns whether it reads a file, an
entry of an archive or a part of a message.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from rashomon.errors import UnreadableFileError


class Wanted(Protocol):
    """Addresses that a user's list names."""

    def takes(self, url: str) -> bool:
        """Whether a capture of `url` is wanted; one that is counts as found."""
        ...


@dataclass(frozen=True)
class Source:
    """One input.

    Args:
        name: under which the case knows it, for messages.
        path: where the file lies; None for what lies inside another.
        raw: the bytes of what lies inside another; None for a file.
        media_type: as a container declares it, lower case, without parameters.
        charset: as a container declares it.
        depth: how many containers it lies in; 0 for a file.
        wanted: where the user gave a list of addresses: those; a web archive gives only captures of
            what it `takes`. None where all is wanted.
    """

    name: str
    path: Path | None = None
    raw: bytes | None = None
    media_type: str | None = None
    charset: str | None = None
    depth: int = 0
    wanted: Wanted | None = None

    @property
    def size(self) -> int:
        """Bytes.

        Raises:
            UnreadableFileError: if it is a file that is missing or no regular one.
        """
        if self.raw is not None:
            return len(self.raw)
        assert self.path is not None
        try:
            status = self.path.stat()
        except OSError as error:
            raise UnreadableFileError(self.name, os_cause(error)) from error
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(self.name, "is no regular file")
        return status.st_size

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """A seekable stream of its bytes, closed at the end.

        Raises:
            UnreadableFileError: if the file is missing, no regular one, or cannot be read.
        """
        if self.raw is not None:
            yield io.BytesIO(self.raw)
            return
        assert self.path is not None
        # a named pipe would be waited for without end
        _ = self.size
        try:
            with self.path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise UnreadableFileError(self.name, os_cause(error)) from error


def os_cause(error: OSError) -> str:
    """What the operating system says, in words."""
    words = (error.strerror or type(error).__name__).lower()
    return f"cannot be opened ({words})"
