from __future__ import annotations

import pytest

from rashomon.evaluate.relation_scores import (
    KINDS,
    average,
    edge,
    score_relations,
    status_accuracy,
)

GOLD = [edge("x", "y", "conflict"), edge("x", "z", "refine"), edge("y", "w", "conflict")]


def test_direction_counts_for_refine_and_supersede_only() -> None:
    found = score_relations([edge("y", "x", "conflict"), edge("z", "x", "refine")], GOLD)
    assert (found["conflict"].right, found["conflict"].predicted, found["conflict"].gold) == (
        1,
        1,
        2,
    )
    assert (found["refine"].right, found["refine"].predicted, found["refine"].gold) == (0, 1, 1)


def test_averages_worked_by_hand() -> None:
    """Cluster one: conflict P 1/1, R 1/2, F 66.7; refine F 0; macro 33.3.

    Cluster two: nothing but one right copy: macro 100. A kind is averaged over the clusters that
    have it, so conflict is 66.7 and copy 100, and the macro F is (33.3 + 100) / 2 = 66.7.
    """
    one = score_relations([edge("y", "x", "conflict"), edge("z", "x", "refine")], GOLD)
    two = score_relations([edge("a", "b", "copy")], [edge("b", "a", "copy")])
    metrics = average([one, two])
    assert metrics["conflict_f"] == pytest.approx(200 / 3)
    assert metrics["refine_f"] == 0.0
    assert metrics["copy_f"] == 100.0
    assert metrics["relation_macro_f"] == pytest.approx(200 / 3)
    assert metrics["conflict_pooled_recall"] == pytest.approx(50.0)


def test_perfect_empty_and_spurious() -> None:
    perfect = average([score_relations(GOLD, GOLD)])
    assert perfect["relation_macro_f"] == perfect["relation_pooled_f"] == 100.0
    empty = average([score_relations([], GOLD)])
    assert empty["relation_macro_f"] == empty["relation_pooled_f"] == 0.0
    assert average([score_relations(GOLD, [])])["conflict_f"] == 0.0
    assert set(score_relations([], [])) == set(KINDS)


def test_swapping_sides_keeps_f() -> None:
    found = [edge("x", "y", "conflict"), edge("q", "y", "conflict")]
    there, back = score_relations(found, GOLD), score_relations(GOLD, found)
    assert there["conflict"].f == back["conflict"].f


def test_a_missing_fact_is_a_wrong_status() -> None:
    gold = {("killed", ""): "disputed", ("place", ""): "agreed"}
    assert status_accuracy({("killed", ""): "disputed"}, gold) == 50.0
    assert status_accuracy({}, gold) == 0.0
