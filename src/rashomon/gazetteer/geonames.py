"""Reading a GeoNames dump: rows of its tables, one at a time, from text files or zip archives.

Enters: files or folders as GeoNames offers them for download. Leaves: checked rows. A line that
breaks the table's form is refused with file and line; nothing is read into memory whole.

Source: GeoNames, "readme.txt" of the download server (tables `geoname`, `alternatenames`,
`admin1CodesASCII`, `admin2Codes`, `countryInfo`).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.errors import GazetteerError

OnRead = Callable[[str, int, int], None]
"""Told the table's name, the bytes read of it and its size."""

_PLACES = re.compile(r"(?:allCountries|cities\d+|no-country|[A-Z]{2})\Z")
_COLUMNS = {"place": 19, "names": 4, "admin1": 4, "admin2": 4, "countries": 19}
_TOLD = 50_000


@dataclass(frozen=True)
class Dump:
    """The files of a dump by what they hold.

    Args:
        places: tables of places (`allCountries`, `cities500`, `XX`).
        names: `alternateNamesV2`.
        admin1: `admin1CodesASCII`.
        admin2: `admin2Codes`.
        countries: `countryInfo`.
        skipped: files in a named folder that are none of these.
    """

    places: tuple[Path, ...]
    names: tuple[Path, ...] = ()
    admin1: tuple[Path, ...] = ()
    admin2: tuple[Path, ...] = ()
    countries: tuple[Path, ...] = ()
    skipped: tuple[Path, ...] = field(default=())


def find_dump(paths: Sequence[Path]) -> Dump:
    """The tables among files and in folders; a text file goes before its archive.

    Raises:
        GazetteerError: if a path is missing or nothing holds places.
    """
    found: dict[str, list[Path]] = {}
    seen: set[tuple[Path, str]] = set()
    for path in paths:
        if not path.exists():
            raise GazetteerError(path, "is not there")
        named = sorted(path.iterdir(), key=_text_first) if path.is_dir() else [path]
        for file in named:
            kind = _kind(file)
            if not file.is_file() or (file.parent, file.stem) in seen:
                continue
            if kind is None and not path.is_dir():
                raise GazetteerError(file, "is no table of GeoNames that is used here")
            found.setdefault(kind or "skipped", []).append(file)
            if kind:
                seen.add((file.parent, file.stem))
    if "places" not in found:
        raise GazetteerError(
            paths[0] if paths else Path("."),
            "holds no allCountries, citiesN or country table (.txt or .zip) of GeoNames",
        )
    # all countries hold every other table of places
    whole = [path for path in found["places"] if path.stem == "allCountries"]
    if whole:
        found["places"] = whole[:1]
    return Dump(**{kind: tuple(files) for kind, files in found.items()})


def _text_first(path: Path) -> tuple[str, bool]:
    return path.stem, path.suffix.lower() != ".txt"


def _kind(path: Path) -> str | None:
    if path.suffix.lower() not in (".txt", ".zip"):
        return None
    if path.stem in ("alternateNamesV2", "alternateNames"):
        return "names"
    if path.stem in ("admin1CodesASCII", "admin2Codes", "countryInfo"):
        return {"admin1CodesASCII": "admin1", "admin2Codes": "admin2"}.get(path.stem, "countries")
    return "places" if _PLACES.match(path.stem) else None


@dataclass(frozen=True)
class PlaceLine:
    """A row of a table of places; codes are empty where GeoNames gives none."""

    number: int
    name: str
    plain: str
    others: tuple[str, ...]
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int
    timezone: str


def place_lines(path: Path, told: OnRead) -> Iterator[PlaceLine]:
    """The places of a table.

    Raises:
        GazetteerError: if a line is no place of GeoNames.
    """
    for number, row in _rows(path, "place", told):
        try:
            lat, lon = float(row[4]), float(row[5])
            line = PlaceLine(
                number=int(row[0]), name=row[1], plain=row[2],
                others=tuple(row[3].split(",")) if row[3] else (), lat=lat, lon=lon,
                feature=f"{row[6]}.{row[7]}", country=row[8], admin1=row[10], admin2=row[11],
                population=int(row[14] or 0), timezone=row[17],
            )  # fmt: skip
        except ValueError as error:
            raise GazetteerError(path, str(error), number) from error
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise GazetteerError(path, f"{row[4]}, {row[5]} is not on the globe", number)
        yield line


def name_lines(path: Path, told: OnRead) -> Iterator[tuple[int, str]]:
    """Number of a place and one more name of it; links, postal codes and the like left out.

    Raises:
        GazetteerError: if a line is no alternate name.
    """
    for number, row in _rows(path, "names", told):
        # what is no language of two or three letters is a link, a code of a post office or the like
        if len(row[2]) > 3 and row[2] != "piny":
            continue
        try:
            yield int(row[1]), row[3]
        except ValueError as error:
            raise GazetteerError(path, str(error), number) from error


def code_lines(path: Path, told: OnRead) -> Iterator[tuple[str, str, str, int]]:
    """Code (`VE.14`, `US.VA.059`), name, plain name and number of an administrative area.

    Raises:
        GazetteerError: if a line is no such area.
    """
    for number, row in _rows(path, "admin1", told):
        try:
            yield row[0], row[1], row[2], int(row[3])
        except ValueError as error:
            raise GazetteerError(path, str(error), number) from error


def country_lines(path: Path, told: OnRead) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """ISO code, name, number and neighbours' codes of a country.

    Raises:
        GazetteerError: if a line is no country.
    """
    for number, row in _rows(path, "countries", told):
        try:
            others = tuple(code for code in row[17].split(",") if code)
            yield row[0], row[4], int(row[16] or 0), others
        except ValueError as error:
            raise GazetteerError(path, str(error), number) from error


def _rows(path: Path, table: str, told: OnRead) -> Iterator[tuple[int, list[str]]]:
    """Line number and columns of every line that is no comment."""
    needed = _COLUMNS[table]
    read = 0
    for number, (raw, size) in enumerate(_lines(path), start=1):
        read += len(raw)
        if number % _TOLD == 0:
            told(path.name, min(read, size), size)
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise GazetteerError(path, f"is not UTF-8: {error}", number) from error
        if not line or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) < needed:
            cause = f"has {len(row)} columns where {needed} are needed"
            raise GazetteerError(path, cause, number)
        yield number, row
    told(path.name, read, max(read, 1))


def _lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """The lines of a text file, or of the file of the same stem in an archive, with its size."""
    try:
        if path.suffix.lower() != ".zip":
            size = path.stat().st_size
            with path.open("rb") as file:
                for raw in file:
                    yield raw, size
            return
        with zipfile.ZipFile(path) as archive:
            member = f"{path.stem}.txt"
            if member not in archive.namelist():
                raise GazetteerError(path, f"holds no {member}")
            size = archive.getinfo(member).file_size
            with archive.open(member) as packed:
                for raw in packed:
                    yield raw, size
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise GazetteerError(path, f"cannot be read: {error}") from error
