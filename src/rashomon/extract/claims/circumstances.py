"""Circumstances: claims on weapon, target, date and place of an event.

A clause with its triggers enters, findings leave, one for every different value that a bearer
gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import arguments, phrase
from rashomon.extract.events.ontology import family, is_violent, trigger_table
from rashomon.extract.events.setting import own_place, own_time
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.extract.weapons import weapon_kind
from rashomon.records import Aspect, Named, PlaceMention, TimeExpression, Value, When, Where

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
_INSIDE_PHRASE = frozenset(
    {"pobj", "prep", "compound", "nmod", "amod", "appos", "conj", "poss", "npadvmod", "det"}
)
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
_SITES = frozenset(
    {"street", "avenue", "road", "square", "junction", "roundabout", "crossing", "intersection"}
    | {"area", "district", "neighborhood", "neighbourhood", "suburb", "outskirt", "quarter"}
    | {"village", "town", "city", "camp", "countryside", "station", "highway", "checkpoint"}
    | {"bridge", "valley", "province", "region", "market", "port", "border"}
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
        if time is not None and time.value[:1].isdigit() and not _is_bound(time):
            text = " ".join(time.span.text(tree.text).split())
            words = _date_words(tree, tree.covering(time.span))
            yield _finding(clause, trigger, "date", When(text, time.interval), words, event)
        place = own_place(clause, trigger)
        if place is not None:
            place = _settlement(clause, place)
            at = tree.covering(place.span)
            yield _finding(
                clause,
                trigger,
                "place",
                Where(place.place.name, place.place),
                _place_words(clause, at[0], at[-1]),
                event,
            )
        else:
            yield from _sites(clause, trigger, event)
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


def _sites(clause: Clause, trigger: Trigger, event: str) -> Iterator[Finding]:
    """Where an event was, told by a street, a square or an area that no gazetteer need know."""
    tree = clause.tree
    heads = [
        (prep, o)
        for at in {trigger.head, trigger.last}
        for prep in tree.children(at, "prep")
        if tree.lower(prep) in _LOCATIVE
        for o in tree.children(prep, "pobj")
    ]
    if not trigger.nominal:
        heads += [(phrase(tree, o)[0], o) for o in tree.children(trigger.head, "dobj")]
    for first, head in sorted(heads):
        token = tree.tokens[head]
        if token.lemma.lower() not in _SITES or (token.tag == "NNS" and token.dep == "pobj"):
            continue
        inside = [i for i in tree.subtree(head) if i >= first]
        last = head
        for index in inside:
            if index > last + 1 or tree.tokens[index].dep in {"relcl", "acl", "advcl", "punct"}:
                if index > head:
                    break
                continue
            last = max(last, index)
        if last - first > _REACH or not any(
            tree.tokens[i].tag in {"NNP", "NNPS"} or tree.tokens[i].dep in {"compound", "prep"}
            for i in range(first + 1, last + 1)
        ):
            continue
        if tree.tokens[head].dep == "dobj" and first > 0 and tree.tokens[first - 1].tag == "DT":
            first -= 1
        text = " ".join(tree.span(phrase(tree, head)[0], last).text(tree.text).split())
        yield _finding(clause, trigger, "place", Where(text), (first, last), event)
        return


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


def _is_site(tree: Tree, index: int) -> bool:
    return tree.tokens[index].lemma.lower() in _SITES


def _is_bound(time: TimeExpression) -> bool:
    """“since the previous evening” bounds a state and dates no happening."""
    return time.interval is not None and (time.interval.start is None or time.interval.end is None)


def _settlement(clause: Clause, place: PlaceMention) -> PlaceMention:
    """“the Harvane market town of X”: X, of which the first name only says where it lies."""
    tree = clause.tree
    token = tree.tokens[tree.covering(place.span)[-1]]
    if token.dep not in {"compound", "nmod", "amod", "poss"}:
        return place
    if tree.tokens[token.head].lemma.lower() not in _SITES:
        return place
    named = [
        tree.tokens[o].start
        for prep in tree.children(token.head, "prep")
        if tree.lower(prep) == "of"
        for o in tree.children(prep, "pobj")
    ]
    return next(
        (p for p in clause.places for at in named if p.span.start <= at < p.span.end), place
    )


def _date_words(tree: Tree, time: Sequence[int]) -> tuple[int, int]:
    """The date, with the words that only say that it happened then."""
    first, last = time[0], time[-1]
    verb = first
    for _ in range(4):
        verb = tree.tokens[verb].head
        if tree.tokens[verb].tag.startswith("VB"):
            break
    lemma = tree.tokens[verb].lemma.lower()
    place = {tree.lower(c) for c in tree.children(verb, "dobj", "prt")}
    if not (
        lemma in {"occur", "happen"}
        or (lemma == "take" and "place" in place)
        or (lemma == "carry" and "out" in place and tree.children(verb, "nsubjpass"))
    ):
        return first, last
    subjects = tree.children(verb, "nsubj", "nsubjpass")
    low = min([verb, first, *(min(tree.subtree(s)) for s in subjects)])
    near = abs(verb - first) <= _REACH and first - low <= _REACH
    return (low, max(verb, last)) if near else (first, last)


def _place_words(clause: Clause, first: int, last: int) -> tuple[int, int]:
    """The whole phrase that says where: “near the village of X in the Y region”."""
    tree = clause.tree
    top = None
    at = last
    for _ in range(8):
        token = tree.tokens[at]
        if token.dep == "prep" and tree.lower(at) in _LOCATIVE | _RELATING:
            top = at
        if token.head == at or token.dep not in _INSIDE_PHRASE:
            break
        if token.dep == "pobj" and at != last and not (_is_place(clause, at) or _is_site(tree, at)):
            # “in an ambush at the ford”: the happening is no place.
            top = None if top is None else next((i for i in tree.children(at, "prep")
                                                 if last in tree.subtree(i)), top)  # fmt: skip
            break
        at = token.head
    if top is None:
        return _around(clause, first, last)
    inside = [i for i in tree.subtree(top) if i >= top]
    high = last
    for before, index in pairwise(inside):
        clausal = tree.tokens[index].dep in {"relcl", "acl", "advcl", "cc"} and index > last
        if (
            index != before + 1
            or clausal
            or (tree.lower(index) in {",", "(", "["} and index > last)
        ):
            break
        if index - top > 2 * _REACH or index in clause.cues:
            break
        high = max(high, index)
    while high > last and tree.tokens[high].tag in {"IN", "DT", ".", ",", "''"}:
        high -= 1
    return top, max(high, _around(clause, first, last)[1])


def _around(clause: Clause, first: int, last: int) -> tuple[int, int]:
    """The toponym with its preposition and what it is placed by, where no phrase is governed."""
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
