"""The learned models of toponyms: decoding, the table, and readings in invented sentences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import WeightsError
from rashomon.extract.places.candidates import candidates
from rashomon.extract.places.models import (
    LABELS,
    OUTSIDE,
    Tagger,
    TokenNames,
    all_names,
    models,
    parse,
)
from rashomon.records import Sentence, Span, Token

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
    runs = _tagger(rows).runs([TokenNames((f"w{i}",), []) for i in range(len(rows))])
    ends = [at for first, last, _ in runs for at in (first, last)]
    assert ends == sorted(ends)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(runs))


_NAMES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c-2d"]),
        st.lists(st.sampled_from(["x", "y", "1z=a"]), max_size=2),
    ),
    min_size=1,
    max_size=5,
)


@given(_NAMES)
def test_scores_are_the_sums_over_all_names(words: list[tuple[str, list[str]]]) -> None:
    tokens = [TokenNames((f"w={word}", "p=n"), alone) for word, alone in words]
    known = ("w=a", "w=c-2d", "-1w=a", "2w=b", "1p=n", "-2END", "1END", "p=n", "x", "y", "1z=a")
    lines = [
        f"tag\t{name}\t" + "\t".join(str((n + 1) * (k - 2)) for k in range(len(LABELS)))
        for n, name in enumerate(known)
    ]
    tagger = parse("\n".join(lines))[0]
    expected = [
        sum((tagger.weights[name] for name in all_names(tokens, at) if name in known), np.zeros(5))
        for at in range(len(tokens))
    ]
    assert np.allclose(tagger._scores(tokens), expected)


def test_an_empty_sentence_has_no_run() -> None:
    assert _tagger([[0] * 5]).runs([]) == []


def test_the_shipped_table_is_whole() -> None:
    tagger, reader = models()
    assert len(tagger.weights) > 1_000
    assert all(row.shape == (len(LABELS),) for row in tagger.weights.values())
    assert tagger.steps[LABELS.index("O"), LABELS.index("I-literal")] < -10
    assert 0 < reader.probability(["Lw=in"], {"#O": 1.0}, np.zeros(len(reader.states))) < 1


def test_states_are_weighed_and_those_of_another_encoder_refused() -> None:
    reader = parse("read\t\t0.0\nstates\t\t1.0\t-2.0")[1]
    assert reader.probability([], {}, np.array([3.0, 0.0])) > 0.9
    assert reader.probability([], {}, np.array([0.0, 3.0])) < 0.1
    with pytest.raises(WeightsError, match="made for 2 states, the encoder shows 0"):
        reader.probability([], {}, np.zeros(0))


class _Likely:
    """An encoder that sees a toponym in some ranges."""

    def __init__(self, *starts: int) -> None:
        self._starts = starts

    def toponym(self, start: int, end: int) -> float:
        return float(any(start <= at < end for at in self._starts))


def test_what_the_tagger_passed_over_is_proposed_once() -> None:
    # "In the Harvane Hills and Odell", tagged: Odell
    words = ["In", "the", "Harvane", "Hills", "and", "Odell"]
    entities = ["", "B-LOC", "I-LOC", "I-LOC", "", "B-GPE"]
    starts = [0, 3, 7, 15, 21, 25]
    tokens = tuple(
        Token(at, at + len(word), word.lower(), "PROPN", "NNP", "dep", 0, entity)
        for at, word, entity in zip(starts, words, entities, strict=True)
    )
    sentence = Sentence(Span("doc_x", 0, 30), 0, tokens)
    names = [TokenNames((f"w={word.lower()}", "r="), []) for word in words]
    found = candidates(sentence, names, _Likely(7), {5})  # type: ignore[arg-type]
    assert [(one.first, one.last, one.proposer) for one in found] == [(2, 2, "encoder")]
    found = candidates(sentence, names, _Likely(), {5})  # type: ignore[arg-type]
    assert [(one.first, one.last, one.feature) for one in found] == [(2, 3, "by=parser")]
