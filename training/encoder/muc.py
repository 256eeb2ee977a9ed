"""MUC-4 messages as examples: the strings of the keys, found in their messages.

What enters is the corpus folder; what leaves are `Example`s with a layer for each part that
somebody or something plays in an incident, and for what other slots say of the same strings. The
keys name strings, not places in the text, so every place where a message holds an acceptable string
of one of its fills is tagged. Upper-case messages carry the shapes of their natural case as a
second set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpora import Example, Runs, _cover, _shapes, words
from layers import DETAILS, KINDS, PARTS, ROLES, SCENE

from rashomon.evaluate.muc4.corpus import read_split
from rashomon.evaluate.muc4.reading import Template
from rashomon.extract.casing import natural_case

REPEATED = "DEV-MUC3-1133"
"""A message of the training split that repeats one of the test split's."""


def muc(folder: Path, split: str) -> list[Example]:
    """The messages of a split; those without an incident have no spans, and that is known.

    Args:
        folder: holds `corpora`.
        split: `train` or `dev`.
    """
    corpus = read_split(folder, split)
    keys: dict[str, list[Template]] = {}
    for key in corpus.keys:
        keys.setdefault(key.message, []).append(key)
    return [
        _example(document.name, document.text, keys.get(document.name, []))
        for document in corpus.documents
        if document.name != REPEATED
    ]


def held_out(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Examples to train the encoder on, and every fifth for what is fitted on its scores."""
    return [e for i, e in enumerate(examples) if i % 5], examples[::5]


def _example(name: str, text: str, keys: Iterable[Template]) -> Example:
    found = words(text)
    spans: dict[str, Runs] = {}
    for layer, values in _strings(list(keys)).items():
        runs = []
        for place in _places(text, values):
            cover = _cover([place], found)
            if cover:
                runs.append((cover[0], cover[-1] + 1))
        spans[layer] = tuple(runs)
    natural = natural_case(text)
    recased = tuple(
        type(word)(word.start, word.end, natural[word.start : word.end]) for word in found
    )
    return Example(
        name, found, _shapes(found), spans, frozenset(PARTS), other_shapes=_shapes(recased)
    )


def _strings(templates: list[Template]) -> dict[str, set[str]]:
    """The acceptable strings of each layer of `PARTS`."""
    found: dict[str, set[str]] = {layer: set() for layer in PARTS}
    for template in templates:
        filled = {
            slot: {o.value for filler in template.fillers(slot) for o in filler.options}
            for slots in ROLES.values()
            for slot in slots
        }
        for layer, slots in ROLES.items():
            found[layer].update(*(filled[slot] for slot in slots))
        types = {o.value for filler in template.fillers(4) for o in filler.options}
        for layer, kind in KINDS.items():
            if kind in types:
                found[layer].update(*filled.values())
        for layer, (slot, value) in DETAILS.items():
            for filler in template.fillers(slot):
                found[layer].update(t for o in filler.options if o.value == value for t in o.tags)
        for filler in template.fillers(3):
            for option in filler.options:
                parts = option.value.split(":")[1:]
                found[SCENE].update(part.split("(")[0].strip() for part in parts)
    return found


def _places(text: str, values: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the text holds one of the strings as whole words, the longest where they overlap."""
    parts = [
        r"\s+".join(re.escape(part) for part in value.replace('\\"', '"').split())
        for value in sorted(values, key=lambda value: (-len(value), value))
        if any(char.isalnum() for char in value)
    ]
    if parts:
        pattern = rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.span()
