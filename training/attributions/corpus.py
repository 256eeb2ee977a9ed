"""PolNeAR as windows of wordpieces with cue, source and content labels.

What enters is a split folder of the corpus (`text/*.txt`, `attributions/*.ann`); what leaves are
word-level examples and, from them, windows for the encoder. Offsets are code points.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
QUOTES = "\"“”„«»``''"
SHAPES = 8
"""0 padding, 1 lower, 2 Title, 3 UPPER, 4 mIxed, 5 digits, 6 quotation mark, 7 other mark."""


@dataclass(frozen=True)
class Word:
    """A word or mark with its place in the text and the number of its paragraph."""

    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True)
class Link:
    """One attribution: indices of the words of its cue, source and content."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """A document's words and attributions."""

    name: str
    words: tuple[Word, ...]
    links: tuple[Link, ...] = field(default=())


def shape(text: str) -> int:
    """The word's shape, an index below `SHAPES`."""
    if not text[0].isalnum():
        return 6 if text in QUOTES else 7
    if text[0].isdigit():
        return 5
    if text.islower():
        return 1
    if text.isupper() and len(text) > 1:
        return 3
    return 2 if text[0].isupper() and (len(text) == 1 or text[1:].islower()) else 4


def words(text: str) -> tuple[Word, ...]:
    """Words and marks in reading order; a line break starts a paragraph."""
    found, paragraph, last = [], 0, 0
    for match in WORD.finditer(text):
        if "\n" in text[last : match.start()]:
            paragraph += 1
        last = match.end()
        found.append(Word(match.start(), match.end(), match.group(), paragraph))
    return tuple(found)


def read(folder: Path) -> list[Example]:
    """Every document of a split, the first annotator's where there are several."""
    examples = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        notes = sorted((folder / "attributions").glob(path.stem + "*.ann"))
        if notes:
            found = words(text)
            links = tuple(_links(notes[0].read_text(encoding="utf-8"), found))
            examples.append(Example(path.stem, found, links))
    return examples


def _links(notes: str, found: tuple[Word, ...]) -> Iterator[Link]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for line in notes.split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) >= 2:
            _, _, places = fields[1].partition(" ")
            spans[fields[0]] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
    for line in notes.split("\n"):
        if not line.startswith("E"):
            continue
        parts: dict[str, list[tuple[int, int]]] = {}
        for item in line.split("\t")[1].split():
            role, _, key = item.partition(":")
            parts.setdefault(role.rstrip("0123456789"), []).extend(spans.get(key, []))
        if any(role in parts for role in ("Discuss", "Discard")):
            continue
        link = Link(*(_cover(parts.get(r, []), found) for r in ("Cue", "Source", "Content")))
        if link.cue and link.content:
            yield link


def _cover(places: list[tuple[int, int]], found: tuple[Word, ...]) -> tuple[int, ...]:
    return tuple(
        i for i, w in enumerate(found) if any(w.start < b and a < w.end for a, b in places)
    )


def vary(example: Example, dice: random.Random) -> list[tuple[str, int]]:
    """(text, shape) of each word after random upper-casing and quote-mark variation."""
    upper = dice.random() < 0.15
    quotes = dice.random()
    varied = []
    for word in example.words:
        text, form = word.text, shape(word.text)
        if upper and form in (1, 2, 4):
            form = 3
        if form == 6 and quotes < 0.35:
            text = '"' if quotes < 0.25 else ("'" if quotes < 0.3 else ".")
        varied.append((text, form))
    return varied


def windows(
    example: Example, lengths: list[int], budget: int, step: int, first: int = 0
) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words whose wordpieces fit into `budget`, overlapping.

    Args:
        example: the document.
        lengths: wordpieces of each word.
        budget: wordpieces a window may hold.
        step: wordpieces from one window's start to the next; `budget` for no overlap.
        first: word at which the first window starts.
    """
    start, size = first, len(example.words)
    while start < size:
        stop, used = start, 0
        while stop < size and used + lengths[stop] <= budget:
            used += lengths[stop]
            stop += 1
        stop = max(stop, start + 1)
        yield start, stop
        if stop >= size:
            return
        ahead = 0
        while start < stop and ahead + lengths[start] <= step:
            ahead += lengths[start]
            start += 1
