"""Cells of tables that people open in spreadsheets: no cell runs as a formula, none loses a word.

Every export that writes CSV sends its cells through `safe`; `plain` gives back what was written.
"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FULL_WIDTH = ("＝", "＋", "－", "＠")
_BLANKS = " \u00a0\ufeff\u200b"
_MARK = "'"


def safe(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; one that might be gains a mark.

    Full-width signs count too, since some spreadsheets fold them; leading blanks hide none. A cell
    that has an apostrophe before a formula of its own gets another, so that `plain` can tell.
    """
    return _MARK + cell if _runs(cell.lstrip(_MARK)) else cell


def plain(cell: str) -> str:
    """The words of which `safe` made the cell."""
    if cell.startswith(_MARK) and _runs(cell.lstrip(_MARK)):
        return cell[1:]
    return cell


def _runs(cell: str) -> bool:
    """Whether some spreadsheet might take the cell for a formula."""
    bare = cell.lstrip(_BLANKS)
    return cell.startswith(_FORMULA) or bare.startswith((*_FORMULA, *_FULL_WIDTH))
