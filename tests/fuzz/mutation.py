"""Damaged files out of sound ones: the same seed gives the same damage on every machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

TOKENS = (
    *(b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</p>", b"<table>"),
    *(b"&", b"&#x", b"&#0;", b"&amp;", b"&lt", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?xml"),
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xc3",
        b"\xf0\x9f\x98\x94",
        b"\x1b$B",
    ),
    *(b"\r\n", b"\n", b"\r", b"\n\n", b"\t", b" ", b'"', b'""', b"'", b"\\", b"\\u", b"\\ud83d"),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b"null",
        b"-1",
        b"0",
        b"4294967295",
        b"18446744073709551616",
        b"1e999",
    ),
    *(b"From ", b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x", b"--x--", b"=?utf-8?b?"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"Content-Length: 99999999\r\n"),
    *(
        b"WARC/1.0\r\n",
        b"WARC-Type: response\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"chunked",
        b"gzip",
        b"ffff",
    ),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../../", b"/etc/x", b"%PDF-1.7", b"endobj"),
    *(b"stream\n", b"endstream", b"xref", b"trailer", b"<<", b">>", b"/Kids", b"/Length 1"),
)
_MOST = 200_000


def mutations(seeds: Sequence[bytes], chance: random.Random) -> Iterator[bytes]:
    """An endless stream of damaged seeds.

    Args:
        seeds: at least one.
        chance: where all choices come from.
    """
    while True:
        damaged = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 4, 8, 32))):
            chance.choice(_DAMAGES)(damaged, seeds, chance)
        yield bytes(damaged[:_MOST])


def _flip(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    if damaged:
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)


def _overwrite(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    if damaged:
        damaged[chance.randrange(len(damaged))] = chance.choice(
            (0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x3C)
        )


def _insert(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(damaged))
    damaged[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 300))


def _remove(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(damaged))
    del damaged[at : at + chance.choice((1, 2, 8, 64, 512))]


def _repeat(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(damaged))
    piece = damaged[at : at + chance.choice((1, 8, 64, 512))]
    damaged[at:at] = piece * chance.choice((1, 2, 50))


def _cut(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    del damaged[chance.randint(0, len(damaged)) :]


def _splice(damaged: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    other = chance.choice(seeds)
    at, start = chance.randint(0, len(damaged)), chance.randint(0, len(other))
    damaged[at:] = other[start:]


_Damage = Callable[[bytearray, Sequence[bytes], random.Random], None]
_DAMAGES: tuple[_Damage, ...] = (
    *(_flip, _flip, _overwrite, _overwrite, _insert, _insert, _insert),
    *(_remove, _remove, _repeat, _cut, _splice),
)
