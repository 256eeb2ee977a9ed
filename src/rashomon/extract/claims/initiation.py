"""Initiation: claims on who began, by firing first, by breaking off talks, by drawing fire.

A clause with its triggers enters, findings leave. Like blame, it is only ever what somebody says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.naming import named
from rashomon.extract.claims.perpetrators import blame_words, is_party
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import Arguments, arguments, controlled_subject, phrase
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
    yield from _under_fire(clause, carriers, entities)


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
    first_adverb = any(
        tree.lower(c) == "first"
        for at in (trigger.head, trigger.last)
        for c in tree.children(at, "advmod", "amod", "acomp", "oprd")
        if c > trigger.head
    )
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
    elif (
        (family(trigger.type) in {"battle", "violence"} and _on_surrender(clause, trigger.head))
        or (opens and fight and not continued)
        or (first_adverb and family(trigger.type) in {"battle", "violence"})
    ):
        heads = [a for a in args.agents if is_party(clause, a)]
    else:
        return
    suffering = {p.head for harm in clause.harm for p in harm.people}
    for head in heads:
        first, last = phrase(tree, head)
        low, high = min(first, trigger.first), max(last, trigger.last)
        value = named(clause, head, entities)
        if value is None or head in suffering:
            continue
        yield Finding(
            clause=clause,
            anchor=trigger.head,
            aspect="initiated",
            value=value,
            tokens=((low, high),)
            if high - low <= 2 * _REACH
            else ((first, last), (trigger.first, trigger.last)),
            polarity=how.polarity,
            certainty=how.certainty,
            event=event.id if event is not None else None,
        )


def _on_surrender(clause: Clause, head: int) -> bool:
    """“kept firing despite their attempts to surrender”: fire on people who were giving up."""
    tree = clause.tree
    words = blame_words()
    top = head
    while tree.tokens[top].dep in {"conj", "xcomp"} and tree.tokens[top].head != top:
        top = tree.tokens[top].head
    for index in tree.subtree(top):
        if index <= head or tree.tokens[index].lemma.lower() not in words.surrender_words:
            continue
        at = index
        for _ in range(6):
            if tree.lower(at) in words.surrender_links or any(
                tree.lower(c) in words.surrender_links
                for c in tree.children(at, "mark", "advmod", "prep")
            ):
                return True
            if at == top or tree.tokens[at].head == at:
                break
            at = tree.tokens[at].head
    return False


def _under_fire(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“the patrol came under fire from the house”: whoever held it began."""
    tree = clause.tree
    for index in range(1, len(tree)):
        if tree.lower(index) not in {"fire", "attack"} or tree.lower(index - 1) != "under":
            continue
        verb = tree.tokens[index - 1].head
        sources = [
            o
            for at in (index, index - 1, verb)
            for prep in tree.children(at, "prep")
            if tree.lower(prep) in {"from", "by"} and prep > index
            for o in tree.children(prep, "pobj")
            if is_party(clause, o)
        ]
        how = modality(tree, verb, clause.cues)
        if not sources or how.hypothetical or how.stage != "accomplished":
            continue
        value = named(clause, sources[0], entities)
        last = phrase(tree, sources[0])[1]
        if value is not None:
            yield Finding(
                clause=clause,
                anchor=index,
                aspect="initiated",
                value=value,
                tokens=((index - 1, max(last, index)),),
                polarity=how.polarity,
                certainty=how.certainty,
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
            carriers.event_at(tree.tokens[t].start, tree.tokens[t].end)
            or tree.tokens[t].lemma.lower() in words.begun_things
            for t in things
        )
        if not (broken or begun):
            continue
        subjects = tree.children(index, "nsubj") or controlled_subject(tree, index, passive)
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
            value = named(clause, head, entities)
            if value is None:
                continue
            yield Finding(
                clause=clause,
                anchor=index,
                aspect="initiated",
                value=value,
                tokens=((min(edges), max(edges)),),
                polarity=how.polarity,
                certainty=how.certainty,
            )
