"""Harm: who is said to have been killed, wounded, captured, lost or spared, and how many.

A sentence's tree and its quantities enter; `Harm` records leave: an effect, the word that names it,
the people it befell, the parts of a whole. Events and claims both read them; who says it, and which
event it belongs to, is decided there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.extract.harm.parts import with_parts
from rashomon.extract.harm.people import People, Phrases, is_increment
from rashomon.extract.harm.predicates import TOLLS, Predicates
from rashomon.extract.harm.record import Harm
from rashomon.extract.harm.words import Effect, harm_tables, harm_words
from rashomon.extract.tree import Tree
from rashomon.records import QuantityMention

__all__ = [
    "Effect",
    "Harm",
    "People",
    "Phrases",
    "harm_tables",
    "harm_words",
    "harms",
    "is_increment",
]

_TOGETHER = 3


def harms(tree: Tree, quantities: Sequence[QuantityMention]) -> list[Harm]:
    """The harm that a sentence tells of, in reading order.

    Args:
        tree: the sentence.
        quantities: the quantities that stand in it.
    """
    if not _may_harm(tree):
        return []
    reading = Predicates(tree, quantities)
    found: dict[tuple[str, int], Harm] = {}
    for index in range(len(tree)):
        for one in (*reading.harm_at(index), *reading.toll_at(index)):
            key = (one.effect, one.trigger)
            if key not in found or len(one.people) > len(found[key].people):
                found[key] = one
    merged = _without_repeats([found[key] for key in sorted(found, key=lambda k: k[1])])
    return with_parts(reading, merged)


def _may_harm(tree: Tree) -> bool:
    tables = harm_tables()
    return any(
        (lemma := token.lemma.lower()) in tables.transitive
        or lemma in tables.intransitive
        or lemma in tables.nouns
        or lemma in tables.heads
        or lemma in tables.phrasal
        or lemma in tables.adjectives
        or tree.lower(index) in tables.adjectives
        or lemma in TOLLS
        or tree.lower(index) in {"fatally", "mortally", "lethally"}
        or lemma in {"life", "casualty", "rubble", "victim", "fatality"}
        for index, token in enumerate(tree.tokens)
    )


def _without_repeats(found: list[Harm]) -> list[Harm]:
    """One record a person and effect; “killed or wounded” together counts for neither."""
    claimed: dict[int, list[Harm]] = {}
    for harm in found:
        for one in harm.people:
            claimed.setdefault(one.head, []).append(harm)
    kept = []
    seen: set[tuple[str, int]] = set()
    for harm in found:
        people = []
        for one in harm.people:
            group = claimed[one.head]
            several = one.counted and (one.high is None or one.high > 1)
            both = {"killed", "injured"} <= {h.effect for h in group}
            if several and both and _conjoined(group):
                continue
            if (harm.effect, one.head) in seen:
                continue
            seen.add((harm.effect, one.head))
            people.append(one)
        if people:
            kept.append(replace(harm, people=tuple(people)))
    return kept


def _conjoined(group: list[Harm]) -> bool:
    low, high = min(h.trigger for h in group), max(h.trigger for h in group)
    return high - low <= _TOGETHER
