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
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_BREAK = re.compile("\r\n|[\r\n\ufffe\x02]")
_HYPHENS = "\ufffe\x02"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# a gap within a line that is wider than this many font sizes may be a gutter
_WIDE_GAP = 1.0
_FEWEST_GUTTER_LINES = 3
_LEAST_GUTTER_SHARE = 0.4
_FEWEST_COLUMN_CHARACTERS = 20
_PASSWORD = 4


class Word(msgspec.Struct, array_like=True):
    """A range of a line and its box."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class Line(msgspec.Struct, array_like=True):
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
    try:
        page = document[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        return Page(index + 1, cause=f"cannot be loaded ({error})")
    try:
        if textpage.count_chars() > request.max_characters:
            return Page(index + 1, cause="holds more characters than a whole text may have")
        return _Glyphs(textpage.raw, textpage.count_chars(), page).page(index + 1, request.words)
    finally:
        textpage.close()
        page.close()


class _Glyphs:
    """The characters of one page: PDFium's index of a character is a UTF-16 code unit's."""

    def __init__(self, handle: Any, count: int, page: Any) -> None:
        self._handle = handle
        self._count = count
        self._rectangle = pdfium_c.FS_RECTF()
        self._rectangle_at = ctypes.byref(self._rectangle)
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._edges_at = [ctypes.byref(edge) for edge in self._edges]
        bounds = pdfium_c.FS_RECTF()
        pdfium_c.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(bounds))
        self._bounds = bounds.left, bounds.bottom, bounds.right, bounds.top
        self._rotation = pdfium_c.FPDFPage_GetRotation(page.raw)

    def page(self, number: int, words: bool) -> Page:
        drafts = list(self._lines(self._text()))
        gutter = _gutter([draft.gaps for draft in drafts])
        lines: list[Line] = []
        parted = 0
        for draft in drafts:
            pieces = self._parted(draft, gutter) if gutter is not None else [draft]
            parted += len(pieces) - 1
            lines.extend(piece.line(self, words) for piece in pieces)
        if gutter is not None and not _columns(lines, gutter):
            # cells of a table: a row stays one line
            parted = 0
            lines = [draft.line(self, words) for draft in drafts]
        return Page(number, lines, interleaved=parted > 0)

    def _text(self) -> str:
        """The page's characters; one code point for each unit, or for a whole surrogate pair."""
        if not self._count:
            return ""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = pdfium_c.FPDFText_GetText(self._handle, 0, self._count, buffer)
        units = bytes(buffer)[: 2 * (written - 1)]
        if written - 1 != self._count:
            # characters without a code were left out: the slow way keeps the numbering
            read = pdfium_c.FPDFText_GetUnicode
            codes = [read(self._handle, at) for at in range(self._count)]
            units = b"".join(min(code, 0xFFFF).to_bytes(2, "little") for code in codes)
        return units.decode("utf-16-le", "surrogatepass")

    def _lines(self, text: str) -> Iterator[_Draft]:
        start = unit = 0
        while start <= len(text):
            match = _BREAK.search(text, start)
            end = match.start() if match else len(text)
            words = text[start:end]
            units = len(words) + (0 if words.isascii() else len(_ASTRAL.findall(words)))
            if words and not words.isspace():
                hyphen = match is not None and match[0] in _HYPHENS
                yield self._draft(words, unit, units, hyphen)
            if match is None:
                return
            unit += units + len(match[0])
            start = match.end()

    def _draft(self, words: str, unit: int, units: int, hyphen: bool) -> _Draft:
        boxes = self.boxes(unit, units)
        size = pdfium_c.FPDFText_GetFontSize(self._handle, unit)
        upper = self.loose(unit)
        gaps: list[tuple[float, float]] = []
        if len(boxes) > 1 and not _RIGHT_TO_LEFT.search(words):
            boxes.sort()
            gaps = [
                (left[2], right[0])
                for left, right in itertools.pairwise(boxes)
                if right[0] - left[2] > _WIDE_GAP * (upper[3] - upper[1])
            ]
        return _Draft(words, unit, units, hyphen, boxes or [upper], upper, abs(size), gaps)

    def boxes(self, unit: int, units: int) -> list[tuple[float, float, float, float]]:
        """Boxes that together hold the ink of these characters."""
        count = pdfium_c.FPDFText_CountRects(self._handle, unit, units)
        found = []
        left, top, right, bottom = self._edges
        for at in range(count):
            pdfium_c.FPDFText_GetRect(self._handle, at, *self._edges_at)
            found.append(self._displayed(left.value, bottom.value, right.value, top.value))
        return found

    def loose(self, unit: int) -> tuple[float, float, float, float]:
        """A character's box with the height of its font."""
        pdfium_c.FPDFText_GetLooseCharBox(self._handle, unit, self._rectangle_at)
        box = self._rectangle
        return self._displayed(box.left, box.bottom, box.right, box.top)

    def _displayed(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the page's own space as (x0, y0, x1, y1) of the page as displayed."""
        west, south, east, north = self._bounds
        if self._rotation == 0:
            return left - west, north - top, right - west, north - bottom
        if self._rotation == 1:
            return bottom - south, left - west, top - south, right - west
        if self._rotation == 2:
            return east - right, bottom - south, east - left, top - south
        return north - top, east - right, north - bottom, east - left

    def _parted(self, draft: _Draft, gutter: float) -> list[_Draft]:
        """The draft as one line, or as one on each side of the gutter."""
        if not any(left < gutter < right for left, right in draft.gaps):
            return [draft]
        unit = draft.unit
        for at, char in enumerate(draft.text):
            if not char.isspace() and self.loose(unit)[0] > gutter:
                before, after = draft.text[:at], draft.text[at:]
                units = unit - draft.unit
                return [
                    self._draft(before.rstrip(), draft.unit, units, False),
                    self._draft(after, unit, draft.units - units, draft.hyphen),
                ]
            unit += 2 if char > "\uffff" else 1
        return [draft]


class _Draft:
    """A line before its page's columns are known."""

    def __init__(
        self,
        text: str,
        unit: int,
        units: int,
        hyphen: bool,
        boxes: list[tuple[float, float, float, float]],
        upper: tuple[float, float, float, float],
        size: float,
        gaps: list[tuple[float, float]],
    ) -> None:
        self.text, self.unit, self.units, self.hyphen = text, unit, units, hyphen
        self.boxes, self.upper, self.size, self.gaps = boxes, upper, size, gaps

    def line(self, glyphs: _Glyphs, words: bool) -> Line:
        boxes = self.boxes
        x0, y0, x1, y1 = boxes[0]
        for box in boxes[1:]:
            x0, y0 = min(x0, box[0]), min(y0, box[1])
            x1, y1 = max(x1, box[2]), max(y1, box[3])
        return Line(
            self.text if self.text.isascii() else _whole(self.text),
            round(x0, 2),
            round(min(y0, self.upper[1]), 2),
            round(max(x0, x1), 2),
            round(max(y1, self.upper[3]), 2),
            round(self.size if self.size > 1 else self.upper[3] - self.upper[1], 2),
            self.hyphen,
            list(self._words(glyphs)) if words else [],
        )

    def _words(self, glyphs: _Glyphs) -> Iterator[Word]:
        unit, at = self.unit, 0
        for match in re.finditer(r"\S+|\s+", self.text):
            words = match[0]
            units = len(words) + (0 if words.isascii() else len(_ASTRAL.findall(words)))
            if not words.isspace():
                found = [glyphs.loose(unit + number) for number in range(units)]
                yield Word(
                    at,
                    match.end(),
                    round(min(box[0] for box in found), 2),
                    round(min(box[1] for box in found), 2),
                    round(max(box[2] for box in found), 2),
                    round(max(box[3] for box in found), 2),
                )
            unit, at = unit + units, match.end()


def _gutter(gaps: list[list[tuple[float, float]]]) -> float | None:
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
