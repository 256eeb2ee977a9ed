"""The lines of a PDF's pages with their boxes, as PDFium finds them.

What enters are a file's bytes; what leaves are lines of text in the order of the page's own
content, each with its box. Columns that a page sets line beside line are parted here, because only
here a character's place is known. Paragraphs, hyphens and page furniture are nobody's business
yet. The module runs in a process of its own (see `worker`) and imports nothing of the house.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_BREAK = re.compile("\r\n|[\r\n\ufffe\x02]")
_HYPHENS = "\ufffe\x02"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_WORDS = re.compile(r"\S+")
# a gap within a line that is wider than this many font sizes may be a gutter
_WIDE_GAP = 1.0
_FEWEST_GUTTER_LINES = 3
_LEAST_GUTTER_SHARE = 0.4
_FEWEST_COLUMN_CHARACTERS = 20
_PASSWORD = 4


def _called(function: Any, *types: Any) -> Any:
    """A function of PDFium's, called with bare addresses: checking typed pointers takes longer."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(*types)(address)


_Address, _Int = ctypes.c_void_p, ctypes.c_int
_count_rects = _called(pdfium_c.FPDFText_CountRects, _Int, _Address, _Int, _Int)
_get_rect = _called(
    pdfium_c.FPDFText_GetRect, _Int, _Address, _Int, _Address, _Address, _Address, _Address
)
_font_size = _called(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, _Address, _Int)
_loose_box = _called(pdfium_c.FPDFText_GetLooseCharBox, _Int, _Address, _Int, _Address)


class Word(msgspec.Struct, array_like=True, gc=False):
    """A range of a line and its box."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class Line(msgspec.Struct, array_like=True, gc=False):
    """One line of a page.

    Args:
        text: as the file says it, without the line's end.
        x0: left edge in points from the left edge of the page as displayed.
        y0: upper edge in points from its upper edge.
        x1: right edge.
        y1: lower edge.
        size: font size in points of its first character.
        hyphen: it ended in a hyphen at which a word goes on; the hyphen is not in `text`.
        words: where asked for: its words, in its order.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    hyphen: bool = False
    words: list[Word] = []


class Page(msgspec.Struct, array_like=True):
    """One page.

    Args:
        number: the first is 1.
        lines: in the order of the page's content.
        interleaved: columns were parted: the order of the lines zigzags between them.
        cause: why it could not be read, or None.
    """

    number: int
    lines: list[Line] = []
    interleaved: bool = False
    cause: str | None = None


class Extracted(msgspec.Struct, array_like=True):
    """A PDF's pages.

    Args:
        pages: in order.
        metadata: of the information dictionary: name to value.
        page_count: as the file says, read or not.
        cause: why nothing could be read, or None.
        too_long: reading stopped where the characters passed the limit.
    """

    pages: list[Page] = []
    metadata: dict[str, str] = {}
    page_count: int = 0
    cause: str | None = None
    too_long: bool = False


class Request(msgspec.Struct, array_like=True):
    """What to read.

    Args:
        raw: the file.
        max_pages: further ones are left out.
        max_characters: reading stops after the page that passes it.
        words: give the boxes of words too.
    """

    raw: bytes
    max_pages: int
    max_characters: int
    words: bool = False


def extract(request: Request) -> Extracted:
    """The lines of every page, or the cause why there are none."""
    try:
        document = pdfium.PdfDocument(request.raw)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            return Extracted(cause="is encrypted and asks for a password")
        return Extracted(cause=f"is broken and cannot be opened as a PDF ({error})")
    try:
        return _extracted(document, request)
    finally:
        document.close()


def _extracted(document: Any, request: Request) -> Extracted:
    count = len(document)
    metadata = {key: value for key, value in document.get_metadata_dict().items() if value}
    pages: list[Page] = []
    characters = 0
    for index in range(min(count, request.max_pages)):
        page = _page(document, index, request)
        pages.append(page)
        characters += sum(len(line.text) for line in page.lines)
        if characters > request.max_characters:
            return Extracted(pages, _clean(metadata), count, too_long=True)
    return Extracted(pages, _clean(metadata), count)


def _clean(metadata: dict[str, str]) -> dict[str, str]:
    return {key: _whole(value) for key, value in metadata.items()}


