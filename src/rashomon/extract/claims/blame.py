"""Blame: claims on who did it.

A clause with its triggers' arguments enters, findings leave. Responsibility is never a fact here,
only something that a text or a source says: in so many words ("blamed", "claimed responsibility",
"denied any part in it") or by naming an agent ("rebels attacked the bus").
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import msgspec

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.naming import antecedent_of, named
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import Arguments, arguments, is_body, phrase
from rashomon.extract.events.ontology import is_violent
from rashomon.extract.events.triggers import Trigger
from rashomon.extract.modality import modality
from rashomon.extract.role_groups import is_person_noun
from rashomon.extract.tree import Tree
from rashomon.lexicon import load
from rashomon.records import Aspect, Certainty, Named, Polarity

_NOT_BLAMED = frozenset(
    {"arrest", "manhunt", "protest", "ceasefire", "threat", "release", "raid", "siege"}
)
_REACH = 6


class BlameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/blame.toml`."""

    accuse_object: frozenset[str]
    accuse_oblique: frozenset[str]
    responsible_adjectives: frozenset[str]
    claim_verbs: frozenset[str]
    claim_objects: frozenset[str]
    responsibility_nouns: frozenset[str]
    deny_verbs: frozenset[str]
    commit_verbs: frozenset[str]
    anaphors: frozenset[str]
    begin_verbs: frozenset[str]
    break_verbs: frozenset[str]
    broken_things: frozenset[str]
    begun_things: frozenset[str]
    surrender_words: frozenset[str]
    surrender_links: frozenset[str]
    unknown_perpetrators: frozenset[str]


@functools.cache
def blame_words() -> BlameWords:
    """The lexicon, loaded once."""
    return load("blame", BlameWords)


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
            yield from _agents(clause, trigger, args, carriers, entities)


