"""What a relative expression is resolved against: the report's day and the narrative's time.

The context is filled while a document is read in order; it knows no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from rashomon.extract.times.calendar import (
    add_days,
    add_months,
    make_date,
    quarter_of,
    weekday_on_or_after,
    weekday_on_or_before,
)
from rashomon.extract.times.tense import Tense
from rashomon.records import TimexType

_SOON_MONTHS = 2
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


@dataclass(frozen=True)
class Resolved:
    """A TIMEX3 reading of an expression.

    Args:
        type: TIMEX3 type.
        value: TIMEX3 value.
        anchor: `publication`, `dateline`, `narrative` or None.
        modifier: TIMEX3 mod.
        zone_hours: hours to add to get UTC, where the text names a zone.
        utc_value: the value in UTC where the text prints it beside local time, or None.
        last: value of the last day of a range whose first day is `value`, or None.
        around: value of the interval, where it differs from `value` (a duration after an event).
    """

    type: TimexType
    value: str
    anchor: str | None = None
    modifier: str | None = None
    zone_hours: float | None = None
    utc_value: str | None = None
    around: str | None = None
    last: str | None = None


@dataclass
class Context:
    """The anchors while one document is read from its start to its end.

    Args:
        written: day of writing or publication, None where unknown.
        anchor: name of the evidence for `written`.
        hour: hour of publication, None where only the day is known.
    """

    written: date | None
    anchor: str
    hour: int | None = None
    narrative: date | None = None
    narrative_value: str | None = None
    quarter: tuple[int, int] | None = None
    year: int | None = None
    tense: Callable[[], Tense | None] = field(default=lambda: None)

    def note(self, resolved: Resolved) -> None:
        """Move the narrative to a resolved date or time."""
        if resolved.type not in ("DATE", "TIME"):
            return
        found = _POINT.fullmatch(resolved.value)
        if found is None:
            quarter = re.fullmatch(r"(\d{4})-Q([1-4])", resolved.value)
            # "a year earlier" compares; what is talked about stays the quarter itself
            if quarter and resolved.anchor != "narrative":
                self.quarter = (int(quarter[1]), int(quarter[2]))
            return
        year, month, day = (int(part) if part else None for part in found.groups())
        if year is None:
            return
        if resolved.anchor is None:
            self.year = year
        self.narrative_value = resolved.value
        if day is not None and month is not None:
            self.narrative = make_date(year, month, day)

    def reference(self) -> tuple[date | None, str]:
        """The day last told of, else the day of writing, with the anchor's name."""
        if self.narrative is not None:
            return self.narrative, "narrative"
        return self.written, self.anchor

    def year_of(self, month: int, day: int | None) -> tuple[int | None, str]:
        """The year of a month (and day) without one.

        A coming date is near: news that means the last October in August says "last October".
        So a month up to two ahead is of this cycle, except for a bare month told in the past tense;
        any other is the latest that has begun, unless the verb looks ahead.
        """
        if self.written is None:
            return self.year, "narrative"
        written, tense = self.written, self.tense()
        begun = (month, day or 0) <= (written.month, written.day if day else 31)
        ahead = (month - written.month) % 12
        coming = written.year + (1 if month < written.month else 0)
        if begun and ahead == 0:
            return written.year, self.anchor
        if tense == "future" and (not begun or (written.month - month) % 12 > 3):
            return coming, self.anchor
        if ahead <= _SOON_MONTHS and (day is not None or tense != "past"):
            return coming, self.anchor
        return (written.year if begun else written.year - 1), self.anchor

    def weekday(self, weekday: int) -> date | None:
        """The latest day of that name, or the next one where the verb looks ahead."""
        if self.written is None:
            return None
        if self.tense() == "future":
            return weekday_on_or_after(self.written, weekday)
        return weekday_on_or_before(self.written, weekday)


def shifted(day: date, unit: str, count: float, precise: bool) -> str | None:
    """The TIMEX3 value of `day` moved by `count` units, at the unit's own grain.

    Args:
        day: where to count from.
        unit: name of a unit.
        count: how many; negative goes back.
        precise: whether months and years keep the day.
    """
    if unit in ("day", "night", "weekend"):
        moved = add_days(day, count)
        return moved.isoformat() if moved else None
    if unit in ("week", "fortnight"):
        moved = add_days(day, count * (7 if unit == "week" else 14))
        if moved is None:
            return None
        if precise:
            return moved.isoformat()
        year, week, _ = moved.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "month":
        whole = add_months(day, int(count))
        if whole is None:
            return None
        return whole.isoformat() if precise else f"{whole.year:04d}-{whole.month:02d}"
    if unit == "quarter":
        whole = add_months(day, int(count) * 3)
        return f"{whole.year:04d}-Q{quarter_of(whole)}" if whole else None
    years = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}.get(unit)
    if years is None:
        return None
    year_count = count * years
    year = day.year + int(year_count)
    if not 1 <= year <= 9999:
        return None
    if precise:
        whole = add_months(day, int(year_count * 12))
        return whole.isoformat() if whole else None
    if unit == "decade" and abs(count) <= 1:
        return f"{year // 10:03d}"
    if unit == "century" and abs(count) <= 1:
        return f"{year // 100:02d}"
    return f"{year:04d}"
