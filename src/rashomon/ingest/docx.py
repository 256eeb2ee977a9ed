"""Word documents (DOCX): paragraphs and tables in order, each text with its place in the XML.

An anchor is a range of the decoded part (`word/document.xml`), which need not be kept: the reader
can unpack it again. Deleted and hidden words are no text; inserted ones are, and a problem says
that changes are tracked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from rashomon.errors import UnreadableFileError
from rashomon.ingest.dates import parse_moment
from rashomon.ingest.decoding import sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.languages import normal_code
from rashomon.ingest.limits import Allowance
from rashomon.ingest.ooxml import Handler, Package
from rashomon.ingest.sources import Source
from rashomon.ingest.zips import opened
from rashomon.records import CharacterAnchor
from rashomon.settings import ReadSettings

_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main|",
    "http://purl.oclc.org/ooxml/wordprocessingml/main|",
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006|"
_CORE_NAMES = {
    "http://purl.org/dc/elements/1.1/|title": "title",
    "http://purl.org/dc/elements/1.1/|creator": "creator",
    "http://purl.org/dc/elements/1.1/|language": "language",
    "http://purl.org/dc/terms/|created": "created",
    "http://purl.org/dc/terms/|modified": "modified",
}
_OFF = frozenset({"0", "false", "off"})


def read_docx(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of a Word document."""
    with source.open() as stream:
        raw_sha256 = sha256(stream.read(int(settings.max_entry_mb * 1_000_000) + 1))
    if source.size > settings.max_entry_mb * 1_000_000:
        raise UnreadableFileError(
            source.name, f"has more than {settings.max_entry_mb:g} MB (setting read.max_entry_mb)"
        )
    with opened(source, settings) as archive:
        package = Package(archive, source, settings, allowance)
        main = package.main_part()
        body = _Body(main)
        package.parse(main, body)
        doubts = list(body.doubts())
        for part in _NOTES:
            if package.holds(part):
                notes = _Body(part)
                package.parse(part, notes)
                body.append(notes)
        core = _Properties(_CORE_NAMES)
        if package.holds(_CORE):
            try:
                package.parse(_CORE, core)
            except UnreadableFileError as error:
                doubts.append(f"has properties that cannot be read ({error.cause})")
    text = body.text
    if not text:
        raise UnreadableFileError(source.name, "is a Word document without any text")
    if len(text) > settings.max_text_mb * 1_000_000:
        raise UnreadableFileError(
            source.name,
            f"holds more text than {settings.max_text_mb:g} MB (setting read.max_text_mb)",
        )
    made = _moment(core.values.get("created"))
    yield Draft(
        text=text,
        raw_sha256=raw_sha256,
        title=" ".join(core.values.get("title", "").split()) or body.title,
        author=" ".join(core.values.get("creator", "").split()) or None,
        language=normal_code(core.values.get("language", "")),
        made=made,
        made_from="meta:dcterms:created" if made is not None else None,
        encoding="utf-8",
        anchors=tuple(body.anchors),
        doubts=tuple(doubts),
    )


def _moment(stated: str | None) -> datetime | None:
    return parse_moment(stated) if stated else None


class _Properties(Handler):
    """Collects the texts of named elements."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self._open: str | None = None
        self.values: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open = self._names.get(name)

    def end(self, name: str) -> None:
        self._open = None

    def characters(self, text: str, start: int, end: int) -> None:
        if self._open is not None and len(self.values.get(self._open, "")) < 1_000:
            self.values[self._open] = self.values.get(self._open, "") + text


@dataclass
class _Paragraph:
    """One paragraph, or one row of a table, while it grows."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[tuple[int, int, int, int]] = field(default_factory=list)
    length: int = 0
    style: str = ""

    def put(self, text: str, place: tuple[int, int] | None = None) -> None:
        if place is not None:
            start, end = place
            last = self.anchors[-1] if self.anchors else None
            linear = end - start == len(text)
            if (
                last is not None
                and linear
                and last[1] == self.length
                and last[3] == start
                and last[1] - last[0] == last[3] - last[2]
            ):
                self.anchors[-1] = (last[0], self.length + len(text), last[2], end)
            else:
                self.anchors.append((self.length, self.length + len(text), start, end))
        self.pieces.append(text)
        self.length += len(text)


