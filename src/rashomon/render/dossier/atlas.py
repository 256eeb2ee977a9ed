"""The map: incidents with a place on outlines, as shapes in the units of one SVG.

Enters: incidents in the order in which the page numbers them, and the case's own outlines. Leaves:
a `Map` ready to be drawn, which loads no tile. A point is always drawn with its radius of doubt.
Knows nothing of claims.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rashomon.records import Place
from rashomon.render import formats
from rashomon.render.dossier import outlines as shapes

WIDTH, HEIGHT = 720.0, 520.0
WORLD_WIDTH, WORLD_HEIGHT = 168.0, 84.0
_KM_A_DEGREE = 111.32
_LEAST_SPAN_KM = 120.0
_LEAST_CONTEXT_KM = 320.0
_MARGIN = 0.14
_MARKER_PX = 15.0
_DOT_PX = 2.5
_NAME_PX = 24.0  # as wide as the largest size that a narrow page gives the names


@dataclass(frozen=True)
class Label:
    """A name on the map."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Marker:
    """One place and the numbers of its incidents.

    Args:
        radius: of doubt, in SVG units.
        numbers: of the incidents, ascending.
        text: the numbers as shown.
    """

    x: float
    y: float
    radius: float
    numbers: tuple[int, ...]
    text: str
    label: Label


@dataclass(frozen=True)
class Map:
    """Everything that the SVG draws, in order from the ground up."""

    width: float
    height: float
    land: tuple[str, ...]
    areas: tuple[str, ...]
    area_labels: tuple[Label, ...]
    spots: tuple[Label, ...]
    markers: tuple[Marker, ...]
    scale_px: float
    scale_km: int
    world_width: float
    world_height: float
    world: str
    here: tuple[float, float, float, float]


@dataclass(frozen=True)
class _Frame:
    """A box of degrees and its projection: plate carrée, true to scale at the middle latitude."""

    lon: float
    lat: float
    px_a_degree: float

    @property
    def shrink(self) -> float:
        return max(0.05, math.cos(math.radians(self.lat)))

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - self.lon) * self.shrink * self.px_a_degree
        return (x, HEIGHT / 2 - (lat - self.lat) * self.px_a_degree)

    @property
    def box(self) -> tuple[float, float, float, float]:
        half_lon = WIDTH / 2 / self.px_a_degree / self.shrink
        half_lat = HEIGHT / 2 / self.px_a_degree
        return (
            self.lon - half_lon,
            self.lat - half_lat,
            self.lon + half_lon,
            self.lat + half_lat,
        )

    def near(self, lon: float) -> float:
        """The same meridian, at most half a turn from the middle."""
        return self.lon + (lon - self.lon + 180) % 360 - 180


def placed(place: Place | None) -> bool:
    """Whether a place has a point."""
    return place is not None and place.lat is not None and place.lon is not None


def draw(incidents: Sequence[tuple[int, formats.CaseIncident]], places: Path | None) -> Map | None:
    """The map of all incidents that have a point, or None where none has.

    Args:
        incidents: (number on the page, incident).
        places: the case's own GeoJSON, or None.
    """
    points = [
        (number, incident.place)
        for number, incident in incidents
        if incident.place is not None and placed(incident.place)
    ]
    if not points:
        return None
    areas, spots = shapes.own(places)
    frame = _frame([place for _, place in points], areas)
    markers = _markers(points, frame)
    names = {place.name for _, place in points}
    drawn_areas = [(area, _paths(area, frame)) for area in areas]
    named = tuple(
        label
        for spot in spots
        if spot.name not in names and (label := _spot(spot, frame, markers)) is not None
    )
    area_labels = _area_labels(areas, frame, markers, named)
    scale_km = _round_km(WIDTH * 0.22 / frame.px_a_degree * _KM_A_DEGREE)
    return Map(
        width=WIDTH,
        height=HEIGHT,
        land=tuple(path for country in shapes.world() for path in _paths(country, frame)),
        areas=tuple(path for _, paths in drawn_areas for path in paths),
        area_labels=area_labels,
        spots=named,
        markers=markers,
        scale_px=round(scale_km / _KM_A_DEGREE * frame.px_a_degree, 1),
        scale_km=scale_km,
        world_width=WORLD_WIDTH,
        world_height=WORLD_HEIGHT,
        world=_world_path(),
        here=_here(frame),
    )


def _degrees(place: Place) -> tuple[float, float]:
    assert place.lon is not None
    assert place.lat is not None
    return place.lon, place.lat


