"""Our classes of precision in the numbers that conflict data sets print.

Enters: a place or an interval. Leaves: a code, or None where nothing is known. The way back does
not exist: the numbers say less.

Source: ACLED Codebook (`geo_precision`, `time_precision`); UCDP GED Codebook (`where_prec`,
`date_prec`).
"""

from __future__ import annotations

import re

from rashomon.records.places import Place
from rashomon.records.times import Interval

_NEAR_KM = 25.0
_WATER = re.compile(r"region:.*\b(?:sea|ocean|gulf|mediterranean|atlantic|pacific|caribbean)\b")
_DAY_HOURS = 24.0


def acled_geo_precision(place: Place) -> int | None:
    """1 a known town or site, 2 near a town or a district, 3 a province or more."""
    if place.precision == "unknown" or place.lat is None:
        return None
    if place.precision == "exact":
        return 1
    if place.precision == "admin2":
        return 2
    if place.precision == "near" and place.radius_km is not None:
        return 2 if place.radius_km <= 2 * _NEAR_KM else 3
    return 3


def ucdp_where_prec(place: Place) -> int | None:
    """The code of a place.

    Returns:
        1 exact, 2 within about 25 km of a known point, 3 second-level area, 4 first-level area,
        5 larger or fuzzy, 6 country, 7 sea; None where nothing is known.
    """
    if place.precision == "unknown" or place.lat is None:
        return None
    if place.precision == "region":
        return 7 if _WATER.match(place.gazetteer_id or "") else 5
    if place.precision == "near":
        if place.radius_km is not None and place.radius_km <= _NEAR_KM:
            return 2
        return 4 if place.admin1 else 6 if place.country else 5
    return {"exact": 1, "admin2": 3, "admin1": 4, "country": 6}[place.precision]


def acled_time_precision(interval: Interval | None) -> int | None:
    """1 the day is known, 2 the week, 3 the month or less."""
    days = _days(interval)
    if days is None:
        return None
    return 1 if days <= 1 else 2 if days <= 7 else 3


def ucdp_date_prec(interval: Interval | None) -> int | None:
    """1 the day is known, 2 within two to six days, 3 the week, 4 the month, 5 more."""
    days = _days(interval)
    if days is None:
        return None
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days <= 7 else 4 if days <= 31 else 5


def _days(interval: Interval | None) -> float | None:
    """How many days an interval touches; None where it has no two ends."""
    if interval is None or interval.start is None or interval.end is None:
        return None
    hours = (interval.end - interval.start).total_seconds() / 3600
    if interval.precision in ("instant", "part_of_day", "day") and hours <= _DAY_HOURS:
        return 1.0
    return hours / _DAY_HOURS
