from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.errors import SettingsError
from rashomon.reconcile.core import reconcile
from rashomon.reconcile.policies import POLICIES, Tally, apply_policy
from rashomon.records import Figure, FigurePolicy
from rashomon.settings import ReconcileSettings, load_settings
from tests.reconcile.claims import claim, day, exactly

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
def test_each_policy(policy: FigurePolicy, figure: Figure) -> None:
    named = ReconcileSettings(policy=policy)
    choice = apply_policy(named, TALLIES)
    assert choice is not None
    assert (choice.figure, choice.policy, choice.sources) == (figure, policy, 4)
    assert choice == apply_policy(named, TALLIES[::-1])


def test_the_user_ranks_the_sources() -> None:
    named = ReconcileSettings(policy="source_hierarchy", hierarchy=("state_forces", "monitor"))
    choice = apply_policy(named, TALLIES)
    assert choice is not None
    assert choice.figure == Figure(4, 4)
    assert "state forces" in choice.why
    assert "police" in choice.why


def test_an_open_floor_at_the_top_leaves_the_range_open() -> None:
    choice = apply_policy(
        ReconcileSettings(), [Tally(Figure(3, 3), "a"), Tally(Figure(12, None), "b")]
    )
    assert choice is not None
    assert choice.figure == Figure(3, None)


def test_nothing_to_choose_from() -> None:
    nothing = [Tally(Figure(None, None), "a")]
    assert all(apply_policy(ReconcileSettings(policy=name), nothing) is None for name in POLICIES)


def test_an_unnamed_policy_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[reconcile]\npolicy = "wishful"\n')
    with pytest.raises(SettingsError, match="wishful"):
        load_settings(path)


FOUR = claim("a", exactly(4), "police", on=1, source_kind="state_forces")
NINE = claim("b", exactly(9), "hospital", on=2, source_kind="hospital")
COPY = claim("c", exactly(9), "hospital", on=2, source_kind="hospital")


@pytest.mark.parametrize(
    ("policy", "figure"),
    [("range", Figure(4, 9)), ("most_conservative", Figure(4, 4)), ("majority", Figure(4, 9))],
)
def test_a_fact_shows_the_policy_and_counts_copies_once(
    policy: FigurePolicy, figure: Figure
) -> None:
    three = [FOUR, replace(NINE, published=FOUR.published), replace(COPY, published=FOUR.published)]
    (made,) = reconcile(three, ReconcileSettings(policy=policy))
    assert made.chosen is not None
    assert (made.chosen.figure, made.chosen.policy, made.chosen.sources) == (figure, policy, 2)


def test_no_status_depends_on_the_policy() -> None:
    told = {
        reconcile([FOUR, NINE, COPY], ReconcileSettings(policy=name))[0].status for name in POLICIES
    }
    assert len(told) == 1


def test_what_was_replaced_denied_or_only_a_part_is_not_chosen_from() -> None:
    later = claim("d", exactly(6), "police", on=3)
    part = claim("e", exactly(2), "radio", said="two of them")
    denied = claim("f", exactly(30), "army", polarity="denied")
    (made,) = reconcile([FOUR, later, part, denied], ReconcileSettings())
    assert made.chosen is not None
    assert (made.chosen.figure, made.chosen.sources) == (Figure(6, 6), 1)


def test_a_fact_that_is_no_count_has_no_figure() -> None:
    (made,) = reconcile([claim("a", "the army", "police")])
    assert made.chosen is None
