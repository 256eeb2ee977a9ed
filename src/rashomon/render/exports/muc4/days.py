"""The DATE slot.

What enters are the intervals and time expressions of an incident and the day of the report; what
leaves is `DD MMM YY`, a stretch of two days, or `- DD MMM YY` for "on or before".

Source: MUC-4 task documentation, template-doc-part1.v7, section 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from rashomon.records import Interval

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAY = re.compile(r"\b(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY\b", re.IGNORECASE)
_LONGEST = timedelta(days=62)


def day(when: date) -> str:
    """One day in the task's form.

    >>> day(date(1991, 3, 4))
    '04 MAR 91'
    """
    return f"{when.day:02d} {_MONTHS[when.month - 1]} {when.year % 100:02d}"


def date_fill(times: Sequence[tuple[str, Interval]], published: date | None) -> str:
    """The DATE fill of an incident.

    Args:
        times: printed expressions and their intervals, the narrowest telling first.
        published: day of the report.

    Returns:
        `-` where neither is known. A weekday's name gives "on or before" the report's day, as the
        task asks (note 1); so does an incident without any time (note 3).
    """
    default = f"- {day(published)}" if published else "-"
    for words, interval in sorted(times, key=_width):
        if _WEEKDAY.search(words):
            return default
        if interval.start is None or interval.end is None:
            continue
        first, last = interval.start.date(), (interval.end - timedelta(microseconds=1)).date()
        if published is not None:
            if first > published:
                continue
            last = min(last, published)
        if first == last:
            return day(first)
        if last - first > _LONGEST:
            continue
        if last - first == timedelta(days=1) and interval.precision in {"part_of_day", "instant"}:
            return day(first)  # a night that ends after midnight
        return f"{day(first)} - {day(last)}"
    return default


def _width(time: tuple[str, Interval]) -> timedelta:
    interval = time[1]
    if interval.start is None or interval.end is None:
        return timedelta.max
    return interval.end - interval.start
