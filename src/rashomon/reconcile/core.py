"""Reconciliation: claims in, assessments out. Pure, and the same whatever the order of the claims.

What enters are `ClaimView`s of any number of incidents; what leaves is one `Assessment` for each
(incident, aspect, whom). It must not read a store, a clock or a file of the user's.

Work grows with the square of the *different* statements on one fact, not of its claims: claims
that one source makes with one value are compared through one representative where a fact has more
than `PAIRWISE_LIMIT` claims, and stand to it as copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from rashomon.reconcile.comparison import words_of
from rashomon.reconcile.rules import RETRACTIONS, relate
from rashomon.reconcile.status import assess
from rashomon.reconcile.views import ClaimView
from rashomon.records import Assessment, Relation
from rashomon.settings import ReconcileSettings

PAIRWISE_LIMIT = 80
"""Claims on one fact up to which every pair is compared and listed."""


def reconcile(
    claims: Iterable[ClaimView], settings: ReconcileSettings | None = None
) -> tuple[Assessment, ...]:
    """One assessment for each (incident, aspect, whom), sorted by these.

    Args:
        claims: in any order; each id once.
        settings: what updates a figure, and by which policy one is made of several.
    """
    chosen_by = settings or ReconcileSettings()
    facts: dict[tuple[str, str, str], list[ClaimView]] = defaultdict(list)
    for claim in claims:
        facts[(claim.incident, claim.aspect, claim.whom or "")].append(claim)
    made = []
    for key in sorted(facts):
        members = sorted(facts[key], key=lambda claim: claim.sort_key)
        made.append(
            assess(members, relations_of(members, chosen_by.later_reports_update), chosen_by)
        )
    return tuple(made)


def relations_of(claims: Sequence[ClaimView], later: bool = False) -> tuple[Relation, ...]:
    """All relations between claims of one fact, what copies entail included, sorted.

    Args:
        claims: of one fact, the oldest report first.
        later: a later report's higher figure updates whoever else's.
    """
    if len(claims) <= PAIRWISE_LIMIT:
        return _with_copies_closed(_without_retracted(_all_pairs(claims, later)))
    alike: dict[tuple[object, ...], list[ClaimView]] = defaultdict(list)
    for claim in claims:
        day = claim.published.date() if claim.published else None
        alike[
            (
                tuple(sorted(claim.speakers)),
                claim.polarity,
                claim.certainty,
                words_of(claim.value),
                day,
            )
        ].append(claim)
    heads = [members[0] for members in alike.values()]
    found = list(_all_pairs(heads, later))
    for head, *others in alike.values():
        found += [
            relation for other in others if (relation := relate(head, other, later)) is not None
        ]
    return tuple(sorted(_without_retracted(found)))


def _without_retracted(relations: Sequence[Relation]) -> list[Relation]:
    """The relations, a figure that its own outlet took back updating nobody else's any more."""
    taken_back = {r.a for r in relations if r.rule in RETRACTIONS}
    return [
        replace(
            r,
            relation="conflict",
            rule="contradiction",
            why=f"{r.why}; the second was taken back later",
        )
        if r.relation == "supersede" and r.rule not in RETRACTIONS and r.b in taken_back
        else r
        for r in relations
    ]


def _all_pairs(claims: Sequence[ClaimView], later: bool) -> list[Relation]:
    return [
        relation
        for number, a in enumerate(claims)
        for b in claims[number + 1 :]
        if (relation := relate(a, b, later)) is not None
    ]


def _with_copies_closed(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations and those that follow because two copies of one claim are copies too."""
    linked: dict[frozenset[str], Relation] = {frozenset((r.a, r.b)): r for r in relations}
    near: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.relation == "copy" and relation.rule != "taken_over_by_the_outlet":
            near[relation.a].add(relation.b)
            near[relation.b].add(relation.a)
    added = []
    for middle in sorted(near):
        ends = sorted(near[middle])
        for number, a in enumerate(ends):
            for b in ends[number + 1 :]:
                pair = frozenset((a, b))
                if pair not in linked:
                    made = Relation(
                        a, b, "copy", "copy_of_one_claim", f"both are copies of {middle}"
                    )
                    linked[pair] = made
                    added.append(made)
    return tuple(sorted((*relations, *added)))
