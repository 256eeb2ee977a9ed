"""Doubts: whoever is blamed is said not to exist, or the deed to be nobody's politics.

Clauses and the claims made so far enter, findings leave: "the existence of that group is doubtful"
is a doubt about who did it only where the report names the group as a culprit; "this may have been
a common crime" names criminals instead of whoever else was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.claims.naming import named
from rashomon.extract.claims.perpetrators import blame_words, finding, is_party
from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.modality import modality
from rashomon.extract.tree import Tree
from rashomon.records import Certainty, Claim, Named

_REACH = 24
_TAKEN_UP = frozenset({"this", "that", "it"})
_GUESSED = frozenset({"may", "might", "could", "maybe", "perhaps", "possibly", "probably"})


def doubts(
    clauses: Sequence[Clause], carriers: Carriers, told: Sequence[Claim], entities: Mentions
) -> Iterator[Finding]:
    """Findings on who did it that doubt a culprit or name plain criminals.

    Args:
        clauses: the report's sentences.
        carriers: its attributions and events.
        told: its claims so far.
        entities: its entities.
    """
    blamed = [
        frozenset(_names(c.value.text))
        for c in told
        if c.aspect == "responsible" and isinstance(c.value, Named) and c.polarity == "affirmed"
    ]
    for clause in clauses:
        tree = clause.tree
        for index, token in enumerate(tree.tokens):
            if not token.tag.startswith("VB"):
                continue
            lemma = token.lemma.lower()
            if lemma == "be" and told:
                yield from _plain_crime(clause, index, carriers)
            if blamed and lemma in {"be", "doubt", "question", "exist"}:
                yield from _no_such_body(clause, index, carriers, entities, blamed)


def _names(text: str) -> list[str]:
    """The capitalised words of a name, folded."""
    return [w.strip("\"'[](),").casefold() for w in text.split() if w[:1].isupper()]


def _plain_crime(clause: Clause, verb: int, carriers: Carriers) -> Iterator[Finding]:
    """Plain crime: “this could have been a common crime”."""
    tree, words = clause.tree, blame_words()
    subjects = tree.children(verb, "nsubj")
    for noun in tree.children(verb, "attr"):
        plain = any(tree.lower(c) in words.plain for c in tree.children(noun, "amod"))
        if not plain or not subjects or tree.tokens[noun].lemma.lower() != "crime":
            continue
        how = modality(tree, verb, clause.cues)
        guessed = any(tree.lower(c) in _GUESSED for c in tree.children(verb, "aux", "advmod"))
        taken_up = tree.lower(subjects[0]) in _TAKEN_UP
        if (how.hypothetical and not guessed) or not (
            taken_up or (guessed and _is_deed(clause, subjects[0], carriers))
        ):
            continue
        certainty: Certainty = "hedged" if guessed else how.certainty
        yield from finding(
            clause,
            verb,
            Named("common criminals"),
            ((min(tree.subtree(subjects[0])), noun),),
            carriers,
            polarity=how.polarity,
            certainty=certainty,
        )


def _is_deed(clause: Clause, noun: int, carriers: Carriers) -> bool:
    token = clause.tree.tokens[noun]
    return carriers.event_at(token.start, token.end) is not None


def _no_such_body(
    clause: Clause,
    verb: int,
    carriers: Carriers,
    entities: Mentions,
    blamed: Sequence[frozenset[str]],
) -> Iterator[Finding]:
    """No culprit: “the existence of the group is doubtful”, “no such group exists”."""
    tree, words = clause.tree, blame_words()
    how = modality(tree, verb, clause.cues)
    subjects = tree.children(verb, "nsubj", "nsubjpass")
    if not subjects:
        return
    subject = subjects[0]
    if tree.tokens[verb].lemma.lower() == "exist":
        doubted = how.polarity == "denied" or any(
            tree.lower(c) == "no" for c in tree.children(subject, "det")
        )
        heads, last = [subject], verb
    else:
        said = [c for c in tree.children(verb, "acomp", "oprd") if tree.lower(c) in words.doubtful]
        doubted = bool(said) or (
            tree.tokens[verb].lemma.lower() != "be" and bool(tree.children(verb, "auxpass"))
        )
        heads, last = _of_existence(tree, subject), max([verb, *said])
    first = min(tree.subtree(subject))
    if not doubted or last - first > _REACH or how.hypothetical:
        return
    for head in heads[:1]:
        value = named(clause, head, entities) if is_party(clause, head) else None
        if value is None or not any(set(_names(value.text)) & names for names in blamed):
            continue
        yield from finding(
            clause,
            verb,
            value,
            ((first, last),),
            carriers,
            polarity="denied",
            certainty="asserted" if tree.tokens[verb].lemma.lower() == "exist" else "hedged",
        )


def _of_existence(tree: Tree, noun: int) -> list[int]:
    if tree.tokens[noun].lemma.lower() != "existence":
        return []
    return [
        o
        for prep in tree.children(noun, "prep")
        if tree.lower(prep) == "of"
        for o in tree.children(prep, "pobj")
    ]
