"""Clusters of candidates that are one so far, and what may join them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rashomon.extract.entities.candidates import Candidate, Number
from rashomon.extract.party_words import Gender
from rashomon.records import EntityKind, PartyKind

BODIES = frozenset({"organization", "group", "facility"})


@dataclass
class Cluster:
    """Candidates that are one so far, and what they say together.

    Args:
        number: by first mention.
        members: numbers of candidates, in reading order.
        names: word tuples of names.
        heads: singular head nouns, each with the modifiers seen with it.
        noun: what it is.
        grammatical: numbers seen.
        gender: where told.
        party: what sort of party its words tell.
        counted: some mention was counted ("three soldiers").
        origin: peoples and places among its modifiers.
        capital: some description of it is written with a capital ("the Front").
        thing: it is a matter that only competes for pronouns.
    """

    number: int
    members: list[int] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    heads: dict[str, set[str]] = field(default_factory=dict)
    noun: EntityKind | None = None
    grammatical: set[Number] = field(default_factory=set)
    gender: Gender | None = None
    party: PartyKind | None = None
    counted: bool = False
    origin: set[str] = field(default_factory=set)
    thing: bool = False
    capital: bool = False


def kinds_agree(a: EntityKind | None, b: EntityKind | None) -> bool:
    """Whether two kinds can be one thing's."""
    if a is None or b is None or a == b or "other" in (a, b):
        return True
    pair = {a, b}
    return pair <= {"organization", "group", "facility"} and pair != {"group", "facility"}


def can_unite(kept: Cluster, gone: Cluster) -> bool:
    """Whether two clusters can be one: of one kind, and people of one number."""
    both = kept.grammatical | gone.grammatical
    return kinds_agree(kept.noun, gone.noun) and not (
        len(both) > 1 and "person" in (kept.noun, gone.noun)
    )


def numbers_agree(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether a description's grammatical number is one that the cluster has had."""
    return (
        candidate.number is None
        or not cluster.grammatical
        or candidate.number in cluster.grammatical
    )
