"""Names as words: normalised, compared, abbreviated.

What enters are printed names; what leaves are word tuples and whether two of them can be one
person's or one body's. Knows no sentence and no document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rashomon.extract.party_words import party_words, singular

_TOKEN = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]?\.?$")
_FUNCTION = frozenset({"the", "of", "for", "and", "de", "del", "la", "y", "in", "on", "a", "&"})
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "van",
        "von",
        "da",
        "de",
        "del",
        "di",
        "la",
        "le",
        "dos",
        "abu",
        "ben",
    }
)


def fold(word: str) -> str:
    """The word in lower case without accents."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(char for char in plain if not unicodedata.combining(char))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a printed name: folded, without leading article, possessive and title dots.

    >>> name_words("the Harvane Workers' Front's")
    ('harvane', 'workers', 'front')
    >>> name_words("U.N.")
    ('un',)
    """
    words = []
    for match in _TOKEN.findall(name):
        word = fold(match).replace("’", "'")
        word = word.removesuffix("'s")
        word = word.replace(".", "") if _INITIALS.match(word) else word.rstrip(".")
        if word:
            words.append(word)
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        words.pop(0)
    return tuple(words)


def content_words(words: Sequence[str]) -> frozenset[str]:
    """The words that tell names of bodies apart: singular, function words left out."""
    return frozenset(singular(word) for word in words if word not in _FUNCTION)


def person_key(words: Sequence[str]) -> tuple[str, ...]:
    """A person's name without titles; the whole name where it is nothing but titles."""
    table = party_words()
    start = 0
    while start < len(words) - 1 and (
        table.is_title(words[start]) or table.is_title(words[start] + ".")
    ):
        start += 1
    return tuple(words[start:])


def surname(words: Sequence[str]) -> str:
    """The last word of a person's name, its particle left out ("al-Darri" and "Darri" agree)."""
    last = words[-1]
    for particle in ("al-", "el-", "ad-", "as-"):
        last = last.removeprefix(particle)
    return last


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two full names (two words or more each) can be one person's.

    The given names must agree (or one be the other's initial) and the shorter name's further words
    must stand in the longer one. Errs towards two people.
    """
    short, long = sorted((tuple(a), tuple(b)), key=lambda words: (len(words), words))
    if len(short) < 2:
        return False
    if short[0] != long[0] and not (
        min(len(short[0]), len(long[0])) == 1 and short[0][0] == long[0][0]
    ):
        return False
    rest = [surname((word,)) for word in short[1:] if word not in _PARTICLES]
    pool = {surname((word,)) for word in long[1:]}
    return bool(rest) and all(
        word in pool or (len(word) == 1 and any(other.startswith(word) for other in pool))
        for word in rest
    )


def acronym_of(words: Sequence[str]) -> frozenset[str]:
    """The acronyms that a body's name can have, folded; empty for one word.

    >>> sorted(acronym_of(("front", "for", "the", "liberation", "of", "harvane")))
    ['flh', 'flofh', 'fftloh']
    """
    if len(words) < 2:
        return frozenset()
    every = "".join(word[0] for word in words)
    content = "".join(word[0] for word in words if word not in _FUNCTION)
    some = "".join(word[0] for word in words if word not in {"the", "for", "and"})
    return frozenset(form for form in (every, content, some) if len(form) > 1)


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether a bracketed capital word can stand for the name before it.

    Its letters must occur in the name in order, the first at the start of a word.
    """
    letters = [char for char in fold(short) if char.isalpha()]
    if len(letters) < 2 or not words:
        return False
    if "".join(letters) in acronym_of(words):
        return True
    if not any(word[0] == letters[0] for word in words):
        return False
    text, at = " ".join(words), 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if at == 0:
            return False
    return True
