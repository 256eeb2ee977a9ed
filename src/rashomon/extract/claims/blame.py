"""Blame: claims on who did it.

A clause with its triggers' arguments enters, findings leave. Responsibility is never a fact here,
only something that a text or a source says: in so many words ("blamed", "claimed responsibility",
"denied any part in it") or by naming an agent ("rebels attacked the bus"). Which words ask for
which reading is told here, the readings stand in `accusations`, `avowals` and `deeds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.accusations import (
    accused,
    ascribed,
    identified,
    linked,
    responsible,
    supposed,
    unknown_who,
    work_of,
)
from rashomon.extract.claims.avowals import claimed, denied, neither, no_claim, took_part
from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.deeds import agents, committed
from rashomon.extract.claims.perpetrators import blame_words
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import arguments
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.tree import Tree


def blame(
    clause: Clause, found: Sequence[Trigger], carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """Findings on responsibility in a sentence."""
    stated = list(_stated(clause, carriers, entities))
    yield from stated
    taken = {
        index
        for finding in stated
        for first, last in finding.tokens
        for index in range(first, last + 1)
    }
    for trigger in found:
        args = arguments(clause.tree, trigger, clause.harm)
        if trigger.head not in taken or trigger.head in {f.anchor for f in stated}:
            yield from agents(clause, trigger, args, carriers, entities)


def _stated(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    words = blame_words()
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        word = tree.lower(index)
        if token.tag.startswith("VB"):
            if lemma in words.accuse_object:
                yield from accused(clause, index, carriers, entities)
            elif lemma in words.accuse_oblique:
                yield from ascribed(clause, index, carriers, entities)
            elif lemma in words.link_verbs:
                yield from linked(clause, index, carriers, entities)
            elif lemma in words.claim_verbs:
                yield from claimed(clause, index, carriers, entities)
            elif lemma in words.deny_verbs:
                yield from denied(clause, index, carriers, entities)
            elif lemma in words.commit_verbs or (lemma == "carry" and _is_out(tree, index)):
                yield from committed(clause, index, carriers, entities)
            elif lemma == "be":
                yield from identified(clause, index, carriers, entities)
                yield from work_of(clause, index, carriers, entities)
                yield from supposed(clause, index, carriers, entities)
            if lemma in words.part_verbs | {"take", "have"}:
                yield from took_part(clause, index, carriers, entities)
        elif lemma == "claim" and tree.lower(index + 1 if index + 1 < len(tree) else index) == "of":
            yield from no_claim(clause, index, carriers)
        elif word in words.responsible_adjectives:
            yield from responsible(clause, index, carriers, entities)
        elif word == "neither":
            yield from neither(clause, index, carriers, entities)
        if word == "who":
            yield from unknown_who(clause, index, carriers)


def _is_out(tree: Tree, verb: int) -> bool:
    return any(tree.lower(c) == "out" for c in tree.children(verb, "prt"))
