"""From the calendar and clock of a place to moments in UTC.

Enters: an interval as a place's own calendar has it, and the name of the place's time zone. Leaves:
the half-open interval in UTC. Reports tell local time, and code books ask for the local date: an
event's interval is therefore kept by its place's own clock, and only this turns it into moments.

Source: IANA time zone database, by `zoneinfo`.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rashomon.records.times import Interval

EARLIEST_HOURS = 14
"""A clock at the far east of the date line is so far ahead of UTC (UTC+14)."""
LATEST_HOURS = 12
"""A clock at its far west is so far behind (UTC-12)."""


@functools.lru_cache(maxsize=512)
def zone(name: str | None) -> ZoneInfo | None:
    """The time zone of that IANA name; None where there is none."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_utc(local: Interval, timezone: str | None) -> Interval:
    """The moments in UTC that an interval of a place's own calendar means.

    A clock time that comes twice, when summer time ends, reaches over both; one that is left out,
    when it begins, is read by the offset before the gap, and is never empty.

    Args:
        local: by the clock of the place, its bounds written as if they were UTC.
        timezone: IANA name of the place's zone. Where it is not known, the interval is widened to
            every moment at which some clock on earth shows that time, and its precision is `about`.
    """
    where = zone(timezone)
    if where is None:
        start = _shifted(local.start, -EARLIEST_HOURS)
        end = _shifted(local.end, LATEST_HOURS)
        closed = local.start is not None and local.end is not None
        return Interval(start, end, "about" if closed else local.precision)
    # the first of two readings opens the interval, the second closes it
    start = _moment(local.start, where, 0)
    end = _moment(local.end, where, 1)
    if start is not None and end is not None and start >= end:
        end = _moment(local.end, where, 0)
    if start is not None and end is not None and start >= end and local.start and local.end:
        end = start + (local.end - local.start)
    return Interval(start, end, local.precision)


def on_clock(moments: Interval, timezone: str | None) -> Interval:
    """What a place's own clock shows at moments in UTC; unchanged where the zone is not known.

    Args:
        moments: in UTC.
        timezone: IANA name of the place's zone.
    """
    where = zone(timezone)
    if where is None:
        return moments
    start, end = _clock(moments.start, where), _clock(moments.end, where)
    if start is not None and end is not None and start >= end:
        return moments
    return Interval(start, end, moments.precision)


def _moment(clock: datetime | None, where: ZoneInfo, fold: int) -> datetime | None:
    if clock is None:
        return None
    try:
        return clock.replace(tzinfo=where, fold=fold).astimezone(UTC)
    except OverflowError:
        return clock


def _clock(moment: datetime | None, where: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.astimezone(where).replace(tzinfo=UTC, fold=0)
    except OverflowError:
        return moment


def _shifted(moment: datetime | None, hours: int) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment + timedelta(hours=hours)
    except OverflowError:
        return moment
