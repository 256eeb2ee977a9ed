"""From a place's own clock to UTC and back: half-open, never empty, summer time, no zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.records import Interval
from rashomon.records.zones import in_utc, on_clock, zone

_ZONES = st.sampled_from(
    ["America/Caracas", "Asia/Kathmandu", "Pacific/Kiritimati", "Europe/London", "Etc/GMT+12",
     "America/New_York", "Australia/Lord_Howe", "Asia/Aden"]
)  # fmt: skip
_CLOCKS = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
_LENGTHS = st.timedeltas(timedelta(minutes=1), timedelta(days=500))


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_an_evening_in_the_west_is_the_next_day_in_utc() -> None:
    local = Interval(_at(2019, 12, 31, 21), _at(2019, 12, 31, 21, 1), "instant")
    utc = in_utc(local, "America/Caracas")
    assert (utc.start, utc.end) == (_at(2020, 1, 1, 1), _at(2020, 1, 1, 1, 1))
    assert on_clock(utc, "America/Caracas") == local


def test_a_leap_day_is_the_local_day() -> None:
    local = Interval(_at(2020, 2, 29), _at(2020, 3, 1), "day")
    utc = in_utc(local, "Asia/Kathmandu")
    assert (utc.start, utc.end) == (_at(2020, 2, 28, 18, 15), _at(2020, 2, 29, 18, 15))


@pytest.mark.parametrize(("day", "hours"), [((2021, 3, 28), 23), ((2021, 10, 31), 25)])
def test_days_on_which_summer_time_begins_and_ends(day: tuple[int, int, int], hours: int) -> None:
    local = Interval(_at(*day), _at(*day) + timedelta(days=1), "day")
    utc = in_utc(local, "Europe/London")
    assert utc.start is not None
    assert utc.end is not None
    assert utc.end - utc.start == timedelta(hours=hours)


def test_an_hour_that_comes_twice_reaches_over_both() -> None:
    local = Interval(_at(2021, 10, 31, 1, 30), _at(2021, 10, 31, 1, 31), "instant")
    utc = in_utc(local, "Europe/London")
    assert (utc.start, utc.end) == (_at(2021, 10, 31, 0, 30), _at(2021, 10, 31, 1, 31))


def test_without_a_zone_the_precision_says_so() -> None:
    local = Interval(_at(2019, 5, 6, 9), _at(2019, 5, 6, 9, 1), "instant")
    utc = in_utc(local, None)
    assert utc.precision == "about"
    assert (utc.start, utc.end) == (_at(2019, 5, 5, 19), _at(2019, 5, 6, 21, 1))


@pytest.mark.parametrize("name", [None, "", "Nowhere/Atall", "../../etc/passwd", "\0"])
def test_no_zone_of_that_name(name: str | None) -> None:
    assert zone(name) is None


@given(_CLOCKS, _LENGTHS, _ZONES)
def test_moments_lie_within_what_any_zone_allows(
    start: datetime, length: timedelta, name: str
) -> None:
    local = Interval(start, start + length, "range")
    utc = in_utc(local, name)
    assert utc.start is not None
    assert utc.end is not None
    assert utc.start < utc.end
    assert in_utc(local, None).contains(utc)


@given(st.sampled_from([datetime.min, datetime.max]), _ZONES)
def test_the_ends_of_the_calendar_never_raise(moment: datetime, name: str) -> None:
    edge = moment.replace(tzinfo=UTC)
    for local in (Interval(edge, None, "after"), Interval(None, edge, "before")):
        in_utc(local, name)
        in_utc(local, None)
        on_clock(local, name)
