"""Where paragraphs begin and end, and text in natural case for parts that need it.

Both keep offsets: a paragraph is a range of the text, and recasing maps code point to code point.
"""

from __future__ import annotations

import functools
import gzip
import re
from importlib.resources import files

# Atomic groups: backtracking must never take a CR LF for two breaks.
_BLANK = re.compile(r"(?>\r\n|\r|\n)(?:[ \t\u00a0]*(?>\r\n|\r|\n))+")
_BREAK = re.compile(r"(?>\r\n|\r|\n)")
_INDENTED = re.compile(r"(?>\r\n|\r|\n)(?=[ \t]{2,}\S)")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_WRAP_COLUMN = 90
_UPPER_SHARE = 0.7


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the paragraphs of `text`, trimmed, in order, never empty.

    A blank line always ends a paragraph. So does an indented new line, and, where lines are not
    hard-wrapped (some line is longer than any wrapping column), every line break.
    """
    wrapped = max((len(line) for line in _BREAK.split(text)), default=0) <= _WRAP_COLUMN
    cuts = _BLANK if wrapped else _BREAK
    edges = sorted(
        {(match.start(), match.end()) for match in cuts.finditer(text)}
        | {(match.start(), match.end()) for match in _INDENTED.finditer(text)}
    )
    ranges, start = [], 0
    for cut_start, cut_end in [*edges, (len(text), len(text))]:
        if cut_start >= start:
            ranges.append((start, cut_start))
        start = max(start, cut_end)
    trimmed = []
    for first, last in ranges:
        piece = text[first:last]
        stripped = piece.strip()
        if stripped:
            offset = first + piece.index(stripped)
            trimmed.append((offset, offset + len(stripped)))
    return trimmed


@functools.cache
def _casings() -> dict[str, str]:
    packed = (files("rashomon") / "data" / "truecase.tsv.gz").read_bytes()
    forms = gzip.decompress(packed).decode().split("\n")
    return {form.lower(): form for form in forms}


def is_upper(text: str) -> bool:
    """Whether the letters of `text` are nearly all capitals, as in wire copy of the 1980s."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 12:
        return False
    return sum(char.isupper() for char in letters) >= _UPPER_SHARE * len(letters)


def natural_case(text: str) -> str:
    """Upper-case text in its likeliest natural case, of exactly the same length.

    Words that no casing table knows are capitalised: in news they are mostly names. A capital is
    put at the start and after a full stop.
    """
    casings = _casings()

    def recase(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        known = casings.get(lower)
        if known is None and lower.endswith(("'s", "’s")):
            stem = casings.get(lower[:-2])
            known = stem + lower[-2:] if stem is not None else None
        if known is None:
            known = lower[0].upper() + lower[1:]
        if match.start() == 0 or re.search(
            r"[.!?]['\"”)\]]*\s+['\"“(\[]*$", text[: match.start()][-8:]
        ):
            known = known[0].upper() + known[1:]
        return known if len(known) == len(word) else word

    return _WORD.sub(recase, text)
