"""Scores of relations between claims and of the status of facts.

What enters are predicted and gold relations of clusters; what leaves are percentages. It must not
know where either came from.

A relation is right when its pair and kind are; for refine and supersede the direction must be
right too (that of a copy carries little meaning, agree and conflict are symmetric). F of a kind is
taken in each cluster where gold or system has the kind, and averaged over those clusters; the
macro F of a cluster is the mean over the kinds that occur in it, and is averaged over clusters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.evaluate.suite import f1, percent
from rashomon.records import Assessment

KINDS = ("agree", "refine", "conflict", "supersede", "copy")
DIRECTED = frozenset({"refine", "supersede"})
Edge = tuple[str, str, str]


@dataclass(frozen=True)
class RelationScore:
    """Right, predicted and gold relations of one kind in one cluster."""

    right: int
    predicted: int
    gold: int

    @property
    def f(self) -> float:
        """F in percent; 100 where neither side has any."""
        if not self.predicted and not self.gold:
            return 100.0
        return f1(percent(self.right, self.predicted), percent(self.right, self.gold))


def edge(a: str, b: str, kind: str) -> Edge:
    """A relation in the form in which it is compared: sorted where direction has no meaning."""
    if kind in DIRECTED:
        return (a, b, kind)
    low, high = sorted((a, b))
    return (low, high, kind)


def edges_of(assessments: Iterable[Assessment]) -> frozenset[Edge]:
    """All relations of some assessments as comparable edges."""
    return frozenset(edge(r.a, r.b, r.relation) for a in assessments for r in a.relations)


def score_relations(predicted: Iterable[Edge], gold: Iterable[Edge]) -> dict[str, RelationScore]:
    """Counts by kind for one cluster.

    Worked by hand: gold {x conflict y, x refine z}, predicted {y conflict x, z refine x}: the
    conflict is right, the refinement runs the wrong way.
    """
    left, right = set(predicted), set(gold)
    return {
        kind: RelationScore(
            sum(1 for e in left & right if e[2] == kind),
            sum(1 for e in left if e[2] == kind),
            sum(1 for e in right if e[2] == kind),
        )
        for kind in KINDS
    }


def average(clusters: Sequence[Mapping[str, RelationScore]]) -> dict[str, float]:
    """Macro and per-kind F averaged over clusters, and F over all relations pooled."""
    metrics: dict[str, float] = {}
    macros = []
    per_kind: dict[str, list[float]] = defaultdict(list)
    pooled: Counter[str] = Counter()
    for scores in clusters:
        here = {k: s.f for k, s in scores.items() if s.predicted or s.gold}
        for kind, value in here.items():
            per_kind[kind].append(value)
        if here:
            macros.append(sum(here.values()) / len(here))
        for score in scores.values():
            pooled.update(right=score.right, predicted=score.predicted, gold=score.gold)
    metrics["relation_macro_f"] = _mean(macros)
    for kind in KINDS:
        metrics[f"{kind}_f"] = _mean(per_kind[kind])
        total = RelationScore(
            sum(c[kind].right for c in clusters),
            sum(c[kind].predicted for c in clusters),
            sum(c[kind].gold for c in clusters),
        )
        metrics[f"{kind}_pooled_precision"] = percent(total.right, total.predicted)
        metrics[f"{kind}_pooled_recall"] = percent(total.right, total.gold)
        metrics[f"{kind}_pooled_f"] = total.f if total.predicted or total.gold else 0.0
    metrics["relation_pooled_f"] = f1(
        percent(pooled["right"], pooled["predicted"]), percent(pooled["right"], pooled["gold"])
    )
    return metrics


def status_accuracy(
    predicted: Mapping[tuple[str, str], str], gold: Mapping[tuple[str, str], str]
) -> float:
    """Share of the gold's facts whose status is right, in percent; a missing fact is wrong."""
    return percent(
        sum(1 for key, status in gold.items() if predicted.get(key) == status), len(gold)
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
