"""Deeds: a text names who did an act of violence by telling of it ("rebels attacked the bus").

A clause with its triggers' arguments enters, findings leave.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.claims.accusations import whose
from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.extents import party_extent
from rashomon.extract.claims.naming import named
from rashomon.extract.claims.perpetrators import blame_words, finding, is_party
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import Arguments, is_body, phrase
from rashomon.extract.events.ontology import is_violent
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.records import Certainty

_NOT_BLAMED = frozenset(
    {"arrest", "manhunt", "protest", "ceasefire", "threat", "release", "raid", "siege"}
)
_REACH = 6
_BESIDE = 5
_DESCRIBED = 14
_MEMBERS = 4
_ANYBODY = frozenset(
    {"group", "man", "gunman", "terrorist", "individual", "attacker", "assailant", "element"}
    | {"person", "people", "member"}
)


def committed(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“it was perpetrated by X”, “X committed the crime”: the act itself stands elsewhere."""
    tree = clause.tree
    token = tree.tokens[verb]
    passive = bool(tree.children(verb, "auxpass")) or token.dep == "acl"
    things = tree.children(verb, "nsubjpass" if passive else "dobj")
    if any(
        carriers.event_at(tree.tokens[t].start, tree.tokens[t].end) is not None
        and tree.tokens[t].lemma.lower() not in {"incident", "crime", "action", "act", "operation"}
        for t in things
    ):
        return
    if not passive and not any(
        tree.tokens[t].tag == "PRP" or tree.tokens[t].lemma.lower() in {"crime", "act", "action"}
        for t in things
    ):
        return
    if token.lemma.lower() in {"do", "order"} and not things:
        return
    agents = [o for by in tree.children(verb, "agent") for o in tree.children(by, "pobj")]
    if not passive:
        agents = tree.children(verb, "nsubj")
    how = modality(tree, verb, clause.cues)
    supposed = _may_have(tree, verb)
    if (how.hypothetical and not supposed) or how.stage != "accomplished":
        return
    for weapon in agents[:1]:
        head = weapon
        if not is_party(clause, head):
            owner = whose(tree, head)
            if owner is None:
                continue
            head = owner
        first, last = party_extent(tree, head)
        last = max(last, _described(tree, head))
        edges = [verb, weapon, first, last, *(phrase(tree, t)[0] for t in things)]
        words = {tree.lower(i) for i in range(first, last + 1)}
        unknown = bool(words & blame_words().unknown_perpetrators)
        yield from finding(
            clause,
            verb,
            named(clause, head, entities),
            ((min(edges), max(edges)),),
            carriers,
            polarity=how.polarity,
            certainty="unknown" if unknown else "hedged" if supposed else how.certainty,
        )


def _described(tree: Tree, head: int) -> int:
    """Where the words end that say what sort of people it was: "men opposing the accord"."""
    for clause in tree.children(head, "acl"):
        inside = tree.subtree(clause)
        if clause == head + 1 and tree.tokens[clause].tag == "VBG" and len(inside) <= _DESCRIBED:
            return max(inside)
    return head


def _may_have(tree: Tree, verb: int) -> bool:
    """“may have been”, “could have”: a guess at what happened and no condition."""
    helps = {tree.lower(c) for c in tree.children(verb, "aux")}
    return bool(helps & {"may", "might", "could"}) and "have" in helps


def _suffered(tree: Tree, head: int) -> bool:
    """Whether the subject bears the act: "the patrol came under fire", "is under attack"."""
    token = tree.tokens[head]
    if token.dep == "pobj" and tree.lower(token.head) == "under":
        return True
    return any(
        tree.lower(thing) in {"fire", "attack"}
        for under in tree.children(head, "prep")
        if tree.lower(under) == "under"
        for thing in tree.children(under, "pobj")
    )


