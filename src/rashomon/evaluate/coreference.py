"""Coreference scores of two partitions: MUC, B³, CEAFe and their CoNLL mean.

What enters are a gold and a predicted partition of mentions (any hashable keys); what leaves are
precision, recall and F, 0 to 100. Mentions that stand in one partition only count against recall
or precision, as in the CoNLL reference scorer. Knows no corpus.

Source: Pradhan et al. (2014), "Scoring coreference partitions of predicted mentions: a reference
implementation", ACL; MUC from Vilain et al. (1995), B³ from Bagga and Baldwin (1998), CEAFe from
Luo (2005) with the entity similarity phi 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from rashomon.evaluate.assignment import best_pairs
from rashomon.evaluate.suite import f1, percent

Partition = Collection[Collection[Hashable]]


@dataclass(frozen=True)
class Tally:
    """Numerators and denominators of one metric, so that documents can be summed.

    Args:
        recall_part: matched share of the gold.
        recall_whole: size of the gold.
        precision_part: matched share of the prediction.
        precision_whole: size of the prediction.
    """

    recall_part: float = 0.0
    recall_whole: float = 0.0
    precision_part: float = 0.0
    precision_whole: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.recall_part + other.recall_part,
            self.recall_whole + other.recall_whole,
            self.precision_part + other.precision_part,
            self.precision_whole + other.precision_whole,
        )

    @property
    def recall(self) -> float:
        """Percent."""
        return percent(self.recall_part, self.recall_whole)

    @property
    def precision(self) -> float:
        """Percent."""
        return percent(self.precision_part, self.precision_whole)

    @property
    def f(self) -> float:
        """Percent."""
        return f1(self.precision, self.recall)


@dataclass(frozen=True)
class CoreferenceScore:
    """The three metrics of a document or, summed, of a corpus (micro-averaged)."""

    muc: Tally = Tally()
    b3: Tally = Tally()
    ceafe: Tally = Tally()
    mentions: Tally = Tally()

    def __add__(self, other: CoreferenceScore) -> CoreferenceScore:
        return CoreferenceScore(
            self.muc + other.muc,
            self.b3 + other.b3,
            self.ceafe + other.ceafe,
            self.mentions + other.mentions,
        )

    @property
    def conll_f(self) -> float:
        """The mean of the three F scores."""
        return (self.muc.f + self.b3.f + self.ceafe.f) / 3

    def metrics(self) -> dict[str, float]:
        """Every figure by name."""
        found = {"conll_f": self.conll_f}
        for name in ("muc", "b3", "ceafe", "mentions"):
            tally: Tally = getattr(self, name)
            found[f"{name}_recall"] = tally.recall
            found[f"{name}_precision"] = tally.precision
            found[f"{name}_f"] = tally.f
        return found


def score(gold: Partition, predicted: Partition) -> CoreferenceScore:
    """The metrics of one document.

    Args:
        gold: sets of mentions that refer to one thing; disjoint, empty ones ignored.
        predicted: likewise.

    Worked by hand: gold {a b c} {d e}, predicted {a b} {c d e}. MUC: gold needs 2 + 1 links,
    the prediction breaks the first once: 2/3 recall; precision likewise 2/3. B³ recall:
    (2/3 + 2/3 + 1/3 + 1 + 1) / 5 = 11/15, precision the same by symmetry. CEAFe: the best
    alignment pairs {a b c} with {a b} (2*2/5) and {d e} with {c d e} (2*2/5): 1.6 of 2 each way.
    """
    keys = [frozenset(cluster) for cluster in gold if cluster]
    answers = [frozenset(cluster) for cluster in predicted if cluster]
    key_of = {mention: number for number, cluster in enumerate(keys) for mention in cluster}
    answer_of = {mention: number for number, cluster in enumerate(answers) for mention in cluster}
    both = len(key_of.keys() & answer_of.keys())
    muc_r, muc_rw = _links(keys, answer_of)
    muc_p, muc_pw = _links(answers, key_of)
    b3_r = _overlaps(keys, answer_of)
    b3_p = _overlaps(answers, key_of)
    aligned = _aligned(keys, answers, answer_of)
    return CoreferenceScore(
        muc=Tally(muc_r, muc_rw, muc_p, muc_pw),
        b3=Tally(b3_r, len(key_of), b3_p, len(answer_of)),
        ceafe=Tally(aligned, len(keys), aligned, len(answers)),
        mentions=Tally(both, len(key_of), both, len(answer_of)),
    )


def total(scores: Iterable[CoreferenceScore]) -> CoreferenceScore:
    """The sum over documents."""
    return sum(scores, start=CoreferenceScore())


def _links(clusters: list[frozenset[Hashable]], other: dict[Hashable, int]) -> tuple[int, int]:
    """MUC: links that the other side keeps, and links needed."""
    kept = needed = 0
    for cluster in clusters:
        pieces = len({other[mention] for mention in cluster if mention in other})
        missing = sum(mention not in other for mention in cluster)
        needed += len(cluster) - 1
        kept += len(cluster) - (pieces + missing)
    return kept, needed


def _overlaps(clusters: list[frozenset[Hashable]], other: dict[Hashable, int]) -> float:
    """B³: summed over mentions, the share of the mention's cluster that the other side keeps."""
    found = 0.0
    for cluster in clusters:
        counts = Counter(other[mention] for mention in cluster if mention in other)
        found += sum(count * count for count in counts.values()) / len(cluster)
    return found


def _aligned(
    keys: list[frozenset[Hashable]],
    answers: list[frozenset[Hashable]],
    answer_of: dict[Hashable, int],
) -> float:
    """CEAFe: the greatest summed similarity of a one-to-one alignment of clusters.

    Only clusters that share a mention can be worth anything, so the assignment is solved for each
    connected component: the full matrix of a large case would not fit.
    """
    overlap: Counter[tuple[int, int]] = Counter(
        (number, answer_of[mention])
        for number, cluster in enumerate(keys)
        for mention in cluster
        if mention in answer_of
    )
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for key, answer in overlap:
        parent[root(("key", key))] = root(("answer", answer))
    components: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in sorted(overlap):
        components.setdefault(root(("key", pair[0])), []).append(pair)
    found = 0.0
    for pairs in components.values():
        rows = {key: at for at, key in enumerate(sorted({key for key, _ in pairs}))}
        columns = {answer: at for at, answer in enumerate(sorted({answer for _, answer in pairs}))}
        matrix = np.zeros((len(rows), len(columns)))
        for key, answer in pairs:
            size = len(keys[key]) + len(answers[answer])
            matrix[rows[key], columns[answer]] = 2 * overlap[key, answer] / size
        chosen = np.array(best_pairs(matrix))
        found += float(matrix[chosen[:, 0], chosen[:, 1]].sum())
    return found
