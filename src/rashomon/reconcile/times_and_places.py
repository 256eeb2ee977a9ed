"""When and where: containment of intervals, and of points with a radius of doubt.

What enters are two `When` or two `Where` values; what leaves is a `Comparison`. Words are compared
where nothing was resolved. It must not know who speaks or look anything up.
"""

from __future__ import annotations

from datetime import timedelta

from rashomon.reconcile.figures import Comparison, Verdict
from rashomon.reconcile.meanings import compare_statements
from rashomon.records import Interval, Place, When, Where

SURE = 0.5
"""Confidence from which a resolution may tell two places apart."""
RIVAL_DAYS = 14
"""Times farther apart than this belong to two events, not to two accounts of one."""
POINT_RADIUS_KM = 5.0
"""Doubt that a town's point carries where its record states none."""


def compare_places(a: Where, b: Where) -> Comparison:
    """How two places stand to each other: one name, one within the other, or too far apart."""
    said = f"{a.text!r} and {b.text!r}"
    by_words = compare_statements(a.text, b.text)
    if a.place is None or b.place is None:
        return by_words
    if min(a.place.confidence, b.place.confidence) < SURE:
        return by_words
    area = _area_of(a.place, b.place)
    if area is not None:
        return Comparison(area, f"{said}: one lies within the other")
    apart_km = a.place.distance_km(b.place)
    if apart_km is None or by_words.verdict != "unrelated":
        return by_words
    if a.place.gazetteer_id is not None and a.place.gazetteer_id == b.place.gazetteer_id:
        return Comparison("equal", f"{said} are one place")
    reach_a = a.place.radius_km or POINT_RADIUS_KM
    reach_b = b.place.radius_km or POINT_RADIUS_KM
    if apart_km <= max(reach_a, reach_b):
        if max(reach_a, reach_b) <= 2 * min(reach_a, reach_b):
            return Comparison("equal", f"{said} are {apart_km:.0f} km apart, within their doubt")
        return Comparison(
            "a_vaguer" if reach_a > reach_b else "b_vaguer", f"{said}: one lies within the other"
        )
    if apart_km > reach_a + reach_b:
        return Comparison("apart", f"{said} are {apart_km:.0f} km apart")
    return Comparison("unrelated", said)


def _area_of(a: Place, b: Place) -> Verdict | None:
    """Which of two places is the country or province of the other, by the gazetteer's word."""
    if _is_area_of(a, b):
        return "a_vaguer"
    return "b_vaguer" if _is_area_of(b, a) else None


def _is_area_of(wide: Place, narrow: Place) -> bool:
    if wide.precision == "country":
        return narrow.precision != "country" and wide.country == narrow.country
    if narrow.admin1 is None or narrow.precision in ("country", "admin1"):
        return False
    if wide.precision == "admin1":
        return narrow.admin1 == wide.admin1
    return narrow.admin1 == wide.name != narrow.name


def compare_times(a: When, b: When) -> Comparison:
    """How two times stand to each other: the same, one within the other, or apart."""
    said = f"{a.text!r} and {b.text!r}"
    left, right = a.interval, b.interval
    if left is None or right is None:
        return compare_statements(a.text, b.text)
    if (left.start, left.end) == (right.start, right.end):
        return Comparison("equal", f"{said} are the same time")
    if not left.overlaps(right):
        if _about(left) or _about(right) or not _near(left, right):
            return Comparison("unrelated", said)
        return Comparison("apart", f"{said} are different times")
    if left.contains(right):
        return Comparison("a_vaguer", f"{said}: the second is more precise")
    if right.contains(left):
        return Comparison("b_vaguer", f"{said}: the first is more precise")
    return Comparison("equal", f"{said} overlap")


def _near(a: Interval, b: Interval) -> bool:
    """Whether two times are precise to the day and few enough days apart to be rivals."""
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return False
    short = max(a.end - a.start, b.end - b.start) <= timedelta(days=2)
    return short and abs(a.start - b.start) <= timedelta(days=RIVAL_DAYS)


def _about(interval: Interval) -> bool:
    return interval.precision in ("about", "unknown")
