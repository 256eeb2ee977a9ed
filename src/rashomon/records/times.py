"""When: TIMEX3 expressions and half-open UTC intervals with honest precision."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from rashomon.records.spans import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimePrecision = Literal[
    "instant",
    "part_of_day",
    "day",
    "range",
    "week",
    "month",
    "season",
    "year",
    "before",
    "after",
    "about",
    "unknown",
]


class Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A half-open stretch of time.

    What a report dates by its own calendar stands here as that calendar has it, with UTC for the
    zone: code books ask for the local date. `records.zones` turns it into moments where the place
    is known, and an event's or incident's `utc` in the outputs is made so.

    Args:
        start: first moment (timezone-aware, UTC), None when open ("before May").
        end: first moment after it, None when open ("since May").
        precision: how exactly the words place it.

    Raises:
        ValueError: if a bound has no time zone or the interval is empty or reversed.
    """

    start: datetime | None
    end: datetime | None
    precision: TimePrecision

    def __post_init__(self) -> None:
        for bound in (self.start, self.end):
            if bound is not None and bound.utcoffset() is None:
                raise ValueError("an interval's bounds need a time zone")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"an interval needs start < end, got {self.start} >= {self.end}")

    def overlaps(self, other: Interval) -> bool:
        """Whether some moment lies in both; an open bound reaches for ever."""
        return not (
            (self.end is not None and other.start is not None and self.end <= other.start)
            or (other.end is not None and self.start is not None and other.end <= self.start)
        )

    def contains(self, other: Interval) -> bool:
        """Whether every moment of `other` lies in this interval."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends


class TimeExpression(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of text that names a time.

    Args:
        span: the expression.
        type: TIMEX3 type.
        value: TIMEX3 value (`2018-01-15`, `2018-01-15TMO`, `P8M`, `XXXX-WXX-1`, `PAST_REF`).
        anchor: what it was resolved against: `publication`, `dateline`, `narrative`, or None
            for an absolute expression.
        interval: the time that it means; None for a duration or a set, or where unresolved.
        modifier: TIMEX3 mod (`APPROX`, `BEFORE`, `AFTER`, `START`, `MID`, `END`, ...), or None.
        zoned: the text prints the time zone, so that `interval` is in UTC; otherwise it is what
            the local clock shows.
    """

    span: Span
    type: TimexType
    value: str
    anchor: str | None = None
    interval: Interval | None = None
    modifier: str | None = None
    zoned: bool = False
