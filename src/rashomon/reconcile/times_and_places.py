"""When and where: containment of intervals, and of points with a radius of doubt.

What enters are two `When` or two `Where` values; what leaves is a `Comparison`. Words are compared
where nothing was resolved. It must not know who speaks or look anything up.
"""

from __future__ import annotations

from rashomon.reconcile.figures import Comparison
from rashomon.reconcile.meanings import compare_statements
from rashomon.records import Interval, When, Where

POINT_RADIUS_KM = 5.0
"""Doubt that a town's point carries where its record states none."""


def compare_places(a: Where, b: Where) -> Comparison:
    """How two places stand to each other: one name, one within the other, or too far apart."""
    said = f"{a.text!r} and {b.text!r}"
    by_words = compare_statements(a.text, b.text)
    if a.place is None or b.place is None:
        return by_words
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


def compare_times(a: When, b: When) -> Comparison:
    """How two times stand to each other: the same, one within the other, or apart."""
    said = f"{a.text!r} and {b.text!r}"
    left, right = a.interval, b.interval
    if left is None or right is None:
        return compare_statements(a.text, b.text)
    if (left.start, left.end) == (right.start, right.end):
        return Comparison("equal", f"{said} are the same time")
    if not left.overlaps(right):
        if _about(left) or _about(right):
            return Comparison("unrelated", said)
        return Comparison("apart", f"{said} are different times")
    if left.contains(right):
        return Comparison("a_vaguer", f"{said}: the second is more precise")
    if right.contains(left):
        return Comparison("b_vaguer", f"{said}: the first is more precise")
    return Comparison("equal", f"{said} overlap")


def _about(interval: Interval) -> bool:
    return interval.precision in ("about", "unknown")