def _whole(text: str) -> str:
    """Text that can be encoded: halves of surrogate pairs are replaced."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _page(document: Any, index: int, request: Request) -> Page:
    # the library's own calls: its objects for a page and its text take a tenth of the time
    page = pdfium_c.FPDF_LoadPage(document.raw, index)
    if not page:
        return Page(index + 1, cause="cannot be loaded")
    try:
        text = pdfium_c.FPDFText_LoadPage(page)
        if not text:
            return Page(index + 1, cause="cannot be loaded (its text is broken)")
        try:
            count = pdfium_c.FPDFText_CountChars(text)
            if count > request.max_characters:
                return Page(index + 1, cause="holds more characters than a whole text may have")
            return _Glyphs(text, max(count, 0), page).page(index + 1, request.words)
        finally:
            pdfium_c.FPDFText_ClosePage(text)
    finally:
        pdfium_c.FPDF_ClosePage(page)


class _Draft(NamedTuple):
    """A line before its page's columns are known.

    Args:
        line: without the boxes of its words.
        unit: its first character.
        units: how many.
        gaps: wide ones within it, each from its left to its right edge.
    """

    line: Line
    unit: int
    units: int
    gaps: Sequence[tuple[float, float]]


class _Glyphs:
    """The characters of one page: PDFium's index of a character is a UTF-16 code unit's."""

    def __init__(self, handle: Any, count: int, page: Any) -> None:
        self._handle = ctypes.cast(handle, ctypes.c_void_p).value
        self._typed = handle
        self._count = count
        self._box = (ctypes.c_float * 4)()
        self._box_at = ctypes.addressof(self._box)
        self._edges = (ctypes.c_double * 4)()
        at = ctypes.addressof(self._edges)
        self._edges_at = at, at + 8, at + 16, at + 24
        bounds = pdfium_c.FS_RECTF()
        pdfium_c.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds))
        self._west, self._south = bounds.left, bounds.bottom
        self._east, self._north = bounds.right, bounds.top
        self._rotation = pdfium_c.FPDFPage_GetRotation(page)

    def page(self, number: int, words: bool) -> Page:
        drafts = self._drafts(self._text())
        gutter = _gutter([draft.gaps for draft in drafts])
        chosen = drafts
        if gutter is not None:
            pieces = [piece for draft in drafts for piece in self._parted(draft, gutter)]
            # otherwise cells of a table: a row stays one line
            if _columns([piece.line for piece in pieces], gutter):
                chosen = pieces
        if words:
            for draft in chosen:
                draft.line.words = self._words(draft)
        return Page(number, [draft.line for draft in chosen], interleaved=len(chosen) > len(drafts))

    def _text(self) -> str:
        """The page's characters; one code point for each unit, or for a whole surrogate pair."""
        if not self._count:
            return ""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = pdfium_c.FPDFText_GetText(self._typed, 0, self._count, buffer)
        units = bytes(buffer)[: 2 * (written - 1)]
        if written - 1 != self._count:
            # characters without a code were left out: the slow way keeps the numbering
            read = pdfium_c.FPDFText_GetUnicode
            codes = [read(self._typed, at) for at in range(self._count)]
            units = b"".join(min(code, 0xFFFF).to_bytes(2, "little") for code in codes)
        return units.decode("utf-16-le", "surrogatepass")

    def _drafts(self, text: str) -> list[_Draft]:
        drafts: list[_Draft] = []
        start = unit = 0
        plain = _ASTRAL.search(text) is None
        for match in (*_BREAK.finditer(text), None):
            end = match.start() if match is not None else len(text)
            words = text[start:end]
            units = end - start if plain else end - start + len(_ASTRAL.findall(words))
            if words and not words.isspace():
                hyphen = match is not None and match[0] in _HYPHENS
                drafts.append(self._draft(words, unit, units, hyphen))
            if match is not None:
                start = match.end()
                unit += units + start - end
        return drafts

    def _draft(self, words: str, unit: int, units: int, hyphen: bool) -> _Draft:
        count = _count_rects(self._handle, unit, units)
        size = abs(_font_size(self._handle, unit))
        left, upper, right, lower = self._loose(unit)
        gaps: Sequence[tuple[float, float]] = ()
        if count == 1:
            x0, y0, x1, y1 = self._ink(0)
        elif count > 1:
            boxes = [self._ink(at) for at in range(count)]
            x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
            x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
            if not _RIGHT_TO_LEFT.search(words):
                boxes.sort()
                gaps = [
                    (before[2], after[0])
                    for before, after in itertools.pairwise(boxes)
                    if after[0] - before[2] > _WIDE_GAP * (lower - upper)
                ]
        else:
            x0, y0, x1, y1 = left, upper, right, lower
        line = Line(
            words if words.isascii() else _whole(words),
            round(x0, 2),
            round(y0 if y0 < upper else upper, 2),
            round(x1 if x1 > x0 else x0, 2),
            round(y1 if y1 > lower else lower, 2),
            round(size if size > 1 else lower - upper, 2),
            hyphen,
        )
        return _Draft(line, unit, units, gaps)

    def _ink(self, at: int) -> tuple[float, float, float, float]:
        """The box of one piece of the characters that were counted last."""
        _get_rect(self._handle, at, *self._edges_at)
        left, top, right, bottom = self._edges[:]
        if self._rotation == 0:
            return left - self._west, self._north - top, right - self._west, self._north - bottom
        return self._displayed(left, bottom, right, top)

    def _loose(self, unit: int) -> tuple[float, float, float, float]:
        """A character's box with the height of its font."""
        _loose_box(self._handle, unit, self._box_at)
        left, top, right, bottom = self._box[:]
        if self._rotation == 0:
            return left - self._west, self._north - top, right - self._west, self._north - bottom
        return self._displayed(left, bottom, right, top)

    def _displayed(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of a turned page's own space as (x0, y0, x1, y1) of the page as displayed."""
        west, south, east, north = self._west, self._south, self._east, self._north
        if self._rotation == 1:
            return bottom - south, left - west, top - south, right - west
        if self._rotation == 2:
            return east - right, bottom - south, east - left, top - south
        return north - top, east - right, north - bottom, east - left

    def _parted(self, draft: _Draft, gutter: float) -> list[_Draft]:
        """The draft as one line, or as one on each side of the gutter."""
        if not any(left < gutter < right for left, right in draft.gaps):
            return [draft]
        unit, text = draft.unit, draft.line.text
        for at, char in enumerate(text):
            if not char.isspace() and self._loose(unit)[0] > gutter:
                units = unit - draft.unit
                return [
                    self._draft(text[:at].rstrip(), draft.unit, units, False),
                    self._draft(text[at:], unit, draft.units - units, draft.line.hyphen),
                ]
            unit += 2 if char > "\uffff" else 1
        return [draft]

    def _words(self, draft: _Draft) -> list[Word]:
        """The boxes of a line's words."""
        found: list[Word] = []
        text = draft.line.text
        plain = _ASTRAL.search(text) is None
        pairs = 0
        for match in _WORDS.finditer(text):
            start, end = match.span()
            first = draft.unit + start + pairs
            # white space has no pairs: only words do
            pairs += 0 if plain else len(_ASTRAL.findall(match[0]))
            x0, y0, x1, y1 = self._loose(first)
            for unit in range(first + 1, draft.unit + end + pairs):
                left, upper, right, lower = self._loose(unit)
                x0, y0 = min(x0, left), min(y0, upper)
                x1, y1 = max(x1, right), max(y1, lower)
            found.append(Word(start, end, round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
        return found


def _gutter(gaps: Sequence[Sequence[tuple[float, float]]]) -> float | None:
    """Where a vertical strip stays empty in enough lines to part two columns."""
    having = [each for each in gaps if each]
    if len(having) < max(_FEWEST_GUTTER_LINES, _LEAST_GUTTER_SHARE * len(gaps)):
        return None
    edges = sorted(
        [(left, 1) for each in having for left, _ in each]
        + [(right, -1) for each in having for _, right in each]
    )
    best = depth = 0
    place = None
    for number, (edge, step) in enumerate(edges):
        depth += step
        if depth > best:
            following = edges[number + 1][0] if number + 1 < len(edges) else edge
            best, place = depth, (edge + following) / 2
    return place if best >= max(_FEWEST_GUTTER_LINES, _LEAST_GUTTER_SHARE * len(gaps)) else None


def _columns(lines: list[Line], gutter: float) -> bool:
    """Whether both sides of the gutter hold running text and no cells of a table."""
    left = [len(line.text) for line in lines if line.x1 <= gutter]
    right = [len(line.text) for line in lines if line.x0 >= gutter]
    return all(
        side and sum(side) / len(side) >= _FEWEST_COLUMN_CHARACTERS for side in (left, right)
    )
