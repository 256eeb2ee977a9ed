"""Our precision in the numbers of the code books."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rashomon.records import Interval, Place, PlacePrecision, TimePrecision
from rashomon.records.precision import (
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_prec,
    ucdp_where_prec,
)


@pytest.mark.parametrize(
    ("precision", "radius_km", "admin1", "acled", "ucdp"),
    [
        ("exact", 3.0, "Odell", 1, 1),
        ("near", 20.0, "Odell", 2, 2),
        ("near", 45.0, "Odell", 2, 4),
        ("near", 400.0, None, 3, 6),
        ("admin2", 30.0, "Odell", 2, 3),
        ("admin1", 90.0, "Odell", 3, 4),
        ("country", 500.0, None, 3, 6),
        ("region", 900.0, None, 3, 5),
    ],
)
def test_places(
    precision: PlacePrecision, radius_km: float, admin1: str | None, acled: int, ucdp: int
) -> None:
    place = Place(
        "Harvane", lat=1.0, lon=2.0, radius_km=radius_km, country="VE", admin1=admin1,
        precision=precision,
    )  # fmt: skip
    assert (acled_geo_precision(place), ucdp_where_prec(place)) == (acled, ucdp)


def test_the_sea_and_the_unknown() -> None:
    sea = Place("Red Sea", "region:red-sea", 20.0, 38.0, 1000.0, precision="region")
    assert ucdp_where_prec(sea) == 7
    assert ucdp_where_prec(Place("Harvane")) is None
    assert acled_geo_precision(Place("Harvane")) is None


@pytest.mark.parametrize(
    ("days", "precision", "acled", "ucdp"),
    [
        (1, "day", 1, 1),
        (3, "range", 2, 2),
        (7, "week", 2, 3),
        (30, "month", 3, 4),
        (365, "year", 3, 5),
    ],
)
def test_times(days: int, precision: TimePrecision, acled: int, ucdp: int) -> None:
    start = datetime(2019, 5, 6, tzinfo=UTC)
    interval = Interval(start, start + timedelta(days=days), precision)
    assert (acled_time_precision(interval), ucdp_date_prec(interval)) == (acled, ucdp)


def test_an_open_interval_has_no_code() -> None:
    since = Interval(datetime(2019, 5, 6, tzinfo=UTC), None, "after")
    assert acled_time_precision(since) is None
    assert ucdp_date_prec(None) is None
