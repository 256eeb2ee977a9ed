"""From names to places: which of all places of a name a document means.

Enters: names with what the text says about each (its level, what contains it, what it is near) and
the document's own context. Leaves: one resolution a name. It reads no text, so that gold toponyms
can be resolved as well as found ones.

Every candidate is scored by its inhabitants and level, by what the text says contains it, and by
how many other names of the document lie in the same country, area and neighbourhood. The scores are
made a distribution, and the mass that other names give is recomputed, a few rounds long.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.gazetteer import Entry, Gazetteer, name_key, places_list
from rashomon.records import Place, PlacePrecision

_ROUNDS = 3
_CANDIDATES = 40
_SHARP = 1.6
_LEVEL_PRIOR = {
    "case": 9.0, "country": 5.0, "region": 9.0, "admin1": 1.6, "place": 0.9, "admin2": -0.6,
}  # fmt: skip
_COUNTRY_PULL, _AREA_PULL, _NEAR_PULL = 1.1, 2.2, 1.6
_CONTAINED, _NOT_CONTAINED = 7.0, -2.0
_KIND_MATCH, _KIND_MISS = 3.0, -1.5
_UNOFFICIAL = -0.8
_CAP = 1.5


@dataclass(frozen=True)
class Query:
    """A name to resolve.

    Args:
        name: as printed.
        kind: level that the text states (`place`, `admin1`, `admin2`, `area`), or None.
        containers: names that the text says contain it ("Harvane, Veltia").
        near: names that the text says it is near.
        distance_km: stated distance from the first of `near`, or None.
        bearing_deg: stated direction from the first of `near`, clockwise from north, or None.
        count: how often the document names it.
        demonym: an adjective or inhabitant's name.
        fallback: names of places in the same sentence, nearest first, for an unknown name.
    """

    name: str
    kind: str | None = None
    containers: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    distance_km: float | None = None
    bearing_deg: float | None = None
    count: int = 1
    demonym: bool = False
    fallback: tuple[str, ...] = ()


@dataclass
class _Open:
    """A query with its scored candidates."""

    query: Query
    entries: tuple[Entry, ...]
    fixed: list[float]
    shares: list[float] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return 1.0 + math.log(self.query.count)


def resolve(
    queries: Sequence[Query], gazetteer: Gazetteer, context: Sequence[str] = ()
) -> list[Place]:
    """A place for every query, in their order.

    Args:
        queries: one for each distinct name (or each mention, where containers differ).
        gazetteer: where names are looked up.
        context: names that are no query but speak for a region: the dateline's place, the outlet's
            country.
    """
    opened = [_open(query, gazetteer) for query in queries]
    silent = [_open(Query(name), gazetteer) for name in context]
    everyone = opened + silent
    for one in everyone:
        one.shares = _shares(one.fixed)
    for _ in range(_ROUNDS):
        masses = _Masses(everyone)
        updated = [_shares(masses.scores(one)) for one in everyone]
        for one, shares in zip(everyone, updated, strict=True):
            one.shares = shares
    best = {name_key(one.query.name): _best(one) for one in reversed(everyone) if one.entries}
    return [_place(one, best, everyone, gazetteer) for one in opened]


def _open(query: Query, gazetteer: Gazetteer) -> _Open:
    if query.demonym:
        found = gazetteer.demonym(query.name)
        return _Open(query, (found,) if found else (), [5.0] if found else [])
    entries = candidates_of(query.name, gazetteer)[:_CANDIDATES]
    inside = [entry for name in query.containers for entry in _container(name, gazetteer)]
    fixed = [_fixed(entry, query, inside) for entry in entries]
    return _Open(query, entries, fixed)


def candidates_of(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """All places of a name, also without its kind noun ("Harvane Province")."""
    found = gazetteer.lookup(name)
    words = name.split()
    if len(words) > 1:
        level = places_list().kinds.get(words[-1].lower())
        if level:
            bare = gazetteer.lookup(" ".join(words[:-1]))
            known = {entry.id for entry in found}
            same = [
                e
                for e in bare
                if e.id not in known and e.kind in (level, "case", "admin1", "admin2")
            ]
            return (*found, *same)
        if not found and words[0].lower() in places_list().cues.directions:
            return gazetteer.lookup(" ".join(words[1:]))
    return found


def _container(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    found = candidates_of(name, gazetteer)
    areas = tuple(entry for entry in found if entry.kind != "place")
    demonym = gazetteer.demonym(name)
    return (*areas, demonym) if demonym else areas or found[:3]


def _fixed(entry: Entry, query: Query, inside: Sequence[Entry]) -> float:
    """What does not depend on the other names."""
    score = math.log10(entry.population + 100) + _LEVEL_PRIOR[entry.kind]
    if not entry.official and name_key(entry.name) != name_key(query.name):
        score += _UNOFFICIAL
    if query.kind in ("admin1", "admin2", "place"):
        if entry.kind == query.kind or entry.kind == "case":
            score += _KIND_MATCH
        elif {entry.kind, query.kind} != {"admin1", "admin2"}:
            score += _KIND_MISS
    if inside:
        held = any(contains(outer, entry) for outer in inside)
        score += _CONTAINED if held else _NOT_CONTAINED
    return score


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether an area holds a place, by their codes, for regions by distance."""
    if outer.id == inner.id:
        return False
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind != "country"
    if outer.kind == "admin1":
        return outer.admin1_code is not None and outer.admin1_code == inner.admin1_code
    if outer.kind == "admin2":
        return outer.admin2_code is not None and outer.admin2_code == inner.admin2_code
    lat = math.radians((outer.lat + inner.lat) / 2)
    north = (outer.lat - inner.lat) * 111.2
    east = (outer.lon - inner.lon) * 111.2 * math.cos(lat)
    return inner.radius_km < outer.radius_km and math.hypot(north, east) <= max(
        15.0, outer.radius_km
    )


