"""What the text between two toponyms says: one holds the other, or lies near it.

Enters: the text and the toponyms of a document in order. Leaves: for each toponym the names that
contain it, the names it is near, a stated distance and direction, and names to fall back on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.extract.places.toponyms import Toponym
from rashomon.gazetteer import Gazetteer, places_list

_BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0,
    "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_DIRECTION = (
    r"(?:(?:far\s+)?(?:central|(?:north|south)-?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?)"
    r"\s+)?"
)
_KIND = (
    r"(?:the\s+)?(?:(?:[a-z-]+\s+){0,2}(?:city|town|village|province|state|district|region"
    r"|governorate|capital|county|area|suburb)\s+of\s+)?"
)
_COMMA = re.compile(rf"\s*(?:,|\()\s*(?:in\s+)?(?:the\s+)?{_DIRECTION}{_KIND}$", re.I)
_IN = re.compile(
    rf"\s*(?:,)?\s*(?:[a-z-]+\s+){{0,2}}?(?:in|of)\s+(?:the\s+)?{_DIRECTION}{_KIND}$", re.I
)
_NEAR = re.compile(
    r"\s*,?\s*(?:(?:which\s+is|a\s+(?:small\s+)?(?:town|village|suburb|neighbou?rhood|settlement))\s+)?"
    r"(?:(?:just|right|located|situated|lying|some|about)\s+)*"
    r"(?:near(?:\s+to)?|outside(?:\s+of)?|close\s+to|on\s+the\s+(?:\w+\s+)?outskirts\s+of|bordering|not\s+far\s+from"
    r"|(?:to\s+the\s+)?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)\s+of)"
    rf"\s+(?:the\s+)?{_KIND}$",
    re.I,
)
_OFFSET = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?:-\s*)?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]*\)\s*)?(?:to\s+the\s+)?"
    r"(?P<way>north-?east|north-?west|south-?east|south-?west|north|south|east|west)?\s*(?:of|from|outside|away\s+from)?"
    r"\s+(?:the\s+)?(?:capital\s*,?\s*|city\s+of\s+|town\s+of\s+)?$",
    re.I,
)
_OWNED = re.compile(rf"['’]s\s+(?:[a-z-]+\s+){{0,3}}(?:[a-z]+\s+of\s+)?{_DIRECTION}$")
_GAP = 90
_KM_PER_MILE = 1.609


@dataclass
class Surrounding:
    """What stands around one toponym; names as printed."""

    containers: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    distance_km: float | None = None
    bearing_deg: float | None = None
    fallback: list[str] = field(default_factory=list)


def surroundings(toponyms: Sequence[Toponym], text: str, gazetteer: Gazetteer) -> list[Surrounding]:
    """For each toponym in order what its neighbours say about it."""
    found = [Surrounding() for _ in toponyms]
    for index, toponym in enumerate(toponyms):
        name = text[toponym.start : toponym.end]
        for other in range(index + 1, min(index + 3, len(toponyms))):
            after = toponyms[other]
            gap = text[toponym.end : after.start]
            if len(gap) > _GAP or after.sentence != toponym.sentence:
                break
            _between(found, index, other, name, text[after.start : after.end], gap, gazetteer)
        found[index].fallback = _same_sentence(toponyms, index, text)
    for index in range(len(toponyms) - 2, -1, -1):
        # "Harvane, Odell County, Veltia": what holds the holder holds the town too
        if found[index].containers and found[index + 1].containers:
            following = text[toponyms[index + 1].start : toponyms[index + 1].end]
            if following in found[index].containers:
                found[index].containers.extend(found[index + 1].containers[:1])
    return found


def _between(
    found: list[Surrounding],
    index: int,
    other: int,
    name: str,
    following: str,
    gap: str,
    gazetteer: Gazetteer,
) -> None:
    here = found[index]
    offset = _OFFSET.search(gap)
    if offset and len(gap) - len(offset[0]) <= 30:
        here.near.append(following)
        factor = _KM_PER_MILE if offset["unit"].lower().startswith("mi") else 1.0
        here.distance_km = float(offset["number"]) * factor
        way = (offset["way"] or "").lower().replace("-", "")
        here.bearing_deg = _BEARINGS.get(way)
    elif _NEAR.fullmatch(gap):
        here.near.append(following)
    elif _OWNED.fullmatch(gap):
        if _area(name, gazetteer):
            found[other].containers.append(name)
    elif _COMMA.fullmatch(gap):
        if _area(following, gazetteer) and other == index + 1:
            here.containers.append(following)
        elif other == index + 1 and not gazetteer.lookup(name):
            here.fallback.append(following)
    elif _IN.fullmatch(gap) and other == index + 1:
        if _area(following, gazetteer):
            here.containers.append(following)
        elif not gazetteer.lookup(name):
            here.near.append(following)


def _area(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name may be an area that holds towns."""
    words = name.split()
    if len(words) > 1 and words[-1].lower() in places_list().kinds:
        return True
    if gazetteer.demonym(name) is not None:
        return True
    return any(
        entry.kind in ("country", "admin1", "region") for entry in gazetteer.lookup(name)[:6]
    )


def _same_sentence(toponyms: Sequence[Toponym], index: int, text: str) -> list[str]:
    """The other names of the sentence, nearest first."""
    here = toponyms[index]
    others = [
        toponym
        for toponym in toponyms[max(0, index - 8) : index + 9]
        if toponym is not here and toponym.sentence == here.sentence
    ]
    others.sort(key=lambda other: abs(other.start - here.start))
    return [text[other.start : other.end] for other in others[:3]]
