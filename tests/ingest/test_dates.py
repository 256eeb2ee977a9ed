"""Printed and stated dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.ingest.dates import last_weekday, parse_day, parse_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 3, 2015", date(2015, 3, 3)),
        ("Tuesday, 3 March 2015", date(2015, 3, 3)),
        ("Sept. 26 1999", date(1999, 9, 26)),
        ("26th of September 1999", date(1999, 9, 26)),
        ("18 FEB 90", date(1990, 2, 18)),
        ("18 FEB 07", date(2007, 2, 18)),
        ("2016-07-20", date(2016, 7, 20)),
        ("04.07.2015", date(2015, 7, 4)),
        ("27/07/2016", date(2016, 7, 27)),
        ("07/27/2016", date(2016, 7, 27)),
    ],
)
def test_days_are_read(text: str, expected: date) -> None:
    day = parse_day(text)
    assert day is not None
    assert day.complete(None) == expected


@pytest.mark.parametrize("text", ["04/07/2015", "31/31/2020", "February 30, 2019", "Mayor 3", ""])
def test_ambiguous_and_impossible_days_stay_unknown(text: str) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        (date(2018, 1, 1), date(2017, 12, 31)),
        (date(2018, 12, 30), date(2018, 12, 31)),
        (None, None),
    ],
)
def test_a_missing_year_is_the_nearest(near: date | None, expected: date | None) -> None:
    day = parse_day("December 31")
    assert day is not None
    assert day.complete(near) == expected


def test_a_leap_day_without_year_takes_a_year_that_has_it() -> None:
    day = parse_day("Feb. 29")
    assert day is not None
    assert day.complete(date(2021, 1, 5)) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-04T08:15:00+02:00", datetime(2021, 3, 4, 6, 15, tzinfo=UTC)),
        ("2021-03-04T08:15:00Z", datetime(2021, 3, 4, 8, 15, tzinfo=UTC)),
        ("2021-03-04", datetime(2021, 3, 4, tzinfo=UTC)),
        ("Thu, 04 Mar 2021 08:15:00 +0200", datetime(2021, 3, 4, 6, 15, tzinfo=UTC)),
        ("4 March 2021", datetime(2021, 3, 4, tzinfo=UTC)),
        ("March 4", None),
        ("soon", None),
    ],
)
def test_moments_are_utc(text: str, expected: datetime | None) -> None:
    assert parse_moment(text) == expected


def test_a_weekday_is_the_last_one() -> None:
    assert last_weekday("Monday", date(2018, 1, 2)) == date(2018, 1, 1)
    assert last_weekday("Tues.", date(2018, 1, 2)) == date(2018, 1, 2)


@given(st.text(max_size=60))
def test_any_text_is_fine(text: str) -> None:
    parse_day(text)
    parse_moment(text)
