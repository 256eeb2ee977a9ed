"""Markdown: what its reader sees, without the marks, each word with its place in the source.

markdown-it (CommonMark) tells words from marks; the words are then found in the source one after
the other. A front matter of `key: value` lines is metadata. Addresses of links and pictures are
no words; raw HTML is left out but for its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rashomon.ingest.alignment import Placed
from rashomon.ingest.decoding import decode, read_bytes, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.metadata import Noted, noted
from rashomon.ingest.sources import Source
from rashomon.records import CharacterAnchor, whole
from rashomon.settings import ReadSettings

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"""^([A-Za-z_-]+):[ \t]*["']?(.*?)["']?[ \t]*$""", re.MULTILINE)
_LINK_END = re.compile(r"\]\((?:[^()\\\n]++|\\.|\([^()\n]*\))*+\)|\]\[[^\]\n]*\]|\]")
_LARGEST = 2_000_000


def read_markdown(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of a Markdown file."""
    raw = read_bytes(source, settings)
    decoded = decode(raw, source.name, source.charset)
    doubts = [decoded.doubt] if decoded.doubt else []
    front = _FRONT.match(decoded.text)
    meta = noted(dict(_PAIR.findall(front[1]))) if front is not None else Noted()
    placed = _words(decoded.text, front.end() if front is not None else 0)
    if placed is None:
        doubts.append("is no plain Markdown; it was read as plain text, marks and all")
        placed = Placed(decoded.text, whole(len(decoded.text)))
    yield Draft(
        text=placed.text,
        raw_sha256=sha256(raw),
        encoding=decoded.encoding,
        anchors=placed.anchors,
        title=meta.title,
        publisher=meta.publisher,
        author=meta.author,
        url=meta.url,
        language=meta.language,
        language_stated=meta.language is not None,
        published=meta.published,
        published_from="front matter" if meta.published is not None else None,
        doubts=tuple(doubts),
    )


def _words(text: str, start: int) -> Placed | None:
    """The words after `start`; None where there are none or a word cannot be found again."""
    if len(text) - start > _LARGEST:
        return None
    # loaded on first use: no other command should wait for it
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table")
    try:
        tokens = parser.parse(text[start:])
    except (RecursionError, IndexError, ValueError):
        return None
    # the library counts a line at every \r\n, \r and \n, and reads NUL as a replacement
    lines = [start, *(start + end.end() for end in re.finditer(r"\r\n|\r|\n", text[start:]))]
    writer = _Runs(text)
    for token in tokens:
        if token.map is not None and token.map[0] < len(lines):
            writer.at(lines[token.map[0]])
        if token.type == "inline":
            writer.paragraph()
            if not all(writer.inline(child) for child in token.children or ()):
                return None
        elif token.type in {"fence", "code_block"}:
            writer.paragraph()
            for line in token.content.split("\n"):
                if line.strip():
                    writer.newline()
                    if not writer.word(line.strip(), line.strip()):
                        return None
    return Placed(writer.text, writer.anchors) if writer.text.strip() else None


class _Runs:
    """Writes words found one after the other in a source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._cursor = 0
        self._pieces: list[str] = []
        self._length = 0
        self._runs: list[CharacterAnchor] = []
        self._between = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def anchors(self) -> tuple[CharacterAnchor, ...]:
        return tuple(self._runs)

    def at(self, cursor: int) -> None:
        """What follows does not stand before `cursor`."""
        self._cursor = max(self._cursor, cursor)

    def paragraph(self) -> None:
        self._between = "\n\n"

    def newline(self) -> None:
        self._between = self._between or "\n"

    def inline(self, token: Token) -> bool:
        """Whether the words of an inline token were found and written."""
        if token.type == "text_special":
            return self.word(token.content, token.markup)
        if token.type in {"text", "code_inline"}:
            return self._phrase(token.content)
        if token.type == "softbreak":
            self._between = self._between or " "
        elif token.type == "hardbreak":
            self.newline()
        elif token.type == "link_close" and token.markup != "autolink":
            end = _LINK_END.match(self._source, self._cursor)
            self._cursor = end.end() if end is not None else self._cursor
        elif token.type == "image":
            close = self._source.find("](", self._cursor)
            end = _LINK_END.match(self._source, close) if close >= 0 else None
            self._cursor = end.end() if end is not None else self._cursor
        elif token.type == "html_inline":
            at = self._source.find(token.content, self._cursor)
            self._cursor = at + len(token.content) if at >= 0 else self._cursor
        return True

    def word(self, words: str, marked: str) -> bool:
        """Whether `marked` stands further on, and `words` were written for it."""
        at = self._source.find(marked, self._cursor)
        if at < 0 or not words:
            return not words
        self._put_between()
        start, end = self._length, self._length + len(words)
        if self._linear(start, at, len(words) == len(marked)):
            last = self._runs.pop()
            start, at = last.start, last.original_start
        stop = self._source.find(marked, self._cursor) + len(marked)
        self._runs.append(CharacterAnchor(start, end, at, stop))
        self._put(words)
        self._cursor = stop
        return True

    def _phrase(self, content: str) -> bool:
        if content in {"", " "} or self._source.find(content, self._cursor) >= 0:
            return not content or self.word(content, content)
        # white space was normalised by the library: word by word
        for number, word in enumerate(content.split()):
            self._between = self._between or (" " if number else "")
            if not self.word(word, word):
                return False
        return True

    def _linear(self, start: int, at: int, equal: bool) -> bool:
        if not (equal and self._runs):
            return False
        last = self._runs[-1]
        return last.linear and last.end == start and last.original_end == at

    def _put_between(self) -> None:
        if self._length:
            self._put(self._between)
        self._between = ""

    def _put(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
