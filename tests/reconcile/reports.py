"""Annotated reports for tests: one sentence in which somebody gives a toll."""

from __future__ import annotations

from typing import Any

from rashomon.records import (
    Attribution,
    Certainty,
    Claim,
    Document,
    Entity,
    EntityKind,
    Event,
    Figure,
    Mention,
    Span,
)
from rashomon.stage import AnnotatedDocument
from tests.reconcile.claims import day


def toll_report(
    name: str,
    speaker: str,
    number: int,
    published: int,
    kind: EntityKind = "organization",
    certainty: Certainty = "asserted",
    named: bool = True,
) -> AnnotatedDocument:
    """A report whose speaker gives one toll; without `named` nobody is its source."""
    text = f"{speaker} said {number} people died when a bomb hit Molker."

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(name, at, at + len(words))

    source, content = span(speaker), span(f"{number} people died")
    said = Attribution(
        id=f"att-{name}",
        document=name,
        source=source if named else None,
        entity=f"ent-{name}" if named else None,
        cue=span("said"),
        content=(content,),
        certainty=certainty,
    )
    claim = Claim(
        id=f"clm-{name}",
        document=name,
        attribution=said.id,
        event=f"evt-{name}",
        aspect="killed",
        value=Figure(number, number),
        certainty=certainty,
        evidence=(content,),
    )
    layers: dict[type, tuple[Any, ...]] = {
        Attribution: (said,),
        Claim: (claim,),
        Entity: (Entity(f"ent-{name}", name, kind, speaker, (Mention(source, "name"),)),),
        Event: (Event(id=f"evt-{name}", document=name, type="bombing", trigger=span("bomb")),),
    }
    document = Document(
        id=name,
        name=name,
        text=text,
        text_sha256="",
        raw_sha256="",
        publisher=f"{name} daily",
        published=day(published),
    )
    return AnnotatedDocument(document, layers)
