"""Coreference metrics against cases worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.evaluate.coreference import Partition, score, total

GOLD = [{"a", "b", "c"}, {"d", "e"}]


def test_hand_worked_case() -> None:
    """Gold {a b c} {d e}, predicted {a b} {c d e}: see the docstring of `score`."""
    found = score(GOLD, [{"a", "b"}, {"c", "d", "e"}])
    assert found.muc.recall == pytest.approx(200 / 3)
    assert found.muc.precision == pytest.approx(200 / 3)
    assert found.b3.recall == pytest.approx(1100 / 15)
    assert found.b3.precision == pytest.approx(1100 / 15)
    assert found.ceafe.f == pytest.approx(80)
    assert found.conll_f == pytest.approx((200 / 3 + 1100 / 15 + 80) / 3)


def test_missing_and_invented_mentions() -> None:
    """Predicted {a b} {f}: c d e are missed, f is invented.

    MUC: 1 of 3 gold links kept, 1 of 1 predicted. B³ recall (2/3 + 2/3) / 5 = 4/15, precision
    2/3 (f scores 0). CEAFe: {a b c} ~ {a b} is 2*2/5 = 0.8, of 2 gold and 2 predicted clusters.
    Mentions: 2 of 5 found, 2 of 3 right.
    """
    found = score(GOLD, [{"a", "b"}, {"f"}])
    assert (found.muc.recall, found.muc.precision) == pytest.approx((100 / 3, 100))
    assert (found.b3.recall, found.b3.precision) == pytest.approx((400 / 15, 200 / 3))
    assert (found.ceafe.recall, found.ceafe.precision) == pytest.approx((40, 40))
    assert (found.mentions.recall, found.mentions.precision) == pytest.approx((40, 200 / 3))


def test_the_alignment_is_the_best_not_the_first() -> None:
    """{a b c d} could take {a b} (2/3) or {c d e} (4/7); {e f} then takes the other.

    Best: {a b c d}~{a b} 2*2/6 + {e f}~{c d e} 2*1/5 = 16/15, against 4/7 + 0.
    """
    found = score([{"a", "b", "c", "d"}, {"e", "f"}], [{"a", "b"}, {"c", "d", "e"}])
    assert found.ceafe.recall_part == pytest.approx(16 / 15)


def test_singletons_count_in_b3_and_ceafe_not_in_muc() -> None:
    found = score([{"a"}, {"b"}], [{"a"}, {"b"}])
    assert (found.muc.f, found.b3.f, found.ceafe.f) == (0, 100, 100)


def test_documents_are_summed_before_dividing() -> None:
    both = total([score(GOLD, GOLD), score(GOLD, [])])
    assert both.muc.recall == pytest.approx(50)
    assert both.muc.precision == pytest.approx(100)
    assert set(both.metrics()) >= {"conll_f", "muc_f", "b3_precision", "ceafe_recall"}


def partitions() -> st.SearchStrategy[Partition]:
    labels = st.lists(st.integers(0, 4), min_size=1, max_size=12)
    return labels.map(
        lambda found: [
            {at for at, label in enumerate(found) if label == wanted} for wanted in set(found)
        ]
    )


@given(partitions(), partitions())
def test_swapping_sides_swaps_recall_and_precision(a: Partition, b: Partition) -> None:
    there, back = score(a, b), score(b, a)
    for name in ("muc", "b3", "ceafe", "mentions"):
        assert getattr(there, name).recall == pytest.approx(getattr(back, name).precision)
        assert 0 <= getattr(there, name).f <= 100.0001


@given(partitions())
def test_perfect_and_empty(a: Partition) -> None:
    perfect = score(a, a)
    assert perfect.b3.f == pytest.approx(100)
    assert perfect.ceafe.f == pytest.approx(100)
    assert score(a, []).conll_f == 0
