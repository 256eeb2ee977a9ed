"""Initiation: claims on who began, by firing first, by breaking off talks, by drawing fire.

A clause with its triggers enters, findings leave. Like blame, it is only ever what somebody says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.blame import blame_words, is_party, named
from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import Arguments, arguments, phrase
from rashomon.extract.events.ontology import family
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.modality import modality

_REACH = 6


def initiation(
    clause: Clause, found: Sequence[Trigger], carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """Findings on who began, in a sentence."""
    for trigger in found:
        args = arguments(clause.tree, trigger, clause.harm)
        yield from _opened_fire(clause, trigger, args, carriers, entities)
    yield from _began(clause, carriers, entities)


def _opened_fire(
    clause: Clause, trigger: Trigger, args: Arguments, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“opened fire”, “fired first”, “returned fire” in a fight say who began it."""
    tree = clause.tree
    lemma = tree.tokens[trigger.head].lemma.lower()
    words = {tree.lower(i) for i in range(trigger.first, trigger.last + 1)}
    how = trigger.modality
    if how.hypothetical or how.stage != "accomplished":
        return
    token = tree.tokens[trigger.head]
    event = carriers.event(carriers.event_at(token.start, token.end))
    first_adverb = any(tree.lower(c) == "first" for c in tree.children(trigger.head, "advmod"))
    opens = lemma == "open" and "fire" in words
    continued = tree.tokens[token.head].lemma.lower() in {"continue", "resume", "keep"}
    fight = (
        event is not None
        and family(event.type) == "battle"
        and any(role.role == "participant" for role in event.roles)
    )
    if lemma == "return" and "fire" in words:
        others = [
            o
            for prep in tree.children(trigger.head, "prep") + tree.children(trigger.last, "prep")
            if tree.lower(prep) in {"on", "at", "against"}
            for o in tree.children(prep, "pobj")
        ]
        heads = [o for o in others if is_party(clause, o)]
    elif (opens and fight and not continued) or (
        first_adverb and family(trigger.type) in {"battle", "violence"}
    ):
        heads = [a for a in args.agents if is_party(clause, a)]
    else:
        return
    for head in heads:
        first, last = phrase(tree, head)
        low, high = min(first, trigger.first), max(last, trigger.last)
        yield Finding(
            clause=clause,
            anchor=trigger.head,
            aspect="initiated",
            value=named(clause, head, entities),
            tokens=((low, high),)
            if high - low <= 2 * _REACH
            else ((first, last), (trigger.first, trigger.last)),
            polarity=how.polarity,
            certainty=how.certainty,
            event=event.id if event is not None else None,
        )


def _began(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“broke off the talks”, “started the shooting”, “provoked the clash”."""
    words = blame_words()
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        if not token.tag.startswith("VB") or lemma not in words.break_verbs | words.begin_verbs:
            continue
        passive = bool(tree.children(index, "auxpass"))
        things = tree.children(index, "nsubjpass" if passive else "dobj")
        broken = lemma in words.break_verbs and any(
            tree.tokens[t].lemma.lower() in words.broken_things for t in things
        )
        begun = lemma in words.begin_verbs and any(
            carriers.event_at(tree.tokens[t].start, tree.tokens[t].end) for t in things
        )
        if not (broken or begun):
            continue
        subjects = tree.children(index, "nsubj")
        if passive:
            subjects = [
                o for by in tree.children(index, "agent") for o in tree.children(by, "pobj")
            ]
        how = modality(tree, index, clause.cues)
        if how.hypothetical or how.stage != "accomplished":
            continue
        for head in subjects[:1]:
            if not is_party(clause, head):
                continue
            first, last = phrase(tree, head)
            edges = [first, last, index, *(phrase(tree, t)[1] for t in things)]
            yield Finding(
                clause=clause,
                anchor=index,
                aspect="initiated",
                value=named(clause, head, entities),
                tokens=((min(edges), max(edges)),),
                polarity=how.polarity,
                certainty=how.certainty,
            )