class _Masses:
    """Shares of all names summed by country, area and neighbourhood."""

    def __init__(self, everyone: Sequence[_Open]) -> None:
        self.country: dict[str, float] = defaultdict(float)
        self.area: dict[str, float] = defaultdict(float)
        self.cell: dict[tuple[int, int], float] = defaultdict(float)
        for one in everyone:
            for entry, share in zip(one.entries, one.shares, strict=True):
                self._add(entry, share * one.weight)

    def _add(self, entry: Entry, mass: float) -> None:
        if entry.country:
            self.country[entry.country] += mass
        if entry.admin1_code:
            self.area[entry.admin1_code] += mass
        if entry.kind in ("place", "admin2", "case"):
            self.cell[_cell(entry)] += mass

    def scores(self, one: _Open) -> list[float]:
        """Scores of a name's candidates with the other names' mass."""
        result = []
        for entry, share, fixed in zip(one.entries, one.shares, one.fixed, strict=True):
            own = share * one.weight
            score = fixed
            if entry.country:
                score += _COUNTRY_PULL * _pull(self.country[entry.country] - own)
            if entry.admin1_code:
                score += _AREA_PULL * _pull(self.area[entry.admin1_code] - own)
            if entry.kind in ("place", "admin2"):
                row, column = _cell(entry)
                near = sum(
                    self.cell.get((row + dy, column + dx), 0.0)
                    for dy in (-1, 0, 1)
                    for dx in (-1, 0, 1)
                )
                score += _NEAR_PULL * _pull(near - own)
            result.append(score)
        return result


def _pull(mass: float) -> float:
    return min(_CAP, math.log1p(max(0.0, mass)))


def _cell(entry: Entry) -> tuple[int, int]:
    return math.floor(entry.lat), math.floor(entry.lon)