class _Body(Handler):
    """Puts a part's text together."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._pieces: list[str] = []
        self._length = 0
        self.anchors: list[CharacterAnchor] = []
        self.title: str | None = None
        self._open: list[_Paragraph] = []
        self._rows: list[_Paragraph] = []
        self._cells: list[int] = []
        self._skipped = 0
        self._hidden = self._in_text = self._in_run = False
        self._tracked = self._any_hidden = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def doubts(self) -> Iterator[str]:
        """What the user should know."""
        if self._tracked:
            yield "has tracked changes; it was read as if all of them were accepted"
        if self._any_hidden:
            yield "has words that are formatted as hidden; they were not read"

    def append(self, other: _Body) -> None:
        """The other part's text follows this one's."""
        if other.text:
            shift = self._between()
            self._pieces.append(other.text)
            self._length += len(other.text)
            self.anchors.extend(
                CharacterAnchor(
                    each.start + shift,
                    each.end + shift,
                    each.original_start,
                    each.original_end,
                    each.part,
                )
                for each in other.anchors
            )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or name == f"{_MC}Fallback":
            self._skipped += 1
            return
        kind = _local(name)
        if kind in {"del", "moveFrom"}:
            self._tracked = True
            self._skipped = 1
        elif kind in {"ins", "moveTo"}:
            self._tracked = True
        elif kind == "p":
            self._open.append(_Paragraph())
        elif kind == "tr":
            self._rows.append(_Paragraph())
            self._cells.append(0)
        elif kind == "tc" and self._rows:
            self._cells[-1] += 1
            if self._cells[-1] > 1:
                self._rows[-1].put(" | ")
        elif kind == "pStyle" and self._open:
            self._open[-1].style = _value(attributes)
        elif kind == "r":
            self._hidden, self._in_run = False, True
        elif kind == "vanish" and self._in_run:
            self._hidden = _value(attributes) not in _OFF
            self._any_hidden = self._any_hidden or self._hidden
        elif kind == "t":
            self._in_text = True
        elif kind in {"tab", "ptab"} and self._in_run:
            self._say(" ")
        elif kind in {"br", "cr"}:
            self._say("\n")
        elif kind == "noBreakHyphen":
            self._say("-")

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        kind = _local(name)
        if kind == "t":
            self._in_text = False
        elif kind == "r":
            self._in_run = self._hidden = False
        elif kind == "p" and self._open:
            self._close(self._open.pop())
        elif kind == "tr" and self._rows:
            row = self._rows.pop()
            cells = self._cells.pop()
            # a row without a word is no text, whatever bars stand between its cells
            if row.length > 3 * (cells - 1):
                self._place(row)

    def characters(self, text: str, start: int, end: int) -> None:
        if self._in_text and self._open and not self._skipped and not self._hidden:
            self._open[-1].put(text, (start, end))

    def _say(self, text: str) -> None:
        if self._open and not self._hidden:
            self._open[-1].put(text)

    def _place(self, paragraph: _Paragraph) -> None:
        """The paragraph, or row, stands in what holds it."""
        paragraph = _trimmed(paragraph)
        if not paragraph.length:
            return
        if self._rows:
            row = self._rows[-1]
            if row.pieces and row.pieces[-1] != " | ":
                row.put(" ")
            shift = row.length
            row.anchors.extend(
                (start + shift, end + shift, from_start, from_end)
                for start, end, from_start, from_end in paragraph.anchors
            )
            row.pieces.extend(paragraph.pieces)
            row.length += paragraph.length
            return
        shift = self._between()
        self.anchors.extend(
            CharacterAnchor(start + shift, end + shift, from_start, from_end, self._part)
            for start, end, from_start, from_end in paragraph.anchors
        )
        self._pieces.extend(paragraph.pieces)
        self._length += paragraph.length

    def _close(self, paragraph: _Paragraph) -> None:
        words = " ".join("".join(paragraph.pieces).split())
        style = paragraph.style.replace(" ", "").lower()
        titled = style == "title" or (style == "heading1" and not self._length)
        if titled and words and len(words) <= 300 and self.title is None:
            self.title = words
        self._place(paragraph)

    def _between(self) -> int:
        if self._pieces:
            self._pieces.append("\n\n")
            self._length += 2
        return self._length


def _trimmed(paragraph: _Paragraph) -> _Paragraph:
    """The paragraph without white space at its borders."""
    text = "".join(paragraph.pieces)
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    if left >= right:
        return _Paragraph()
    trimmed = _Paragraph([text[left:right]], [], right - left, paragraph.style)
    for start, end, from_start, from_end in paragraph.anchors:
        linear = end - start == from_end - from_start
        cut_start, cut_end = max(start, left), min(end, right)
        if cut_start >= cut_end:
            continue
        if linear:
            from_start, from_end = from_start + cut_start - start, from_end - (end - cut_end)
        trimmed.anchors.append((cut_start - left, cut_end - left, from_start, from_end))
    return trimmed


def _local(name: str) -> str:
    """The local name of a WordprocessingML element, the empty string for any other."""
    for namespace in _W:
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""


def _value(attributes: dict[str, str]) -> str:
    for namespace in _W:
        if f"{namespace}val" in attributes:
            return attributes[f"{namespace}val"]
    return ""
