"""Where paragraphs begin and end.

What enters is a document's text; what leaves are ranges of it. Knows no sentence.
"""

from __future__ import annotations

import re

from rashomon.extract.casing import is_upper, natural_case

__all__ = ["is_upper", "natural_case", "paragraphs"]

# Atomic groups: backtracking must never take a CR LF for two breaks.
_BLANK = re.compile(r"(?>\r\n|\r|\n)(?:[ \t\u00a0]*(?>\r\n|\r|\n))+")
_BREAK = re.compile(r"(?>\r\n|\r|\n)")
_INDENTED = re.compile(r"(?>\r\n|\r|\n)(?=[ \t]{2,}\S)")
_WRAP_COLUMN = 90


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
