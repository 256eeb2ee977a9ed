"""Perpetrators: who can have done it, and how a finding on that is made.

The word table of blame, a clause and a head enter; whether the head can act, the extent of the
words and the finding leave. Which words blame is decided in the modules that use this one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import msgspec

from rashomon.extract.claims.carriage import Carriers, Finding
from rashomon.extract.clauses import Clause
from rashomon.extract.events.arguments import is_body
from rashomon.extract.role_groups import is_person_noun
from rashomon.lexicon import load
from rashomon.records import Aspect, Certainty, Named, Polarity


class BlameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/blame.toml`."""

    accuse_object: frozenset[str]
    accuse_oblique: frozenset[str]
    link_verbs: frozenset[str]
    perpetrator_nouns: frozenset[str]
    work_nouns: frozenset[str]
    responsible_adjectives: frozenset[str]
    claim_verbs: frozenset[str]
    claim_objects: frozenset[str]
    responsibility_nouns: frozenset[str]
    deny_verbs: frozenset[str]
    commit_verbs: frozenset[str]
    part_verbs: frozenset[str]
    ignorance: frozenset[str]
    denied_knowledge: frozenset[str]
    anaphors: frozenset[str]
    accusing_verbs: frozenset[str]
    plain: frozenset[str]
    doubtful: frozenset[str]
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


def finding(
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
    """A finding on who did it, none where nobody is meant.

    Args:
        clause: the sentence.
        anchor: the token whose attribution carries it.
        value: the party.
        tokens: the evidence.
        carriers: for the event.
        polarity: of the clause.
        certainty: of the clause.
        about: the token of the event that it is about, where that is not the anchor.
        aspect: of the claim.
    """
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


def is_party(clause: Clause, head: int) -> bool:
    """Whether a head can be somebody who acts."""
    tree = clause.tree
    token = tree.tokens[head]
    if token.tag in {"PRP", "PRP$"}:
        return tree.lower(head) not in {"it", "its", "there", "that", "this"}
    if token.tag not in {"NN", "NNS", "NNP", "NNPS", "JJ"}:
        return False
    if carriers_noun(token.lemma.lower()):
        # “Harvanese sources”, to whom it is attributed, are whose they are.
        return token.lemma.lower() == "source" and any(
            tree.tokens[c].entity.endswith(("ORG", "NORP", "GPE"))
            for c in tree.children(head, "amod", "compound", "nmod")
        )
    return (
        is_person_noun(token.lemma.lower())
        or is_body(tree, head)
        or token.entity.endswith(("PERSON", "ORG", "NORP", "GPE"))
    )


def carriers_noun(lemma: str) -> bool:
    """Nouns of speech that stand for their speaker but act in nothing."""
    return lemma in {"report", "statement", "video", "source", "post", "death", "injury", "body"}
