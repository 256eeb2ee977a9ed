"""Accusations: somebody is said in so many words to have done it, or nobody knows who did.

A clause enters, findings leave: "blamed", "attributed to", "was behind", "it is unclear who".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.extents import party_extent, widened
from rashomon.extract.claims.naming import antecedent_of, named
from rashomon.extract.claims.perpetrators import blame_words, finding, is_party
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import is_body, phrase
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.extract.weapons import weapon_kind
from rashomon.records import Certainty, Named


def accused(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“X blamed Y for it”: the object is blamed."""
    tree = clause.tree
    lemma = tree.tokens[verb].lemma.lower()
    if lemma == "blame" and any(
        is_party(clause, o)
        for c in tree.children(verb, "prep")
        if tree.lower(c) == "on"
        for o in tree.children(c, "pobj")
    ):
        yield from ascribed(clause, verb, carriers, entities)
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
    for head in listed(clause, heads[:1]):
        first, last = party_extent(tree, head)
        first -= first > 0 and tree.tokens[first - 1].tag == "DT"
        deed = _accused_deed(clause, verb, max(last, verb))
        words = widened(
            clause,
            first,
            max(last, verb, *deed) if passive or deed else last,
            *((verb, *rest) if passive else (head, verb, *rest)),
            *deed,
            least=5,
            spare=2,
            links=_ACCUSED_OF | _SETTING if deed else _ACCUSED_OF,
        )
        yield from finding(
            clause,
            head,
            named(clause, head, entities),
            (words,),
            carriers,
            certainty=hedge,
            polarity=how.polarity,
        )


def _accused_deed(clause: Clause, verb: int, after: int) -> tuple[int, ...]:
    """“of killing six people”: the deed and its object, though much stands before it."""
    tree = clause.tree
    end = min(len(tree) - 1, after + _DEED_REACH)
    for of in range(after + 1, end):
        if tree.lower(of) in {"but", ";"} or of in clause.cues:
            break
        doing = of + 1
        if tree.lower(of) in {"of", "with"} and tree.tokens[doing].tag == "VBG":
            objects = [phrase(tree, o)[1] for o in tree.children(doing, "dobj")]
            return (doing, *(o for o in objects if o <= end))
    return ()


_DEED_REACH = 30
_BODY_REACH = 9
_SETTING = frozenset({"in", "at", "near", "during", "on", "against"})
_HELD = frozenset({"hold", "find", "consider", "deem", "make"})
_SUPPOSE = frozenset({"believe", "think", "suspect", "presume", "assume", "report", "say"})
_ACCUSED_OF = frozenset({"for", "of", "with", "to", "in"})


