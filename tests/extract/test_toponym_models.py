"""The learned models of toponyms: decoding, the table, and readings in invented sentences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.extract.places.models import LABELS, OUTSIDE, Tagger, models, parse

_SCORES = st.lists(
    st.lists(st.integers(-8, 8), min_size=len(LABELS), max_size=len(LABELS)), min_size=1, max_size=4
)


def _tagger(rows: list[list[int]]) -> Tagger:
    lines = [f"tag\tw{i}\t" + "\t".join(map(str, row)) for i, row in enumerate(rows)]
    return parse("\n".join(lines))[0]


def _path_score(tagger: Tagger, rows: list[list[int]], path: tuple[int, ...]) -> float:
    total = sum(row[label] + OUTSIDE * (label == 0) for row, label in zip(rows, path, strict=True))
    total += sum(float(tagger.steps[a, b]) for a, b in itertools.pairwise(path))
    return total - 50.0 * (path[0] in (2, 4))


@given(_SCORES)
def test_the_best_of_all_paths_is_found(rows: list[list[int]]) -> None:
    tagger = _tagger(rows)
    found = tagger._best(np.array(rows, dtype=float))
    best = max(
        _path_score(tagger, rows, path)
        for path in itertools.product(range(len(LABELS)), repeat=len(rows))
    )
    assert _path_score(tagger, rows, tuple(found)) == pytest.approx(best)


@given(_SCORES)
def test_runs_never_overlap(rows: list[list[int]]) -> None:
    runs = _tagger(rows).runs([[f"w{i}"] for i in range(len(rows))])
    ends = [at for first, last, _ in runs for at in (first, last)]
    assert ends == sorted(ends)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(runs))


def test_an_empty_sentence_has_no_run() -> None:
    assert _tagger([[0] * 5]).runs([]) == []


def test_the_shipped_table_is_whole() -> None:
    tagger, reader = models()
    assert len(tagger.weights) > 1_000
    assert all(row.shape == (len(LABELS),) for row in tagger.weights.values())
    assert tagger.steps[LABELS.index("O"), LABELS.index("I-literal")] < -10
    assert 0 < reader.probability(["Lw=in"], {"#O": 1.0}) < 1
