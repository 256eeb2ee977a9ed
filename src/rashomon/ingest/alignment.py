"""Chosen stretches of a page, found again in its source: a text whose every word points home.

What enters are a page's words with their places (`rashomon.ingest.markup`) and the stretches of
text that a library took for the report; what leaves is the report's text, put together from the
page's own characters, and its anchors. The library decides what belongs to the report and nothing
else: borders of paragraphs, spelling and order are the source's. A stretch that the source does
not show is kept without an anchor, and counted.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from rashomon.ingest.markup import (
    BLANK,
    CELL,
    LINE,
    PARAGRAPH,
    UNSEEN,
    Atom,
    Markup,
    Words,
    take_apart,
    take_string,
)
from rashomon.ingest.titles import locate
from rashomon.records import CharacterAnchor

_KEYLESS = re.compile(rf"[\s\u00ad{UNSEEN}]+")
_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]++|\\.)*+)"')
_SHORTEST_PIECE = 8
_LONGEST_REWRITE = 64
_MOST_SEARCHED = 200_000_000


@dataclass(frozen=True)
class Placed:
    """A report's text with its anchors.

    Args:
        text: paragraphs parted by a blank line.
        anchors: sorted and disjoint.
        homeless: how many characters of chosen stretches the source does not show.
    """

    text: str
    anchors: tuple[CharacterAnchor, ...]
    homeless: int = 0


def joined(pieces: Iterable[Placed]) -> Placed:
    """The texts one after the other as paragraphs, each with its anchors; empty ones left out."""
    words: list[str] = []
    anchors: list[CharacterAnchor] = []
    length = homeless = 0
    for piece in pieces:
        homeless += piece.homeless
        if not piece.text.strip():
            continue
        if words:
            words.append("\n\n")
            length += 2
        words.append(piece.text)
        anchors.extend(
            msgspec.structs.replace(each, start=each.start + length, end=each.end + length)
            for each in piece.anchors
        )
        length += len(piece.text)
    return Placed("".join(words), tuple(anchors), homeless)


def key_of(words: str) -> str:
    """The characters by which words are compared: without white space and unseen ones."""
    key = "".join(words.split())
    # what is unseen is not printable either
    return key if key.isprintable() else _KEYLESS.sub("", key)


def place(source: str, units: Sequence[str], title: str | None = None, part: str = "") -> Placed:
    """The text of the chosen stretches, in the order of the source.

    Args:
        source: the page's decoded text.
        units: the stretches, in the order in which the library gave them.
        title: a headline, put before the text where its opening lacks it.
        part: of the original that `source` is, for the anchors.
    """
    markup = take_apart(source)
    finder = _Finder(markup.words)
    found = finder.find(units)
    body = Writer(part)
    for start, end in found.ranges:
        body.words(markup.words.atoms, start, end)
    lost = _write_lost(source, found.lost, body) if found.lost else 0
    if title is None or locate(title, body.text) is not None:
        return Placed(body.text, body.anchors, lost)
    whole = Writer(part)
    _write_title(title, markup, finder, whole)
    whole.join(body)
    return Placed(whole.text, whole.anchors, lost)


def _write_title(title: str, markup: Markup, finder: _Finder, writer: Writer) -> None:
    """The headline, from a block of the page, else from its head, else as it was given."""
    key = key_of(title)
    if (at := finder.block(key)) is not None:
        writer.words(markup.words.atoms, at, at + len(key))
        return
    for head in markup.heads:
        if (at := head.key.find(key)) >= 0:
            writer.words(head.atoms, at, at + len(key))
            return
    writer.foreign(title)


def _write_lost(source: str, lost: Sequence[str], writer: Writer) -> int:
    """What the page shows nowhere, from its linked data where they hold it.

    Returns:
        How many characters have no place in the source at all.
    """
    bodies = [take_string(source, *body.span(1)) for body in _ARTICLE_BODY.finditer(source)]
    homeless = 0
    for unit in lost:
        key = key_of(unit)
        for body in bodies:
            if (at := body.key.find(key)) >= 0:
                writer.break_paragraph()
                writer.words(body.atoms, at, at + len(key))
                break
        else:
            homeless += len(unit)
            writer.foreign(" ".join(unit.split()))
    return homeless


@dataclass(frozen=True)
class _Found:
    ranges: list[tuple[int, int]]
    lost: list[str]


class _Finder:
    """Finds stretches in a page's key.

    A stretch that is one block of the page, and only one, is there. The others are looked for
    between those that stand before and after them, so that a teaser with the same words does not
    draw a paragraph to itself.
    """

    def __init__(self, words: Words) -> None:
        self._key = words.key
        self._blocks: dict[str, list[int]] = defaultdict(list)
        borders = [atom.key for atom in words.atoms if atom.gap in {CELL, PARAGRAPH}]
        for start, end in itertools.pairwise((*borders, len(words.key))):
            if end > start:
                self._blocks[words.key[start:end]].append(start)
        self._borders = borders
        self._searched = 0

    def block(self, key: str) -> int | None:
        """Where a block with just these words begins; the first of several."""
        return self._blocks[key][0] if key in self._blocks else None

    def find(self, units: Sequence[str]) -> _Found:
        keys = [key_of(unit) for unit in units]
        places: list[list[tuple[int, int]]] = [[] for _ in keys]
        for number, key in enumerate(keys):
            at = self._blocks.get(key, ())
            if len(at) == 1:
                places[number] = [(at[0], at[0] + len(key))]
        after = self._following(places)
        cursor = 0
        lost: list[str] = []
        for number, key in enumerate(keys):
            if not key:
                continue
            if not places[number]:
                places[number] = self._between(key, cursor, after[number])
            if places[number]:
                cursor = places[number][-1][1]
            else:
                lost.append(units[number])
        return _Found(_joined(place for each in places for place in each), lost)

    def _following(self, places: list[list[tuple[int, int]]]) -> list[int]:
        """For each stretch, where the next fixed one begins; the end of the page for none."""
        following = [len(self._key)] * len(places)
        for number in range(len(places) - 2, -1, -1):
            next_one = places[number + 1]
            following[number] = next_one[0][0] if next_one else following[number + 1]
        return following

    def _between(self, key: str, low: int, high: int) -> list[tuple[int, int]]:
        same = self._blocks.get(key, ())
        if same:
            at = bisect.bisect_left(same, low)
            chosen = same[at] if at < len(same) else same[-1]
            return [(chosen, chosen + len(key))]
        if low < high and (pieces := self._pieces(key, low, high)):
            return pieces
        return self._pieces(key, 0, len(self._key))

    def _pieces(self, key: str, low: int, high: int) -> list[tuple[int, int]]:
        """Where the whole of `key`, or nearly, stands as one or more runs in a stretch of page.

        What the library rewrote between two runs (an exotic reference, a composed letter) is
        taken from the page; what it left out stays out.
        """
        if (at := self._search(key, low, high)) >= 0:
            return [(at, at + len(key))]
        runs: list[tuple[int, int]] = []
        done, cursor, missed, rewritten = 0, low, 0, False
        while done < len(key):
            length = self._longest(key, done, cursor, high)
            if length < min(_SHORTEST_PIECE, len(key) - done):
                done, missed, rewritten = done + 1, missed + 1, True
                continue
            at = self._search(key[done : done + length], cursor, high)
            if rewritten and runs and at - runs[-1][1] <= _LONGEST_REWRITE:
                runs[-1] = (runs[-1][0], at + length)
            else:
                runs.append((at, at + length))
            done, cursor, rewritten = done + length, at + length, False
        if rewritten and runs and missed <= _LONGEST_REWRITE:
            # what was rewritten stands at the end of its block
            border = bisect.bisect_left(self._borders, runs[-1][1])
            stop = self._borders[border] if border < len(self._borders) else len(self._key)
            if stop - runs[-1][1] <= _LONGEST_REWRITE:
                runs[-1] = (runs[-1][0], stop)
        return runs if missed * 4 <= len(key) else []

    def _longest(self, key: str, done: int, low: int, high: int) -> int:
        """The length of the longest opening of the rest of `key` that stands in the stretch."""
        short, long = 0, _SHORTEST_PIECE
        limit = len(key) - done
        while long <= limit and self._search(key[done : done + long], low, high) >= 0:
            short, long = long, long * 2
        long = min(long, limit + 1)
        while long - short > 1:
            middle = (short + long) // 2
            if self._search(key[done : done + middle], low, high) >= 0:
                short = middle
            else:
                long = middle
        return short

    def _search(self, words: str, low: int, high: int) -> int:
        if self._searched > _MOST_SEARCHED:
            return -1
        at = self._key.find(words, low, high)
        self._searched += (at if at >= 0 else high) - low + len(words)
        return at


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges sorted, what overlaps made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _within(words: str, start: int, end: int) -> tuple[int, int]:
    """Where the characters `start:end` of a text's key stand in the text."""
    seen = [at for at, char in enumerate(words) if char != " "]
    return seen[start], seen[min(end, len(seen)) - 1] + 1


