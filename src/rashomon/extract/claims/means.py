"""Means: weapons that a sentence names outside the arguments of its events.

A clause enters, findings leave: what was used, fired or set off, what a vehicle was loaded with,
and that a bomber died with the bomb. Whether a word names a weapon is told by `weapons.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.extents import widened
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import phrase
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.extract.weapons import weapon_heads, weapon_kind
from rashomon.records import Named

_USED = frozenset(
    {"use", "employ", "fire", "drop", "launch", "detonate", "throw", "hurl", "lob", "plant"}
    | {"place", "explode", "set", "deploy", "unleash", "activate"}
)
_LOADED = frozenset({"load", "pack", "rig", "lade", "stuff", "fill", "cram"})
_VEHICLES = frozenset(
    {"car", "truck", "vehicle", "van", "bus", "lorry", "pickup", "motorcycle", "boat", "tanker"}
    | {"taxi", "ambulance", "cart", "motorbike", "bicycle", "minibus", "drone"}
)
_INSIDE = frozenset({"in", "inside", "under", "aboard", "on"})
_REACH = 12


def means(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """Findings on weapons in a sentence."""
    tree = clause.tree
    for head in weapon_heads(tree, range(len(tree))):
        verb, first = _use(tree, head)
        if verb is not None:
            yield from _found(clause, head, verb, first, carriers, entities)
    for index, token in enumerate(tree.tokens):
        if token.lemma.lower() == "bomber" and _is_suicidal(tree, index):
            verb = token.head
            if tree.tokens[verb].tag == "IN":
                verb = tree.tokens[verb].head
            low, high = sorted((verb, index))
            first = low if high - low <= _REACH and low != index else phrase(tree, index)[0]
            yield from _found(clause, index, verb, first, carriers, entities)


def _is_suicidal(tree: Tree, bomber: int) -> bool:
    return any(
        tree.lower(c) in {"suicide", "suicidal"} for c in tree.children(bomber, "compound", "amod")
    )


def _use(tree: Tree, head: int) -> tuple[int | None, int]:
    """The verb that says that the weapon was used, and where its words begin."""
    token = tree.tokens[head]
    verb = token.head
    lemma = tree.tokens[verb].lemma.lower()
    if token.dep in {"nsubjpass", "dobj"} and lemma in _USED:
        return verb, min(verb, phrase(tree, head)[0])
    if token.dep in {"nsubj", "nsubjpass"} and lemma == "be":
        inside = [
            o
            for prep in tree.children(verb, "prep")
            if tree.lower(prep) in _INSIDE
            for o in tree.children(prep, "pobj")
        ]
        if any(tree.tokens[o].lemma.lower() in _VEHICLES for o in inside):
            return verb, phrase(tree, head)[0]
    if token.dep == "pobj" and tree.lower(verb) in {"with", "of"}:
        above = tree.tokens[verb].head
        word = tree.tokens[above]
        if word.lemma.lower() in _LOADED and word.head != above:
            vehicle = word.head if word.dep == "acl" else above
            return above, min(above, phrase(tree, vehicle)[0])
        outer = tree.tokens[word.head]
        if word.dep == "pobj" and tree.lower(word.head) == "with" and outer.head != above:
            # “with two bursts of rifle fire”
            verb = outer.head
            subjects = tree.children(verb, "nsubjpass", "nsubj")
            return verb, min(verb, *(phrase(tree, s)[0] for s in subjects), above)
    return None, head


def _none_of(tree: Tree, head: int) -> bool:
    """“no artillery was used”: the verb is affirmed, the weapon is not."""
    return any(tree.lower(c) in {"no", "neither"} for c in tree.children(head, "det"))


def _found(
    clause: Clause, head: int, verb: int, first: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    tree = clause.tree
    how = modality(tree, verb, clause.cues)
    if how.hypothetical or how.stage != "accomplished":
        return
    if first > 0 and tree.tokens[first - 1].tag == "DT":
        first -= 1
    low, high = phrase(tree, head)
    token = tree.tokens[head]
    last = max(high, verb)
    if last - first > 2 * _REACH:
        return
    yield Finding(
        clause=clause,
        anchor=head,
        aspect="weapon",
        value=Named(
            " ".join(tree.span(low, high).text(tree.text).split()),
            entities.at(token.start, token.end) if weapon_kind(tree, head) else None,
        ),
        tokens=(widened(clause, first, last, head, verb),),
        polarity="denied" if _none_of(tree, head) else how.polarity,
        certainty=how.certainty,
        event=carriers.event_near(clause, head),
    )
