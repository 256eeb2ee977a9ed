"""What a gazetteer knows of a place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

EntryKind = Literal["place", "admin2", "admin1", "country", "region", "case"]

_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Entry:
    """A place, administrative area, country or region.

    Args:
        id: `geonames:<id>`, `iso:<code>`, `region:<name>` or `case:<name>`.
        name: its own name.
        kind: level.
        lat: degrees north of its middle.
        lon: degrees east.
        radius_km: the place lies within this distance of the middle.
        population: inhabitants, 0 where unknown.
        country: ISO 3166-1 alpha-2, or None.
        admin1: name of the first administrative level, or None.
        admin1_code: its GeoNames code (`US.VA`), or None.
        admin2_code: GeoNames code of the second level, or None.
        official: looked up by its own name, not by another one.
        timezone: IANA name of its time zone, None where unknown or where it has several.
    """

    id: str
    name: str
    kind: EntryKind
    lat: float
    lon: float
    radius_km: float
    population: int = 0
    country: str | None = None
    admin1: str | None = None
    admin1_code: str | None = None
    admin2_code: str | None = None
    official: bool = True
    timezone: str | None = None


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in km between two points in degrees."""
    first, second = math.radians(lat_a), math.radians(lat_b)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
