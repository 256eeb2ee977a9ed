"""Circumstances: claims on weapon, target, date and place of an event.

A clause with its triggers enters, findings leave, one for every different value that a bearer
gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import arguments, phrase
from rashomon.extract.events.ontology import family, is_violent, trigger_table
from rashomon.extract.events.setting import own_place, own_time
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.weapons import weapon_kind
from rashomon.records import Aspect, Named, Value, When, Where

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "on", "around"})
_RELATING = _LOCATIVE | {
    ",",
    "just",
    "of",
    "north",
    "south",
    "east",
    "west",
    "province",
    "region",
    "district",
}
_REACH = 12
_BESIDE = 4
_PORTIONS = frozenset(
    {
        "edge",
        "outskirt",
        "side",
        "floor",
        "part",
        "front",
        "border",
        "neighborhood",
        "neighbourhood",
    }
    | {"district", "suburb", "countryside", "region", "province", "direction", "middle", "centre"}
)
_NO_TARGETS = frozenset(
    {"ground", "scene", "area", "number", "site", "place", "time", "way", "air"}
)


def circumstances(
    clause: Clause, found: Sequence[Trigger], carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """Findings on the setting and the means of the events that a sentence tells of."""
    tree = clause.tree
    for trigger in found:
        how = trigger.modality
        if how.hypothetical or how.stage not in {"accomplished", "attempted"}:
            continue
        if not is_violent(trigger.type) or any(
            one.high == 0
            for harm in clause.harm
            if trigger.first <= harm.trigger <= trigger.last
            for one in harm.people
        ):
            continue
        token = tree.tokens[trigger.head]
        event = carriers.event_at(token.start, token.end)
        if event is None:
            continue
        time = own_time(clause, trigger)
        if time is not None and time.value[:1].isdigit():
            span = tree.covering(time.span)
            text = " ".join(time.span.text(tree.text).split())
            yield _finding(
                clause, trigger, "date", When(text, time.interval), (span[0], span[-1]), event
            )
        place = own_place(clause, trigger)
        if place is not None:
            at = tree.covering(place.span)
            yield _finding(
                clause,
                trigger,
                "place",
                Where(place.place.name, place.place),
                _place_words(clause, at[0], at[-1]),
                event,
            )
        if trigger.type == "robbery":
            continue
        args = arguments(tree, trigger, clause.harm)
        suffering = {p.head for harm in clause.harm for p in harm.people}
        for head in args.weapons:
            first, last = phrase(tree, head)
            edges = [
                phrase(tree, agent)[0]
                for agent in args.agents
                if not trigger.nominal and 0 < trigger.first - agent <= _BESIDE
            ]
            yield _finding(
                clause,
                trigger,
                "weapon",
                _named(clause, first, last, head, entities),
                _reaching(clause, min([first, *edges]), last, trigger),
                event,
            )
        for head in args.targets if family(trigger.type) != "harm" else ():
            token = tree.tokens[head]
            if token.tag not in {"NN", "NNS", "NNP", "NNPS"} or weapon_kind(tree, head):
                continue
            if head in suffering or token.lemma.lower() in _NO_TARGETS | set(trigger_table().nouns):
                continue
            if (
                _is_place(clause, head)
                or token.entity.endswith(("PERSON", "GPE", "LOC", "NORP", "DATE", "TIME"))
                or is_person_noun(token.lemma.lower())
            ):
                continue
            first, last = phrase(tree, head)
            yield _finding(
                clause,
                trigger,
                "target",
                _named(clause, first, last, head, entities),
                _reaching(clause, first, last, trigger),
                event,
            )


def _is_place(clause: Clause, head: int) -> bool:
    """Whether a phrase names a settlement or says only where on something it was."""
    token = clause.tree.tokens[head]
    return any(p.span.start <= token.start < p.span.end for p in clause.places) or (
        token.lemma.lower() in _PORTIONS
    )


def _named(clause: Clause, first: int, last: int, head: int, entities: Mentions) -> Named:
    tree = clause.tree
    token = tree.tokens[head]
    return Named(
        " ".join(tree.span(first, last).text(tree.text).split()),
        entities.at(token.start, token.end),
    )


def _place_words(clause: Clause, first: int, last: int) -> tuple[int, int]:
    """The toponym with its preposition, what stands between and what it is placed by.

    “in the village of X”, “in X, just outside of Y”, “in X in the Y region”.
    """
    tree = clause.tree
    low = first
    while (
        low > 0
        and first - low < 8
        and tree.tokens[low - 1].tag in {"IN", "DT", "NN", "JJ", "NNS", "NNP", "POS", "CC", "CD"}
        and not tree.tokens[low - 1].entity.endswith(("PERSON", "DATE", "TIME"))
    ):
        low -= 1
        if tree.lower(low) in _LOCATIVE:
            break
    high = last
    while high + 1 < len(tree) and high - last < 9:
        reach = _beyond(clause, high + 1)
        if reach is None:
            break
        high = reach
    return low, high


def _beyond(clause: Clause, at: int) -> int | None:
    """Last token of a further place beside the one before: ", outside Y" or "in the Y region"."""
    tree = clause.tree
    start = at
    while start < len(tree) and start - at < 4 and tree.lower(start) in _RELATING:
        start += 1
    if start == at:
        return None
    for index in range(start, min(start + 4, len(tree))):
        token = tree.tokens[index]
        inside = [p for p in clause.places if p.span.start <= token.start < p.span.end]
        if inside:
            return tree.covering(inside[0].span)[-1]
        if token.tag not in {"DT", "JJ", "NN", "NNP", "IN"}:
            return None
    return None


def _reaching(clause: Clause, first: int, last: int, trigger: Trigger) -> tuple[int, int]:
    if first > 0 and clause.tree.tokens[first - 1].tag == "DT":
        first -= 1
    low, high = min(first, trigger.first), max(last, trigger.last)
    return (low, high) if high - low <= _REACH else (first, last)


def _finding(
    clause: Clause,
    trigger: Trigger,
    aspect: Aspect,
    value: Value,
    tokens: tuple[int, int],
    event: str,
) -> Finding:
    return Finding(
        clause=clause,
        anchor=trigger.head,
        aspect=aspect,
        value=value,
        tokens=(tokens,),
        polarity=trigger.modality.polarity,
        certainty=trigger.modality.certainty,
        event=event,
    )
