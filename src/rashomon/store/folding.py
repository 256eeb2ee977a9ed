"""Text as full-text search sees it: lower case, no accents, words parted by blanks.

What enters is text; what leaves is text of the same length in code points, in which each word
begins where it did, so that a place in one is a place in the other. Both databases index what is
folded here, so that neither's own idea of a word counts.
"""

from __future__ import annotations

import functools
import unicodedata


def fold(text: str) -> str:
    """The text folded: as many code points as `text` has, only letters, digits and blanks."""
    folded: list[str] = []
    marks = 0
    for character in text:
        kind, plain = _folded(character)
        if kind == "mark":
            # the word's letters close up; blanks after it keep the length
            marks += 1
        elif kind == "letter":
            folded.append(plain)
        else:
            folded.append(" " * (marks + 1))
            marks = 0
    folded.append(" " * marks)
    return "".join(folded)


def word_end(text: str, position: int) -> int:
    """Where the word of `text` ends that goes on to `position` of its folded form."""
    while position < len(text) and _folded(text[position])[0] != "gap":
        position += 1
    return position


@functools.lru_cache(maxsize=4096)
def _folded(character: str) -> tuple[str, str]:
    """What a code point is to a word, and how it is written in one."""
    category = unicodedata.category(character)
    if category[0] == "M":
        return "mark", ""
    if category[0] not in "LN":
        return "gap", " "
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if unicodedata.category(part)[0] != "M"
    )
    plain = bare if len(bare) == 1 else character
    lower = plain.lower()
    plain = lower if len(lower) == 1 else plain
    return ("letter", plain) if plain.isalnum() else ("gap", " ")
