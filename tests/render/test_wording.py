from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rashomon.records import Aspect, Figure, Interval, Place, Statement, When
from rashomon.render import wording


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(12, 12), "12"),
        (Figure(0, 0), "none"),
        (Figure(7, None, "at least"), "at least 7"),
        (Figure(7, None), "at least 7"),
        (Figure(31, None, "more than"), "more than 30"),
        (Figure(None, 15, "up to"), "up to 15"),
        (Figure(None, 15), "up to 15"),
        (Figure(20, 20, "about"), "about 20"),
        (Figure(11, 14), "11 to 14"),
        (Figure(None, None), "an unstated number"),
        (Figure(1200, 1200), "1,200"),
    ],
)
def test_a_figure_keeps_its_bounds(figure: Figure, said: str) -> None:
    assert wording.figure(figure) == said


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (None, "date not known"),
        (Interval(None, None, "unknown"), "date not known"),
        (Interval(utc(2023, 10, 12), utc(2023, 10, 13), "day"), "12 October 2023"),
        (Interval(utc(2023, 7, 1), utc(2023, 8, 1), "month"), "July 2023"),
        (Interval(utc(2023, 1, 1), utc(2024, 1, 1), "year"), "2023"),
        (Interval(utc(2023, 10, 9), utc(2023, 10, 16), "week"), "9 to 15 October 2023"),
        (Interval(utc(2023, 9, 29), utc(2023, 10, 3), "range"), "29 September to 2 October 2023"),
        (
            Interval(utc(2023, 12, 30), utc(2024, 1, 3), "range"),
            "30 December 2023 to 2 January 2024",
        ),
        (Interval(None, utc(2023, 5, 1), "before"), "before 1 May 2023"),
        (Interval(utc(2023, 5, 1), None, "after"), "after 1 May 2023"),
        (Interval(utc(2023, 5, 1), utc(2023, 5, 2), "about"), "about 1 May 2023"),
        (
            Interval(utc(2023, 5, 1, 8, 15), utc(2023, 5, 1, 8, 16), "instant"),
            "1 May 2023, 08:15",
        ),
    ],
)
def test_a_time_is_no_more_precise_than_it_is_known(interval: Interval | None, said: str) -> None:
    assert wording.interval(interval) == said


def test_a_title_is_type_place_and_date_and_nothing_else() -> None:
    when = Interval(utc(2023, 10, 12), utc(2023, 10, 13), "day")
    assert wording.title("armed_clash", Place("Kelvane"), when) == (
        "Armed clash, Kelvane, 12 October 2023"
    )
    assert wording.title("bombing", None, None) == "Bombing"


@pytest.mark.parametrize(
    ("aspect", "whom", "said"),
    [
        ("killed", None, "How many people were killed?"),
        ("killed", "police", "How many police were killed?"),
        ("missing", "children", "How many children are missing?"),
        ("killed", "Dario Venn", "Killed: Dario Venn"),
        ("fate_of_person", "Dario Venn", "What became of Dario Venn?"),
        ("weapon", "guards", "What weapons are said to have been used (guards)?"),
    ],
)
def test_a_fact_is_a_question(aspect: Aspect, whom: str | None, said: str) -> None:
    assert wording.question(aspect, whom) == said


def test_a_denial_is_said_as_one() -> None:
    assert wording.answer(Statement("x", "present"), denied=True) == "denied: present"
    assert wording.answer(When("on Monday"), denied=False) == "on Monday"