def agents(
    clause: Clause, trigger: Trigger, args: Arguments, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """Whoever a text names as the agent of an act of violence."""
    if trigger.type in _NOT_BLAMED or not is_violent(trigger.type) or trigger.referring:
        # "The army's operation" says whose it was, not that it did harm.
        return
    how = trigger.modality
    if how.hypothetical or how.stage not in {"accomplished", "attempted"}:
        return
    tree = clause.tree
    if tree.tokens[trigger.head].lemma.lower() in {"return", "exchange", "trade"}:
        return
    if _suffered(tree, trigger.head):
        return
    governor = tree.tokens[trigger.head].head
    if trigger.nominal and tree.tokens[governor].lemma.lower() in blame_words().begin_verbs:
        # Who began is a question of its own.
        return
    unknown = blame_words().unknown_perpetrators
    suffering = {p.head for harm in clause.harm for p in (*harm.people, *harm.parts)}
    suffering -= {harm.trigger for harm in clause.harm}
    for head in args.agents or _itself(tree, trigger):
        if not (is_party(clause, head) or tree.lower(head) == "it"):
            continue
        if any(tree.lower(c) in {"no", "neither"} for c in tree.children(head, "det")):
            continue
        nobody = any(
            one.high == 0
            for harm in clause.harm
            if trigger.first <= harm.trigger <= trigger.last
            for one in harm.people
        )
        own = trigger.head in tree.subtree(head)
        if head in suffering and is_counted(clause, head) and not own:
            continue
        first, last = party_extent(tree, head)
        modifiers = {tree.lower(i) for i in range(first, last + 1)}
        certainty: Certainty = how.certainty
        meant = _whose_men(tree, head)
        value = carriers.speaker(clause, head) or named(clause, meant, entities)
        polarity = how.polarity
        done = _committing(tree, head, trigger)
        if done is not None:
            # “it may have been staged by X”: the attack is sure, who did it is not.
            by = modality(tree, done, clause.cues)
            polarity = by.polarity if polarity == "affirmed" else polarity
            certainty = "hedged" if _may_have(tree, done) else certainty
        if modifiers & unknown and not is_body(tree, head):
            certainty = "unknown"
        elif modifiers & {"alleged", "suspected", "presumed", "apparent", "possible"}:
            certainty = "hedged"
        yield from finding(
            clause,
            trigger.head,
            value,
            between(clause, head, first, last, trigger),
            carriers,
            polarity="denied" if nobody else polarity,
            certainty=certainty,
        )


def _whose_men(tree: Tree, head: int) -> int:
    """“a group of men from the X Front”: the body that they are from, by its name."""
    found = [head]
    for at in found:
        if tree.tokens[at].lemma.lower() not in _ANYBODY or len(found) > _MEMBERS:
            continue
        found += [
            o
            for prep in tree.children(at, "prep")
            if tree.lower(prep) in {"of", "from"} and prep > at
            for o in tree.children(prep, "pobj")
        ]
    bodies = (at for at in found[1:] if tree.tokens[at].tag[:3] == "NNP" and is_body(tree, at))
    return next(bodies, head)


def _itself(tree: Tree, trigger: Trigger) -> list[int]:
    """“the army admitted that it had shelled the market”."""
    if trigger.nominal or tree.children(trigger.head, "auxpass"):
        return []
    return [s for s in tree.children(trigger.head, "nsubj") if tree.lower(s) == "it"]


def _committing(tree: Tree, head: int, trigger: Trigger) -> int | None:
    """The verb by which an agent carries out what a noun names."""
    by = tree.tokens[head].head
    if not trigger.nominal or tree.lower(by) != "by":
        return None
    verb = tree.tokens[by].head
    return verb if verb != trigger.head and tree.tokens[verb].tag[:1] == "V" else None


def is_counted(clause: Clause, head: int) -> bool:
    """Whether a number stands in the phrase: "at least 14 civilians" suffered and did nothing."""
    return any(
        one.head == head and one.counted and not one.named
        for harm in clause.harm
        for one in (*harm.people, *harm.parts)
    )


def between(
    clause: Clause, head: int, first: int, last: int, trigger: Trigger
) -> tuple[tuple[int, int], ...]:
    """The words from the agent to its deed; two ranges where much stands between."""
    tree = clause.tree
    by = tree.tokens[head].head
    if tree.lower(by) == "by" and trigger.first < by and first - trigger.last > 2:
        verb = tree.tokens[by].head
        low = verb
        while low > 0 and tree.tokens[low - 1].dep in {"aux", "auxpass", "neg", "advmod"}:
            low -= 1
        if trigger.last < verb and low - trigger.last > 1:
            # “the attack, which lasted for hours, was staged by X”: from the verb on.
            return ((low if first - verb <= _BESIDE else by, last),)
        if trigger.last >= verb and first - trigger.last > _BESIDE:
            return ((by, last),)
    if trigger.nominal or first > trigger.last:
        low, high = min(first, trigger.first), max(last, trigger.last)
    else:
        objects = [c for c in tree.children(trigger.head, "dobj") if c - trigger.last <= _REACH]
        right = max([trigger.last, *(phrase(tree, c)[1] for c in objects)])
        low, high = first, right
    gap = trigger.first - last if last < trigger.first else first - trigger.last
    if gap <= _REACH and high - low <= 2 * _REACH:
        return ((low, high),)
    return ((first, last), (trigger.first, trigger.last))
