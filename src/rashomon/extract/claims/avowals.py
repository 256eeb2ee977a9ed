"""Avowals: a party says of itself that it did it, or that it did not.

A clause enters, findings leave: "claimed responsibility", "denied any part in it", "no claim of
responsibility".
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.extents import widened
from rashomon.extract.claims.naming import named
from rashomon.extract.claims.perpetrators import blame_words, finding, is_party
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import controlled_subject, phrase
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.records import Named

_DEEDS = frozenset({"incident", "crime", "act", "action", "it", "this", "operation", "event"})
_AVOWED = frozenset({"for", "in", "on", "of"})
_AVOWED_REACH = 8


def claimed(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“X claimed responsibility”, “was claimed by X”, “no group has claimed it”."""
    tree = clause.tree
    words = blame_words()
    passive = bool(tree.children(verb, "auxpass"))
    objects = tree.children(verb, "nsubjpass" if passive else "dobj")
    if not any(tree.tokens[o].lemma.lower() in words.claim_objects for o in objects):
        yield from _claimed_to_be(clause, verb, carriers, entities)
        return
    lemma = tree.tokens[verb].lemma.lower()
    if lemma in {"take", "announce", "assume", "accept", "admit", "acknowledge"} and not any(
        tree.tokens[o].lemma.lower() in {"responsibility", "credit", "authorship"} for o in objects
    ):
        return
    how = modality(tree, verb)
    agents = [o for by in tree.children(verb, "agent") for o in tree.children(by, "pobj")]
    if not passive:
        agents = tree.children(verb, "nsubj")
        at = verb
        while not agents and tree.tokens[at].dep in {"conj", "xcomp", "advcl", "acl", "relcl"}:
            if tree.tokens[at].dep in {"acl", "relcl"}:
                agents = [tree.tokens[at].head]
                break
            at = tree.tokens[at].head
            agents = tree.children(at, "nsubj")
        agents = [
            tree.tokens[verb].head
            if tree.tokens[a].tag in {"WP", "WDT"} and tree.tokens[verb].dep == "relcl"
            else a
            for a in agents
        ]
    if not agents:
        return
    head = agents[0]
    first, last = widened(
        clause, verb, max([verb, *objects]), verb, *objects, least=6, links=_AVOWED
    )
    avowed = [
        o
        for thing in (verb, *objects)
        for prep in tree.children(thing, "prep")
        if tree.lower(prep) in _AVOWED and prep > last
        for o in tree.children(prep, "pobj")
    ]
    if not passive and avowed and avowed[0] - last <= _AVOWED_REACH:
        last = avowed[0]
    if passive:
        first, last = min(min(tree.subtree(o)) for o in objects), max(tree.subtree(head))
        first = max(first, verb - 12)
    nobody = tree.lower(head) in {"nobody", "none", "one"} or any(
        tree.lower(c) in {"no", "neither"} for c in tree.children(head, "det")
    )
    if nobody or how.polarity == "denied":
        lead = min(tree.subtree(head)) if nobody else first
        yield from finding(
            clause, verb, Named("unknown"), ((lead, last),), carriers, certainty="unknown"
        )
        return
    target = objects[0]
    yield from finding(
        clause,
        target,
        carriers.speaker(clause, head) or named(clause, head, entities),
        ((first, last),),
        carriers,
        certainty=how.certainty,
    )


