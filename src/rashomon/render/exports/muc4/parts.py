"""Participants sorted into the template's parts: individual, organisation, thing, person.

What enters is a role of an event; what leaves is the part that it plays in a template, or None for
words that fill no slot (pronouns that refer to nobody, bare numbers, abstractions). The event layer
says who did what to whom; this module says what sort of fill that makes.

Source: MUC-4 task documentation, template-doc-part2.v7, slots 9, 10, 12, 18 and 19.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.extract.party_words import party_words
from rashomon.extract.role_groups import is_person_noun
from rashomon.records import Entity, Event, RoleName, Span
from rashomon.render.exports.muc4.categories import known
from rashomon.stage import AnnotatedDocument

_PRONOUN = re.compile(
    r"^(?:i|we|you|he|she|it|they|them|him|us|me|his|her|hers|its|their|our|my|your|who|which|that|"
    r"this|these|those|himself|themselves|itself|one|ones|others?|another|some|many|several|all|"
    r"both|each|nobody|none|no one|everyone|everybody|someone|anyone|any|more|most|few)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:at least|about|more than|over|some|nearly|approximately|only|the|another|other|of|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[\d.,]+)|others?|total|a|"
    r"hundreds?|dozens?|thousands?)(?:[\s-]+|$)",
    re.IGNORECASE,
)
_HEAD_END = re.compile(
    r"\s*(?:,|\b(?:of|in|at|from|for|on|near|belonging|who|which|that|to|with|by|while|and)\b)",
    re.IGNORECASE,
)
_PARTITIVE = re.compile(
    r"^(?:\w+\s+)*?(?:group|band|members?|number|hundreds|dozens|scores|thousands|total|series|"
    r"unit|squad|column)s?\s+of\s+",
    re.IGNORECASE,
)
_BODY_KINDS = frozenset({"armed_group", "state_forces", "government"})


@dataclass(frozen=True)
class Participant:
    """Somebody or something with a part in a draft.

    Args:
        role: the part; `victim` a person, `target` a thing.
        span: the words.
        entity: the document's entity, where it is one.
        events: the events in which it has this part.
    """

    role: RoleName
    span: Span
    entity: Entity | None
    events: tuple[Event, ...]

    def same(self, other: Participant) -> bool:
        """Whether the two are one thing as far as entities and words tell."""
        if self.entity is not None and other.entity is not None:
            return self.entity.id == other.entity.id
        return self.span.overlaps(other.span)


def head_noun(words: str) -> str:
    """The noun that a phrase is about, lower case; behind a partitive the noun there.

    >>> head_noun("two members of the Harbour Watch")
    'watch'
    >>> head_noun("the ferry to Vale")
    'ferry'
    """
    flat = " ".join(words.split())
    stripped = _PARTITIVE.sub("", flat)
    before = _HEAD_END.split(stripped, maxsplit=1)[0].strip() or stripped
    tokens = re.findall(r"[^\W\d_][\w'’-]*", before)
    return tokens[-1].lower() if tokens else ""


def named(entity: Entity | None) -> bool:
    """Whether the text gives the entity a name."""
    return entity is not None and any(m.kind == "name" for m in entity.mentions)


def part(
    doc: AnnotatedDocument, role: RoleName, span: Span, entity: Entity | None, event: Event
) -> Participant | None:
    """The participant that a role makes, None where it fills no slot."""
    words = " ".join(doc.words(span).split())
    if _PRONOUN.match(words.strip(" .,")) or not _without_count(words):
        best = _better(entity)
        if best is None:
            return None
        span, words = best, " ".join(doc.words(best).split())
    found = _part_role(role, words, entity)
    return Participant(found, span, entity, (event,)) if found else None


def _without_count(words: str) -> str:
    """The words without leading counts; empty for a bare number."""
    while words:
        found = _COUNT.match(words)
        if not found:
            return words
        words = words[found.end() :].strip()
    return ""


def _better(entity: Entity | None) -> Span | None:
    """A mention that says more than a pronoun: the first description, else the first name."""
    if entity is None:
        return None
    for kind in ("description", "name"):
        for mention in entity.mentions:
            if mention.kind == kind:
                return mention.span
    return None


def _part_role(role: RoleName, words: str, entity: Entity | None) -> RoleName | None:
    kind = entity.kind if entity is not None else None
    head = head_noun(words)
    noun = party_words().noun_class(head) if head else None
    person = kind == "person" or is_person_noun(head) or is_person_noun(head.removesuffix("s"))
    person = person or (noun == "person" and kind not in {"facility", "vehicle", "organization"})
    if role in {"perpetrator_individual", "perpetrator_organization"}:
        if kind in {"place", "weapon", "vehicle", "facility"} or noun in {"weapon", "vehicle"}:
            return None
        if person or not named(entity):
            body = entity is not None and entity.party_kind in {"state_forces", "government"}
            return "perpetrator_organization" if body and not person else "perpetrator_individual"
        return "perpetrator_organization" if kind in {"organization", "group", "other"} else role
    if role == "victim":
        return None if kind in {"facility", "place", "weapon", "work"} else "victim"
    if role == "target":
        if kind == "weapon" or noun == "weapon":
            return None
        if kind in {"facility", "vehicle"} or noun in {"facility", "vehicle"}:
            return "target"
        if person or (kind == "group" and entity and entity.party_kind == "civilian"):
            return "victim"
        if entity is not None and entity.party_kind in {"state_forces", "armed_group"}:
            return "victim"
        return "target" if known(head, "physical") else None
    return role
