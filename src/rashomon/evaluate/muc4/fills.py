"""How far one filler of a response agrees with one of the key, slot by slot.

What enters is a slot's number and two fillers; what leaves is a grade. It knows the partial-credit
rules of every slot and nothing of templates or tallies.

Source: MUC-4 scoring-guidelines.v7, sections 3.1.2, 3.1.3 and 3.2.2 to 3.2.24; the hierarchy of
instruments from template-doc-part1.v7, section 7.8.
"""

from __future__ import annotations

import re
from datetime import date

from rashomon.evaluate.muc4.reading import Filler, Option
from rashomon.evaluate.muc4.strings import Grade, compare
from rashomon.render.exports.muc4.form import SLOTS

_INSTRUMENT_PARENT = {
    "MACHINE GUN": "GUN",
    "MORTAR": "GUN",
    "HANDGUN": "GUN",
    "RIFLE": "GUN",
    "BOMB": "EXPLOSIVE",
    "VEHICLE BOMB": "BOMB",
    "DYNAMITE": "BOMB",
    "MINE": "BOMB",
    "AERIAL BOMB": "BOMB",
    "GRENADE": "EXPLOSIVE",
    "MOLOTOV COCKTAIL": "EXPLOSIVE",
    "MISSILE": "PROJECTILE",
    "ROCKET": "PROJECTILE",
}

