"""The words of an HTML page with their places in its source.

What enters is a page's decoded text; what leaves are its visible words in the order of the source,
each with the range that it takes there, and what stands between them: nothing, white space, a
line break, a cell's or a block's border. No tree is built and nothing is judged; the tokeniser
follows the HTML standard as far as words are concerned (comments, raw text, quoted attributes,
character references) and takes time in proportion to the page.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import NamedTuple

NONE, BLANK, CELL, LINE, PARAGRAPH = range(5)
"""What stands before a word, the stronger the higher."""

# fmt: off
_BLOCKS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "blockquote", "pre", "dd",
    "dt", "div", "section", "article", "figure", "figcaption", "header", "footer", "main", "body",
    "aside", "nav", "form", "fieldset", "table", "tr", "caption", "thead", "tbody", "tfoot", "hr",
    "address", "details", "summary", "center", "head", "html", "title", "option", "select",
    "textarea", "button", "template", "noscript", "hgroup", "menu", "legend", "label", "picture",
    "video", "audio", "canvas", "object", "frameset", "dialog", "search",
))
# fmt: on
_BORDERS = {**dict.fromkeys(_BLOCKS, PARAGRAPH), "br": LINE, "td": CELL, "th": CELL}
_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes"))
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in (*_RAW, "title", "textarea")
}
_NAME = re.compile(r"/?([a-zA-Z][^\s/>]*)")
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""",
)
_REFERENCE = re.compile(r"&(?:#\d+;?|#[xX][\da-fA-F]+;?|[a-zA-Z][a-zA-Z\d]{1,31};?)")
# what has no shape of its own and is kept or dropped by libraries as they please
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
)
_WORD = rf"[^\s\u00ad{UNSEEN}]++"
# single blanks stay inside a run of words, so that a paragraph is few atoms
_PIECE = re.compile(rf"(\s+)|(\u00ad+)|([{UNSEEN}]+)|({_WORD}(?:\s{_WORD})*+)")
_LINED_PIECE = re.compile(rf"(\s+)|(\u00ad+)|([{UNSEEN}]+)|({_WORD}(?:[ ]{_WORD})*+)")
_WHITE = re.compile(r"\s")


class Atom(NamedTuple):
    """A run of words, or of unseen characters, of the visible text.

    Args:
        text: as it is read, references decoded, single blanks between words.
        key: how many words' characters stand before it on the page.
        key_length: its own; 0 for unseen characters.
        start: in the source.
        end: one past the last.
        gap: what stands before it.
        blank: range in the source of the first white space before it, where `gap` is `BLANK`.
    """

    text: str
    key: int
    key_length: int
    start: int
    end: int
    gap: int
    blank: tuple[int, int] | None


@dataclass
class Words:
    """The words of a stretch of source.

    Args:
        atoms: in order of the source.
        key: all words' characters, without white space and unseen ones.
    """

    atoms: list[Atom] = field(default_factory=list)
    key: str = ""


@dataclass(frozen=True)
class Markup:
    """A page taken apart.

    Args:
        words: the visible ones.
        heads: of the `<title>` and of every `<meta content>`, one each, in order.
    """

    words: Words
    heads: tuple[Words, ...]


class _Collector:
    """Gathers atoms; knows what stands before the next one."""

    def __init__(self) -> None:
        self._atoms: list[Atom] = []
        self._keys: list[str] = []
        self._length = 0
        self._gap = PARAGRAPH
        self._blank: tuple[int, int] | None = None

    def border(self, gap: int) -> None:
        """A tag that parts words; two line breaks in a row part blocks."""
        if gap > self._gap:
            self._gap = gap
        elif gap == LINE == self._gap:
            self._gap = PARAGRAPH

    def text(self, source: str, start: int, end: int, lines: bool) -> None:
        """The words of a stretch without tags."""
        stretch = source[start:end]
        # most stretches are a border's white space or words with single blanks between them
        words = stretch.strip(" " if lines else None)
        if words.isprintable() and "&" not in words and "  " not in words:
            self._line(words, start + stretch.find(words[:1]), start, end)
            return
        if "&" not in stretch:
            self._plain(source, start, end, lines)
            return
        at = start
        for reference in _REFERENCE.finditer(source, start, end):
            decoded, length = _decoded(reference.group())
            if length == 0:
                continue
            self._plain(source, at, reference.start(), lines)
            at = reference.start() + length
            self._decoded(decoded, reference.start(), at)
        self._plain(source, at, end, lines)

    def escaped(self, escape: str, start: int, end: int) -> None:
        """A JSON escape; a line break in the string parts lines."""
        if escape in {"\\n", "\\r"}:
            self.border(LINE)
            return
        try:
            decoded = json.loads(f'"{escape}"')
        except ValueError:
            return
        self._decoded(decoded, start, end)

    def done(self) -> Words:
        return Words(self._atoms, "".join(self._keys))

    def _space(self, start: int) -> None:
        """White space that begins at `start` follows."""
        if self._blank is None:
            self._blank = (start, start + 1)
        if self._gap == NONE:
            self._gap = BLANK

    def _line(self, words: str, place: int, start: int, end: int) -> None:
        """Words with single blanks between them, at `place` of a stretch blank but for them."""
        if not words:
            if end > start:
                self._space(start)
            return
        if place > start:
            self._space(start)
        last = place + len(words)
        key = words.replace(" ", "")
        self._atoms.append(Atom(words, self._length, len(key), place, last, self._gap, self._blank))
        self._keys.append(key)
        self._length += len(key)
        self._gap, self._blank = (BLANK, (last, last + 1)) if last < end else (NONE, None)

    def _plain(self, source: str, start: int, end: int, lines: bool) -> None:
        for piece in (_LINED_PIECE if lines else _PIECE).finditer(source, start, end):
            self._piece(piece, piece.start(), piece.end(), lines)

    def _decoded(self, decoded: str, start: int, end: int) -> None:
        for piece in _PIECE.finditer(decoded):
            self._piece(piece, start, end, False)

    def _piece(self, piece: re.Match[str], start: int, end: int, lines: bool) -> None:
        kind = piece.lastindex
        words = piece.group()
        if kind == 1:
            if lines:
                breaks = words.count("\n") or words.count("\r")
                for _ in range(min(breaks, 2)):
                    self.border(LINE)
            if self._blank is None:
                # a reference to white space is one whole; literal white space counts by its first
                self._blank = (
                    start,
                    start + 1 if piece.end() - piece.start() == end - start else end,
                )
            self._gap = max(self._gap, BLANK)
        elif kind != 2:
            self._add(words, start, end, kind != 3)

    def _add(self, words: str, start: int, end: int, seen: bool) -> None:
        key = "".join(words.split()) if seen else ""
        if seen and not words.isprintable():
            words = _WHITE.sub(" ", words)
        self._atoms.append(Atom(words, self._length, len(key), start, end, self._gap, self._blank))
        if key:
            self._keys.append(key)
            self._length += len(key)
        self._gap, self._blank = NONE, None


