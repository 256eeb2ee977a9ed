"""How much one file of the user's may unfold to: entries, bytes, ratio, depth.

What enters are streams of unpacked bytes; what leaves are the bytes, or a refusal that names the
limit and the setting that raises it. One allowance counts for one file and all that lies in it,
however deep, so that an archive of archives gains nothing.
"""

from __future__ import annotations

from typing import BinaryIO

from rashomon.errors import RashomonError
from rashomon.settings import ReadSettings

_CHUNK = 1 << 16
_RATIO_FROM = 100_000


class LimitError(RashomonError):
    """One entry, or all that follows, would pass a limit.

    Args:
        cause: which limit, in words for a problem (no file name, no full stop).
        final: nothing further may be read from the file: the limit is one of the whole.
    """

    def __init__(self, cause: str, *, final: bool = False) -> None:
        self.cause = cause
        self.final = final
        super().__init__(cause)


class Allowance:
    """What is left of the limits for one file of the user's.

    Args:
        settings: with the limits.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self._settings = settings
        self._entries = 0
        self._bytes = 0

    def entry(self) -> None:
        """One more entry of a container is looked at.

        A reader calls it for every entry, read or not.

        Raises:
            LimitError: final, if there are too many.
        """
        self._entries += 1
        if self._entries > self._settings.max_entries:
            raise LimitError(
                f"holds more than {self._settings.max_entries} entries "
                "(setting read.max_entries); the rest of it was not read",
                final=True,
            )

    def take(self, stream: BinaryIO, packed: int | None = None) -> bytes:
        """The whole of an entry's unpacked stream.

        Args:
            stream: at the entry's beginning; never read past a limit.
            packed: bytes that the entry takes in its container, where it is compressed.

        Raises:
            LimitError: if the entry is too large, unfolds too far, or the file as a whole does;
                final in the last case.
        """
        most = int(self._settings.max_entry_mb * 1_000_000)
        whole = int(self._settings.max_total_mb * 1_000_000)
        chunks: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._bytes += len(chunk)
            if size > most:
                raise LimitError(
                    f"unpacks to more than {self._settings.max_entry_mb:g} MB "
                    "(setting read.max_entry_mb); skipped"
                )
            if packed is not None and size > _RATIO_FROM:
                ratio = self._settings.max_ratio
                if size > ratio * max(packed, 1):
                    raise LimitError(
                        f"unpacks to more than {ratio:g} times its size "
                        "(setting read.max_ratio); skipped"
                    )
            if self._bytes > whole:
                raise LimitError(
                    f"unpacks to more than {self._settings.max_total_mb:g} MB in all "
                    "(setting read.max_total_mb); the rest of it was not read",
                    final=True,
                )
            chunks.append(chunk)
        return b"".join(chunks)

    def depth(self, depth: int) -> None:
        """An input may lie in this many containers.

        Raises:
            LimitError: if it lies too deep.
        """
        if depth > self._settings.max_nesting:
            raise LimitError(
                f"lies in more than {self._settings.max_nesting} containers, one in the other "
                "(setting read.max_nesting); skipped"
            )
