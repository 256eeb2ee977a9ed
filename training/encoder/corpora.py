"""The training corpora as examples: words, spans of tag layers, and links of attributions.

What enters are the folders of the corpora as they are distributed; what leaves are `Example`s. No
text is written anywhere. What a corpus does not annotate is unknown, never "absent".
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from layers import ACTS, ATTRIBUTION, CERTAINTIES, NAMES, POLARITIES

from rashomon.evaluate import geoparse
from rashomon.gazetteer import Gazetteer
from rashomon.neural.words import shape
from rashomon.neural.words import words as served_words

Runs = tuple[tuple[int, int], ...]
"""Half-open ranges of word numbers."""


@dataclass(frozen=True)
class Word:
    """A word or mark with its place in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Link:
    """One attribution: numbers of the words of its cue, source and content, and its manner."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    manner: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Example:
    """A document with what its corpus annotates.

    Args:
        name: corpus and document.
        words: in reading order.
        shapes: of each word as printed.
        other_shapes: of each word in another casing of the same text, or None.
        spans: word ranges by layer.
        known: the layers that the corpus annotates.
        masked: word ranges by layer about which nothing is known.
        links: attributions; None where the corpus has no attributions.
    """

    name: str
    words: tuple[Word, ...]
    shapes: tuple[int, ...]
    spans: dict[str, Runs]
    known: frozenset[str]
    other_shapes: tuple[int, ...] | None = None
    masked: dict[str, Runs] = field(default_factory=dict)
    links: tuple[Link, ...] | None = None


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, cut as the package cuts them when it serves the model."""
    found = served_words(text)
    return tuple(map(Word, found.starts, found.ends, found.texts))


def _shapes(found: Iterable[Word]) -> tuple[int, ...]:
    return tuple(shape(word.text) for word in found)


def _cover(places: Iterable[tuple[int, int]], found: tuple[Word, ...]) -> tuple[int, ...]:
    wanted = list(places)
    return tuple(
        i for i, w in enumerate(found) if any(w.start < b and a < w.end for a, b in wanted)
    )


