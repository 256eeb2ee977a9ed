"""A report's words as sparse vectors that weigh rare words, the same in every case.

What enters is text; what leaves are unit vectors by word. Weights come from a table of document
frequencies that ships with the package, not from the case at hand: a case of five reports on one
event must not make that event's own name worthless, and an unrelated report must change nothing.

Source: Spärck Jones, "A statistical interpretation of term specificity" (1972).
"""

from __future__ import annotations

import functools
import gzip
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<![.!?:\"“”]\s)(?<!^)(?<![\w])[A-Z][\w'’-]+", re.MULTILINE)
_NUMBER = re.compile(r"\b\d{1,3}(?=[- ]year[- ]old)|(?<=, )\d{2}(?=,)|\b\d{3,5}\b")
UNSEEN_PER_MILLION = 100.0
"""Share of documents assumed for a word that is not in the table."""
COMMON_PER_MILLION = 300_000
"""Words in more than this share of documents carry no weight."""
SHOUTED_SHARE = 0.6
"""Share of capitals from which a text is printed in capitals, so that they mark no names."""

Vector = Mapping[str, float]


def folded_words(text: str) -> list[str]:
    """A text's words without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


@functools.cache
def _per_million() -> dict[str, int]:
    packed = (files("rashomon") / "data" / "word_frequencies.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return {word: int(number) for word, number in (line.split("\t") for line in lines)}


@functools.lru_cache(maxsize=262144)
def rarity(word: str) -> float:
    """How much a word tells: the logarithm of its inverse document frequency, 0 for common ones."""
    share = _per_million().get(word, UNSEEN_PER_MILLION)
    return math.log(1_000_000 / share) if 0 < share < COMMON_PER_MILLION else 0.0


def vector(words: Iterable[str]) -> Vector:
    """A unit vector with dampened counts times rarity; empty where nothing is rare."""
    weights = {
        word: (1 + math.log(count)) * weight
        for word, count in Counter(words).items()
        if (weight := rarity(word)) > 0
    }
    length = math.sqrt(math.fsum(w * w for w in weights.values()))
    return {word: weights[word] / length for word in sorted(weights)} if length else {}


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors, in [0, 1]."""
    if len(b) < len(a):
        a, b = b, a
    return min(1.0, math.fsum(weight * b[word] for word, weight in a.items() if word in b))


def name_words(text: str) -> list[str]:
    """Capitalised words inside sentences, folded; rare words where all is printed in capitals.

    In a text without lower case nothing marks a name, but a word that the table of news words does
    not hold is mostly one.
    """
    letters = [c for c in text[:4000] if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) / len(letters) > SHOUTED_SHARE:
        known = _per_million()
        return [w for w in folded_words(text) if w not in known and len(w) > 2 and w.isalpha()]
    return [word for found in _NAME.findall(text) for word in folded_words(found)]


def telling_numbers(text: str) -> list[str]:
    """Ages and numbers of three to five digits: they tell one shooting from the next."""
    return _NUMBER.findall(text)
