"""From a TIMEX3 value to the half-open UTC interval that it means.

Enters: value, modifier, and the preposition that opens the interval. Leaves: an `Interval`, or
None for durations, sets and what has no place on the calendar. Local time stands as
the local clock shows it, because code books ask for the local date; where the text names a zone,
the interval is in UTC (`rashomon.records.zones` turns one into the other by the place).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from rashomon.extract.times.calendar import add_months, days_in_month, make_date
from rashomon.extract.times.vocabulary import vocabulary
from rashomon.records import Interval, TimePrecision

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d?)(?:-(?P<weekend>WE))?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
    r"(?:T(?:(?P<part>[A-Z]{2})|(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?))?Z?"
)
_THIRDS = {"START": (0, 1), "MID": (1, 2), "END": (2, 3)}


def interval_of(
    value: str, modifier: str | None = None, opened_by: str | None = None, zone_hours: float = 0.0
) -> Interval | None:
    """The time that a resolved value means.

    Args:
        value: TIMEX3 value (`2018-01-15TMO`, `1998-W17`, `198` for a decade).
        modifier: TIMEX3 mod; START, MID and END take a third, APPROX widens by the value's length.
        opened_by: `since`, `after`, `before`, `until` or `by`, where it governs the expression.
        zone_hours: to add to local time to get UTC.
    """
    closed = _closed(value)
    if closed is None:
        return None
    start, end, precision = closed
    if zone_hours:
        first_moment, last_moment = _shift(start, zone_hours), _shift(end, zone_hours)
        if first_moment is None or last_moment is None:
            return None
        start, end = first_moment, last_moment
    if modifier in _THIRDS and precision != "instant":
        third = (end - start) / 3
        first, last = _THIRDS[modifier]
        start, end = start + third * first, start + third * last
        precision = "part_of_day" if precision in ("day", "part_of_day") else "range"
    elif modifier == "APPROX":
        width = max(end - start, timedelta(minutes=30))
        low, high = (
            _shift(start, -width / timedelta(hours=1)),
            _shift(end, width / timedelta(hours=1)),
        )
        if low is not None and high is not None:
            return Interval(low, high, "about")
    if opened_by in ("since", "from"):
        return Interval(start, None, "after")
    if opened_by in ("after", "following"):
        return Interval(end if precision != "instant" else start, None, "after")
    if opened_by == "before":
        return Interval(None, start, "before")
    if opened_by in ("until", "till", "by"):
        return Interval(None, end, "before")
    return Interval(start, end, precision)


def day_interval(day: date, precision: TimePrecision = "day") -> Interval | None:
    """The 24 hours of a date."""
    start = _moment(day)
    end = _shift(start, 24)
    return Interval(start, end, precision) if end else None


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _shift(moment: datetime, hours: float) -> datetime | None:
    try:
        return moment + timedelta(hours=hours)
    except OverflowError:
        return None


def _months(start: date, count: int, precision: TimePrecision) -> _Closed | None:
    end = add_months(start, count)
    return (_moment(start), _moment(end), precision) if end else None


_Closed = tuple[datetime, datetime, TimePrecision]


def _closed(value: str) -> _Closed | None:
    """Start, end and precision before any modifier."""
    if re.fullmatch(r"\d{2,3}", value):
        width = 10 ** (4 - len(value))
        first = make_date(int(value) * width, 1, 1)
        return _months(first, 12 * width, "range") if first else None
    found = _VALUE.fullmatch(value)
    if not found or not 1 <= int(found["year"]) <= 9998:
        return None
    year = int(found["year"])
    if found["week"]:
        return _week(year, int(found["week"]), bool(found["weekend"]))
    if found["quarter"]:
        return _months(date(year, 3 * int(found["quarter"]) - 2, 1), 3, "range")
    if found["half"]:
        return _months(date(year, 6 * int(found["half"]) - 5, 1), 6, "range")
    if found["season"]:
        months = {season.code: season.month for season in vocabulary().seasons.values()}
        return _months(date(year, months[found["season"]], 1), 3, "season")
    if not found["month"]:
        return _months(date(year, 1, 1), 12, "year")
    month = int(found["month"])
    if not 1 <= month <= 12:
        return None
    if not found["day"]:
        return _months(date(year, month, 1), 1, "month")
    day = int(found["day"])
    if not 1 <= day <= days_in_month(year, month):
        return None
    return _within_day(date(year, month, day), found)


def _week(year: int, week: int, weekend: bool) -> _Closed | None:
    try:
        monday = _moment(date.fromisocalendar(year, week, 1))
    except ValueError:
        return None
    if weekend:
        return monday + timedelta(days=5), monday + timedelta(days=7), "range"
    return monday, monday + timedelta(days=7), "week"


def _within_day(day: date, found: re.Match[str]) -> _Closed | None:
    midnight = _moment(day)
    if found["part"]:
        same = [part for part in vocabulary().parts.values() if part.code == found["part"]]
        part = max(same, key=lambda part: part.end - part.start, default=None)
        if part is None:
            return midnight, midnight + timedelta(days=1), "day"
        return (
            midnight + timedelta(hours=part.start),
            midnight + timedelta(hours=part.end),
            "part_of_day",
        )
    if found["hour"]:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour > 24 or minute > 59:
            return None
        start = midnight + timedelta(hours=hour, minutes=minute)
        return start, start + timedelta(minutes=1), "instant"
    return midnight, midnight + timedelta(days=1), "day"
