from __future__ import annotations

from rashomon.link.episodes import Episode
from rashomon.link.reunion import reunite
from rashomon.records import Interval, Place
from tests.link.test_incidents import HARVANE, MOLKER, on


def episode(
    report: str, day: Interval | None, place: Place = HARVANE, kind: str = "explosion"
) -> Episode:
    return Episode(
        document=report,
        events=(),
        foreground=True,
        published=None,
        families=frozenset({kind}),
        interval=day,
        places=(place,),
    )


def alone(parted: tuple[tuple[int, int], ...] = (), **other: object) -> list[list[int]]:
    """Three reports of one blast, the third in two episodes, of which the second stayed alone."""
    told = [episode("a", on(1)), episode("b", on(1)), episode("c", on(9)), episode("c", on(1))]
    told[3] = episode("c", **({"day": on(1)} | other))  # type: ignore[arg-type]
    scored = [(0, 1, 3.0), (0, 2, 2.0), (1, 2, 2.0), (0, 3, 2.0), (1, 3, 2.0)]
    return reunite([[0, 1, 2], [3]], told, scored, 0.0, parted)


def test_what_one_report_parts_by_a_wrong_day_joins() -> None:
    assert alone() == [[0, 1, 2, 3]]


def test_leftovers_that_found_each_other_join_where_one_gives_the_day() -> None:
    told = [
        *(episode(name, on(1)) for name in "abcd"),
        episode("c", on(9)),
        episode("d", on(1), kind="protest"),
        episode("b", on(1)),
    ]
    scored = [(a, b, 2.0) for a in range(4) for b in range(4, 7)
              if told[a].document != told[b].document]  # fmt: skip
    assert reunite([[0, 1, 2, 3], [4, 5, 6]], told, scored, 0.0, ()) == [[0, 1, 2, 3, 4, 5, 6]]


def test_another_day_place_or_kind_stays_apart() -> None:
    apart = [[0, 1, 2], [3]]
    assert alone(day=on(-30)) == apart
    assert alone(place=MOLKER) == apart
    assert alone(kind="protest") == apart


def test_groups_without_a_common_report_are_not_compared_again() -> None:
    told = [episode("a", on(1)), episode("b", on(1))]
    assert reunite([[0], [1]], told, [(0, 1, 9.0)], 0.0, ()) == [[0], [1]]


def test_unlike_wording_stays_apart() -> None:
    told = [episode("a", on(1)), episode("b", on(1)), episode("b", on(1))]
    assert reunite([[0, 1], [2]], told, [(0, 1, 3.0), (0, 2, -2.0)], 0.0, ()) == [[0, 1], [2]]


def test_people_keep_apart_what_reports_agree_on() -> None:
    assert alone(parted=((2, 3),)) == [[0, 1, 2], [3]]
