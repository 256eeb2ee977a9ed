"""One number for all, where reports count groups."""

from __future__ import annotations

from rashomon.reconcile.counted import GRAVE
from rashomon.reconcile.summed_tolls import whole_toll
from rashomon.records import Assessment, Figure, Position


def toll(number: int, whom: str | None = None, *others: int, denied: bool = False) -> Assessment:
    """An assessment with a position a number."""
    return Assessment(
        id=f"ass_{whom}",
        incident="inc",
        aspect="injured",
        whom=whom,
        status="agreed",
        independent_sources=1,
        values=tuple(Position(Figure(n, n), denied, ("a",), ("c",)) for n in (number, *others)),
        relations=(),
        trace=(),
    )


def test_the_whole_toll_is_taken_where_one_is_given() -> None:
    assert whole_toll([toll(3, "police"), toll(5)], "injured") == 5


def test_groups_are_summed_where_nobody_counts_all() -> None:
    assert whole_toll([toll(3, "police"), toll(2, "civilians")], "injured") == 5


def test_those_gravely_hurt_are_not_added() -> None:
    assert whole_toll([toll(3, "police"), toll(1, GRAVE)], "injured") == 3


def test_nothing_is_made_of_denials_or_of_other_aspects() -> None:
    assert whole_toll([toll(3, "police", denied=True)], "injured") is None
    assert whole_toll([toll(3)], "killed") is None


def test_a_whole_is_no_lower_than_its_groups() -> None:
    assert whole_toll([toll(3, "police"), toll(1)], "injured") == 3


def test_one_person_is_one_of_a_few_that_are_counted() -> None:
    assert whole_toll([toll(1, None, 4)], "injured") == 4
    assert whole_toll([toll(2, None, 4)], "injured") == 2
    assert whole_toll([toll(1, None, 30)], "injured") == 1
