"""The best one-to-one pairing of two lists by a table of worths.

What enters is a matrix; what leaves are pairs of row and column. It knows no metric. SciPy's
optimisers take half a second to import, so they are loaded on first use: no other command waits.
"""

from __future__ import annotations

from typing import Any


def best_pairs(worth: Any) -> list[tuple[int, int]]:
    """Pairs (row, column) of the assignment with the greatest total, by row.

    Args:
        worth: two-dimensional array, one row a left item, one column a right item.

    Source: Crouse (2016), as in `scipy.optimize.linear_sum_assignment`.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