def _stated(clause: Clause, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    words = blame_words()
    tree = clause.tree
    for index, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        if token.tag.startswith("VB"):
            if lemma in words.accuse_object:
                yield from _accused(clause, index, carriers, entities)
            elif lemma in words.accuse_oblique:
                yield from _ascribed(clause, index, carriers, entities)
            elif lemma in words.claim_verbs:
                yield from _claimed(clause, index, carriers, entities)
            elif lemma in words.deny_verbs:
                yield from _denied(clause, index, carriers, entities)
            elif lemma in words.commit_verbs:
                yield from _committed(clause, index, carriers, entities)
        elif lemma == "claim" and tree.lower(index + 1 if index + 1 < len(tree) else index) == "of":
            yield from _no_claim(clause, index, carriers)
        elif tree.lower(index) in words.responsible_adjectives:
            yield from _responsible(clause, index, carriers, entities)
        elif tree.lower(index) in {"unclear", "unknown"}:
            yield from _unclear(clause, index, carriers)


def _finding(
    clause: Clause,
    anchor: int,
    value: Named | None,
    tokens: tuple[tuple[int, int], ...],
    carriers: Carriers,
    *,
    polarity: Polarity = "affirmed",
    certainty: Certainty = "asserted",
    about: int | None = None,
    aspect: Aspect = "responsible",
) -> Iterator[Finding]:
    if value is None:
        return
    token = clause.tree.tokens[about if about is not None else anchor]
    yield Finding(
        clause=clause,
        anchor=anchor,
        aspect=aspect,
        value=value,
        tokens=tokens,
        polarity=polarity,
        certainty=certainty,
        event=carriers.event_at(token.start, token.end),
    )


def _span_right(clause: Clause, first: int, heads: Sequence[int]) -> tuple[int, int]:
    """From a token to the end of what hangs below some heads, cut at the reach."""
    tree = clause.tree
    last = max((max(tree.subtree(h)) for h in heads), default=first)
    for index in range(first + 2, last + 1):
        token = tree.tokens[index]
        if tree.lower(index) in {"that", "which", "while", "who", "after", "as"} and (
            token.tag in {"WDT", "WP", "IN", "WRB"}
        ):
            last = index - 1
            break
    while last > first and tree.tokens[last].tag in {",", "IN", ":"}:
        last -= 1
    if first > 0 and tree.tokens[first - 1].tag == "DT":
        first -= 1
    return first, min(last, first + 30)


def _accused(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    tree = clause.tree
    lemma = tree.tokens[verb].lemma.lower()
    if lemma == "blame" and any(
        is_party(clause, o)
        for c in tree.children(verb, "prep")
        if tree.lower(c) == "on"
        for o in tree.children(c, "pobj")
    ):
        yield from _ascribed(clause, verb, carriers, entities)
        return
    passive = bool(tree.children(verb, "auxpass"))
    heads = tree.children(verb, "nsubjpass" if passive else "dobj")
    if not heads or (lemma in {"suspect", "charge", "denounce"} and not is_party(clause, heads[0])):
        return
    how = modality(tree, verb)
    rest = [
        c
        for c in tree.children(verb, "prep", "advcl", "xcomp", "dative")
        if tree.lower(c) in {"for", "of", "in", "with"}
    ]
    hedge: Certainty = "hedged" if lemma == "suspect" else how.certainty
    for head in _listed(clause, heads[:1]):
        first, last = phrase(tree, head)
        if passive:
            tokens: tuple[tuple[int, int], ...] = ((first, max(last, verb)),)
        else:
            tokens = (_span_right(clause, first, [head, *rest]),)
        yield from _finding(
            clause,
            head,
            named(clause, head, entities),
            tokens,
            carriers,
            certainty=hedge,
            polarity=how.polarity,
        )


def _ascribed(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    tree = clause.tree
    passive = bool(tree.children(verb, "auxpass"))
    things = tree.children(verb, "nsubjpass" if passive else "dobj")
    for prep in [
        c
        for c in tree.subtree(verb)
        if tree.lower(c) in {"to", "on"} and tree.tokens[c].dep in {"prep", "dative"} and c > verb
    ]:
        for head in tree.children(prep, "pobj"):
            if not is_party(clause, head):
                continue
            how = modality(tree, verb)
            first = min((min(tree.subtree(t)) for t in things), default=prep)
            first = first if first > verb else verb
            yield from _finding(
                clause,
                head,
                named(clause, head, entities),
                ((first, max(phrase(tree, head)[1], head)),),
                carriers,
                certainty=how.certainty,
                polarity=how.polarity,
                about=_about(tree, things),
            )
            return


def _about(tree: Tree, things: Sequence[int]) -> int | None:
    """The thing that is ascribed; behind a relative pronoun, what that stands for."""
    for thing in things:
        antecedent = antecedent_of(tree, thing) if tree.tokens[thing].tag in {"WDT", "WP"} else None
        return antecedent if antecedent is not None else thing
    return None


def _claimed(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“X claimed responsibility”, “was claimed by X”, “no group has claimed it”."""
    tree = clause.tree
    words = blame_words()
    passive = bool(tree.children(verb, "auxpass"))
    objects = tree.children(verb, "nsubjpass" if passive else "dobj")
    if not any(tree.tokens[o].lemma.lower() in words.claim_objects for o in objects):
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
    first, last = _span_right(clause, verb, [*objects, *tree.children(verb, "prep")])
    if passive:
        first, last = min(min(tree.subtree(o)) for o in objects), max(tree.subtree(head))
        first = max(first, verb - 12)
    nobody = tree.lower(head) in {"nobody", "none", "one"} or any(
        tree.lower(c) in {"no", "neither"} for c in tree.children(head, "det")
    )
    if nobody or how.polarity == "denied":
        lead = min(tree.subtree(head)) if nobody else first
        yield from _finding(
            clause, verb, Named("unknown"), ((lead, last),), carriers, certainty="unknown"
        )
        return
    target = objects[0]
    yield from _finding(
        clause,
        target,
        named(clause, head, entities),
        ((first, last),),
        carriers,
        certainty=how.certainty,
    )


def _denied(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“X denied responsibility”: the subject is said, by itself, not to have done it."""
    tree = clause.tree
    words = blame_words()
    objects = [
        o
        for o in tree.children(verb, "dobj")
        if tree.tokens[o].lemma.lower() in words.responsibility_nouns
        or (tree.tokens[o].lemma.lower() in words.anaphors and not _has_content(tree, o))
    ]
    doing = [c for c in tree.children(verb, "xcomp") if tree.tokens[c].tag == "VBG"]
    subjects = tree.children(verb, "nsubj")
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
    bearer = carriers.by_id.get(carriers.cue_owner(clause, verb) or "")
    flipped = bearer is not None and bearer.polarity == "denied"
    yield from _finding(
        clause,
        target,
        named(clause, head, entities),
        ((first, last),),
        carriers,
        polarity="affirmed"
        if flipped and clause.attribution[target] == (bearer.id if bearer else None)
        else "denied",
    )


def _has_content(tree: Tree, noun: int) -> bool:
    """Whether the claim that is denied says itself what it claims."""
    return bool(tree.children(noun, "acl", "ccomp", "relcl")) or any(
        tree.lower(c) == "of" for c in tree.children(noun, "prep")
    )


def _no_claim(clause: Clause, noun: int, carriers: Carriers) -> Iterator[Finding]:
    """“there was no immediate claim of responsibility”."""
    tree = clause.tree
    if not any(tree.lower(c) == "no" for c in tree.children(noun, "det")):
        return
    words = [i for i in tree.subtree(noun) if i <= noun + 8]
    if not any(tree.lower(i) == "responsibility" for i in words):
        return
    verb = tree.tokens[noun].head
    first = min([*words, *([verb - 1] if tree.tokens[verb].lemma == "be" and verb else [])])
    yield from _finding(
        clause, noun, Named("unknown"), ((first, max(words)),), carriers, certainty="unknown"
    )


def _committed(
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
    if how.hypothetical or how.stage != "accomplished":
        return
    for head in agents[:1]:
        if not is_party(clause, head):
            continue
        first, last = phrase(tree, head)
        edges = [verb, first, last, *(phrase(tree, t)[0] for t in things)]
        words = {tree.lower(i) for i in range(first, last + 1)}
        unknown = bool(words & blame_words().unknown_perpetrators)
        yield from _finding(
            clause,
            verb,
            named(clause, head, entities),
            ((min(edges), max(edges)),),
            carriers,
            polarity=how.polarity,
            certainty="unknown" if unknown else how.certainty,
        )


def _responsible(
    clause: Clause, index: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“X is responsible for it”, “held X responsible”, “X was behind the attack”."""
    tree = clause.tree
    token = tree.tokens[index]
    governor = token.head
    lemma = tree.tokens[governor].lemma.lower()
    heads = tree.children(index, "nsubj")
    if not heads and token.dep in {"acomp", "oprd", "prep", "attr", "advmod"}:
        if lemma == "be":
            heads = tree.children(governor, "nsubj")
        elif lemma in {"hold", "find", "consider", "deem", "make"}:
            heads = tree.children(governor, "dobj", "nsubjpass")
    if not heads or not is_party(clause, heads[0]):
        return
    if tree.lower(index) == "behind" and not any(
        carriers.event_at(tree.tokens[c].start, tree.tokens[c].end)
        for c in tree.children(index, "pobj")
    ):
        return
    how = modality(tree, governor)
    head = heads[0]
    rest = tree.children(index, "prep", "pobj")
    first = min(phrase(tree, head)[0], index)
    last = max((max(tree.subtree(r)) for r in rest), default=index)
    certainty = (
        "hedged"
        if any(
            tree.lower(c) in {"almost", "probably", "likely"}
            for c in tree.children(governor, "advmod")
        )
        else how.certainty
    )
    yield from _finding(
        clause,
        index,
        named(clause, head, entities),
        ((first, min(max(last, index), first + 40)),),
        carriers,
        certainty=certainty,
        polarity=how.polarity,
    )


def _unclear(clause: Clause, index: int, carriers: Carriers) -> Iterator[Finding]:
    """“It was unclear who carried out the attack”."""
    tree = clause.tree
    after = [tree.lower(i) for i in range(index + 1, min(len(tree), index + 3))]
    if after[:1] != ["who"]:
        return
    last = min(len(tree) - 1, index + 12)
    while last > index and tree.tokens[last].tag in {".", ",", "''"}:
        last -= 1
    yield from _finding(
        clause, index, Named("unknown"), ((index, last),), carriers, certainty="unknown"
    )


def _agents(
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
    governor = tree.tokens[trigger.head].head
    if trigger.nominal and tree.tokens[governor].lemma.lower() in blame_words().begin_verbs:
        # Who began is a question of its own.
        return
    unknown = blame_words().unknown_perpetrators
    suffering = {p.head for harm in clause.harm for p in (*harm.people, *harm.parts)}
    suffering -= {harm.trigger for harm in clause.harm}
    for head in args.agents:
        if not (is_party(clause, head) or tree.lower(head) == "it"):
            continue
        nobody = any(
            one.high == 0
            for harm in clause.harm
            if trigger.first <= harm.trigger <= trigger.last
            for one in harm.people
        )
        own = trigger.head in tree.subtree(head)
        if head in suffering and _is_counted(clause, head) and not own:
            continue
        first, last = phrase(tree, head)
        modifiers = {tree.lower(i) for i in range(first, last + 1)}
        certainty: Certainty = how.certainty
        value = named(clause, head, entities)
        if modifiers & unknown and not is_body(tree, head):
            certainty = "unknown"
        elif modifiers & {"alleged", "suspected", "presumed", "apparent", "possible"}:
            certainty = "hedged"
        yield from _finding(
            clause,
            trigger.head,
            value,
            _between(clause, first, last, trigger),
            carriers,
            polarity="denied" if nobody else how.polarity,
            certainty=certainty,
        )


def _is_counted(clause: Clause, head: int) -> bool:
    """Whether a number stands in the phrase: "at least 14 civilians" suffered and did nothing."""
    return any(
        one.head == head and one.counted and not one.named
        for harm in clause.harm
        for one in (*harm.people, *harm.parts)
    )


def _between(
    clause: Clause, first: int, last: int, trigger: Trigger
) -> tuple[tuple[int, int], ...]:
    tree = clause.tree
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


def is_party(clause: Clause, head: int) -> bool:
    """Whether a head can be somebody who acts."""
    tree = clause.tree
    token = tree.tokens[head]
    if token.tag in {"PRP", "PRP$"}:
        return tree.lower(head) not in {"it", "its", "there", "that", "this"}
    if token.tag not in {"NN", "NNS", "NNP", "NNPS", "JJ"}:
        return False
    if carriers_noun(tree.tokens[head].lemma.lower()):
        return False
    return (
        is_person_noun(token.lemma.lower())
        or is_body(tree, head)
        or token.entity.endswith(("PERSON", "ORG", "NORP", "GPE"))
    )


def carriers_noun(lemma: str) -> bool:
    """Nouns of speech that stand for their speaker but act in nothing."""
    return lemma in {"report", "statement", "video", "source", "post", "death", "injury", "body"}


def _listed(clause: Clause, heads: Sequence[int]) -> list[int]:
    found: list[int] = []
    for head in heads:
        found.append(head)
        found.extend(c for c in clause.tree.children(head, "conj") if is_party(clause, c))
    return found
