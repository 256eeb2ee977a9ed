"""Rules for lengths of time, repeated times, and references to an unbounded past or future."""

from __future__ import annotations

import re

from rashomon.extract.times.context import Context, Resolved
from rashomon.extract.times.rule import Rule, modifier_of, rule
from rashomon.extract.times.vocabulary import (
    Unit,
    number_of,
    one_of,
    parts_by_form,
    units_by_form,
    vocabulary,
    weekday_of,
)

_HALVES = {"Y": "6M", "H": "30M", "M": "30S"}


def duration_value(count: float | None, unit: Unit) -> str:
    """The TIMEX3 value of a length; X for a vague count.

    >>> from rashomon.extract.times.vocabulary import units_by_form
    >>> duration_value(8, units_by_form()["months"][1])
    'P8M'
    """
    head = "PT" if unit.time else "P"
    code = {"NI": "D", "WE": "D"}.get(unit.code, unit.code)
    if count is None:
        if unit.factor > 1 and unit.code == "Y":
            return "PX" + {10: "DE", 100: "CE", 1000: "ML"}[unit.factor]
        return f"{head}X{code}"
    total = count * unit.factor * (2 if unit.code == "WE" else 1)
    if total % 1 == 0.5 and code in _HALVES and (unit.time or code == "Y"):
        whole = f"{int(total)}{code}" if total >= 1 else ""
        return f"{head}{whole}{_HALVES[code]}"
    return f"{head}{total:g}{code}" if total < 1e6 else f"{head}{int(total)}{code}"


def _duration(match: re.Match[str], context: Context) -> Resolved | None:
    printed = match["number"]
    _, unit = units_by_form()[match["unit"].lower()]
    count = number_of(printed) if printed else None
    modifier = modifier_of(match["mod"])
    return Resolved("DURATION", duration_value(count, unit), None, modifier)


def _plural(match: re.Match[str], context: Context) -> Resolved | None:
    _, unit = units_by_form()[match["unit"].lower()]
    if match["ago"]:
        return Resolved("DATE", "PAST_REF", context.anchor)
    return Resolved("DURATION", duration_value(None, unit))


def _window(match: re.Match[str], context: Context) -> Resolved | None:
    """Resolves "the past five days", "the next few months", "recent weeks", "the nine months"."""
    _, unit = units_by_form()[match["unit"].lower()]
    count = number_of(match["number"]) if match["number"] else None
    return Resolved("DURATION", duration_value(count, unit), None, modifier_of(match["mod"]))


def _whole(match: re.Match[str], context: Context) -> Resolved | None:
    _, unit = units_by_form()[match["unit"].lower()]
    return Resolved("DURATION", duration_value(1, unit))


def _adverb(match: re.Match[str], context: Context) -> Resolved | None:
    return Resolved("SET", vocabulary().sets[match["set"].lower()])


def _every(match: re.Match[str], context: Context) -> Resolved | None:
    if match["weekday"]:
        weekday = weekday_of(match["weekday"])
        part = parts_by_form().get((match["part"] or "").lower())
        return Resolved("SET", f"XXXX-WXX-{weekday}" + (f"T{part.code}" if part else ""))
    if match["part"]:
        return Resolved("SET", f"XXXX-XX-XXT{parts_by_form()[match['part'].lower()].code}")
    _, unit = units_by_form()[match["unit"].lower()]
    count = 1.0
    if match["other"]:
        count = 2.0
    elif match["number"]:
        count = number_of(match["number"]) or 1.0
    if unit.code == "NI":
        return Resolved("SET", "XXXX-XX-XXTNI")
    return Resolved("SET", duration_value(count, unit))


def _unit_and_half(match: re.Match[str], context: Context) -> Resolved | None:
    _, unit = units_by_form()[match["unit"].lower()]
    return Resolved("DURATION", duration_value(1.5, unit))