class Writer:
    """Writes a text and its anchors.

    Args:
        part: of the original, for the anchors.
    """

    def __init__(self, part: str = "") -> None:
        self._part = part
        self._pieces: list[str] = []
        self._length = 0
        self._runs: list[tuple[int, int, int, int]] = []
        self._last = -1
        self._anew = True

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self._pieces)

    @property
    def anchors(self) -> tuple[CharacterAnchor, ...]:
        """Of what was written."""
        return tuple(CharacterAnchor(*run, self._part) for run in self._runs)

    def words(self, atoms: Sequence[Atom], start: int, end: int) -> None:
        """The characters `start:end` of a page's key follow, with what parts them."""
        first = bisect.bisect_right(atoms, start, key=lambda atom: atom.key + atom.key_length)
        for number in range(first, len(atoms)):
            atom = atoms[number]
            if atom.key >= end:
                break
            if atom.key_length == 0 and not start < atom.key:
                continue
            self._gap(atoms, number)
            self._atom(atom, max(start - atom.key, 0), end - atom.key)
            self._last = number

    def foreign(self, words: str) -> None:
        """A paragraph that has no original follows."""
        if self._length:
            self._put("\n\n")
        self._put(words)
        self._anew = True

    def join(self, other: Writer) -> None:
        """A further text with its own anchors follows as a paragraph."""
        if self._length and other._length:
            self._put("\n\n")
        shift = self._length
        self._runs.extend(
            (start + shift, end + shift, origin, stop) for start, end, origin, stop in other._runs
        )
        self._put(other.text)
        self._anew = True

    def break_paragraph(self) -> None:
        """What follows is a paragraph of its own, whatever the source says."""
        self._anew = True

    def _gap(self, atoms: Sequence[Atom], number: int) -> None:
        """Write what stands between the last atom written and this one."""
        if self._length == 0:
            self._anew = False
            return
        if self._anew or self._last < 0 or number <= self._last:
            if number != self._last:
                self._put("\n\n")
            self._anew = False
            return
        gaps = [atoms[each].gap for each in range(self._last + 1, number + 1)]
        gap = max(gaps)
        if gap == LINE and gaps.count(LINE) > 1:
            gap = PARAGRAPH
        if gap == PARAGRAPH:
            self._put("\n\n")
        elif gap == LINE:
            self._put("\n")
        elif gap == CELL:
            self._put(" | ")
        elif gap == BLANK or len(gaps) > 1:
            blank = atoms[number].blank
            if blank is not None and atoms[number].gap == BLANK:
                self._run(1, *blank)
            self._put(" ")

    def _atom(self, atom: Atom, start: int, end: int) -> None:
        if start > 0 or end < atom.key_length:
            start, end = _within(atom.text, start, end)
            words = atom.text[start:end]
        else:
            start, words = 0, atom.text
        if atom.end - atom.start == len(atom.text):
            self._run(len(words), atom.start + start, atom.start + start + len(words))
        else:
            self._run(len(words), atom.start, atom.end)
        self._put(words)

    def _run(self, length: int, start: int, end: int) -> None:
        """The next `length` characters come from `start:end` of the source."""
        here = self._length
        if self._runs and length == end - start:
            first, last, origin, stop = self._runs[-1]
            if last == here and stop == start and last - first == stop - origin:
                self._runs[-1] = (first, here + length, origin, end)
                return
        self._runs.append((here, here + length, start, end))

    def _put(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
