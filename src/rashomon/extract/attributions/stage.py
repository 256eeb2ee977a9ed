"""The stage that finds who says what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from rashomon.extract.attributions import modality
from rashomon.extract.attributions.accusations import with_accusations
from rashomon.extract.attributions.assembly import Assembly
from rashomon.extract.attributions.drafts import Draft, coverage, within
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.ranking import rankers
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.selection import Selection
from rashomon.extract.attributions.signals import Signals
from rashomon.extract.attributions.speakers import Speakers
from rashomon.extract.attributions.speech import with_speech
from rashomon.extract.attributions.unknowns import stated_unknowns
from rashomon.extract.attributions.weights import models
from rashomon.extract.paragraphs import paragraphs
from rashomon.neural import encoder
from rashomon.records import Attribution, Entity, Sentence, Span, digest_id
from rashomon.stage import AnnotatedDocument


class Attributions:
    """Every reported saying has a record: source, cue, content, and what it stands within."""

    name: ClassVar[str] = "attributions"
    version: ClassVar[str] = "2"
    reads: ClassVar[tuple[type, ...]] = (Sentence, Entity)
    writes: ClassVar[type] = Attribution

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Attribution]:
        """The document's attributions in reading order."""
        text = doc.document.text
        reading = Reading(text, doc.layer(Sentence), paragraphs(text))
        dateline = doc.document.dateline
        forbidden: range = range(0)
        if dateline is not None:
            forbidden = reading.places(dateline.span.start, dateline.span.end)
        unknown = stated_unknowns(reading)
        signals = Signals(reading, encoder()(text))
        assembly = Assembly(reading, signals, models(), rankers(), forbidden)
        drafts = Selection(assembly, signals, models(), forbidden).drafts(unknown)
        drafts = with_speech(reading, models(), drafts, forbidden)
        drafts = with_accusations(reading, drafts, forbidden)
        parents = _parents(reading, drafts)
        drafts = _without_deniers(reading, drafts, parents)
        speakers = Speakers(reading, doc.layer(Entity)).resolved(drafts)
        ids = [_identity(doc, reading, draft) for draft in drafts]
        for number, draft in enumerate(drafts):
            parent = parents[number]
            source, cue, content = _spans(doc, reading, draft)
            yield Attribution(
                id=ids[number],
                document=doc.document.id,
                source=source,
                entity=speakers[number],
                cue=cue,
                content=content,
                mode=modality.mode(reading, draft),
                polarity=modality.polarity(reading, draft),
                certainty=modality.certainty(reading, draft),
                act="statement" if draft.stated else modality.act(reading, draft),
                within=None if parent is None else ids[parent],
            )


def _spans(
    doc: AnnotatedDocument, reading: Reading, draft: Draft
) -> tuple[Span | None, Span | None, tuple[Span, ...]]:
    def span(first: int, last: int) -> Span:
        return doc.span(reading.starts[first], reading.ends[last])

    cue = None
    if draft.cue is not None:
        base = reading.bases[draft.cue.sentence]
        cue = span(base + draft.cue.first, base + draft.cue.last)
    source = span(*draft.source) if draft.source else None
    return source, cue, tuple(span(*run) for run in draft.content)


def _identity(doc: AnnotatedDocument, reading: Reading, draft: Draft) -> str:
    source, cue, content = _spans(doc, reading, draft)
    offsets = [(span.start, span.end) for span in (source, cue, *content) if span is not None]
    return digest_id("att", doc.document.id, offsets)


def _without_deniers(
    reading: Reading, drafts: list[Draft], parents: list[int | None]
) -> list[Draft]:
    """Drafts in which nobody says what he is quoted as denying: "claims were rejected by him"."""
    words = lexicon()
    found = []
    for draft, parent in zip(drafts, parents, strict=True):
        outer = drafts[parent] if parent is not None else None
        if outer is not None and outer.cue is not None and draft.source == outer.source:
            head = reading.trees[outer.cue.sentence].tokens[outer.cue.head]
            if words.verb_class(head.lemma.lower()) == "deny":
                draft = replace(draft, source=None, source_head=None)
        found.append(draft)
    return found


def _parents(reading: Reading, drafts: list[Draft]) -> list[int | None]:
    """For each draft the innermost other whose content holds its cue and content."""
    sizes = [sum(last - first + 1 for first, last in draft.content) for draft in drafts]
    held = coverage(drafts)
    parents: list[int | None] = []
    for number, draft in enumerate(drafts):
        parts = list(draft.content)
        if draft.cue is not None:
            base = reading.bases[draft.cue.sentence]
            parts.append((base + draft.cue.first, base + draft.cue.last))
        holders = [
            other
            for other in held.get(parts[-1][0], ())
            if other != number and within(drafts[other].content, tuple(parts))
        ]
        parents.append(min(holders, key=lambda other: (sizes[other], other), default=None))
    return parents