def ascribed(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“X attributed it to Y”: the object of the preposition is blamed."""
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
            yield from finding(
                clause,
                head,
                named(clause, head, entities),
                ((first, max(party_extent(tree, head)[1], head)),),
                carriers,
                certainty=how.certainty,
                polarity=how.polarity,
                about=about(tree, things),
            )
            return


def about(tree: Tree, things: Sequence[int]) -> int | None:
    """The thing that is ascribed; behind a relative pronoun, what that stands for."""
    for thing in things:
        antecedent = antecedent_of(tree, thing) if tree.tokens[thing].tag in {"WDT", "WP"} else None
        return antecedent if antecedent is not None else thing
    return None


def responsible(
    clause: Clause, index: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“X is responsible for it”, “held X responsible”, “X was behind the attack”."""
    tree = clause.tree
    token = tree.tokens[index]
    governor = token.head
    lemma = tree.tokens[governor].lemma.lower()
    heads = tree.children(index, "nsubj")
    above = tree.tokens[governor].head
    held = tree.tokens[governor].dep == "dobj" and tree.tokens[above].lemma.lower() in _HELD
    if token.dep == "amod" and governor < index and held:
        # “holds the Front [F] responsible”: behind a bracket the parser sees one phrase.
        heads, governor = [governor], above
    if not heads and token.dep in {"acomp", "oprd", "prep", "attr", "advmod"}:
        if lemma == "be":
            heads = tree.children(governor, "nsubj")
        elif lemma in _HELD:
            heads = tree.children(governor, "dobj", "nsubjpass")
    if heads and not is_party(clause, heads[0]):
        owner = whose(tree, heads[0])
        heads = [] if owner is None else [owner]
    if not heads:
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
    yield from finding(
        clause,
        index,
        named(clause, head, entities),
        ((first, min(max(last, index), first + 40)),),
        carriers,
        certainty=certainty,
        polarity=how.polarity,
    )


def linked(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“documents linking Y with the attack”."""
    tree = clause.tree
    events = [
        o
        for prep in tree.children(verb, "prep", "dative")
        if tree.lower(prep) in {"with", "to"}
        for o in tree.children(prep, "pobj")
        if carriers.event_at(tree.tokens[o].start, tree.tokens[o].end) is not None
    ]
    passive = bool(tree.children(verb, "auxpass"))
    how = modality(tree, verb)
    for head in tree.children(verb, "nsubjpass" if passive else "dobj")[:1] if events else ():
        if not is_party(clause, head) or how.hypothetical:
            continue
        first = min(verb, party_extent(tree, head)[0])
        yield from finding(
            clause,
            head,
            named(clause, head, entities),
            (widened(clause, first, events[0], events[0]),),
            carriers,
            polarity=how.polarity,
            certainty=how.certainty,
            about=events[0],
        )


def identified(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“The attackers were Y”."""
    tree = clause.tree
    subjects = tree.children(verb, "nsubj")
    if not subjects or (
        tree.tokens[subjects[0]].lemma.lower() not in blame_words().perpetrator_nouns
    ):
        return
    how = modality(tree, verb)
    for head in tree.children(verb, "attr")[:1]:
        if not is_party(clause, head) or how.hypothetical:
            continue
        first = min(tree.subtree(subjects[0]))
        yield from finding(
            clause,
            verb,
            named(clause, head, entities),
            (widened(clause, first, party_extent(tree, head)[1], head),),
            carriers,
            polarity=how.polarity,
            certainty=how.certainty,
        )


def work_of(clause: Clause, verb: int, carriers: Carriers, entities: Mentions) -> Iterator[Finding]:
    """“It was the work of Y”."""
    tree = clause.tree
    how = modality(tree, verb)
    for noun in tree.children(verb, "attr"):
        if tree.tokens[noun].lemma.lower() not in blame_words().work_nouns or how.hypothetical:
            continue
        for prep in tree.children(noun, "prep"):
            for head in tree.children(prep, "pobj"):
                if tree.lower(prep) != "of":
                    continue
                first = min(tree.subtree(noun))
                if is_party(clause, head):
                    value, last = named(clause, head, entities), party_extent(tree, head)[1]
                elif (body := _body_from(tree, prep + 1)) is not None:
                    low, last = body
                    words = tree.span(low, last).text(tree.text).split()
                    value = Named(" ".join(words))
                else:
                    continue
                yield from finding(
                    clause,
                    head,
                    value,
                    ((first, last),),
                    carriers,
                    polarity=how.polarity,
                    certainty=how.certainty,
                )


def _body_from(tree: Tree, start: int) -> tuple[int, int] | None:
    """The phrase of a body that the parser took apart: "the leftist armed grouping 'X Y'"."""
    first = start + (start < len(tree) and tree.tokens[start].tag == "DT")
    for at in range(first, min(first + _BODY_REACH, len(tree))):
        if tree.word(at) in {",", ";", "."} or tree.tokens[at].tag[:1] in {"I", "M"}:
            return None
        if is_body(tree, at) and tree.tokens[at].tag[:1] in {"N", "V"}:
            last = at
            if at + 2 < len(tree) and tree.word(at + 1)[:1] in {'"', "“"}:
                close = range(at + 2, min(at + 8, len(tree)))
                last = next((i - 1 for i in close if tree.tokens[i].tag[:1] != "N"), at)
            return first, last
    return None


def supposed(
    clause: Clause, verb: int, carriers: Carriers, entities: Mentions
) -> Iterator[Finding]:
    """“an attack believed to be by Y”."""
    tree = clause.tree
    above = tree.tokens[verb].head
    if tree.tokens[verb].dep != "xcomp" or tree.tokens[above].lemma.lower() not in _SUPPOSE:
        return
    for by in tree.children(verb, "prep", "agent"):
        heads = tree.children(by, "pobj") if tree.lower(by) == "by" else []
        for head in heads[:1]:
            owner = head if is_party(clause, head) else whose(tree, head)
            if owner is None:
                continue
            yield from finding(
                clause,
                head,
                named(clause, owner, entities),
                ((above, phrase(tree, head)[1]),),
                carriers,
                certainty="hedged",
            )


def whose(tree: Tree, weapon: int) -> int | None:
    """The party whose weapon it is: "Harvanese government jets"."""
    if weapon_kind(tree, weapon) is None:
        return None
    return next(
        (
            c
            for c in reversed(tree.children(weapon, "compound", "amod", "nmod", "poss"))
            if tree.tokens[c].entity.endswith(("ORG", "NORP", "GPE")) or is_body(tree, c)
        ),
        None,
    )


def unknown_who(clause: Clause, who: int, carriers: Carriers) -> Iterator[Finding]:
    """“It was unclear who carried out the attack”, “we do not know who did it”."""
    tree = clause.tree
    words = blame_words()
    verb = tree.tokens[who].head
    if not tree.tokens[who].dep.startswith("nsubj") or verb < who:
        return
    token = tree.tokens[verb]
    lemma = token.lemma.lower()
    if not (
        lemma in words.commit_verbs | {"carry", "claim"}
        or carriers.event_at(token.start, token.end) is not None
        or tree.lower(verb + 1 if verb + 1 < len(tree) else verb) in words.responsible_adjectives
    ):
        return
    before = range(max(0, who - 10), who)
    unsure = [i for i in before if tree.lower(i) in words.ignorance]
    if not unsure and any(tree.lower(i) in {"not", "n't", "no", "too", "cannot"} for i in before):
        unsure = [
            i
            for i in before
            if tree.lower(i) in words.denied_knowledge
            or tree.tokens[i].lemma.lower() in words.denied_knowledge
        ]
    if not unsure:
        return
    first = min(unsure)
    while first > 0 and tree.tokens[first - 1].tag in {"RB", "VBZ", "VBD", "VBP", "MD", "EX"}:
        first -= 1
    if first > 0 and tree.lower(first - 1) == "it":
        first -= 1
    last = max(verb, *(i for i in tree.subtree(verb) if i <= verb + 7), who)
    while last > verb and tree.tokens[last].dep == "punct":
        last -= 1
    yield from finding(
        clause, unsure[-1], Named("unknown"), ((first, last),), carriers, certainty="unknown"
    )


def listed(clause: Clause, heads: Sequence[int]) -> list[int]:
    """Heads with the parties that are listed beside them."""
    found: list[int] = []
    for head in heads:
        found.append(head)
        found.extend(c for c in clause.tree.children(head, "conj") if is_party(clause, c))
    return found