def _weekdays(match: re.Match[str], context: Context) -> Resolved | None:
    weekday = weekday_of(match["weekday"] or match["weekday_"])
    part = parts_by_form().get((match["part"] or match["part_"] or "").lower())
    return Resolved("SET", f"XXXX-WXX-{weekday}" + (f"T{part.code}" if part else ""))


def _past(match: re.Match[str], context: Context) -> Resolved | None:
    return Resolved("DATE", "PAST_REF", context.anchor if context.written else None)


def _present(match: re.Match[str], context: Context) -> Resolved | None:
    return Resolved("DATE", "PRESENT_REF", context.anchor if context.written else None)


def _future(match: re.Match[str], context: Context) -> Resolved | None:
    return Resolved("DATE", "FUTURE_REF", context.anchor if context.written else None)


_COUNT_MOD = (
    r"(?:(?P<mod>about|around|roughly|approximately|some|nearly|almost|close\s+to|more\s+than|over|less\s+than"
    r"|under|fewer\s+than|at\s+least|at\s+most|up\s+to|no\s+more\s+than|no\s+less\s+than|as\s+much\s+as)\s+)?"
)


def duration_rules() -> tuple[Rule, ...]:
    """The rules for durations, sets and references, the more specific first."""
    words = vocabulary()
    references = words.references
    return (
        rule(
            "duration",
            rf"{_COUNT_MOD}(?P<number><number>)(?:\s+(?:more|additional|full|whole|consecutive|straight|long"
            r"|further|extra|solid|fiscal|calendar|business|working)\s+|\s+|-)(?P<unit><unit>)"
            r"(?:(?:-|\s+)long)?(?:\s+or\s+(?:so|more))?",
            _duration,
        ),
        rule(
            "unit and a half",
            r"(?P<mod>(?!))?an?\s+(?P<unit><unit>)(?P<number>\s+and\s+a\s+half)",
            _unit_and_half,
        ),
        rule("long", r"(?P<unit>day|week|month|year|hour|night)-?long", _whole),
        rule(
            "window",
            rf"{_COUNT_MOD}(?:(?:the|these|those|its|his|their)\s+)?(?:(?:last|past|next|first|coming|previous|final|following|preceding)\s+)"
            r"(?P<number><number>)\s+(?P<unit><units>)",
            _window,
        ),
        rule("counted", r"(?P<mod>(?!))?the\s+(?P<number><number>)\s+(?P<unit><units>)", _window),
        rule(
            "recent units",
            r"(?:the\s+)?(?:past|last|recent|coming|next|previous|first|final|early)\s+(?P<unit><units>)(?P<ago>(?!))?",
            _plural,
        ),
        rule(
            "units",
            r"(?:for|in|over|within|after|before|of|several|many|take|took|last|the|between|only)\s+"
            r"(?P<x>(?P<unit>days|weeks|months|years|decades|hours|minutes|centuries))(?P<ago>(?!))?",
            _plural,
        ),
        rule(
            "units ago",
            r"(?P<unit>days|weeks|months|years|decades|centuries|hours|minutes)\s+(?P<ago>ago|earlier)",
            _plural,
        ),
        rule("adverb of frequency", r"(?P<set><set>)", _adverb),
        rule(
            "every",
            r"(?:every|each|per)\s+(?:single\s+)?(?:(?P<other>other|second)\s+|(?P<number><cardinal>|\d{1,3})\s+)?"
            r"(?:(?P<weekday><weekday>)(?:\s+(?P<part><part>))?|(?P<unit><unit>))",
            _every,
        ),
        rule(
            "weekdays",
            r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s(?:\s+(?P<part><part>))?"
            r"|(?P<weekday_>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+(?P<part_>mornings|afternoons|evenings|nights)",
            _weekdays,
        ),
        rule("past", one_of(references.past), _past),
        rule("present", one_of(references.present), _present),
        rule("future", one_of(references.future), _future),
    )