def _frame(places: Sequence[Place], areas: Sequence[shapes.Area]) -> _Frame:
    """The smallest frame that holds every place with its doubt, and its surroundings."""
    first_lon = _degrees(places[0])[0]
    lons, lats = [], []
    for place in places:
        lon, lat = _degrees(place)
        lon = first_lon + (lon - first_lon + 180) % 360 - 180
        reach = (place.radius_km or 0.0) / _KM_A_DEGREE
        wide = reach / max(0.05, math.cos(math.radians(lat)))
        lons += [lon - wide, lon + wide]
        lats += [lat - reach, lat + reach]
    context_km = _LEAST_CONTEXT_KM
    for area in areas:
        for ring in area.rings:
            ring_lons = [first_lon + (p[0] - first_lon + 180) % 360 - 180 for p in ring]
            ring_lats = [p[1] for p in ring]
            holds = (
                min(ring_lons) <= max(lons)
                and max(ring_lons) >= min(lons)
                and min(ring_lats) <= max(lats)
                and max(ring_lats) >= min(lats)
            )
            if holds:
                lons += [min(ring_lons), max(ring_lons)]
                lats += [min(ring_lats), max(ring_lats)]
                context_km = _LEAST_SPAN_KM
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    shrink = max(0.05, math.cos(math.radians(lat)))
    least = context_km / _KM_A_DEGREE
    tall = max(max(lats) - min(lats), least) * (1 + 2 * _MARGIN)
    wide = max((max(lons) - min(lons)) * shrink, least) * (1 + 2 * _MARGIN)
    return _Frame(lon, lat, min(HEIGHT / tall, WIDTH / wide))


def _paths(area: shapes.Area, frame: _Frame) -> tuple[str, ...]:
    west, south, east, north = frame.box
    pieces = []
    for ring in area.rings:
        least, lowest, most, highest = shapes.bounds(ring)
        for turn in (-360.0, 0.0, 360.0):
            if most + turn < west or least + turn > east or highest < south or lowest > north:
                continue
            moved = tuple((lon + turn, lat) for lon, lat in ring)
            # A little beyond the frame, so that the box's own edge is never stroked in sight.
            inside = shapes.clipped(moved, west - 0.5, south - 0.5, east + 0.5, north + 0.5)
            if len(inside) >= 3:
                pieces.append(_path([frame.project(*point) for point in inside], 0.7))
    joined = "".join(pieces)
    return (joined,) if joined else ()


def _path(points: Sequence[tuple[float, float]], tolerance: float) -> str:
    """SVG path data in tenths of a unit, points closer than `tolerance` to the last left out."""
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= tolerance:
            kept.append(point)
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "Z" if len(kept) >= 3 else ""


def _markers(points: Sequence[tuple[int, Place]], frame: _Frame) -> tuple[Marker, ...]:
    """One marker a spot: incidents whose points would cover each other share it."""
    groups: list[tuple[float, float, float, str, list[int]]] = []
    for number, place in points:
        lon, lat = _degrees(place)
        x, y = frame.project(frame.near(lon), lat)
        radius = (place.radius_km or 0.0) / _KM_A_DEGREE * frame.px_a_degree
        for index, (gx, gy, doubt, name, numbers) in enumerate(groups):
            if math.hypot(gx - x, gy - y) < _MARKER_PX * 1.2:
                both = name if place.name in name.split(" · ") else f"{name} · {place.name}"
                groups[index] = (gx, gy, max(doubt, radius), both, [*numbers, number])
                break
        else:
            groups.append((x, y, radius, place.name, [number]))
    markers: list[Marker] = []
    spots = [(x, y) for x, y, *_ in groups]
    for x, y, radius, name, numbers in sorted(groups, key=lambda group: group[4]):
        others = [spot for spot in spots if spot != (x, y)]
        markers.append(
            Marker(
                round(x, 1),
                round(y, 1),
                round(max(radius, _DOT_PX), 1),
                tuple(numbers),
                ",".join(map(str, numbers)),
                _label(x, y, name, others, markers),
            )
        )
    return tuple(markers)


