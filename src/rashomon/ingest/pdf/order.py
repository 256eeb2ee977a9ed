"""The reading order of a page's lines.

A page's content mostly tells its lines in the order of reading, and then that order stands. Where
it jumps about (upwards without going to a further column), the page is cut by its white space:
into bands, and bands with a common gutter into columns.
"""

from __future__ import annotations

import itertools

from rashomon.ingest.pdf.pages import Line, Page

_NARROWEST_GUTTER = 6.0
_MOST_LINES = 2_000


def in_order(page: Page) -> list[Line]:
    """The page's lines in the order in which they are read."""
    lines = [line for line in page.lines if line.text.strip()]
    if not page.interleaved and not _jumps(lines):
        return lines
    if len(lines) > _MOST_LINES:
        return sorted(lines, key=lambda line: (line.y0, line.x0))
    return _cut(sorted(lines, key=lambda line: (line.y0, line.x0)))


def below(upper: Line, lower: Line) -> bool:
    """Whether `lower` stands under `upper` by more than a wavering of the baseline."""
    return lower.y0 > upper.y0 + 0.4 * (upper.y1 - upper.y0)


def _jumps(lines: list[Line]) -> bool:
    """Whether some line stands above the one before it and in no column further on."""
    for before, after in itertools.pairwise(lines):
        if below(after, before) and after.x0 < before.x1 and before.x0 < after.x1:
            return True
        # from the right to the left and up: the columns of a page that is read leftwards do so,
        # but then they hold no line that is followed by one to its right
        if below(after, before) and after.x1 <= before.x0 and not leftwards(after.text):
            return True
    return False


def leftwards(text: str) -> bool:
    """Whether some letter is of a script that runs from right to left."""
    return not text.isascii() and any(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text
    )


def _cut(lines: list[Line]) -> list[Line]:
    """Lines sorted from above, in reading order."""
    ordered: list[Line] = []
    run: list[Line] = []
    free: list[tuple[float, float]] = []
    for band in _bands(lines):
        narrowed = _free([*run, *band])
        if run and not (narrowed and free):
            ordered.extend(_columns(run, free))
            run, narrowed = [], _free(band)
        run, free = [*run, *band], narrowed
    ordered.extend(_columns(run, free))
    return ordered


def _bands(lines: list[Line]) -> list[list[Line]]:
    """Lines parted wherever a horizontal strip is white."""
    bands: list[list[Line]] = []
    lowest = float("-inf")
    for line in lines:
        # boxes of neighbouring lines may touch: their height is the font's
        if line.y0 >= lowest - 0.25 * (line.y1 - line.y0):
            bands.append([])
        bands[-1].append(line)
        lowest = max(lowest, line.y1)
    return bands


def _free(lines: list[Line]) -> list[tuple[float, float]]:
    """The vertical strips between the outermost edges that no line crosses."""
    strips = []
    reach = float("-inf")
    for left, right in sorted((line.x0, line.x1) for line in lines):
        if reach > float("-inf") and left - reach >= _NARROWEST_GUTTER:
            strips.append((reach, left))
        reach = max(reach, right)
    return strips


def _columns(lines: list[Line], free: list[tuple[float, float]]) -> list[Line]:
    """The lines of bands with common gutters, column after column."""
    gutters = [
        (left + right) / 2
        for left, right in free
        if _beside(
            [line for line in lines if line.x1 <= left + 0.01],
            [line for line in lines if line.x0 >= right - 0.01],
        )
    ]
    if not gutters:
        return sorted(lines, key=lambda line: (line.y0, line.x0))
    edges = [float("-inf"), *gutters, float("inf")]
    columns = [
        [line for line in lines if left <= line.x0 < right]
        for left, right in itertools.pairwise(edges)
    ]
    if sum(leftwards(line.text) for line in lines) * 2 > len(lines):
        columns.reverse()
    return [
        line for column in columns for line in sorted(column, key=lambda line: (line.y0, line.x0))
    ]


def _beside(left: list[Line], right: list[Line]) -> bool:
    """Whether two groups of lines stand side by side like columns."""
    if len(left) < 2 or len(right) < 2:
        return False
    top = max(min(line.y0 for line in side) for side in (left, right))
    bottom = min(max(line.y1 for line in side) for side in (left, right))
    shorter = min(
        max(line.y1 for line in side) - min(line.y0 for line in side) for side in (left, right)
    )
    return bottom - top >= 0.5 * shorter
