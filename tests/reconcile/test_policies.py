from __future__ import annotations

import pytest

from rashomon.reconcile.policies import POLICIES, Tally, apply_policy
from rashomon.records import Figure
from tests.reconcile.claims import day

TALLIES = (
    Tally(Figure(4, 4), "police", "state_forces", day(1)),
    Tally(Figure(9, 9), "hospital", "hospital", day(2)),
    Tally(Figure(9, 9), "observer", "monitor", day(1)),
    Tally(Figure(7, None), "front", "armed_group", day(3)),
    Tally(Figure(None, None), "mayor", "government", day(4)),
)


@pytest.mark.parametrize(
    ("policy", "figure"),
    [
        ("range", Figure(4, 9)),
        ("most_conservative", Figure(4, 4)),
        ("latest", Figure(7, None)),
        ("majority", Figure(9, 9)),
        ("source_hierarchy", Figure(9, 9)),
    ],
)
def test_each_policy(policy: str, figure: Figure) -> None:
    choice = apply_policy(policy, TALLIES)
    assert choice is not None
    assert (choice.figure, choice.policy) == (figure, policy)
    assert choice == apply_policy(policy, TALLIES[::-1])


def test_an_open_floor_at_the_top_leaves_the_range_open() -> None:
    choice = apply_policy("range", [Tally(Figure(3, 3), "a"), Tally(Figure(12, None), "b")])
    assert choice is not None
    assert choice.figure == Figure(3, None)


def test_nothing_to_choose_from() -> None:
    assert all(apply_policy(name, [Tally(Figure(None, None), "a")]) is None for name in POLICIES)
    with pytest.raises(KeyError):
        apply_policy("wishful", TALLIES)
