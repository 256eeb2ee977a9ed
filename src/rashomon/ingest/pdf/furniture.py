"""Running heads, running feet and page numbers: the lines that a PDF repeats on its pages.

Only lines at the upper or lower edge of a page count, digits stand for one another, and a line
must come back at the same height on most pages. Errs towards keeping: what one page alone shows is
text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rashomon.ingest.pdf.pages import Line

_Key = tuple[str, int]
_Keys = tuple[_Key, ...]
_EDGE_LINES = 3
_WAVERING = 6.0
_DIGITS = re.compile(r"\d+")
_LEAST_SHARE = 0.6
_NUMBER = re.compile(
    r"\W*(?:page|p\.?|pg\.?)?\W*(?:#|[ivxlc]+)\W*(?:(?:of|/|von|de|sur)\W*#\W*)?", re.IGNORECASE
)


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages' lines without what is repeated at their edges; a single page stays whole."""
    having = [lines for lines in pages if lines]
    if len(having) < 2:
        return list(pages)
    repeated: Counter[_Key] = Counter()
    edges = [[(line, _keys(line)) for line in _edges(lines)] for lines in pages]
    for lines in edges:
        repeated.update({keys[0] for _, keys in lines})
    # pages to the left and to the right may bear heads of their own
    enough = max(2, _LEAST_SHARE * len(having) if len(having) < 4 else 0.4 * len(having))
    return [_kept(lines, edge, repeated, enough) for lines, edge in zip(pages, edges, strict=True)]


def _kept(
    lines: list[Line],
    edge: Sequence[tuple[Line, _Keys]],
    repeated: Counter[_Key],
    enough: float,
) -> list[Line]:
    """A page's lines but the repeated ones; all of them where no others are."""
    dropped = {
        id(line)
        for line, keys in edge
        # a line near the border of two heights counts with both
        if sum(repeated[key] for key in keys) >= enough
    }
    if not dropped:
        return lines
    return [line for line in lines if id(line) not in dropped] or lines


def _edges(lines: list[Line]) -> Iterator[Line]:
    """The uppermost and lowermost lines of a page."""
    if len(lines) <= 2 * _EDGE_LINES:
        yield from lines
        return
    by_height = sorted(lines, key=lambda line: line.y0)
    yield from by_height[:_EDGE_LINES]
    yield from by_height[-_EDGE_LINES:]


def _keys(line: Line) -> _Keys:
    """What a line is counted under: its words with digits masked, and its height on the page."""
    words = _DIGITS.sub("#", " ".join(line.text.split())).casefold()
    if _NUMBER.fullmatch(words):
        words = "#"
    step = round(line.y0 / _WAVERING)
    return (words, step), (words, step - 1), (words, step + 1)