def take_apart(source: str) -> Markup:
    """The words of a page, and of its head's title and meta elements."""
    words = _Collector()
    heads: list[Words] = []
    at, end, preformatted, quotes = 0, len(source), 0, True
    while at < end:
        tag = source.find("<", at)
        if tag < 0:
            tag = end
        if tag > at:
            words.text(source, at, tag, preformatted > 0)
        if tag == end:
            break
        whole = _TAG.match(source, tag) if quotes else None
        if whole is not None:
            name_end, at = whole.end(2), whole.end()
            closing, called = whole.group(1, 2)
        else:
            name = _NAME.match(source, tag + 1)
            if name is None:
                at = _past_declaration(source, tag)
                if at == tag + 1:
                    words.text(source, tag, at, False)
                continue
            # an open quotation would be looked for again and again
            quotes = False
            close = source.find(">", name.end())
            name_end, at = name.end(), close + 1 if close >= 0 else end
            closing, called = name[0].startswith("/"), name[1]
        called = called.lower()
        border = _BORDERS.get(called)
        if border is not None:
            words.border(border)
            if called == "pre":
                preformatted = max(0, preformatted + (-1 if closing else 1))
        if closing:
            continue
        if called == "meta":
            heads.extend(_content(source, name_end, at))
        elif called in _RAW_END:
            stop = _RAW_END[called].search(source, at)
            inside = stop.start() if stop is not None else end
            if called == "title":
                head = _Collector()
                head.text(source, at, inside, False)
                heads.append(head.done())
            elif called == "textarea":
                words.text(source, at, inside, False)
            at = inside
    return Markup(words.done(), tuple(heads))


def take_string(source: str, start: int, end: int) -> Words:
    """The words of a JSON string whose inside is `source[start:end]`."""
    words = _Collector()
    at = start
    for escape in _ESCAPE.finditer(source, start, end):
        words.text(source, at, escape.start(), True)
        at = escape.end()
        words.escaped(escape.group(), escape.start(), at)
    words.text(source, at, end, True)
    return words.done()


def _past_declaration(source: str, tag: int) -> int:
    """Where a comment, declaration or instruction that opens at `tag` ends; `tag + 1` for none."""
    if source.startswith("<!--", tag):
        if source.startswith((">", "->"), tag + 4):
            return source.index(">", tag) + 1
        close = _COMMENT_END.search(source, tag + 4)
        return close.end() if close is not None else len(source)
    if source.startswith(("!", "?", "/"), tag + 1):
        close_at = source.find(">", tag)
        return close_at + 1 if close_at >= 0 else len(source)
    return tag + 1


_ESCAPE = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\."
)
_COMMENT_END = re.compile(r"--!?>")


def _content(source: str, start: int, end: int) -> list[Words]:
    """The words of a meta element's content."""
    for attribute in _ATTRIBUTE.finditer(source, start, end):
        if attribute[1].lower() == "content":
            which = next(each for each in (2, 3, 4) if attribute[each] is not None)
            head = _Collector()
            head.text(source, attribute.start(which), attribute.end(which), False)
            return [head.done()]
    return []


def _decoded(reference: str) -> tuple[str, int]:
    """What a character reference stands for and how much of it counts; 0 where it is none."""
    if reference[1] == "#":
        return html.unescape(reference), len(reference)
    for length in range(len(reference), 2, -1):
        if (decoded := html5.get(reference[1:length])) is not None:
            return decoded, length
    return "", 0
