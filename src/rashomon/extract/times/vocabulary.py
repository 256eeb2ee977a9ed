"""The vocabulary of time expressions as checked data, and the pattern fragments made from it.

Enters: `data/times.toml`. Leaves: look-up tables and regular-expression fragments, longest
alternative first. It knows no rule and no document.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from rashomon.lexicon import load


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of time and its TIMEX3 designator."""

    forms: tuple[str, ...]
    code: str
    time: bool = False
    factor: int = 1


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the day: TIMEX3 code and local hours, `end` above 24 in the next day."""

    forms: tuple[str, ...]
    code: str
    start: int
    end: int


class Season(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A season of three months, northern."""

    code: str
    month: int


class Ambiguous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of months and days that are common words as well."""

    months: frozenset[str]
    weekdays: frozenset[str]


class Feast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A feast by month and day, by nth weekday of a month, or by days from Easter Sunday."""

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    easter: int | None = None


class References(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases for an unbounded past, present or future."""

    past: tuple[str, ...]
    present: tuple[str, ...]
    future: tuple[str, ...]


class Guards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Neighbours by which a number is no time, or a four-digit number is a year."""

    measures: frozenset[str]
    age: tuple[str, ...]
    year_cues: frozenset[str]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/times.toml`."""

    months: dict[str, int]
    weekdays: dict[str, int]
    ambiguous: Ambiguous
    units: dict[str, Unit]
    parts: dict[str, Part]
    seasons: dict[str, Season]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    zones: dict[str, float]
    sets: dict[str, str]
    references: References
    attributive: References
    modifiers: dict[str, str]
    feasts: dict[str, Feast]
    guards: Guards


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    return load("times", Vocabulary)


_SHORT = ("march", "april", "may", "june", "july")


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of `words`, the longest first; a blank matches any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    escaped = (re.escape(word).replace("\\ ", r"\s+").replace("'", "['’]") for word in ordered)
    return f"(?:{'|'.join(escaped)})"


def _abbreviable(names: Iterable[str]) -> str:
    """A group for names; only an abbreviated one may carry a full stop of its own."""
    whole = [name for name in names if name.endswith("day") or len(name) > 5 or name in _SHORT]
    short = [name for name in names if name not in whole]
    return rf"(?:{one_of(whole)}\b|{one_of(short)}\b\.?)"


@functools.cache
def fragments() -> dict[str, str]:
    """Named pattern fragments for the rules; none contains a capturing group."""
    words = vocabulary()
    short = [name for name in words.months if len(name) <= 4 and name not in ("june", "july")]
    small = one_of(words.numbers)
    cardinal = rf"(?:{small}(?:[-\s]{small})?)"
    unit_forms = [form for unit in words.units.values() for form in unit.forms]
    plural = [form for form in unit_forms if form.endswith("s") or form == "millennia"]
    ordinal = one_of(words.ordinals)
    return {
        "month": _abbreviable(words.months),
        "short_month": one_of([*short, "may", "june", "july"]),
        "weekday": _abbreviable(words.weekdays),
        "unit": one_of(unit_forms),
        "units": one_of(plural),
        "part": one_of(form for part in words.parts.values() for form in part.forms),
        "season": one_of(words.seasons),
        "cardinal": cardinal,
        "ordinal": rf"(?:{ordinal}|\d{{1,2}}(?:st|nd|rd|th))",
        "number": (
            rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+|\s+\d/\d|-\d/\d)?"
            rf"|(?:a|one|two)\s+dozen|half\s+an?|an?\s+half|an?\s+couple(?:\s+of)?|(?:an?\s+)?(?:good\s+)?few"
            rf"|couple(?:\s+of)?|several|many|dozens\s+of|hundreds\s+of|thousands\s+of"
            rf"|{cardinal}(?:\s+hundred|\s+thousand)?(?:\s+and\s+a\s+half)?|an?\s+(?:hundred|thousand)"
            rf"|an?\s+(?:additional|extra|full|whole|entire|single)|an|a)"
        ),
        "day": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
        "year": r"(?:1[5-9]\d\d|20\d\d)",
        "zone": rf"(?:{one_of(words.zones)}\b|\(?(?:local\s+time|eastern|central|pacific|mountain"
        rf"|GMT|UTC)\b(?:\s+(?:daylight|standard|summer))?(?:\s+time)?\)?)",
        "feast": one_of(words.feasts),
        "modifier": one_of(words.modifiers),
        "set": one_of(words.sets),
    }


_VAGUE = re.compile(
    r"(?:an?\s+)?(?:good\s+)?few|several|many|dozens\s+of|hundreds\s+of|thousands\s+of", re.I
)
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(?:[\s-]+(\d)/(\d))?")


def number_of(text: str) -> float | None:
    """The value of number words; None where they are vague ("several")."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    if _VAGUE.fullmatch(text):
        return None
    digits = _DIGITS.fullmatch(text.replace(",", ""))
    if digits:
        value = float(digits[1])
        if digits[2] and int(digits[3]):
            value += int(digits[2]) / int(digits[3])
        return value
    if text.startswith(("half a", "a half", "an half")):
        return 0.5
    if "couple" in text:
        return 2.0
    total, extra = 0.0, 0.0
    if text.endswith(" and a half"):
        text, extra = text.removesuffix(" and a half"), 0.5
    numbers = vocabulary().numbers
    for word in re.split(r"[-\s]+", text):
        if word in ("a", "an"):
            total = total or 1
        elif word in numbers:
            total += numbers[word]
        elif word in ("hundred", "thousand", "dozen"):
            total = (total or 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
    return total + extra


def ordinal_of(text: str) -> int | None:
    """1 for "first" or "1st"; None for no ordinal."""
    text = re.sub(r"\s+", "-", text.strip().lower())
    known = vocabulary().ordinals.get(text)
    if known is not None:
        return known
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else None


@functools.cache
def units_by_form() -> dict[str, tuple[str, Unit]]:
    """Printed form to (name, unit)."""
    return {form: (name, unit) for name, unit in vocabulary().units.items() for form in unit.forms}


@functools.cache
def parts_by_form() -> dict[str, Part]:
    """Printed form to part of the day."""
    return {form: part for part in vocabulary().parts.values() for form in part.forms}


def month_of(text: str) -> int | None:
    """1 to 12 for a month's name or abbreviation."""
    return vocabulary().months.get(text.strip().rstrip(".").lower())


def weekday_of(text: str) -> int | None:
    """1 (Monday) to 7 for a weekday's name or abbreviation."""
    name = text.strip().rstrip(".").lower()
    return vocabulary().weekdays.get(name) or vocabulary().weekdays.get(name.removesuffix("s"))
