"""The index file: its tables, and writing one whole or not at all.

Enters: places with their names, in any order. Leaves: one SQLite file, written beside its final
place and moved there when it is complete, so that a reader never sees half an index. It does not
know where places come from. Names are sorted by SQLite on disk, so that memory stays bounded
however many there are.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rashomon.gazetteer.lists import countries_list, places_list
from rashomon.gazetteer.names import name_key

_LOG = logging.getLogger(__name__)

FORMAT = 3
ATTRIBUTION = "Place data © GeoNames (https://www.geonames.org), CC BY 4.0; names normalised."

_SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL NOT NULL, population INTEGER NOT NULL,
    country TEXT, admin1 TEXT, admin1_code TEXT, admin2_code TEXT, timezone TEXT);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, official INTEGER NOT NULL,
    PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE neighbour (country TEXT NOT NULL, other TEXT NOT NULL,
    PRIMARY KEY (country, other)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE raw (key TEXT NOT NULL, place INTEGER NOT NULL, official INTEGER NOT NULL);
"""
_BATCH = 20_000
_CACHE_KB = 65_536

PlaceRow = tuple[
    str, str, str, float, float, float, int, str | None, str | None, str | None, str | None,
    str | None,
]  # fmt: skip
"""gid, name, kind, lat, lon, radius_km, population, country, admin1, admin1_code, admin2_code,
timezone."""


@contextmanager
def new_index(target: Path, source: str) -> Iterator[IndexWriter]:
    """A writer; when the block ends well, `target` is a complete index.

    Args:
        target: file to make; its folder is made where missing.
        source: what it is built from, kept in the file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=target.stem, suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    _LOG.info("building the gazetteer index %s", target)
    try:
        connection = sqlite3.connect(part)
        try:
            connection.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
                f"PRAGMA cache_size=-{_CACHE_KB};" + _SCHEMA
            )
            writer = IndexWriter(connection)
            yield writer
            writer.finish(source)
            connection.commit()
        finally:
            connection.close()
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


class IndexWriter:
    """Takes places and names in any order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[str, int, int]] = []

    def place(self, number: int, row: PlaceRow) -> None:
        """Add a place; the first of a number stays."""
        self._places.append((number, *row))
        if len(self._places) >= _BATCH:
            self.flush()

    def names(self, number: int, own: Iterable[str], others: Iterable[str] = ()) -> None:
        """Add names of a place.

        Args:
            number: of the place.
            own: its official names.
            others: further names; codes of airports and the like are left out.
        """
        for other in others:
            if len(other) < 3 or (len(other) <= 3 and other.isupper()):
                continue
            key = name_key(other)
            if len(key) > 1:
                self._names.append((key, number, 0))
        for name in own:
            key = name_key(name)
            if key:
                self._names.append((key, number, 1))
        if len(self._names) >= _BATCH:
            self.flush()

    def neighbours(self, code: str, others: Iterable[str]) -> None:
        """Add the countries that share a border with one."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO neighbour VALUES (?,?)", [(code, other) for other in others]
        )

    def regions(self) -> None:
        """Add the project's own regions above and across countries."""
        for index, (name, (lat, lon, radius)) in enumerate(sorted(places_list().regions.items())):
            gid = "region:" + name_key(name).replace(" ", "-")
            row = (gid, name, "region", lat, lon, radius, 0, None, None, None, None, None)
            self.place(-1 - index, row)
            self.names(-1 - index, [name])

    def abbreviations(self) -> None:
        """Add "Va." and the like to the first-level areas that are there."""
        self.flush()
        pairs = [(short, f"US.{state}") for short, state in places_list().states.items()]
        for abbreviation, code in sorted([*pairs, *places_list().provinces.items()]):
            found = self.connection.execute(
                "SELECT id FROM place WHERE admin1_code = ? AND kind = 'admin1'", (code,)
            ).fetchone()
            if found:
                self.names(found[0], [abbreviation])

    def flush(self) -> None:
        """Write what waits."""
        marks = ",".join("?" * 13)
        self.connection.executemany(f"INSERT OR IGNORE INTO place VALUES ({marks})", self._places)
        self.connection.executemany("INSERT INTO raw VALUES (?,?,?)", self._names)
        self._places.clear()
        self._names.clear()

    def finish(self, source: str) -> None:
        """Sort the names, keep those of known places, and say what the file is."""
        self.flush()
        self.connection.execute(
            "INSERT INTO name SELECT key, place, max(official) FROM raw "
            "WHERE place IN (SELECT id FROM place) GROUP BY key, place ORDER BY key, place"
        )
        self.connection.execute("DROP TABLE raw")
        self.connection.execute("CREATE INDEX place_gid ON place (gid)")
        self.connection.execute(
            "CREATE INDEX place_admin1 ON place (admin1_code) WHERE kind = 'admin1'"
        )
        counted = {
            table: str(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("place", "name")
        }
        about = {
            "places": counted["place"],
            "names": counted["name"],
            "format": str(FORMAT),
            "source": source,
            "attribution": ATTRIBUTION,
        }
        self.connection.executemany("INSERT INTO about VALUES (?,?)", sorted(about.items()))


def country_names(code: str, names: Iterable[str]) -> list[str]:
    """A country's names with the project's own additions."""
    return [name for name in (*names, *countries_list().names.get(code, ())) if name]