def _shares(scores: list[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    raised = [math.exp(_SHARP * (score - top)) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def _best(one: _Open) -> tuple[Entry, float]:
    index = max(range(len(one.entries)), key=lambda i: (one.shares[i], -i))
    return one.entries[index], one.shares[index]


def _place(
    one: _Open,
    best: Mapping[str, tuple[Entry, float]],
    everyone: Sequence[_Open],
    gazetteer: Gazetteer,
) -> Place:
    query = one.query
    if one.entries:
        entry, share = _best(one)
        return known_place(query.name, entry, share)
    return _unknown(query, best, everyone, gazetteer)


_PRECISION: dict[str, PlacePrecision] = {
    "place": "exact", "case": "exact", "admin1": "admin1", "admin2": "admin2",
    "country": "country", "region": "region",
}  # fmt: skip


def known_place(name: str, entry: Entry, confidence: float) -> Place:
    """The place of an entry under the printed name."""
    return Place(
        name=name,
        gazetteer_id=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        radius_km=entry.radius_km,
        country=entry.country,
        admin1=entry.admin1,
        precision=_PRECISION[entry.kind],
        confidence=round(min(0.99, confidence), 3),
        timezone=entry.timezone,
    )


_WIDEN = {"near": (1.5, 15.0, 0.6), "containers": (1.0, 5.0, 0.6), "fallback": (1.5, 25.0, 0.3)}


def _unknown(
    query: Query,
    best: Mapping[str, tuple[Entry, float]],
    everyone: Sequence[_Open],
    gazetteer: Gazetteer,
) -> Place:
    """A name that no gazetteer knows, placed by what holds it or lies beside it."""
    for way in ("near", "containers", "fallback"):
        factor, extra, trust = _WIDEN[way]
        for name in getattr(query, way):
            known = best.get(name_key(name))
            if known is None:
                entries = candidates_of(name, gazetteer)
                known = (entries[0], 0.5) if entries else None
            if known is None:
                continue
            entry, share = known
            lat, lon, radius = entry.lat, entry.lon, entry.radius_km * factor + extra
            if way == "near" and query.distance_km is not None:
                lat, lon, radius = _moved(entry, query.distance_km, query.bearing_deg)
            return Place(
                name=query.name,
                lat=lat,
                lon=lon,
                radius_km=round(radius, 1),
                country=entry.country,
                admin1=entry.admin1,
                precision="near",
                within=entry.id,
                confidence=round(share * trust, 3),
                timezone=entry.timezone,
            )
    return _in_country(query, everyone, gazetteer)


def _moved(entry: Entry, distance: float, bearing: float | None) -> tuple[float, float, float]:
    """A point at a distance; without a direction, the middle with that radius."""
    if bearing is None:
        return entry.lat, entry.lon, distance + entry.radius_km
    north = distance * math.cos(math.radians(bearing))
    east = distance * math.sin(math.radians(bearing))
    lat = max(-90.0, min(90.0, entry.lat + north / 111.2))
    narrow = max(0.01, math.cos(math.radians(lat)))
    lon = (entry.lon + east / (111.2 * narrow) + 180.0) % 360.0 - 180.0
    return round(lat, 5), round(lon, 5), max(3.0, 0.3 * distance) + entry.radius_km / 2


_DOMINANT = 0.6


def _in_country(query: Query, everyone: Sequence[_Open], gazetteer: Gazetteer) -> Place:
    """A name with no neighbour, in the country that the document is about, if there is one."""
    masses: dict[str, float] = defaultdict(float)
    for one in everyone:
        for entry, share in zip(one.entries, one.shares, strict=True):
            if entry.country:
                masses[entry.country] += share * one.weight
    if not masses:
        return Place(name=query.name)
    code = max(sorted(masses), key=lambda country: masses[country])
    part = masses[code] / sum(masses.values())
    country = gazetteer.country(code)
    if part < _DOMINANT or country is None:
        return Place(name=query.name)
    return Place(
        name=query.name,
        lat=country.lat,
        lon=country.lon,
        radius_km=country.radius_km,
        country=code,
        precision="near",
        within=country.id,
        confidence=round(0.3 * part, 3),
        timezone=country.timezone,
    )
