"""Which lines of a PDF are one paragraph.

A paragraph ends where the print changes its size, where the lines stand further apart than those
of the document do, at a first line's indent, before a bullet, and where a line was left with room
for the next one's first word. Over the border of a page or column a sentence goes on.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rashomon.ingest.pdf.order import below, leftwards
from rashomon.ingest.pdf.pages import Line

_OTHER_SIZE = 1.12
_LOOSE_PITCH = 1.3
_INDENT = 0.8
_SLACK = 1.3
_END = re.compile(r"""[.!?:؟。…]["'”’»)\]]*$""")
_BULLET = re.compile(r"(?:[•‣◦▪●■*–—-]|\(?(?:\d{1,3}|[a-z])[.)])\s")


class Row(NamedTuple):
    """A line ready to be written.

    Args:
        page: the first is 1.
        line: with its box.
        text: cleaned, single blanks, without a hyphen at its end.
        hyphen: it ended in one.
    """

    page: int
    line: Line
    text: str
    hyphen: bool


class _Column(NamedTuple):
    """The edges of the lines that stand under one another."""

    left: float
    right: float


def paragraphs(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, not empty and in reading order, grouped."""
    pitch = _pitch(rows)
    columns = _columns(rows)
    grouped = [[rows[0]]]
    for at in range(1, len(rows)):
        if _parts(rows[at - 1], rows[at], columns[at - 1], columns[at], pitch):
            grouped.append([])
        grouped[-1].append(rows[at])
    return grouped


def _pitch(rows: Sequence[Row]) -> float:
    """The distance of two lines of one paragraph, in font sizes."""
    found = sorted(
        (lower.line.y0 - upper.line.y0) / upper.line.size
        for upper, lower in itertools.pairwise(rows)
        if upper.page == lower.page and upper.line.size > 0 and below(upper.line, lower.line)
    )
    # of short paragraphs a good part of the distances are those between them
    return max(found[len(found) // 4], 1.0) if found else 1.2


def _columns(rows: Sequence[Row]) -> list[_Column]:
    """For each row the edges of its column: the run of lines that go down, one over another."""
    columns: list[_Column] = []
    run: list[Line] = []

    def close() -> None:
        edges = Counter(round(line.x0 / 2) for line in run)
        common = max(edges, key=lambda edge: (edges[edge], -edge))
        left = min(line.x0 for line in run if round(line.x0 / 2) == common)
        columns.extend([_Column(left, max(line.x1 for line in run))] * len(run))
        run.clear()

    page = rows[0].page
    for row in rows:
        line = row.line
        if run:
            last = run[-1]
            over = line.y0 < last.y0 - 1
            if row.page != page or over or line.x0 > last.x1 or line.x1 < last.x0:
                close()
        run.append(line)
        page = row.page
    close()
    return columns


def _parts(before: Row, after: Row, column: _Column, next_column: _Column, pitch: float) -> bool:
    """Whether a paragraph ends between two rows."""
    upper, lower = before.line, after.line
    if max(upper.size, lower.size) > _OTHER_SIZE * min(upper.size, lower.size):
        return True
    if before.hyphen:
        return False
    if before.page != after.page or column is not next_column or not below(upper, lower):
        if before.page == after.page and abs(lower.y0 - upper.y0) < 0.4 * upper.size:
            return False
        if _END.search(before.text):
            return True
        return not (after.text[:1].islower() or _full(upper, after, column))
    if (lower.y0 - upper.y0) > _LOOSE_PITCH * pitch * upper.size:
        return True
    if _BULLET.match(after.text):
        return True
    indented = column.left + _INDENT * lower.size
    if lower.x0 > indented > upper.x0 and not leftwards(after.text):
        # the further lines of an entry in a list stand under its words
        return _BULLET.match(before.text) is None
    return not _full(upper, after, column)


def _full(upper: Line, after: Row, column: _Column) -> bool:
    """Whether the next row's first word would have found no room on this line."""
    width = (upper.x1 - upper.x0) / max(len(upper.text), 1)
    first = after.text.find(" ") if " " in after.text else len(after.text)
    room = upper.x0 - column.left if leftwards(upper.text) else column.right - upper.x1
    return room < _SLACK * width * (first + 1)
