"""One fuzzer for all readers: seeds, mutations, and what a reader may do with them.

The random numbers have a fixed seed, the time a limit: `RASHOMON_FUZZ_SECONDS` for each reader
(2 by default). What fails is printed as hexadecimal, to be put among the seeds.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence

from rashomon.errors import UnreadableFileError
from rashomon.ingest.composing import compose
from rashomon.ingest.drafts import Draft, Nested, Reader, Unread
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.metadata import Noted
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

SECONDS = float(os.environ.get("RASHOMON_FUZZ_SECONDS", "2"))
SLOWEST_S = 10.0
SETTINGS = ReadSettings(
    max_text_mb=1.0, max_entry_mb=4.0, max_total_mb=16.0, max_entries=200, max_seconds=5.0
)
_INTERESTING = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
_SIZES = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"99999999999", b"-1")


def fuzz(reader: Reader, seeds: Sequence[bytes], tokens: Sequence[bytes] = ()) -> int:
    """How many mutants the reader got over; each gave records, or a refusal with a cause.

    Raises:
        AssertionError: if it raised anything else, gave a document that does not hold together,
            or took too long.
    """
    chance = random.Random(20_180_115)
    for seed in seeds:
        check(reader, seed)
    ends = time.monotonic() + SECONDS
    done = 0
    while time.monotonic() < ends:
        check(reader, mutant(chance.choice(seeds), seeds, tokens, chance))
        done += 1
    return done


def mutant(
    raw: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    """The same with a few things changed."""
    content = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        place = chance.randrange(len(content) + 1)
        kind = chance.randrange(8)
        if kind == 0 and content:
            content[place % len(content)] ^= 1 << chance.randrange(8)
        elif kind == 1 and content:
            content[place % len(content)] = chance.choice(_INTERESTING)
        elif kind == 2:
            del content[place : place + chance.randrange(1, 64)]
        elif kind == 3:
            content[place:place] = content[place : place + chance.randrange(1, 256)]
        elif kind == 4:
            chosen = chance.choice((*_SIZES, *tokens))
            content[place : place + len(chosen)] = chosen
        elif kind == 5:
            content[place:place] = chance.choice((*_SIZES, *tokens))
        elif kind == 6:
            other = chance.choice(seeds)
            content[place:] = other[chance.randrange(len(other) + 1) :]
        else:
            del content[place:]
    return bytes(content)


def check(reader: Reader, raw: bytes) -> None:
    """The reader reads or refuses these bytes."""
    started = time.monotonic()
    try:
        for item in reader(Source("mutant", raw=raw), SETTINGS, Allowance(SETTINGS)):
            assert isinstance(item, Draft | Nested | Unread)
            if isinstance(item, Draft):
                document, _ = compose(item, Noted(), f"mutant{item.part}", SETTINGS)
                # what is kept must be able to be written
                document.text.encode("utf-8")
                (document.title or "").encode("utf-8")
            elif isinstance(item, Unread):
                assert item.cause
                (item.part + item.cause).encode("utf-8")
            else:
                item.part.encode("utf-8")
    except (UnreadableFileError, LimitError) as refusal:
        assert str(refusal)
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}; mutant {raw.hex()}") from error
    taken = time.monotonic() - started
    assert taken < SLOWEST_S, f"took {taken:.1f} s; mutant {raw.hex()[:2_000]}"
