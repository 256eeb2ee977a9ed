from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.reconcile.figures import compare_figures, disjoint
from rashomon.records import Figure


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low = draw(st.none() | st.integers(0, 60))
    high = draw(st.none() | st.integers(0, 60))
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Figure(low, high)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (Figure(56, None), Figure(85, None), "a_vaguer"),  # two floors can both be true
        (Figure(56, None), Figure(80, 80), "a_vaguer"),
        (Figure(80, 80), Figure(100, None), "apart"),
        (Figure(6, 6), Figure(7, 7), "apart"),
        (Figure(6, 6), Figure(6, 6), "equal"),
        (Figure(6, None), Figure(6, 6), "equal"),
        (Figure(6, 12), Figure(6, 6), "a_vaguer"),
        (Figure(6, 12), Figure(12, 12), "a_vaguer"),
        (Figure(None, 15), Figure(5, 5), "a_vaguer"),
        (Figure(None, 200), Figure(213, None), "apart"),
        (Figure(0, 0), Figure(3, None), "apart"),
        (Figure(31, None), Figure(30, 30), "equal"),  # "more than 30" and a round 30
        (Figure(None, None), Figure(3, 3), "unrelated"),
        (Figure(None, None), Figure(None, None), "equal"),
    ],
)
def test_strict_interval_logic(a: Figure, b: Figure, verdict: str) -> None:
    assert compare_figures(a, b).verdict == verdict


def test_nearly_is_compared_by_its_number() -> None:
    nearly = Figure(None, 50)
    assert compare_figures(nearly, Figure(32, 32), a_nominal=True).verdict == "apart"
    assert compare_figures(nearly, Figure(48, 48), a_nominal=True).verdict == "a_vaguer"
    assert compare_figures(nearly, Figure(32, 32)).verdict == "a_vaguer"


def test_rough_sizes_agree_when_near() -> None:
    dozens, twenty = Figure(24, None), Figure(20, None)
    assert compare_figures(dozens, twenty, vague=True).verdict == "equal"
    assert compare_figures(dozens, Figure(200, None), vague=True).verdict == "a_vaguer"


@given(figures(), figures(), st.booleans(), st.booleans(), st.booleans())
def test_comparison_is_symmetric(a: Figure, b: Figure, an: bool, bn: bool, vague: bool) -> None:
    forth = compare_figures(a, b, an, bn, vague)
    back = compare_figures(b, a, bn, an, vague).mirrored()
    assert forth.verdict == back.verdict


@given(figures(), figures())
def test_apart_only_where_no_number_fits_both(a: Figure, b: Figure) -> None:
    comparison = compare_figures(a, b)
    if comparison.verdict == "apart":
        assert disjoint(a, b)
    elif disjoint(a, b):
        assert comparison.why.endswith("the same round number")
