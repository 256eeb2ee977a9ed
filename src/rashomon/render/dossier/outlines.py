"""Coasts and borders, from the packaged world and from the case's own GeoJSON.

Leaves are rings of (longitude, latitude) and named points; nothing here knows of a page, a scale or
an incident. Defects of the case's file are skipped: a map lacks a shape, no run stops.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from rashomon.errors import ForeignJsonError
from rashomon.foreign import decoded

Point = tuple[float, float]
Ring = tuple[Point, ...]


class _World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    scale: tuple[float, float]
    translate: tuple[float, float]
    arcs: list[list[int]]
    countries: list[tuple[str, list[list[int]]]]


@dataclass(frozen=True)
class Area:
    """A named shape: rings of degrees, holes among them (fill with the even-odd rule)."""

    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Spot:
    """A named point."""

    name: str
    lon: float
    lat: float


@functools.cache
def world() -> tuple[Area, ...]:
    """Every country of the packaged outlines, by name."""
    packed = (files("rashomon") / "data" / "outlines.json.gz").read_bytes()
    topology = msgspec.json.decode(gzip.decompress(packed), type=_World)
    arcs = [_unpacked(arc, topology.scale, topology.translate) for arc in topology.arcs]
    return tuple(
        Area(name, tuple(_joined(ring, arcs) for ring in rings))
        for name, rings in topology.countries
    )


def _unpacked(arc: list[int], scale: Point, translate: Point) -> list[Point]:
    x = y = 0
    points = []
    for step in range(0, len(arc) - 1, 2):
        x += arc[step]
        y += arc[step + 1]
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return points


def _joined(ring: list[int], arcs: list[list[Point]]) -> Ring:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc if not points else arc[1:])
    return tuple(points)


def own(path: Path | None) -> tuple[tuple[Area, ...], tuple[Spot, ...]]:
    """The case's own areas, the largest first, and its points.

    Args:
        path: a GeoJSON FeatureCollection, or None. One that cannot be read draws nothing: the
            stage that takes places from it has said so already.
    """
    areas, spots = [], []
    for feature in _features(path):
        properties = feature.get("properties")
        geometry = feature.get("geometry")
        if not isinstance(properties, Mapping) or not isinstance(geometry, Mapping):
            continue
        name = str(properties.get("name") or "")
        coordinates = geometry.get("coordinates")
        match geometry.get("type"):
            case "Point":
                point = _point(coordinates)
                if point is not None:
                    spots.append(Spot(name, *point))
            case "Polygon":
                areas.append(Area(name, _rings(coordinates)))
            case "MultiPolygon" if isinstance(coordinates, list):
                areas.append(Area(name, tuple(r for part in coordinates for r in _rings(part))))
    drawable = [area for area in areas if area.rings]
    drawable.sort(key=lambda area: (-sum(abs(_area(ring)) for ring in area.rings), area.name))
    return tuple(drawable), tuple(sorted(spots, key=lambda spot: (spot.name, spot.lon, spot.lat)))


def _features(path: Path | None) -> Iterator[Mapping[str, Any]]:
    if path is None:
        return
    try:
        collection = decoded(path.read_bytes())
    except (OSError, ForeignJsonError):
        return
    if isinstance(collection, dict):
        yield from _mappings(collection.get("features"))


def _mappings(found: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, list):
        yield from (item for item in found if isinstance(item, Mapping))


def _point(found: object) -> Point | None:
    if not isinstance(found, list | tuple) or len(found) < 2:
        return None
    lon, lat = found[0], found[1]
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return (float(lon), float(lat)) if math.isfinite(lon) and -90 <= lat <= 90 else None


def _rings(found: object) -> tuple[Ring, ...]:
    rings = []
    for ring in found if isinstance(found, list) else ():
        points = [_point(point) for point in ring] if isinstance(ring, list) else []
        whole = tuple(point for point in points if point is not None)
        if len(whole) >= 3:
            rings.append(whole)
    return tuple(rings)


@functools.lru_cache(maxsize=4096)
def bounds(ring: Ring) -> tuple[float, float, float, float]:
    """West, south, east and north of a ring."""
    lons = [point[0] for point in ring]
    lats = [point[1] for point in ring]
    return (min(lons), min(lats), max(lons), max(lats))


def _area(ring: Ring) -> float:
    """Twice the signed area in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


def centre(ring: Ring) -> Point:
    """The ring's centroid; the mean of its points where it has no area."""
    twice = _area(ring)
    if abs(twice) < 1e-12:
        return (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
    x = y = 0.0
    for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return (x / (3 * twice), y / (3 * twice))


def size(ring: Ring) -> float:
    """Area in square units of the ring's coordinates."""
    return abs(_area(ring)) / 2


def clipped(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """The part of a ring inside a box, edges along the box included; empty where none is.

    Source: Sutherland and Hodgman, "Reentrant polygon clipping", CACM 17(1), 1974.
    """
    points = list(ring)
    for axis, bound, keep_greater in (
        (0, west, True),
        (0, east, False),
        (1, south, True),
        (1, north, False),
    ):
        if not points:
            break
        kept: list[Point] = []
        before = points[-1]
        for point in points:
            inside = (point[axis] >= bound) == keep_greater or point[axis] == bound
            was_inside = (before[axis] >= bound) == keep_greater or before[axis] == bound
            if inside != was_inside:
                share = (bound - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
                kept.append((bound, other) if axis == 0 else (other, bound))
            if inside:
                kept.append(point)
            before = point
        points = kept
    return tuple(points)
