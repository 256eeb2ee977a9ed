"""Accounts side by side: how claims relate, and what a fact's status is."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from rashomon.records.claims import Aspect, Figure, Value

RelationKind = Literal["agree", "refine", "conflict", "supersede", "copy"]
AssessmentStatus = Literal["agreed", "disputed", "single_source", "superseded", "unknown"]
DependenceKind = Literal["verbatim", "trimmed", "rewritten", "credited"]
FigurePolicy = Literal["range", "most_conservative", "latest", "majority", "source_hierarchy"]
Verdict = Literal["same", "different", "unsure"]


class Dependence(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """One document rests on another, so that the two count as one source.

    Args:
        copy: id of the dependent document.
        original: id of the document that it rests on (the earlier, else the longer one).
        kind: how.
        similarity: share of the copy's word shingles that stand in the original, in [0, 1].
        why: what shows it.
    """

    copy: str
    original: str
    kind: DependenceKind
    similarity: float
    why: str


class Account(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """All that one party says about one incident.

    Args:
        incident: id.
        source: id of the party; None for an outlet's own voice, which `outlet` then names.
        outlet: the document's publisher or name, where `source` is None.
        claims: ids, sorted.
    """

    incident: str
    source: str | None
    outlet: str | None
    claims: tuple[str, ...]


class Relation(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """How two claims on the same incident, aspect and whom stand to each other.

    Args:
        a: id of the earlier, vaguer or original claim.
        b: id of the later, more precise or copied claim.
        relation: `refine` b is compatible with a and more precise; `supersede` b updates a.
        rule: name of the rule that decided.
        why: one sentence that names the values compared.
    """

    a: str
    b: str
    relation: RelationKind
    rule: str
    why: str


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a fact's question and who gives it.

    Args:
        value: the answer.
        polarity_denied: the claims deny the value.
        sources: names of the independent sources, sorted.
        claims: ids, oldest report first.
        superseded: every claim here was updated by a later one.
    """

    value: Value
    polarity_denied: bool
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    superseded: bool = False


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure where several are told, by a policy that the user named. It settles nothing.

    Args:
        figure: the figure.
        policy: `range` from the lowest to the highest number that a source gives;
            `most_conservative` the lowest; `latest` that of the newest report; `majority` that of
            most sources; `source_hierarchy` that of the kind of source that the user ranks first.
        why: whose it is, in words.
        sources: number of independent sources that were chosen from.
    """

    figure: Figure
    policy: FigurePolicy
    why: str
    sources: int


class Assessment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the accounts of one fact add up to. A machine never writes "confirmed".

    Args:
        id: digest of incident, aspect and whom.
        incident: id.
        aspect: what the fact is about.
        whom: as in `Claim.whom`.
        status: agreed, disputed, single_source, superseded or unknown.
        independent_sources: number of sources left when copies count once.
        values: the positions, the best supported first.
        relations: between the claims, sorted.
        trace: the rules that led to the status, in order, each naming claims.
        chosen: the figure that the user's policy makes of those that stand; None where the fact is
            no count, or nobody gives a number.
    """

    id: str
    incident: str
    aspect: Aspect
    whom: str | None
    status: AssessmentStatus
    independent_sources: int
    values: tuple[Position, ...]
    relations: tuple[Relation, ...]
    trace: tuple[str, ...]
    chosen: Chosen | None = None

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("no assessment without claims")


class Judgement(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A person's word on whether two things are one. Append-only; the latest wins.

    Args:
        left: id of an event, party or document.
        right: id of another of the same kind.
        verdict: `same` must link, `different` cannot link.
        by: who.
        at: when, UTC.
        reason: why, in their words.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    at: datetime
    reason: str = ""
