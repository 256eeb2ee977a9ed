"""The lexicon of wire agencies: is this name one?"""

from __future__ import annotations

import functools

import msgspec

from rashomon.lexicon import load


class AgencyLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/agencies.toml`.

    Args:
        names: matched whole, whatever their case.
        endings: a capitalised name with one of these last words is an agency too.
        capitals: the names ones matched only as printed here.
        picture: lower-case words that make a credit a picture's.
    """

    names: tuple[str, ...]
    endings: tuple[str, ...]
    capitals: tuple[str, ...]
    picture: tuple[str, ...]


@functools.cache
def lexicon() -> AgencyLexicon:
    """The agencies that ship with the package."""
    words: AgencyLexicon = load("agencies", AgencyLexicon)
    return words


@functools.cache
def _folded() -> frozenset[str]:
    words = lexicon()
    return frozenset(name.casefold() for name in words.names) - frozenset(
        name.casefold() for name in words.capitals
    )


def is_agency(name: str) -> bool:
    """Whether `name`, or each part of "AP/Reuters", "AFP and AP", is a known agency."""
    bare = " ".join(name.split()).strip(" .,")
    if bare in lexicon().capitals or bare.casefold() in _folded():
        return True
    if bare[:1].isupper() and len(bare) <= 60 and bare.endswith(lexicon().endings):
        return True
    for mark in ("/", " and ", "-", ", ", " & "):
        parts = bare.split(mark)
        if len(parts) > 1 and all(is_agency(part) for part in parts):
            return True
    return False
