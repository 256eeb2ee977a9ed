"""What the claims on one fact add up to: independent sources, positions, a status, a trace.

What enters are the claims of one (incident, aspect, whom) and their relations; what leaves is an
`Assessment`. It decides nothing about truth: a status says how accounts stand to each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rashomon.reconcile.comparison import FREE_ASPECTS, words_of
from rashomon.reconcile.counted import is_part
from rashomon.reconcile.culprits import is_pronoun
from rashomon.reconcile.policies import Tally, apply_policy
from rashomon.reconcile.views import ClaimView
from rashomon.records import (
    Assessment,
    AssessmentStatus,
    Figure,
    Named,
    Position,
    Relation,
    Value,
    digest_id,
)
from rashomon.sets import Groups
from rashomon.settings import ReconcileSettings

MANY = 2
"""Independent sources that "all sources" stands for at the least."""


def usable(claim: ClaimView) -> bool:
    """Whether the claim takes a position that can be compared."""
    if claim.certainty == "unknown":
        return False
    return not isinstance(claim.value, Figure) or (claim.value.low, claim.value.high) != (
        None,
        None,
    )


def independent_groups(
    claims: Sequence[ClaimView], relations: Iterable[Relation]
) -> tuple[tuple[ClaimView, ...], ...]:
    """The claims grouped so that each group is one source.

    Claims are one source when they are copies of each other, when a party speaks in both, or when
    outlets that rest on one report speak for themselves.

    Returns:
        Groups in order of their first claim, each in order.
    """
    joined = Groups(claim.id for claim in claims)
    by_id = {claim.id: claim for claim in claims}
    taken_over: dict[str, str] = {}
    for relation in sorted(relations):
        if relation.relation != "copy" or relation.a not in by_id or relation.b not in by_id:
            continue
        for own, cited in ((relation.a, relation.b), (relation.b, relation.a)):
            if by_id[own].own_voice and not by_id[cited].own_voice:
                # An outlet that repeats two sources must not make them one: it joins the first.
                taken_over.setdefault(own, cited)
                break
        else:
            joined.join(relation.a, relation.b)
    first: dict[str, str] = {}
    for claim in claims:
        if claim.id in taken_over:
            continue
        for key in sorted(claim.parties or {claim.desk, claim.origin}):
            joined.join(claim.id, first.setdefault(key, claim.id))
    for own, cited in sorted(taken_over.items()):
        joined.join(own, cited)
    groups: dict[str, list[ClaimView]] = defaultdict(list)
    for claim in claims:
        groups[joined.root(claim.id)].append(claim)
    return tuple(tuple(group) for group in groups.values())


def count_sources(claims: Sequence[ClaimView], relations: Iterable[Relation]) -> int:
    """How many independent sources speak; "all sources" counts as two."""
    groups = independent_groups(claims, relations)
    return sum(MANY if any(c.many for c in group) else 1 for group in groups)


def count_origins(claims: Sequence[ClaimView], relations: Iterable[Relation]) -> int:
    """How many independent origins a fact has.

    What outlets say in their own voice beside two or more named sources rests on somebody whom
    they do not name, and is not counted as one more.
    """
    groups = independent_groups(claims, relations)
    cited = [group for group in groups if not all(claim.own_voice for claim in group)]
    counted = cited if len(cited) >= 2 else groups
    return sum(MANY if any(c.many for c in group) else 1 for group in counted)


def assess(
    claims: Iterable[ClaimView],
    relations: Iterable[Relation],
    settings: ReconcileSettings | None = None,
) -> Assessment:
    """The assessment of one fact.

    Args:
        claims: all of one incident, aspect and whom; at least one.
        relations: between them.
        settings: by which policy one figure is made of several.
    """
    ordered = sorted(claims, key=lambda claim: claim.sort_key)
    kept = tuple(sorted(relations))
    status, sources, trace = _status(ordered, kept)
    head = ordered[0]
    return Assessment(
        id=digest_id("ass", head.incident, head.aspect, head.whom or ""),
        incident=head.incident,
        aspect=head.aspect,
        whom=head.whom,
        status=status,
        independent_sources=sources,
        values=_positions(ordered, kept),
        relations=kept,
        trace=trace,
        chosen=apply_policy(settings or ReconcileSettings(), _tallies(ordered, kept)),
    )


def _tallies(claims: Sequence[ClaimView], relations: Sequence[Relation]) -> list[Tally]:
    """The figure that each independent source stands by: its latest that was not replaced.

    What is only a part of a toll, denied or not known is nobody's figure of the whole.
    """
    gone = _replaced(claims, relations)
    standing = [
        claim
        for claim in claims
        if claim.id not in gone
        and usable(claim)
        and claim.polarity == "affirmed"
        and not is_part(claim)
    ]
    made = []
    for group in independent_groups(standing, relations):
        last = group[-1]
        if isinstance(last.value, Figure):
            made.append(Tally(last.value, last.source_name, last.source_kind, last.published))
    return made


def _status(
    claims: Sequence[ClaimView], relations: Sequence[Relation]
) -> tuple[AssessmentStatus, int, tuple[str, ...]]:
    """Status, independent sources and the steps that led there."""
    trace = [f"{r.rule}: {r.a} {r.relation} {r.b}: {r.why}" for r in relations]
    speaking = [claim for claim in claims if usable(claim)]
    if not speaking:
        sources = count_sources(claims, relations)
        trace.append("unknown: no claim gives a usable value")
        return "unknown", sources, tuple(trace)
    sources = count_origins(speaking, relations)
    copies = {frozenset((r.a, r.b)) for r in relations if r.relation == "copy"}
    gone = _replaced(speaking, relations)
    live = [claim for claim in speaking if claim.id not in gone]
    open_conflicts = [
        r for r in relations if r.relation == "conflict" and r.a not in gone and r.b not in gone
    ]
    doubts = [claim for claim in claims if claim.certainty == "unknown"]
    if doubts:
        told = "; ".join(sorted({f"{c.source_name} ({c.id})" for c in doubts}))
        trace.append(f"not settled: stated to be unknown by {told}")
    trace.append(f"sources: {sources} independent after {len(copies)} copies are set aside")
    if open_conflicts:
        first = open_conflicts[0]
        trace.append(f"disputed: {first.a} and {first.b} stand unresolved ({first.why})")
        return "disputed", sources, tuple(trace)
    if gone:
        left = count_sources(live, relations)
        old, new = (_distinct(ids, relations) for ids in (gone, {claim.id for claim in live}))
        if left < 2 or old > new:
            trace.append(f"superseded: {old} of {old + new} statements were updated by later ones")
            return "superseded", sources, tuple(trace)
    if count_sources(live, relations) < 2:
        trace.append("single_source: one origin, however many outlets")
        return "single_source", sources, tuple(trace)
    if not _supported(live, relations):
        trace.append("single_source: each answer rests on one origin")
        return "single_source", 1, tuple(trace)
    trace.append("agreed: two or more independent sources, and no conflict left")
    return "agreed", sources, tuple(trace)


def _supported(live: Sequence[ClaimView], relations: Iterable[Relation]) -> bool:
    """Whether two independent sources give answers that support each other."""
    if any(claim.many for claim in live):
        return True
    if live[0].aspect in FREE_ASPECTS:
        answers = _answers(live, relations)
        backed = [a for a in answers if count_sources(a, relations) > 1]
        return 2 * sum(map(len, backed)) >= len(live)
    ids = {claim.id for claim in live}
    group_of = {
        claim.id: number
        for number, group in enumerate(independent_groups(live, relations))
        for claim in group
    }
    return any(
        r.relation in ("agree", "refine") and {r.a, r.b} <= ids and group_of[r.a] != group_of[r.b]
        for r in relations
    )


def _answers(
    claims: Sequence[ClaimView], relations: Iterable[Relation]
) -> tuple[tuple[ClaimView, ...], ...]:
    """The claims grouped so that what says the same, or the same more precisely, is one answer."""
    known = {claim.id for claim in claims}
    joined = Groups(known)
    for relation in sorted(relations):
        if relation.relation in ("agree", "refine", "copy") and {relation.a, relation.b} <= known:
            joined.join(relation.a, relation.b)
    groups: dict[str, list[ClaimView]] = defaultdict(list)
    for claim in claims:
        groups[joined.root(claim.id)].append(claim)
    return tuple(tuple(group) for group in groups.values())


def _replaced(claims: Sequence[ClaimView], relations: Iterable[Relation]) -> frozenset[str]:
    """Ids of the claims that a later one updates, and of those quoted only to be taken back."""
    relations = tuple(relations)
    known = {claim.id for claim in claims}
    gone = {r.a for r in relations if r.relation == "supersede" and r.b in known} & known
    return frozenset(gone | {claim.id for claim in claims if "withdrawn" in claim.signals})


def _distinct(ids: Collection[str], relations: Iterable[Relation]) -> int:
    """How many of some claims are left when copies of each other count once."""
    known = set(ids)
    joined = Groups(known)
    for relation in sorted(relations):
        if relation.relation == "copy" and {relation.a, relation.b} <= known:
            joined.join(relation.a, relation.b)
    return len({joined.root(claim_id) for claim_id in known})


def _value_key(claim: ClaimView) -> tuple[str, str]:
    value = claim.value
    text = f"{value.low}-{value.high}" if isinstance(value, Figure) else words_of(value)
    return (claim.polarity, " ".join(text.casefold().split()))


def _alike(claims: Sequence[ClaimView]) -> list[tuple[tuple[str, str], list[ClaimView]]]:
    """The claims by answer: of one value in words, or naming one party however they call it."""
    by_value: dict[tuple[str, str], list[ClaimView]] = defaultdict(list)
    home: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for claim in claims:
        key = _value_key(claim)
        if isinstance(claim.value, Named) and claim.actors:
            key = home.setdefault((claim.polarity, claim.actors), key)
        by_value[key].append(claim)
    return sorted(by_value.items())


def _positions(claims: Sequence[ClaimView], relations: Sequence[Relation]) -> tuple[Position, ...]:
    """The answers, the best supported first; equal values and copies of them stand together.

    "At least three" backs "four", which makes it more precise, and not the other way round. A
    figure of some of the people, and an answer that nothing but a pronoun names, come last.
    """
    gone = _replaced(claims, relations)
    by_id = {claim.id: claim for claim in claims}
    backers: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.relation == "refine" and relation.a in by_id:
            backers[relation.b].add(relation.a)
    ranked = []
    for key, members in _alike(claims):
        groups = independent_groups(members, relations)
        support = count_sources(members, relations)
        behind = {claim.id for claim in members}.union(*(backers[claim.id] for claim in members))
        backed = count_sources([claim for claim in claims if claim.id in behind], relations)
        names = sorted({min(claim.source_name for claim in group) for group in groups})
        value = _plainest(members)
        position = Position(
            value=value,
            polarity_denied=members[0].polarity == "denied",
            sources=tuple(names),
            claims=tuple(claim.id for claim in members),
            superseded=all(claim.id in gone for claim in members),
        )
        nameless = isinstance(value, Named) and is_pronoun(value.text)
        some = all(is_part(claim) for claim in members)
        rank = (position.superseded, nameless, some, -backed, -support, members[0].sort_key, key)
        ranked.append((rank, position))
    return tuple(position for _, position in sorted(ranked, key=lambda pair: pair[0]))


def _plainest(members: Sequence[ClaimView]) -> Value:
    """The value as a reader should see it: the fullest name printed, else the party's name."""
    value = members[0].value
    if not isinstance(value, Named):
        return value
    named = [c.value for c in members if isinstance(c.value, Named)]
    printed = [v for v in named if not is_pronoun(v.text)]
    if printed:
        return max(printed, key=lambda v: (_capitals(v.text), -len(v.text), v.text))
    known = sorted({c.actor_name for c in members} - {""})
    return Named(known[0], value.entity) if known else value


def _capitals(text: str) -> int:
    return sum(word[:1].isupper() for word in text.split())