_PARTIAL_SETS: dict[int, frozenset[tuple[str, str]]] = {
    11: frozenset({("SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED")}),
    13: frozenset({("GOVERNMENT OFFICE OR RESIDENCE", "POLITICAL FIGURE OFFICE OR RESIDENCE")}),
    16: frozenset({("SOME DAMAGE", "DESTROYED")}),
    20: frozenset(
        {
            ("FORMER GOVERNMENT OFFICIAL", "GOVERNMENT OFFICIAL"),
            ("FORMER GOVERNMENT OFFICIAL", "ACTIVE MILITARY"),
            ("FORMER ACTIVE MILITARY", "GOVERNMENT OFFICIAL"),
            ("FORMER ACTIVE MILITARY", "ACTIVE MILITARY"),
            ("GOVERNMENT OFFICIAL", "POLITICAL FIGURE"),
        }
    ),
    23: frozenset({("NO INJURY OR DEATH", "NO INJURY"), ("NO INJURY OR DEATH", "NO DEATH")}),
}
"""Per slot the (key, response) pairs of set fills that earn half."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        start=1,
    )
}
_DAY = re.compile(r"(\d{1,2})\s*([A-Z]{3})[A-Z]*\.?\s*,?\s*(?:19)?(\d{2})")


def grade(slot: int, key: Filler, response: Filler) -> Grade:
    """The best grade over the key's options (and, generously, over a response's)."""
    return max(_grade(slot, wanted, given) for wanted in key.options for given in response.options)


def _grade(slot: int, key: Option, response: Option) -> Grade:
    fill = SLOTS[slot].fill
    if slot == 2:
        return compare_dates(key.value, response.value)
    if slot == 3:
        return compare_locations(key.value, response.value)
    if fill == "string":
        value = compare(key.value, response.value, slot)
    elif fill == "set":
        value = compare_sets(slot, key.value, response.value)
    else:
        value = compare_numbers(key.value, response.value)
    if value == Grade.CORRECT and SLOTS[slot].refers and not _same_tag(slot, key, response):
        return Grade.PARTIAL
    return value


def _same_tag(slot: int, key: Option, response: Option) -> bool:
    """Whether the cross-reference is wholly correct; a key and a response without one agree."""
    if not key.tags:
        return not response.tags
    referred = SLOTS[slot].refers[0]
    return any(
        compare(wanted, given, referred) == Grade.CORRECT
        for wanted in key.tags
        for given in response.tags
    )


def compare_sets(slot: int, key: str, response: str) -> Grade:
    """The grade of a set fill; a set fill outside the table below is right or wrong."""
    key, response = _set_member(key), _set_member(response)
    if key == response:
        return Grade.CORRECT
    if slot == 4:  # ATTACK is the general type
        return Grade.PARTIAL if response == "ATTACK" else Grade.INCORRECT
    if slot == 7:
        parent = _INSTRUMENT_PARENT.get(key)
        while parent is not None:
            if parent == response:
                return Grade.PARTIAL
            parent = _INSTRUMENT_PARENT.get(parent)
        return Grade.INCORRECT
    pair = (key, response) in _PARTIAL_SETS.get(slot, frozenset())
    return Grade.PARTIAL if pair else Grade.INCORRECT


def _set_member(value: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", value.upper()).split())


def compare_numbers(key: str, response: str) -> Grade:
    """The grade of a number: equal, or half for an anchor of a range or a number that is about it.

    Source: scoring-guidelines.v7, 3.2.14, 3.2.17, 3.2.21, 3.2.24.
    """
    wanted, given = re.sub(r"\s+", "", key), re.sub(r"\s+", "", response)
    if wanted == given:
        return Grade.CORRECT
    if given.isdigit():
        if wanted == f"~{given}":
            return Grade.PARTIAL
        if "-" in wanted and given in wanted.lstrip("~").split("-"):
            return Grade.PARTIAL
    return Grade.INCORRECT


def read_date(value: str) -> tuple[date | None, date | None] | None:
    """First and last day of a DATE fill; the first is None for "on or before".

    Returns:
        None where the fill holds no date.
    """
    days = []
    for found in _DAY.finditer(value.upper()):
        month = _MONTHS.get(found[2])
        if month is None:
            return None
        try:
            days.append(date(1900 + int(found[3]), month, int(found[1])))
        except ValueError:
            return None
    if not days or len(days) > 2:
        return None
    if len(days) == 2:
        return days[0], days[1]
    before = _DAY.sub("", value.upper(), count=1).strip()
    if before.startswith("-") and value.strip().startswith("-"):
        return None, days[0]
    return days[0], days[0]


def compare_dates(key: str, response: str) -> Grade:
    """The grade of a date (3.2.2): equal, or half for a part of the key's stretch of time.

    Half too for an "on or before" whose anchor is the key's day or the end of its stretch, and for
    a stretch that the key's stretch overlaps.
    """
    wanted, given = read_date(key), read_date(response)
    if wanted is None or given is None:
        same = " ".join(key.split()) == " ".join(response.split())
        return Grade.CORRECT if same else Grade.INCORRECT
    if wanted == given:
        return Grade.CORRECT
    (from_key, to_key), (from_given, to_given) = wanted, given
    assert to_key is not None
    assert to_given is not None
    if from_given is None:
        return Grade.PARTIAL if to_given == to_key else Grade.INCORRECT
    within = to_given <= to_key and (from_key is None or from_given >= from_key)
    around = from_key is not None and from_given <= from_key <= to_key <= to_given
    return Grade.PARTIAL if within or around else Grade.INCORRECT


def _place(part: str) -> tuple[str, str]:
    """Name and type of one element; town and city are one type, as in the set list."""
    found = re.match(r"(.*?)\s*\(([^()]*)\)\s*$", part)
    name, kind = (found[1], found[2]) if found else (part, "")
    kind = kind.strip()
    return _set_member(name), "CITY" if kind in {"TOWN", "CITY"} else kind


_Levels = tuple[tuple[tuple[str, str], ...], ...]


def read_location(value: str) -> tuple[str, _Levels]:
    """Country, and per further level its places (two for "between A and B")."""
    levels = [part.strip() for part in value.upper().replace('"', "").split(":")]
    country = _set_member(re.sub(r"\([^()]*\)", "", levels[0]))
    places = tuple(
        tuple(_place(place) for place in re.split(r"\s+-\s+", level))
        for level in levels[1:]
        if level
    )
    return country, places


def compare_locations(key: str, response: str) -> Grade:
    """The grade of a location (3.2.3): half for the right country with other places, and reverse.

    Half too for one place of a range, and for the right places in another country.
    """
    wanted_country, wanted = read_location(key)
    given_country, given = read_location(response)
    if wanted_country == given_country:
        return Grade.CORRECT if _same_places(wanted, given) else Grade.PARTIAL
    return Grade.PARTIAL if wanted and _same_places(wanted, given) else Grade.INCORRECT


def _same_places(wanted: _Levels, given: _Levels) -> bool:
    """Whether both name the same places level by level; a type left out costs nothing."""
    if len(wanted) != len(given):
        return False
    for places, others in zip(wanted, given, strict=True):
        left, right = sorted(places), sorted(others)
        if [name for name, _ in left] != [name for name, _ in right]:
            return False
        if any(a and b and a != b for (_, a), (_, b) in zip(left, right, strict=True)):
            return False
    return True
