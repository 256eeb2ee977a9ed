"""Words of a text and their shapes, as the encoder was trained on them and is served with them.

What enters is a text; what leaves are words and marks in reading order. Training imports this
module, so that a change here is a change of the model: retrain after it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
QUOTES = frozenset("\"“”„«»`'")
SHAPES = 8
"""0 padding, 1 lower, 2 Title, 3 UPPER, 4 mIxed, 5 digits, 6 quotation mark, 7 other mark."""


@dataclass(frozen=True)
class Words:
    """The words and marks of one text.

    Args:
        starts: first code point of each.
        ends: one past its last code point.
        texts: the words as printed.
        breaks: numbers of the words that a line break precedes, the first word among them.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    breaks: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)


def words(text: str) -> Words:
    """Words and marks of `text` in reading order."""
    starts: list[int] = []
    ends: list[int] = []
    texts: list[str] = []
    breaks: list[int] = []
    last = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        if not starts or "\n" in text[last:start]:
            breaks.append(len(starts))
        starts.append(start)
        ends.append(end)
        texts.append(match.group())
        last = end
    return Words(tuple(starts), tuple(ends), tuple(texts), tuple(breaks))


@functools.lru_cache(maxsize=65_536)
def shape(word: str) -> int:
    """The word's shape, at least 1 and below `SHAPES`; a script without case counts as mixed."""
    if not word[0].isalnum():
        return 6 if word in QUOTES else 7
    if word[0].isdigit():
        return 5
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else 4
