"""Builds an index from a GeoNames dump that a user downloaded.

Enters: the tables of a dump. Leaves: an index of populated places, administrative areas, countries
and the larger natural features, with all their names in Latin script. Memory stays bounded: what is
kept of millions of rows is, for each area, in which half-degree cells it has how many towns.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rashomon.gazetteer.build import town_radius_km
from rashomon.gazetteer.entries import distance_km
from rashomon.gazetteer.geonames import (
    Dump,
    OnRead,
    PlaceLine,
    code_lines,
    country_lines,
    find_dump,
    name_lines,
    place_lines,
)
from rashomon.gazetteer.index import IndexWriter, country_names, new_index
from rashomon.gazetteer.lists import countries_list

_CELL_DEGREES = 0.5
_REACH = 0.9
_SMALL_AREA_KM, _FEATURE_KM = 15.0, 10.0
_HISTORIC = ("P.PPLH", "P.PPLQ", "P.PPLW", "A.ADM1H", "A.ADM2H", "A.PCLH")
_COUNTRIES = frozenset({"A.PCLI", "A.PCLD", "A.PCLF", "A.PCLS", "A.PCLIX", "A.PCL", "A.TERR"})
_FEATURES = {
    "L.RGN": 50.0, "L.RGNE": 50.0, "L.AREA": 10.0, "L.PRK": 15.0, "L.MILB": 3.0, "L.OAS": 5.0,
    "S.CMP": 3.0, "S.CMPRF": 3.0, "S.AIRP": 3.0, "S.AIRB": 3.0, "S.AIRF": 2.0, "S.MIL": 2.0,
    "S.PRN": 1.0, "S.PWR": 2.0, "S.DAM": 2.0, "S.BDG": 1.0, "S.BDRP": 1.0, "S.HSP": 1.0,
    "T.ISL": 15.0, "T.ISLS": 50.0, "T.PEN": 40.0, "T.MT": 5.0, "T.MTS": 50.0, "T.VAL": 20.0,
    "T.DSRT": 150.0, "T.PASS": 3.0, "H.LK": 15.0, "H.RSV": 10.0, "H.STM": 50.0, "H.BAY": 20.0,
    "H.GULF": 150.0, "H.SEA": 500.0, "H.STRT": 40.0, "H.WAD": 20.0,
}  # fmt: skip
"""Kilometres that a feature reaches around its point, roughly, by its GeoNames code."""

Cell = tuple[int, int]


def build_geonames_index(paths: Sequence[Path], target: Path, told: OnRead) -> Dump:
    """`target` is a complete index of the dump.

    Args:
        paths: files of the dump, or folders that hold them.
        target: file to make.
        told: called now and then with a table's name, the bytes read and its size.

    Returns:
        The files that were used, and those that were not.

    Raises:
        GazetteerError: if a table is missing or broken; names file and line.
    """
    dump = find_dump(paths)
    files = (*dump.places, *dump.names, *dump.admin1, *dump.admin2, *dump.countries)
    with new_index(target, "GeoNames dump: " + ", ".join(path.name for path in files)) as writer:
        _Builder(writer, told).run(dump)
    return dump


class _Extent:
    """Where an area has towns."""

    __slots__ = ("cells", "people", "zones")

    def __init__(self) -> None:
        self.cells: dict[Cell, int] = defaultdict(int)
        self.people = 0
        self.zones: set[str] = set()

    def add(self, line: PlaceLine) -> None:
        cell = math.floor(line.lat / _CELL_DEGREES), math.floor(line.lon / _CELL_DEGREES)
        self.cells[cell] += 1
        self.people += line.population
        if line.timezone and len(self.zones) < 2:
            self.zones.add(line.timezone)

    @property
    def timezone(self) -> str | None:
        return next(iter(self.zones)) if len(self.zones) == 1 else None

    def radius_km(self, lat: float, lon: float) -> float:
        """Reach of nine towns in ten around a point, to the grain of a cell."""
        reaches = sorted(
            (distance_km(lat, lon, (y + 0.5) * _CELL_DEGREES, (x + 0.5) * _CELL_DEGREES), count)
            for (y, x), count in self.cells.items()
        )
        left = _REACH * sum(self.cells.values())
        for reach, count in reaches:
            left -= count
            if left <= 0:
                return round(max(_SMALL_AREA_KM, reach), 1)
        return _SMALL_AREA_KM


class _Builder:
    def __init__(self, writer: IndexWriter, told: OnRead) -> None:
        self._writer = writer
        self._told = told
        self._extents: dict[str, _Extent] = defaultdict(_Extent)
        self._areas: dict[str, PlaceLine] = {}
        self._area_names: dict[str, str] = {}
        self._countries: dict[str, PlaceLine] = {}

    def run(self, dump: Dump) -> None:
        for path in (*dump.admin1, *dump.admin2):
            for code, name, _, _ in code_lines(path, self._told):
                self._area_names[code] = name
        for path in dump.places:
            for line in place_lines(path, self._told):
                self._take(line)
        self._write_areas()
        self._write_countries(dump)
        for path in dump.names:
            for number, name in name_lines(path, self._told):
                self._writer.names(number, (), [name])
        self._writer.abbreviations()
        self._writer.regions()

    def _take(self, line: PlaceLine) -> None:
        if line.feature in _HISTORIC:
            return
        kind = line.feature[0]
        if line.feature in _COUNTRIES:
            self._countries.setdefault(line.country, line)
        elif line.feature == "A.ADM1":
            self._areas[f"{line.country}.{line.admin1}"] = line
        elif line.feature == "A.ADM2":
            self._areas[f"{line.country}.{line.admin1}.{line.admin2}"] = line
        elif kind == "P":
            for code in self._codes(line):
                self._extents[code].add(line)
            self._write(line, "place", town_radius_km(line.population))
        elif line.feature in ("A.ADM3", "A.ADM4"):
            self._write(line, "admin2", _FEATURE_KM)
        elif line.feature in _FEATURES:
            self._write(line, "place", _FEATURES[line.feature])

    def _codes(self, line: PlaceLine) -> list[str]:
        codes = [line.country]
        if line.admin1 and line.admin1 != "00":
            codes.append(f"{line.country}.{line.admin1}")
            if line.admin2:
                codes.append(f"{line.country}.{line.admin1}.{line.admin2}")
        return codes

    def _write(
        self, line: PlaceLine, kind: str, radius_km: float, extent: _Extent | None = None
    ) -> None:
        codes = self._codes(line)
        admin1 = codes[1] if len(codes) > 1 else None
        admin2 = codes[2] if len(codes) > 2 and kind != "admin1" else None
        people = max(line.population, extent.people) if extent else line.population
        zone = extent.timezone if extent else line.timezone or None
        self._writer.place(
            line.number,
            (f"geonames:{line.number}", line.name, kind, line.lat, line.lon, radius_km, people,
             line.country or None, self._area_names.get(admin1 or ""), admin1, admin2, zone),
        )  # fmt: skip
        self._writer.names(line.number, [line.name, line.plain], line.others)

    def _write_areas(self) -> None:
        for code, line in self._areas.items():
            self._area_names.setdefault(code, line.name)
        for code, line in sorted(self._areas.items()):
            extent = self._extents.get(code)
            radius = extent.radius_km(line.lat, line.lon) if extent else _SMALL_AREA_KM
            kind = "admin1" if code.count(".") == 1 else "admin2"
            self._write(line, kind, radius, extent)

    def _write_countries(self, dump: Dump) -> None:
        names: dict[str, str] = {}
        for path in dump.countries:
            for code, name, _, neighbours in country_lines(path, self._told):
                names[code] = name
                self._writer.neighbours(code, neighbours)
        for code, line in sorted(self._countries.items()):
            extent = self._extents.get(code)
            lat, lon = countries_list().middles.get(code, (line.lat, line.lon))
            radius = extent.radius_km(lat, lon) if extent else _SMALL_AREA_KM
            people = max(line.population, extent.people) if extent else line.population
            self._writer.place(
                line.number,
                (f"iso:{code}", names.get(code, line.name), "country", lat, lon, radius, people,
                 code, None, None, None, extent.timezone if extent else None),
            )  # fmt: skip
            self._writer.names(
                line.number,
                country_names(code, [line.name, line.plain, names.get(code, "")]),
                line.others,
            )
