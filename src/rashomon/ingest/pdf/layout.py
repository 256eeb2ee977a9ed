"""Lines of pages to a text with paragraphs, each line anchored in its box.

What enters are pages as PDFium tells them; what leaves are the text and its anchors. Lines are put
in reading order, running heads and feet go, lines are joined to paragraphs, words that a line's
end parted are made whole. Nothing here opens a file.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from rashomon.ingest.pdf.furniture import without_furniture
from rashomon.ingest.pdf.order import in_order
from rashomon.ingest.pdf.pages import Line, Page
from rashomon.ingest.pdf.paragraphs import Row, paragraphs
from rashomon.lexicon import load
from rashomon.records import BoxAnchor

_LARGER = 1.12
_LONGEST_TITLE = 300
_UNSEEN = re.compile("[\u0000-\u0008\u000e-\u001b\u007f-\u009f\u00ad\ufeff\ufffe\uffff]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc]")
_HYPHENS = "-\u2010\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+$")


class HyphenationLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/hyphenation.toml`.

    Args:
        kept: first parts of compounds that are written with a hyphen wherever they stand.
    """

    kept: tuple[str, ...]


@functools.cache
def _kept() -> frozenset[str]:
    lexicon: HyphenationLexicon = load("hyphenation", HyphenationLexicon)
    return frozenset(lexicon.kept)


@dataclass(frozen=True)
class Composed:
    """What a PDF says.

    Args:
        text: paragraphs, a blank line between two.
        anchors: sorted and disjoint; one for each line, or for each word where words have boxes.
        title: the largest print at the beginning of the first page, or None.
    """

    text: str
    anchors: tuple[BoxAnchor, ...]
    title: str | None


def composed(pages: Sequence[Page]) -> Composed:
    """The text of these pages in reading order."""
    kept = without_furniture([in_order(page) for page in pages])
    rows = [
        row
        for page, lines in zip(pages, kept, strict=True)
        for line in lines
        if (row := _row(page.number, line)).text
    ]
    if not rows:
        return Composed("", (), None)
    grouped = paragraphs(rows)
    writer = _Writer(rows)
    for paragraph in grouped:
        writer.write(paragraph)
    return Composed("".join(writer.pieces), tuple(writer.anchors), _title(grouped, rows))


def _row(page: int, line: Line) -> Row:
    text = line.text
    if not text.isascii() or not text.isprintable():
        text = " ".join([clear for word in text.split() if (clear := clean(word))])
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if line.hyphen:
        return Row(page, line, text, True)
    end = line.text.rstrip()[-2:]
    # PDFium tells a hyphen only where the next line is on the same page
    if len(end) == 2 and end[1] in _HYPHENS and end[0].isalnum():
        return Row(page, line, text if end[1] == "\u00ad" else text[:-1], True)
    return Row(page, line, text, False)


def clean(word: str) -> str:
    """A word as it is read: without unseen characters, ligatures and shaped letters resolved."""
    if _FORMS.search(word):
        word = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), word)
    return "".join(_UNSEEN.sub("", word).split())


class _Writer:
    """Puts paragraphs together and notes where each line came to stand."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._length = 0
        self.pieces: list[str] = []
        self.anchors: list[BoxAnchor] = []

    def write(self, rows: Sequence[Row]) -> None:
        """The paragraph stands at the end of the text."""
        pieces, length = self.pieces, self._length
        between = "\n\n" if pieces else ""
        for at, row in enumerate(rows):
            _, line, text, hyphen = row
            start = length + len(between)
            pieces.append(between)
            between = " "
            if hyphen:
                if at + 1 == len(rows) or not self._drops(row, rows[at + 1]):
                    text += "-"
                between = ""
            pieces.append(text)
            length = start + len(text)
            if line.words:
                self._anchor_words(row, start, length)
            else:
                self.anchors.append(
                    BoxAnchor(start, length, row.page, line.x0, line.y0, line.x1, line.y1)
                )
        self._length = length

    def _anchor_words(self, row: Row, start: int, stop: int) -> None:
        found: list[BoxAnchor] = []
        for word in row.line.words:
            text = clean(row.line.text[word.start : word.end])
            if text:
                box = word.x0, word.y0, word.x1, word.y1
                end = min(start + len(text), stop)
                if start < end:
                    found.append(BoxAnchor(start, end, row.page, *box))
                start = end + 1
        if found and found[-1].end < stop:
            found[-1] = msgspec.structs.replace(found[-1], end=stop)
        self.anchors.extend(found)

    def _drops(self, row: Row, following: Row) -> bool:
        """Whether a hyphen at a line's end only parted a word."""
        before, after = _LAST_WORD.search(row.text), _WORD.match(following.text)
        if before is None or after is None or not after[0][0].islower() or len(before[0]) < 2:
            return False
        first, second = before[0].lower(), after[0].split("-")[0].lower()
        if f"{first}{second}" in self._words:
            return True
        return f"{first}-{second}" not in self._words and first not in _kept()

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        """Every word of the document, lower case, compounds as they are written."""
        return frozenset(word.lower() for row in self._rows for word in _WORD.findall(row.text))


def _title(grouped: Sequence[Sequence[Row]], rows: Sequence[Row]) -> str | None:
    """The largest print among the first paragraphs, if it is larger than the body's."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.line.size] += len(row.text)
    for size in [size for size in sizes if size != round(size * 2) / 2]:
        sizes[round(size * 2) / 2] += sizes.pop(size)
    body = max(sizes, key=lambda size: (sizes[size], -size))
    first = [each for each in grouped[:6] if each[0].page == rows[0].page]
    largest = max(first, key=lambda each: each[0].line.size)
    if largest[0].line.size < _LARGER * body:
        return None
    words = " ".join(row.text for row in largest)
    letters = sum(char.isalpha() for char in words)
    return words if letters >= 3 and len(words) <= _LONGEST_TITLE else None