def _label(
    x: float, y: float, name: str, others: Sequence[tuple[float, float]], done: Sequence[Marker]
) -> Label:
    """The marker's name at the first free side: right, left, above, below; else on the right."""
    sides = [
        Label(round(x + dx, 1), round(y + dy, 1), name, anchor)
        for dx, dy, anchor in (
            (20.0, 6.0, "start"),
            (-20.0, 6.0, "end"),
            (0.0, -21.0, "middle"),
            (0.0, 34.0, "middle"),
        )
    ]
    for label in sides:
        left, top, right, bottom = _box(label, _NAME_PX)
        covers = any(
            left < ox + 16 and ox - 16 < right and top < oy + 16 and oy - 16 < bottom
            for ox, oy in others
        )
        if not covers and _free(label, _NAME_PX, done):
            return label
    return sides[0] if x < WIDTH * 0.72 else sides[1]


def _box(label: Label, size: float) -> tuple[float, float, float, float]:
    width = len(label.text) * size * 0.6
    left = {"start": label.x, "end": label.x - width}.get(label.anchor, label.x - width / 2)
    return (left, label.y - size, left + width, label.y + size * 0.3)


def _free(
    label: Label, size: float, markers: Sequence[Marker], names: Sequence[Label] = ()
) -> bool:
    """Whether a name stays in the frame and covers no marker and no other name."""
    left, top, right, bottom = _box(label, size)
    if left < 4 or right > WIDTH - 4 or top < 4 or bottom > HEIGHT - 4:
        return False
    for marker in markers:
        taken = [_box(marker.label, _NAME_PX)]
        taken.append((marker.x - 16, marker.y - 16, marker.x + 16, marker.y + 16))
        for a, b, c, d in taken:
            if left < c and a < right and top < d and b < bottom:
                return False
    for a, b, c, d in (_box(name, size) for name in names):
        if left < c and a < right and top < d and b < bottom:
            return False
    return True


def _area_labels(
    areas: Sequence[shapes.Area],
    frame: _Frame,
    markers: Sequence[Marker],
    named: Sequence[Label],
) -> tuple[Label, ...]:
    labels: list[Label] = []
    west, south, east, north = frame.box
    own = bool(areas)
    for area in areas if own else shapes.world():
        seen = [
            clip
            for ring in area.rings
            if len(clip := shapes.clipped(ring, west, south, east, north)) >= 3
        ]
        if not seen or not area.name:
            continue
        largest = max(seen, key=shapes.size)
        pixels = shapes.size(largest) * frame.shrink * frame.px_a_degree**2
        # The outermost of the case's own areas is named by the page; its parts are named here.
        whole = own and len(areas) > 1 and area is areas[0]
        if pixels < WIDTH * HEIGHT * 0.02 or whole:
            continue
        x, y = frame.project(*shapes.centre(largest))
        for shift in (0.0, 34.0, -34.0, 62.0, -62.0):
            label = Label(round(x, 1), round(y + shift, 1), area.name)
            if _free(label, _NAME_PX, markers, (*named, *labels)):
                labels.append(label)
                break
    return tuple(labels)


def _spot(spot: shapes.Spot, frame: _Frame, markers: Sequence[Marker]) -> Label | None:
    x, y = frame.project(frame.near(spot.lon), spot.lat)
    label = Label(round(x, 1), round(y, 1), spot.name, "start")
    return label if _free(label, 16.0, markers) else None


def _round_km(rough: float) -> int:
    """The nearest 1, 2 or 5 times a power of ten, not above `rough`, at least 1."""
    power = 10 ** math.floor(math.log10(max(rough, 1.0)))
    return max(int(step * power) for step in (1, 2, 5) if step * power <= max(rough, 1.0))


@functools.cache
def _world_path() -> str:
    """The whole world as one small path for the locator."""
    pieces = []
    for area in shapes.world():
        for ring in area.rings:
            if shapes.size(ring) >= 6.0:
                points = [
                    ((lon + 180) / 360 * WORLD_WIDTH, (90 - lat) / 180 * WORLD_HEIGHT)
                    for lon, lat in ring
                ]
                pieces.append(_path(points, 1.6))
    return "".join(pieces)


def _here(frame: _Frame) -> tuple[float, float, float, float]:
    """The frame's box on the locator, never smaller than can be seen."""
    west, south, east, north = frame.box
    middle = (frame.lon + 180) % 360 - 180
    width = max((east - west) / 360 * WORLD_WIDTH, 7.0)
    height = max((north - south) / 180 * WORLD_HEIGHT, 5.0)
    x = (middle + 180) / 360 * WORLD_WIDTH - width / 2
    y = (90 - frame.lat) / 180 * WORLD_HEIGHT - height / 2
    return (round(x, 1), round(y, 1), round(width, 1), round(height, 1))