def runs(numbers: Iterable[int]) -> Runs:
    """Word numbers as maximal half-open ranges.

    >>> runs([1, 2, 5])
    ((1, 3), (5, 6))
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number:
            found[-1][1] += 1
        else:
            found.append([number, number + 1])
    return tuple((a, b) for a, b in found)


# -- attributions ----------------------------------------------------------------------------------


def polnear(
    folder: Path, manners: Path | None = None, names: Mapping[str, dict[str, Runs]] | None = None
) -> list[Example]:
    """A split of PolNeAR, the first annotator's where there are several.

    Args:
        folder: holds `text` and `attributions`.
        manners: of cues, as `manners.py` writes them; they are the package's own rules'.
        names: named spans of each document by layer, as `silver.py` writes them.
    """
    table = json.loads(manners.read_text()) if manners else {}
    examples = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        notes = sorted((folder / "attributions").glob(path.stem + "*.ann"))
        if not notes:
            continue
        found = words(text)
        links = tuple(_links(notes[0].read_text(encoding="utf-8"), found, table.get(path.stem, ())))
        spans = {
            layer: tuple(run for link in links for run in runs(getattr(link, layer)))
            for layer in ATTRIBUTION
        }
        known = frozenset(ATTRIBUTION)
        if names and path.stem in names:
            spans |= names[path.stem]
            known |= set(NAMES.values())
        examples.append(Example(path.stem, found, _shapes(found), spans, known, links=links))
    return examples


def silver(path: Path | None) -> tuple[list[Example], dict[str, dict[str, Runs]]]:
    """Reports labelled by machine, and the named spans of documents that people annotated.

    Args:
        path: what `silver.py links` wrote, or None.
    """
    examples: list[Example] = []
    names: dict[str, dict[str, Runs]] = {}
    for name, text, named, *rest in json.loads(path.read_text()) if path else ():
        spans = {layer: tuple((a, b) for a, b in found) for layer, found in named.items()}
        if not rest:
            names[name] = spans
            continue
        found = words(text)
        links = tuple(Link(*(tuple(part) for part in link)) for link in rest[0])
        for layer in ATTRIBUTION:
            spans[layer] = tuple(run for link in links for run in runs(getattr(link, layer)))
        known = frozenset((*ATTRIBUTION, *NAMES.values()))
        examples.append(Example(name, found, _shapes(found), spans, known, links=links))
    return examples, names


def _links(notes: str, found: tuple[Word, ...], silver: Iterable[list]) -> Iterator[Link]:
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
        cue, source, content = (
            _cover(parts.get(r, []), found) for r in ("Cue", "Source", "Content")
        )
        if cue and content:
            manner = _manner(parts["Cue"], silver)
            yield Link(cue, source, content, manner)


def _manner(places: list[tuple[int, int]], silver: Iterable[list]) -> tuple[int, int, int] | None:
    for start, end, polarity, certainty, act, *_ in silver:
        if any(start < b and a < end for a, b in places):
            return POLARITIES.index(polarity), CERTAINTIES.index(certainty), ACTS.index(act)
    return None


# -- mentions --------------------------------------------------------------------------------------

_RE3D = {
    "Person": "person",
    "Organisation": "organization",
    "Location": "place",
    "Weapon": "weapon",
    "MilitaryPlatform": "vehicle",
    "Vehicle": "vehicle",
}


def re3d(folder: Path) -> list[Example]:
    """Defence reports with entities; people, organisations and places count where named."""
    examples = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        documents = [json.loads(line) for line in _lines(place / "documents.json")]
        entities = [json.loads(line) for line in _lines(place / "entities.json")]
        for document in documents:
            text = document["text"]
            found = words(text)
            spans: dict[str, list[tuple[int, int]]] = {}
            masked: dict[str, list[tuple[int, int]]] = {}
            for entity in entities:
                layer = _RE3D.get(entity["type"])
                if entity["documentId"] != document["_id"] or layer is None:
                    continue
                cover = runs(_cover([(entity["begin"], entity["end"])], found))
                named = layer in ("weapon", "vehicle") or any(
                    c.isupper() for c in entity["value"].rpartition(" ")[2]
                )
                (spans if named else masked).setdefault(layer, []).extend(cover)
            examples.append(
                Example(
                    f"re3d-{document['_id']}",
                    found,
                    _shapes(found),
                    {k: tuple(v) for k, v in spans.items()},
                    frozenset(_RE3D.values()),
                    masked={k: tuple(v) for k, v in masked.items()},
                )
            )
    return examples


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


_GUM_TYPES = ("person", "organization", "place")
_OPEN = re.compile(r"\((\d+)-([a-z]+)|(\d+)\)|\)")


def gum(folder: Path, split: str) -> list[Example]:
    """GUM's named people, organisations and places (a mention whose head is a proper noun).

    Args:
        folder: holds `dep` and `splits.md`.
        split: `train` or `dev`. Genres whose text is withheld are left out.
    """
    listing = (folder / "splits.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {split}\n(.*?)(?=^## |\Z)", listing, re.S | re.M)
    names = re.findall(r"\* (\S+)", section[1]) if section else []
    examples = []
    for name in names:
        path = folder / "dep" / f"{name}.conllu"
        if path.exists() and "_reddit_" not in name:
            examples.append(_conllu(name, path.read_text(encoding="utf-8")))
    return examples


def _conllu(name: str, raw: str) -> Example:
    text, tokens = "", []
    for block in raw.split("\n\n"):
        if "# newpar" in block and text:
            text += "\n"
        base = len(tokens)
        for line in block.splitlines():
            fields = line.split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                head = base + int(fields[6]) - 1 if fields[6] != "0" else -1
                tokens.append((len(text), len(text) + len(fields[1]), fields[3], head, fields[9]))
                text += fields[1] + ("" if "SpaceAfter=No" in fields[9] else " ")
        if text and not text.endswith((" ", "\n")):
            text += " "
    found = words(text)
    spans: dict[str, list[tuple[int, int]]] = {}
    opened: list[tuple[str, str, int]] = []
    for number, token in enumerate(tokens):
        entity = re.search(r"Entity=([^|]*)", token[4])
        for part in re.findall(r"\((?:[^()]*)\)?|[\w:\[\]/]*\)", entity[1]) if entity else ():
            if part.startswith("("):
                key, _, rest = part[1:].partition("-")
                kind = rest.split("-")[0]
                opened.append((key, kind, number))
            if part.endswith(")"):
                key = part[:-1] if not part.startswith("(") else part[1:].partition("-")[0]
                at = next((i for i in reversed(range(len(opened))) if opened[i][0] == key), None)
                if at is None:
                    continue
                _, kind, first = opened.pop(at)
                if kind in _GUM_TYPES and number - first < 8:
                    heads = [t for t in tokens[first : number + 1] if not first <= t[3] <= number]
                    if heads and heads[0][2] == "PROPN":
                        cover = runs(_cover([(tokens[first][0], token[1])], found))
                        spans.setdefault(kind, []).extend(cover)
    return Example(
        name,
        found,
        _shapes(found),
        {k: tuple(sorted(v)) for k, v in spans.items()},
        frozenset(_GUM_TYPES),
    )


# -- toponyms --------------------------------------------------------------------------------------


def toponyms(folder: Path, odd: bool) -> list[Example]:
    """Every second document of the geoparsing corpora, as the `geoparse` suite counts them.

    Args:
        folder: holds `lgl.xml`, `GeoVirus.xml` and `GeoWebNews`.
        odd: take the suite's split `odd`, else `even`.
    """
    gazetteer = Gazetteer()
    examples = []
    for path in sorted(folder.glob("*.xml"), key=lambda p: p.name.lower()):
        for document, gold in _half(geoparse._xml(path), odd):
            examples.append(_toponym_example(path.stem, document, {"toponym": gold}))
    web = folder / "GeoWebNews"
    every = geoparse._brat(web, gazetteer, geoparse._LITERAL + geoparse._ASSOCIATIVE)
    literal = geoparse._brat(web, gazetteer, geoparse._LITERAL)
    for (document, gold), (_, read) in zip(_half(every, odd), _half(literal, odd), strict=True):
        examples.append(_toponym_example("gwn", document, {"toponym": gold, "literal": read}))
    return examples


def _half(pairs: Iterable, odd: bool) -> Iterator:
    return itertools.islice(pairs, int(odd), None, 2)


def _toponym_example(corpus: str, document, gold: dict) -> Example:
    found = words(document.text)
    spans = {
        layer: tuple(run for one in ones for run in runs(_cover([(one.start, one.end)], found)))
        for layer, ones in gold.items()
    }
    return Example(f"{corpus}-{document.name}", found, _shapes(found), spans, frozenset(gold))
