"""Arithmetic of the Gregorian calendar on TIMEX3 values.

Enters and leaves: dates and TIMEX3 value strings. Nothing here raises on dates out of the range
of `datetime.date`; such a result is None.
"""

from __future__ import annotations

from datetime import date, timedelta

from rashomon.extract.times.vocabulary import Feast


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_days(day: date, count: float) -> date | None:
    """`day` moved by whole days, or None beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=round(count))
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """The same day of another month, or its last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return make_date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def week_value(day: date) -> str:
    """The ISO week of a day, `1998-W17`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekday_on_or_before(day: date, weekday: int) -> date | None:
    """The latest date with that ISO weekday not after `day`."""
    return add_days(day, -((day.isoweekday() - weekday) % 7))


def weekday_on_or_after(day: date, weekday: int) -> date | None:
    """The earliest date with that ISO weekday not before `day`."""
    return add_days(day, (weekday - day.isoweekday()) % 7)


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month - 1) // 3 + 1


def easter(year: int) -> date | None:
    """Gregorian Easter Sunday.

    Source: the anonymous computus (Nature, 1876; Meeus, Astronomical Algorithms, ch. 8).
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return make_date(year, month, (h - m + r + month + 19) % 32)


def feast_date(feast: Feast, year: int) -> date | None:
    """The day of a feast in a year."""
    if feast.easter is not None:
        sunday = easter(year)
        return add_days(sunday, feast.easter) if sunday else None
    if feast.day:
        return make_date(year, feast.month, feast.day)
    if feast.nth > 0:
        first = make_date(year, feast.month, 1)
        found = weekday_on_or_after(first, feast.weekday) if first else None
        return add_days(found, 7 * (feast.nth - 1)) if found else None
    last = make_date(year, feast.month, days_in_month(year, feast.month))
    return weekday_on_or_before(last, feast.weekday) if last else None
