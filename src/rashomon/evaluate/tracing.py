"""Each conflict that was missed or made up, traced to the layer that made the error.

What enters is one cluster's gold with the claims that the system found for it, as the core compared
them; what leaves is one `Traced` for each wrong conflict. Layers are asked in running order, and
the first that differs from the gold answers: a later one could not have done better with what it
was given. Whether it would have been right without the earlier error is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from rashomon.evaluate.claim_gold import GoldCluster
from rashomon.reconcile.comparison import words_of
from rashomon.reconcile.views import ClaimView, one_voice, same_speaker
from rashomon.records import Figure

Layer = Literal[
    "attributions",
    "claims: not found",
    "claims: other aspect",
    "claims: other extent",
    "claims: whom",
    "claims: polarity",
    "claims: value",
    "sources",
    "incidents",
    "rules",
]
LAYERS: tuple[Layer, ...] = get_args(Layer)
"""In the order in which they are asked."""


@dataclass(frozen=True)
class Traced:
    """One wrong conflict.

    Args:
        kind: `missed` stands in the gold only, `false` was found only.
        a: id of one gold claim.
        b: id of the other.
        layer: the first that differs from the gold.
        claim: id of the gold claim in which it differs, both ids where it is the pair.
        told: what differs, in words.
    """

    kind: Literal["missed", "false"]
    a: str
    b: str
    layer: Layer
    claim: str
    told: str

    @property
    def line(self) -> str:
        """One line of an error table."""
        return f"conflict {self.kind}: {self.a} {self.b}: {self.layer} ({self.claim}): {self.told}"


@dataclass(frozen=True)
class Found:
    """What the system made of a cluster.

    Args:
        views: claims as they were compared, by id; a claim of no incident is left out.
        matched: gold claim id by predicted claim id.
        spans: document name and evidence of every predicted claim, by id, as the gold counts.
        aspects: of every predicted claim, by id.
        sources: document name and extent of every source span found.
        conflicts: pairs of gold claims found to conflict.
        rules: what decided a pair of gold claims, by the pair in order.
    """

    views: Mapping[str, ClaimView]
    matched: Mapping[str, str]
    spans: Mapping[str, tuple[str, int, int]]
    aspects: Mapping[str, str]
    sources: Sequence[tuple[str, int, int]]
    conflicts: frozenset[tuple[str, str]]
    rules: Mapping[tuple[str, str], str]


def trace_conflicts(cluster: GoldCluster, found: Found) -> tuple[Traced, ...]:
    """Every conflict of the gold that was missed, then every one found that is not in it."""
    gold = {_pair(a, b) for a, b, kind in cluster.relations if kind == "conflict"}
    claims = {claim.id: claim for claim in cluster.claims}
    views = {
        gold_id: found.views[claim_id]
        for claim_id, gold_id in found.matched.items()
        if claim_id in found.views
    }
    missed = [
        _trace("missed", pair, cluster, claims, views, found)
        for pair in sorted(gold - found.conflicts)
    ]
    false = [
        _trace("false", pair, cluster, claims, views, found)
        for pair in sorted(found.conflicts - gold)
    ]
    return (*missed, *false)


def _pair(a: str, b: str) -> tuple[str, str]:
    low, high = sorted((a, b))
    return low, high


def _trace(
    kind: Literal["missed", "false"],
    pair: tuple[str, str],
    cluster: GoldCluster,
    claims: Mapping[str, ClaimView],
    views: Mapping[str, ClaimView],
    found: Found,
) -> Traced:
    def made(layer: Layer, claim: str, told: str) -> Traced:
        return Traced(kind, *pair, layer, claim, told)

    for gold_id in pair:
        if gold_id not in found.matched.values():
            return made(*_unfound(gold_id, cluster, claims[gold_id], found))
    for gold_id in pair:
        if gold_id not in views:
            return made("incidents", gold_id, "its event is of no incident")
    (a, b), (x, y) = (claims[pair[0]], claims[pair[1]]), (views[pair[0]], views[pair[1]])
    if (a.whom == b.whom) != (x.whom == y.whom):
        return made("claims: whom", " ".join(pair), f"found {x.whom!r} and {y.whom!r}")
    differences = [
        difference
        for gold_id in pair
        if (difference := _difference(claims[gold_id], views[gold_id])) is not None
    ]
    if differences:
        return made(*min(differences, key=lambda one: LAYERS.index(one[0])))
    for question, name in ((same_speaker, "one speaker"), (one_voice, "one voice")):
        if question(a, b) != question(x, y):
            told = f"{name} in gold: {question(a, b)}, here {x.source_name!r}, {y.source_name!r}"
            return made("sources", " ".join(pair), told)
    if x.incident != y.incident:
        return made("incidents", " ".join(pair), "two incidents")
    rule = found.rules.get(pair, "no relation")
    told = f"{rule}: {words_of(x.value)!r} and {words_of(y.value)!r}"
    return made("rules", " ".join(pair), told)


def _unfound(
    gold_id: str, cluster: GoldCluster, claim: ClaimView, found: Found
) -> tuple[Layer, str, str]:
    """Why no predicted claim stands for a gold one."""
    name, start, end = cluster.spans[gold_id]
    near = [
        claim_id
        for claim_id, (document, low, high) in sorted(found.spans.items())
        if document == name and low < end and start < high
    ]
    same = [claim_id for claim_id in near if found.aspects[claim_id] == claim.aspect]
    told = f"{claim.aspect} {claim.quote!r}"
    if same:
        return "claims: other extent", gold_id, told
    source = cluster.sources.get(gold_id)
    if source is not None and not any(
        document == name and low < source[1] and source[0] < high
        for document, low, high in found.sources
    ):
        return "attributions", gold_id, told
    if near:
        others = ", ".join(sorted({found.aspects[claim_id] for claim_id in near}))
        return "claims: other aspect", gold_id, f"{told}, read as {others}"
    return "claims: not found", gold_id, told


def _difference(gold: ClaimView, view: ClaimView) -> tuple[Layer, str, str] | None:
    """The first thing in which a found claim is not the gold one it stands for."""
    if gold.polarity != view.polarity:
        return "claims: polarity", gold.id, f"gold {gold.polarity}: {gold.quote!r}"
    if "unknown" in (gold.certainty, view.certainty) and gold.certainty != view.certainty:
        told = f"gold {gold.certainty}, found {view.certainty}"
        return "claims: polarity", gold.id, told
    if isinstance(gold.value, Figure) and _bounds(gold) != _bounds(view):
        told = f"gold {words_of(gold.value)!r}, found {words_of(view.value)!r}"
        return "claims: value", gold.id, told
    if gold.own_voice != view.own_voice:
        told = f"gold {gold.source_name!r}, found {view.source_name!r}"
        return "sources", gold.id, told
    return None


def _bounds(claim: ClaimView) -> tuple[int | None, int | None] | None:
    value = claim.value
    return (value.low, value.high) if isinstance(value, Figure) else None


def table_of(traced: Iterable[Traced]) -> tuple[str, ...]:
    """How many wrong conflicts each layer made, one line each, the worst first."""
    counts: dict[Layer, list[int]] = {layer: [0, 0] for layer in LAYERS}
    for one in traced:
        counts[one.layer][one.kind == "false"] += 1
    rows = sorted(counts.items(), key=lambda row: (-sum(row[1]), LAYERS.index(row[0])))
    head = f"{'layer':<22}{'missed':>8}{'false':>8}"
    body = [f"{layer:<22}{missed:>8}{false:>8}" for layer, (missed, false) in rows]
    return (head, *body)
