"""Drafts of templates: the events of one document, united where they tell one MUC-4 incident.

What enters are the events, entities and sentences of a document; what leaves are drafts that hold
the events' participants by the part they play. It decides neither relevance nor any fill.

Source: MUC-4 task documentation, template-doc-part1.v7, section 5: instances are separate where
location, date, category or perpetrator differ, and belong to one template where the text makes no
such distinction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rashomon.extract.events.ontology import family, joinable
from rashomon.records import Entity, Event, RoleName, Sentence
from rashomon.render.exports.muc4.kinds import muc4_type
from rashomon.render.exports.muc4.parts import Participant, part
from rashomon.stage import AnnotatedDocument

_SPECIFIC = ("KIDNAPPING", "HIJACKING", "ROBBERY", "FORCED WORK STOPPAGE", "ARSON", "BOMBING")
"""Types that win over ATTACK, which is for what fits no other (7.5, note 1)."""

_SUFFERED: tuple[RoleName, ...] = ("victim", "target")


@dataclass
class Draft:
    """One incident to be.

    Args:
        kind: MUC-4 incident type.
        events: in reading order.
        participants: each once per part.
        sentences: numbers of the sentences that hold the triggers.
    """

    kind: str
    events: list[Event]
    participants: list[Participant]
    sentences: list[int] = field(default_factory=list)

    def having(self, *roles: RoleName) -> list[Participant]:
        """The participants with one of these parts, in reading order."""
        return [one for one in self.participants if one.role in roles]

    def absorb(self, other: Draft) -> None:
        """Add everything of another draft."""
        self.kind = more_specific(self.kind, other.kind)
        self.events.extend(other.events)
        self.sentences.extend(other.sentences)
        for one in other.participants:
            self.add(one)

    def add(self, one: Participant) -> None:
        """Add a participant, or its events to the participant that it is."""
        for at, known in enumerate(self.participants):
            if known.role == one.role and known.same(one):
                events = dict.fromkeys((*known.events, *one.events))
                self.participants[at] = replace(known, events=tuple(events))
                return
        self.participants.append(one)


def more_specific(left: str, right: str) -> str:
    """The type of an incident that is called by both names."""
    for kind in _SPECIFIC:
        if kind in {left, right}:
            return kind
    return left


def drafts(doc: AnnotatedDocument) -> list[Draft]:
    """The drafts of a document, in the order of their first events."""
    entities = {entity.id: entity for entity in doc.layers.get(Entity, ())}
    sentences: tuple[Sentence, ...] = doc.layers.get(Sentence, ())
    starts = [sentence.span.start for sentence in sentences]
    found: list[Draft] = []
    events = sorted(doc.layers.get(Event, ()), key=lambda event: (event.trigger, event.id))
    for event in events:
        kind = muc4_type(event.type)
        if kind is None or event.polarity == "denied":
            continue
        made = Draft(
            kind,
            [event],
            [],
            [_number(starts, span.start) for span in (event.trigger, *event.mentions)],
        )
        for role in event.roles:
            one = part(doc, role.role, role.span, entities.get(role.entity or ""), event)
            if one is not None:
                made.add(one)
        best, best_score = None, 0.0
        for draft in found:
            reached = _affinity(draft, made, sentences)
            if reached > best_score:
                best, best_score = draft, reached
        if best is None:
            found.append(made)
        else:
            best.absorb(made)
    return found


def _number(starts: list[int], position: int) -> int:
    """Number of the sentence that holds a position."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= position:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _affinity(draft: Draft, other: Draft, sentences: tuple[Sentence, ...]) -> float:
    """How much speaks for one incident; 0 or less keeps the two apart."""
    left, right = draft.events[-1], other.events[0]
    if not any(joinable(event.type, right.type) for event in draft.events):
        return 0.0
    if (left.stage == "threatened") != (right.stage == "threatened"):
        return 0.0
    if _disagree(draft, right):
        return 0.0
    shared = _shared(draft, other, _SUFFERED)
    if "KIDNAPPING" in {draft.kind, other.kind} and draft.kind != other.kind:
        return 3.0 if shared and family(right.type) == "release" else 0.0
    distance = min(abs(a - b) for a in draft.sentences for b in other.sentences)
    score = 3.0 * shared
    if not shared and _rival(draft, other):
        return 0.0
    if distance == 0:
        score += 2.0
    elif distance == 1:
        score += 1.5
    elif distance <= 3:
        score += 0.75
    score += 1.0 * _shared(draft, other, ("perpetrator_individual", "perpetrator_organization"))
    if _places(draft) & _places(other):
        score += 0.5
    return score - 2.6


def _shared(draft: Draft, other: Draft, roles: tuple[RoleName, ...]) -> bool:
    return any(a.same(b) for a in draft.having(*roles) for b in other.having(*roles))


def _rival(draft: Draft, other: Draft) -> bool:
    """Whether both have named people or bodies that suffered, and not the same ones."""

    def named(one: Draft) -> set[str]:
        return {
            p.entity.id
            for p in one.having(*_SUFFERED)
            if p.entity is not None and any(m.kind == "name" for m in p.entity.mentions)
        }

    left, right = named(draft), named(other)
    return bool(left) and bool(right) and not left & right


def _places(draft: Draft) -> set[str]:
    return {
        event.place.gazetteer_id or event.place.name
        for event in draft.events
        if event.place is not None and event.place.precision not in {"country", "region"}
    }


def _disagree(draft: Draft, event: Event) -> bool:
    """Whether day or town differ from what the draft's events state."""
    for known in draft.events:
        if (
            known.interval is not None
            and event.interval is not None
            and known.time is not None
            and event.time is not None
            and not known.interval.overlaps(event.interval)
        ):
            return True
        if (
            known.place is not None
            and event.place is not None
            and known.place_span is not None
            and event.place_span is not None
            and {known.place.precision, event.place.precision} <= {"exact"}
            and known.place.name.upper() != event.place.name.upper()
        ):
            return True
    return False
