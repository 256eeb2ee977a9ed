"""Fits the text and fact weights of incident linking on reports with known incidents.

    python training/incident_weights.py DOCUMENTS.jsonl [REPORTS]

Rows have doc_id, incident_id, title, text and dct. Pairs are those that blocking proposes. Prints
the weights for `data/incident_weights.toml` and the clustering score: fitted on one half of the
incidents and measured on the other, both ways, then fitted on all.

`text` is fitted on all rows. `facts` needs the reports' events, so it is fitted on REPORTS of them
(900 unless told; 0 leaves it out), whole incidents drawn by the digest of their id and annotated
with the registry's stages, with the text score held fixed. The table in force is rounded by hand
from these weights; its comments say where it departs from them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.memory import without_sentences
from rashomon.link.affinity import TEXT_FEATURES, fact_features, text_features
from rashomon.link.blocking import candidate_pairs
from rashomon.link.clustering import cluster
from rashomon.link.episodes import episodes_of, profile
from rashomon.records import Document
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings


def b_cubed(groups: Sequence[Sequence[int]], gold: Sequence[str], keep: set[int]) -> float:
    """B-cubed F over the kept nodes."""
    truth: dict[str, set[int]] = defaultdict(set)
    for node in keep:
        truth[gold[node]].add(node)
    precision = recall = 0.0
    for group in groups:
        found = set(group) & keep
        for node in found:
            right = len(found & truth[gold[node]])
            precision += right / len(found) / len(keep)
            recall += right / len(truth[gold[node]]) / len(keep)
    return 2 * precision * recall / (precision + recall)


def fit(features: np.ndarray, truth: np.ndarray, offset: np.ndarray | float = 0.0) -> np.ndarray:
    """Logistic regression with a small L2 penalty, on a fixed offset; the last is the bias."""
    table = np.column_stack([features, np.ones(len(features))])
    scale = np.r_[features.std(0) + 1e-9, 1.0]
    table = table / scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = table @ weights + offset
        value = np.logaddexp(0, odds).sum() - (truth * odds).sum()
        slope = table.T @ (1 / (1 + np.exp(-odds)) - truth)
        penalty = np.r_[weights[:-1], 0.0]
        return value + 0.5 * penalty @ penalty, slope + penalty

    found = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return found / scale


def main(path: str, reports: str = "900") -> None:
    """Fit, measure, print."""
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    gold = [row["incident_id"] for row in rows]
    documents = [
        Document(
            id=f"{row['doc_id']}-{number}",
            name=row["doc_id"],
            text=f"{row['title']}\n\n{row['text']}",
            title=row["title"],
            published=datetime.fromisoformat(row["dct"]).replace(tzinfo=UTC),
            language="en",
            text_sha256="",
            raw_sha256="",
        )
        for number, row in enumerate(rows)
    ]
    episodes = [profile(document) for document in documents]
    pairs = candidate_pairs(episodes)
    table = np.array(
        [
            [text_features(episodes[a], episodes[b])[name] for name in TEXT_FEATURES]
            for a, b in pairs
        ]
    )
    truth = np.array([float(gold[a] == gold[b]) for a, b in pairs])
    half = [digest(incident) % 2 for incident in gold]
    print(f"{len(rows)} reports, {len(pairs)} pairs, {int(truth.sum())} of them true")
    for part in (0, 1):
        rows_in = np.array([half[a] == half[b] == part for a, b in pairs])
        weights = fit(table[rows_in], truth[rows_in])
        report(weights, part, pairs, table, gold, half)
    weights = fit(table, truth)
    report(weights, -1, pairs, table, gold, half)
    print(f"bias = {weights[-1]:.3f}")
    for name, weight in zip(TEXT_FEATURES, weights, strict=False):
        print(f"{name} = {weight:.3f}")
    if int(reports):
        main_facts(documents, gold, half, weights, int(reports))


def main_facts(
    documents: Sequence[Document],
    gold: Sequence[str],
    half: Sequence[int],
    text_weights: np.ndarray,
    reports: int,
) -> None:
    """Fit the fact weights on some annotated reports, the text score held fixed, and print them."""
    order = sorted(range(len(gold)), key=lambda n: (digest(gold[n]), n))[:reports]
    settings = Settings()
    pipeline = Pipeline(document_stages(settings, CaseContext()), settings)
    episodes, kept = [], []
    for number in order:
        told = episodes_of(without_sentences(pipeline.annotate(documents[number])))
        if told:
            episodes.append(told[0])
            kept.append(number)
    pairs = candidate_pairs(episodes)
    facts = [fact_features(episodes[a], episodes[b]) for a, b in pairs]
    names = list(facts[0])
    table = np.array([[row[name] for name in names] for row in facts])
    words = np.array(
        [
            [text_features(episodes[a], episodes[b])[name] for name in TEXT_FEATURES]
            for a, b in pairs
        ]
    )
    base = words @ text_weights[:-1] + text_weights[-1]
    truth = np.array([float(gold[kept[a]] == gold[kept[b]]) for a, b in pairs])
    side = np.array([half[kept[a]] + 2 * half[kept[b]] for a, b in pairs])
    print(f"{len(kept)} annotated reports, {len(pairs)} pairs, {int(truth.sum())} of them true")
    for label, rows in (("half 0", side == 0), ("half 1", side == 3), ("all", side >= 0)):
        weights = fit(table[rows], truth[rows], base[rows])[:-1]
        print(label, " ".join(f"{n}={w:+.2f}" for n, w in zip(names, weights, strict=True)))


def digest(incident: str) -> int:
    """A number that draws incidents evenly and always alike."""
    return int(hashlib.md5(incident.encode()).hexdigest(), 16)


def report(
    weights: np.ndarray,
    part: int,
    pairs: Sequence[tuple[int, int]],
    table: np.ndarray,
    gold: Sequence[str],
    half: Sequence[int],
) -> None:
    """Print B-cubed F at some thresholds, on the half that was not fitted on."""
    odds = table @ weights[:-1] + weights[-1]
    scored = [(a, b, float(v)) for (a, b), v in zip(pairs, odds, strict=True) if v > -6.0]
    for threshold in (-1.0, -0.5, 0.0, 0.5):
        groups = cluster(len(gold), scored, threshold)
        held = {n for n in range(len(gold)) if half[n] != part}
        print(
            f"fitted on {part}: threshold {threshold:+.1f}: held out "
            f"{100 * b_cubed(groups, gold, held):.2f}, all in one pile "
            f"{100 * b_cubed(groups, gold, set(range(len(gold)))):.2f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
