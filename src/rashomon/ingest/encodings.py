"""Content encodings of HTTP (gzip, deflate, Brotli), unpacked in bounded steps.

What enters is a stream of packed bytes; what leaves is one of plain bytes that never holds more
than was asked for. Damage ends the stream and is told by its `broken`.
"""

from __future__ import annotations

import zlib
from typing import Any

from rashomon.ingest.entries import printable

_CHUNK = 1 << 16


class UnsupportedEncodingError(Exception):
    """A content encoding that is not read; the message is its name."""


def decoder(encoding: str, stream: Any) -> Any:
    """A stream of the unpacked bytes of `stream`.

    Raises:
        UnsupportedEncodingError: if the encoding is not known.
    """
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Inflating(stream, encoding)
    if encoding == "br":
        return _Brotli(stream)
    raise UnsupportedEncodingError(printable(encoding)[:40])


class _Inflating:
    """gzip and deflate, unpacked in bounded steps; what follows damage is left out."""

    def __init__(self, stream: Any, encoding: str) -> None:
        self._stream = stream
        self._gzip = encoding != "deflate"
        self._inflater: Any = zlib.decompressobj(31 if self._gzip else 15)
        self._rest = b""
        self._began = False
        self.broken = False

    def read(self, size: int) -> bytes:
        while not self.broken:
            chunk = self._rest or self._stream.read(_CHUNK)
            if not chunk:
                self.broken = self._began and not self._inflater.eof
                return b""
            plain = self._step(chunk, size)
            if plain is None:
                return chunk
            if plain:
                return plain
            if self._inflater.eof:
                return b""
        return b""

    def _step(self, chunk: bytes, size: int) -> bytes | None:
        """The next unpacked bytes; None where the content is not packed after all."""
        try:
            plain: bytes = self._inflater.decompress(chunk, size)
        except zlib.error:
            if self._began:
                self.broken = True
                return b""
            if not self._gzip:
                # servers send raw deflate under this name too
                self._inflater, self._gzip = zlib.decompressobj(-15), True
                return self._step(chunk, size)
            if chunk.startswith(b"\x1f\x8b"):
                self.broken = True
                return b""
            self._inflater = _AsItIs()
            plain = self._inflater.decompress(chunk, size)
        self._began = True
        self._rest = self._inflater.unconsumed_tail
        return plain


class _AsItIs:
    """Content that says that it is packed and is not, as some archiving tools leave it."""

    eof = True
    unconsumed_tail = b""

    def decompress(self, chunk: bytes, size: int) -> bytes:
        self.unconsumed_tail = chunk[size:]
        return chunk[:size]


class _Brotli:
    """Brotli, unpacked in bounded steps."""

    def __init__(self, stream: Any) -> None:
        import brotli

        self._stream = stream
        self._failure = brotli.error
        self._inflater = brotli.Decompressor()
        self.broken = False

    def read(self, size: int) -> bytes:
        while not self.broken and not self._inflater.is_finished():
            try:
                if self._inflater.can_accept_more_data():
                    chunk = self._stream.read(_CHUNK)
                    if not chunk:
                        self.broken = True
                        return b""
                else:
                    chunk = b""
                plain: bytes = self._inflater.process(chunk, output_buffer_limit=size)
            except self._failure:
                self.broken = True
                return b""
            if plain:
                return plain
        return b""
