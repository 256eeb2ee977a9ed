"""Stretches of a text that the encoder reads at once.

What enters are the lengths of the words and where lines break; what leaves are overlapping ranges
of words. A range begins at a line break where one is near, so that paragraphs stay whole.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence


def windows(
    lengths: Sequence[int], breaks: Sequence[int], budget: int, overlap: int, first: int = 0
) -> list[tuple[int, int]]:
    """Half-open ranges of words that cover all of them, in reading order.

    Args:
        lengths: wordpieces of each word, each at most `budget`.
        breaks: numbers of the words that begin a line, ascending.
        budget: wordpieces that a range may hold.
        overlap: wordpieces that two neighbours share at most; half as many where no line begins.
        first: the word at which the first range begins.
    """
    sums = [0, *itertools.accumulate(lengths)]
    size, start = len(lengths), first
    found: list[tuple[int, int]] = []
    while start < size:
        stop = max(bisect.bisect_right(sums, sums[start] + budget) - 1, start + 1)
        found.append((start, stop))
        if stop >= size:
            break
        low = max(bisect.bisect_left(sums, sums[stop] - overlap), start + 1)
        at = bisect.bisect_left(breaks, low)
        if at < len(breaks) and breaks[at] <= stop:
            start = breaks[at]
        else:
            start = max(bisect.bisect_left(sums, sums[stop] - overlap // 2), start + 1)
    return found


def owners(ranges: Sequence[tuple[int, int]], size: int) -> list[int]:
    """For each of `size` words the number of the range that sees most around it.

    Two neighbours share their common words half and half. A word before the first range has the
    first.
    """
    found = [0] * size
    for number in range(1, len(ranges)):
        cut = (ranges[number][0] + ranges[number - 1][1]) // 2
        stop = ranges[number][1]
        found[cut:stop] = [number] * (stop - cut)
    return found
