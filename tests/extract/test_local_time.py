"""An event's time by the clock of its place, whatever zone the report prints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rashomon.extract.events.stage import _local
from rashomon.records import Interval, Place, PlaceMention, Span, TimeExpression

_EVENING = Interval(
    datetime(2020, 1, 1, 1, 40, tzinfo=UTC), datetime(2020, 1, 1, 1, 41, tzinfo=UTC), "instant"
)


def _told(zoned: bool) -> TimeExpression:
    return TimeExpression(
        Span("doc_x", 0, 4), "TIME", "2020-01-01T01:40", interval=_EVENING, zoned=zoned
    )


def _place(timezone: str | None) -> PlaceMention:
    return PlaceMention(Span("doc_x", 9, 12), Place("Odell", timezone=timezone))


def test_a_printed_zone_gives_the_place_s_own_date() -> None:
    local = _local(_told(True), _place("America/Caracas"))
    assert local is not None
    assert local.start == _EVENING.start - timedelta(hours=4)  # type: ignore[operator]


def test_local_time_and_unknown_zones_stay() -> None:
    assert _local(_told(False), _place("America/Caracas")) == _EVENING
    assert _local(_told(True), _place(None)) == _EVENING
    assert _local(_told(True), None) == _EVENING
