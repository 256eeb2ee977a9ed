"""Where: toponyms and what they resolve to."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from rashomon.records.spans import Span

PlacePrecision = Literal["exact", "near", "admin2", "admin1", "country", "region", "unknown"]
EARTH_RADIUS_KM = 6371.0088
Toponymy = Literal["literal", "associative"]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point with a radius of doubt, WGS 84.

    Args:
        name: the place's own name as printed in the report, never swapped for the container's.
        gazetteer_id: `geonames:<id>`, `iso:<country code>`, `case:<n>` for the case's own
            places, or None where no gazetteer knows the name.
        lat: degrees north, None where nothing is known.
        lon: degrees east.
        radius_km: the true place lies within this distance of the point.
        country: ISO 3166-1 alpha-2.
        admin1: first administrative level, name.
        precision: `exact` a known town or site; `near` placed by a containing or neighbouring
            place; `admin1`, `admin2`, `country`, `region` an area's middle.
        within: gazetteer id of the place that it was located by, when `near`.
        confidence: probability in [0, 1] that the resolution is right.
        timezone: IANA name of the time zone there, None where unknown or where it has several.
    """

    name: str
    gazetteer_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: PlacePrecision = "unknown"
    within: str | None = None
    confidence: float = 0.0
    timezone: str | None = None

    def distance_km(self, other: Place) -> float | None:
        """Great-circle distance of the two points; None where one has none."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        lat_a, lat_b = math.radians(self.lat), math.radians(other.lat)
        half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(other.lon - self.lon) / 2
        h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


class PlaceMention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A toponym where it stands.

    Args:
        span: the toponym alone ("Orvel", not "rural Orvel").
        place: what it resolves to; its `name` is always the printed one.
        toponymy: `literal` names a location; `associative` an actor or a modifier ("Moscow said",
            "Venezuelan authorities").
    """

    span: Span
    place: Place
    toponymy: Toponymy = "literal"
