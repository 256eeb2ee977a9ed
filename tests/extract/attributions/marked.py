"""Gold in the sentence: `<source>Police</source> <cue>said</cue> <content>two died</content>`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.extract.attributions import Attributions
from rashomon.extract.entities import Entities
from rashomon.extract.sentences import Sentences
from rashomon.records import Attribution, Dateline, Entity, Span
from rashomon.stage import AnnotatedDocument
from tests.conftest import document

_TAG = re.compile(r"</?(source|cue|content)>")


@dataclass(frozen=True)
class Wanted:
    """What the marks of one sentence ask for."""

    text: str
    source: str | None
    cue: str | None
    content: tuple[str, ...]


def wanted(marked: str) -> Wanted:
    """The text without its marks, and what stands in them."""
    parts: dict[str, list[str]] = {"source": [], "cue": [], "content": []}
    for name in parts:
        for found in re.finditer(rf"<{name}>(.*?)</{name}>", marked, re.DOTALL):
            parts[name].append(_TAG.sub("", found[1]))
    return Wanted(
        _TAG.sub("", marked),
        parts["source"][0] if parts["source"] else None,
        parts["cue"][0] if parts["cue"] else None,
        tuple(parts["content"]),
    )


def annotated(text: str, dateline: tuple[int, int] | None = None) -> AnnotatedDocument:
    """The text with sentences, entities and attributions."""
    made = document(text)
    if dateline is not None:
        made = document(text, dateline=Dateline(Span(made.id, *dateline)))
    layers: dict[type, tuple[object, ...]] = {}
    for stage in (Sentences(), Entities(), Attributions()):
        layers[stage.writes] = tuple(stage(AnnotatedDocument(made, layers)))
    return AnnotatedDocument(made, layers)


def attributions(text: str) -> tuple[Attribution, ...]:
    """The attributions of a text."""
    return annotated(text).layer(Attribution)


def told(text: str) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """(source, cue, contents) as printed, of all attributions of a text."""
    return [printed(one, text) for one in attributions(text)]


def printed(one: Attribution, text: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """(source, cue, contents) of one attribution as printed."""
    return (
        one.source.text(text) if one.source else None,
        one.cue.text(text) if one.cue else None,
        tuple(span.text(text) for span in one.content),
    )


def the(marked: str) -> Attribution:
    """The attribution that the marks describe; fails with all that was found instead."""
    gold = wanted(marked)
    found = attributions(gold.text)
    for one in found:
        if printed(one, gold.text) == (gold.source, gold.cue, gold.content):
            return one
    raise AssertionError(
        f"wanted {gold.source!r} | {gold.cue!r} | {gold.content}, found "
        + "; ".join(str(printed(one, gold.text)) for one in found)
    )


def entity_name(doc: AnnotatedDocument, one: Attribution) -> str | None:
    """The name of the entity that an attribution's source resolves to."""
    return next((e.name for e in doc.layer(Entity) if e.id == one.entity), None)