def _claimed_to_be(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“claiming to be the attackers”."""
    tree = clause.tree
    for be in tree.children(verb, "xcomp"):
        nouns = tree.children(be, "attr")
        if not nouns or (
            tree.tokens[nouns[0]].lemma.lower() not in blame_words().perpetrator_nouns
        ):
            continue
        subjects = (
            tree.children(verb, "nsubj")
            or _sender(tree, verb)
            or controlled_subject(tree, verb, False)
        )
        for head in subjects[:1]:
            yield from finding(
                clause,
                be,
                carriers.speaker(clause, head) or named(clause, head, entities),
                ((verb, nouns[0]),),
                carriers,
            )


def _sender(tree: Tree, verb: int) -> list[int]:
    """“they left notes with the papers claiming to be ...”: whoever sent word, not who got it."""
    prep = tree.tokens[tree.tokens[verb].head].head
    if tree.tokens[verb].dep != "acl" or tree.lower(prep) not in {"with", "to", "at"}:
        return []
    above = tree.tokens[prep].head
    if tree.tokens[above].dep == "dobj":
        above = tree.tokens[above].head
    return tree.children(above, "nsubj")


def denied(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“X denied responsibility”: the subject is said, by itself, not to have done it."""
    tree = clause.tree
    words = blame_words()
    objects = [
        o
        for o in tree.children(verb, "dobj")
        if tree.tokens[o].lemma.lower() in words.responsibility_nouns
        or (tree.tokens[o].lemma.lower() in words.anaphors and not has_content(tree, o))
    ]
    doing = [c for c in tree.children(verb, "xcomp") if tree.tokens[c].tag == "VBG"]
    subjects = tree.children(verb, "nsubj")
    told = [s for s in tree.children(verb, "nsubjpass") if _is_anaphor(tree, s)]
    if told:
        objects = told
        subjects = [o for by in tree.children(verb, "agent") for o in tree.children(by, "pobj")]
    if not (objects or doing) or not subjects or not is_party(clause, subjects[0]):
        return
    head = subjects[0]
    target = (objects or doing)[0]
    if doing and tree.tokens[doing[0]].lemma.lower() in words.begin_verbs | words.break_verbs:
        return
    if (
        doing
        and carriers.event_near(clause, doing[0]) is None
        and tree.tokens[doing[0]].lemma not in {"be", "carry", "commit"}
    ):
        return
    about = tree.subtree(target)
    first, last = min(about), min(max(about), min(about) + 40)
    if _is_anaphor(tree, target):
        first, last = min(first, target), target
    bearer = carriers.by_id.get(carriers.cue_owner(clause, verb) or "")
    flipped = bearer is not None and bearer.polarity == "denied"
    yield from finding(
        clause,
        target,
        carriers.speaker(clause, head) or named(clause, head, entities),
        ((first, last),),
        carriers,
        polarity="affirmed"
        if flipped and clause.attribution[target] == (bearer.id if bearer else None)
        else "denied",
    )


def _is_anaphor(tree: Tree, noun: int) -> bool:
    """Whether a noun only takes up what somebody else claims."""
    return tree.tokens[noun].lemma.lower() in blame_words().anaphors and not has_content(tree, noun)


def has_content(tree: Tree, noun: int) -> bool:
    """Whether the claim that is denied says itself what it claims."""
    return bool(tree.children(noun, "acl", "ccomp", "relcl")) or any(
        tree.lower(c) == "of" for c in tree.children(noun, "prep")
    )


def no_claim(clause: Clause, noun: int, carriers: Carriers) -> Iterator[Finding]:
    """“there was no immediate claim of responsibility”."""
    tree = clause.tree
    if not any(tree.lower(c) == "no" for c in tree.children(noun, "det")):
        return
    words = [i for i in tree.subtree(noun) if i <= noun + 8]
    if not any(tree.lower(i) == "responsibility" for i in words):
        return
    verb = tree.tokens[noun].head
    first = min([*words, *([verb - 1] if tree.tokens[verb].lemma == "be" and verb else [])])
    yield from finding(
        clause, noun, Named("unknown"), ((first, max(words)),), carriers, certainty="unknown"
    )


def neither(
    clause: Clause, index: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“X neither claimed nor denied responsibility” takes no position."""
    tree = clause.tree
    words = blame_words()
    for nor in range(index + 2, min(index + 5, len(tree) - 1)):
        verb = nor + 1
        lemma = tree.tokens[verb].lemma.lower()
        if tree.lower(nor) != "nor" or lemma not in words.deny_verbs | words.claim_verbs:
            continue
        subject = next(iter(tree.children(tree.tokens[index].head, "nsubj")), None)
        subject = subject if subject is not None else next(iter(tree.children(verb, "nsubj")), None)
        objects = [o for o in range(verb + 1, min(verb + 5, len(tree)))
                   if tree.tokens[o].lemma.lower() in words.responsibility_nouns]  # fmt: skip
        if subject is None or not objects or not is_party(clause, subject):
            return
        yield from finding(
            clause,
            verb,
            named(clause, subject, entities),
            (widened(clause, index, objects[0], objects[0], least=6, links=_AVOWED),),
            carriers,
            certainty="unknown",
        )
        return


def took_part(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“we did not take part in the attack”, “was involved in it”, “had nothing to do with it”."""
    tree = clause.tree
    lemma = tree.tokens[verb].lemma.lower()
    objects = {tree.lower(o): o for o in tree.children(verb, "dobj")}
    nothing = lemma == "have" and "nothing" in objects
    if (lemma == "take" and "part" not in objects) or (lemma == "have" and not nothing):
        return
    below = [i for i in tree.subtree(verb) if i > verb and tree.lower(i) in {"in", "with"}]
    deeds = [
        o
        for prep in below
        for o in tree.children(prep, "pobj")
        if carriers.event_at(tree.tokens[o].start, tree.tokens[o].end) is not None
        or tree.tokens[o].lemma.lower() in _DEEDS
    ]
    subjects = tree.children(verb, "nsubj", "nsubjpass") or controlled_subject(tree, verb, False)
    how = modality(tree, verb, clause.cues)
    if not deeds or not subjects or how.hypothetical or how.stage != "accomplished":
        return
    head = subjects[0]
    if not (is_party(clause, head) or tree.lower(head) == "it"):
        return
    yield from finding(
        clause,
        verb,
        carriers.speaker(clause, head) or named(clause, head, entities),
        (widened(clause, min(phrase(tree, head)[0], verb), deeds[0], deeds[0]),),
        carriers,
        polarity="denied" if nothing else how.polarity,
        certainty=how.certainty,
        about=deeds[0],
    )
