"""Where quotation marks open and close.

What enters is a text and its paragraphs; what leaves are the outermost quoted ranges, marks
included. Nothing here knows who speaks, nor whether the words are speech, a title or a distanced
word: that is for the parts that see the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DOUBLE = re.compile("``|''|[\"“”„«»]")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–:,-])|^)(['‘`])(?=[^\W\d_]|\.\.\.|…)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])['’](?=[\s.,;:!?)\]—–]|$)")
_CLIPPED = frozenset({"em", "til", "tis", "twas", "cause", "round", "bout", "n", "s", "tude"})
_OPENING = frozenset({"“", "„", "«", "``"})
_CLOSING = frozenset({"”", "»"})
_SINGLE_MAX = 1500


@dataclass(frozen=True)
class Quote:
    """One outermost quotation.

    Args:
        start: first code point, the opening mark.
        end: one past the last, the closing mark where there is one.
        paragraph: 0-based number of its paragraph.
        closed: whether a closing mark was found.
        continues: whether it takes up a quotation that the paragraph before left open.
    """

    start: int
    end: int
    paragraph: int
    closed: bool
    continues: bool


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quote]:
    """Outermost quotations in reading order; they never cross a paragraph break.

    A quotation that nobody closes runs to the end of its paragraph. Where the next paragraph
    opens with a mark of its own, that one continues it.
    """
    quotes: list[Quote] = []
    open_before = False
    for number, (first, last) in enumerate(paragraphs):
        found = list(_in_paragraph(text, first, last))
        for at, (start, end, closed) in enumerate(found):
            continues = at == 0 and open_before and start == first
            quotes.append(Quote(start, end, number, closed, continues))
        open_before = bool(found) and not found[-1][2]
    return quotes


def _in_paragraph(text: str, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    opened: int | None = None
    mark = ""
    depth = 0
    free = first
    for match in _DOUBLE.finditer(text, first, last):
        sign = match.group()
        if opened is None:
            if sign in _CLOSING and match.start() > first:
                continue
            if not _opens(text, match.start(), match.end(), first, last):
                continue
            yield from _singles(text, free, match.start())
            opened, mark, depth = match.start(), sign, 0
        elif _closes(sign, mark, text, match, last):
            if depth:
                depth -= 1
                continue
            yield opened, match.end(), True
            free, opened = match.end(), None
        elif sign == mark and sign in _OPENING:
            depth += 1
    if opened is None:
        yield from _singles(text, free, last)
    else:
        yield opened, last, False


def _opens(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether a mark at `start:end` can open: something follows it, no word stands before it.

    A paragraph that begins with a closing mark has its marks mixed up, and is quoted all the same.
    """
    if end >= last or (text[end].isspace() and text[start:end] not in ("«", "``")):
        return False
    before = text[start - 1] if start > first else " "
    return not before.isalnum() or text[start:end] in _OPENING


def _closes(sign: str, mark: str, text: str, match: re.Match[str], last: int) -> bool:
    if mark == "“":
        return sign == "”" or (sign in ('"', "''") and _ends_word(text, match, last))
    if mark == "„":
        return sign in '“”"'
    if mark == "«":
        return sign == "»"
    if mark == "``":
        return sign in ("''", '"', "”")
    if mark == '"':
        return sign in ('"', "”")
    return sign == mark


def _ends_word(text: str, match: re.Match[str], last: int) -> bool:
    return match.end() >= last or not text[match.end()].isalnum()


def _singles(text: str, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """Quotations in single marks between two double ones; an apostrophe is none.

    A closing mark after a full stop, comma or the like is preferred over one after a word that
    may as well be a plural genitive. This misses a word of the form `'tis`.
    """
    at = first
    while match := _SINGLE_OPEN.search(text, at, last):
        word = re.match(r"\w+", text[match.end() : match.end() + 12])
        stop = min(last, match.end() + _SINGLE_MAX)
        if match.start() > first and text[match.start() - 1].isalnum():
            at = match.end()
            continue
        if word and word.group().lower() in _CLIPPED:
            at = match.end()
            continue
        closings = list(_SINGLE_CLOSE.finditer(text, match.end() + 1, stop))
        sure = [one for one in closings if not text[one.start() - 1].isalnum()]
        plain = [one for one in closings if text[one.start() - 1] not in "sS"]
        chosen = next(iter(plain), None) or next(iter(sure), None) or next(iter(closings), None)
        if chosen is None:
            return
        yield match.start(), chosen.end(), True
        at = chosen.end()
