"""The lines on which a report's headline, date, byline and dateline may stand.

What enters is a text; what leaves are its first lines with their offsets. Only the opening is
looked at, so that the cost does not grow with the text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

OPENING = 6_000
"""Code points that count as the opening."""

_MOST_LINES = 40
_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"\s*")
_BREAK = re.compile(r"\r\n?|\n")
_WRAP_COLUMN = 90


@dataclass(frozen=True)
class Line:
    """One non-blank line of the opening, white space at its ends left out.

    Args:
        start: first code point.
        end: one past the last.
        text: the words.
        after_blank: it is the first line or a blank line stands before it.
        before_blank: a blank line, or the end of the text, follows.
        last: no other text follows.
    """

    start: int
    end: int
    text: str
    after_blank: bool
    before_blank: bool
    last: bool


def opening_lines(text: str, most: int) -> tuple[Line, ...]:
    """The first non-blank lines of `text`, at most `most` and at most 40."""
    return _lines(text[: 2 * OPENING + 2])[:most]


# headline, date, byline and dateline are looked for one after the other in the same opening
@functools.lru_cache(maxsize=1)
def _lines(text: str) -> tuple[Line, ...]:
    """The lines of an opening, which goes as far as `before_blank` looks."""
    head = text[: OPENING + 1]
    lines: list[Line] = []
    end = 0
    for match in _LINE.finditer(head):
        words = match.group().strip("\ufeff \t\u00a0\u200e\u200f")
        if not words:
            continue
        if len(lines) == _MOST_LINES:
            break
        start = match.start() + match.group().index(words)
        gap_before = head[end : match.start()]
        most = min(match.end() + OPENING, len(text))
        blank = _BLANK.match(text, match.end(), most)
        assert blank is not None
        ends = blank.end() == most
        lines.append(
            Line(
                start=start,
                end=start + len(words),
                text=words,
                after_blank=not lines or _breaks(gap_before) > 1,
                before_blank=ends or _breaks(blank[0]) > 1,
                last=ends,
            )
        )
        end = match.end()
    return tuple(lines)


def paragraph_starts(text: str, most: int) -> list[int]:
    """Offsets at which paragraphs of the opening begin, at most `most`.

    In a hard-wrapped text a line begins a paragraph only after a blank line or when indented.
    """
    lines = opening_lines(text, most * 4)
    wrapped = all(len(line.text) <= _WRAP_COLUMN for line in lines)
    return [
        line.start
        for line in lines
        if line.after_blank or not wrapped or text[line.start - 2 : line.start].isspace()
    ][:most]


def _breaks(gap: str) -> int:
    return len(_BREAK.findall(gap))
