"""Calendar dates as they are printed in mastheads, datelines, metadata and file records.

What enters is a short string; what leaves is a date or a UTC moment. Running prose is not read
here: time expressions of sentences are a stage of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = (
    ("january", "jan"),
    ("february", "feb", "febr"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_WEEKDAY = "|".join((*_WEEKDAYS, "mon", "tues", "tue", "wed", "thurs", "thu", "fri", "sat", "sun"))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"

PRINTED = rf"""(?:
    (?:(?:{_WEEKDAY})\b\.?,?[ ]+)?
    (?:
        (?:{_MONTH})\b\.?[ ]+{_DAY}(?:st|nd|rd|th)?\b(?:,?[ ]+{_YEAR}\b|[ ]\d\d(?=[ ]*[(]))?
      | {_DAY}(?:st|nd|rd|th)?[ ]+(?:of[ ]+)?(?:{_MONTH})\b\.?(?:,?[ ]+(?:{_YEAR}|\d\d)\b)?
      | {_YEAR}-\d\d-\d\d\b
      | {_DAY}[./-]\d\d?[./-]{_YEAR}\b
    )
)"""
"""Verbose, case-insensitive pattern of one printed day, year optional."""

DAY_NAME = rf"(?:{_WEEKDAY})\b\.?"
"""Pattern of a day of the week."""

_PARTS = re.compile(
    rf"""^(?:(?:{_WEEKDAY})\b\.?,?\s+)?(?:
        (?P<m1>{_MONTH})\b\.?\s+(?P<d1>\d\d?)(?:st|nd|rd|th)?\b(?:,?\s+(?P<y1>{_YEAR}\b|\d\d$))?
      | (?P<d2>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b\.?
        (?:,?\s+(?P<y2>{_YEAR}|\d\d)\b)?
      | (?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)\b
      | (?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y4>{_YEAR})\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MAIL = re.compile(r"^(?:[a-z]{3}, )?\d\d? [a-z]{3} \d{4} \d\d:\d\d", re.IGNORECASE)
_PIVOT = 69


@dataclass(frozen=True)
class PrintedDay:
    """A day as printed, whose year may be missing."""

    day: int
    month: int
    year: int | None

    def complete(self, near: date | None) -> date | None:
        """The date, its missing year taken so that it lies closest to `near`; None where unknown.

        A report printed on 1 January under a dateline of 31 December gets the year before.
        """
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if near is None:
            return None
        years = (near.year, near.year - 1, near.year + 1)
        days = [day for year in years if (day := _date(year, self.month, self.day)) is not None]
        return min(days, key=lambda day: abs((day - near).days), default=None)


def parse_day(text: str) -> PrintedDay | None:
    """The day that `text` opens with, or None.

    A two-digit year from 69 on is of the twentieth century. Days and months in figures count as
    day first with full stops; with slashes or hyphens only where one of the two exceeds twelve, so
    that an ambiguous date stays unknown instead of wrong.
    """
    match = _PARTS.match(text.strip())
    if match is None:
        return None
    group = match.groupdict()
    if group["m1"]:
        return _checked(int(group["d1"]), _MONTH_NUMBER[group["m1"].lower()], group["y1"])
    if group["m2"]:
        return _checked(int(group["d2"]), _MONTH_NUMBER[group["m2"].lower()], group["y2"])
    if group["m3"]:
        return _checked(int(group["d3"]), int(group["m3"]), group["y3"])
    first, second = int(group["a"]), int(group["b"])
    if group["sep"] == "." or first > 12 or first == second:
        return _checked(first, second, group["y4"])
    if second > 12:
        return _checked(second, first, group["y4"])
    return None


def parse_moment(text: str) -> datetime | None:
    """The UTC moment of an ISO 8601, mail or printed date.

    A bare day is its midnight; a time without a zone counts as UTC.
    """
    stripped = text.strip()
    try:
        if _MAIL.match(stripped):
            moment = parsedate_to_datetime(stripped)
        else:
            moment = datetime.fromisoformat(stripped)
        zoned = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    printed = parse_day(stripped)
    day = printed.complete(None) if printed is not None else None
    return midnight(day) if day is not None else None


def midnight(day: date) -> datetime:
    """The first moment of a day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def last_weekday(name: str, near: date) -> date | None:
    """The latest day called `name` ("Monday", "Mon.") that is not after `near`."""
    stem = name.lower()[:3]
    for number, weekday in enumerate(_WEEKDAYS):
        if weekday.startswith(stem):
            return near - timedelta(days=(near.weekday() - number) % 7)
    return None


def _checked(day: int, month: int, year: str | None) -> PrintedDay | None:
    if year is None:
        whole = None
    elif len(year) == 2:
        whole = int(year) + (1900 if int(year) >= _PIVOT else 2000)
    else:
        whole = int(year)
    if _date(whole if whole is not None else 2000, month, day) is None:
        return None
    return PrintedDay(day, month, whole)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
