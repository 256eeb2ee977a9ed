"""Values, times and questions in plain neutral words.

Records enter, short English phrases leave. Knows no page and no file. A phrase never says more than
its record does: an open bound is said as open, an unknown as not known, a denial as a denial, and
no label that only a party uses becomes ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from rashomon.records import (
    Aspect,
    AssessmentStatus,
    Figure,
    FigurePolicy,
    Interval,
    Named,
    PartyKind,
    Place,
    Statement,
    Value,
    When,
    Where,
)

POLICIES: dict[FigurePolicy, str] = {
    "range": "Range",
    "most_conservative": "Most conservative figure",
    "latest": "Latest figure",
    "majority": "Figure of the majority",
    "source_hierarchy": "Figure by the ranking of sources",
}
STATUS: dict[AssessmentStatus, str] = {
    "disputed": "Disputed",
    "agreed": "Agreed",
    "superseded": "Updated",
    "single_source": "One source",
    "unknown": "Not known",
}
ASPECTS: dict[Aspect, str] = {
    "killed": "Killed",
    "injured": "Injured",
    "captured": "Captured",
    "missing": "Missing",
    "responsible": "Responsible",
    "initiated": "Began it",
    "fate_of_person": "Fate",
    "civilians_present": "Civilians present",
    "what_happened": "What happened",
    "occurred": "Occurred",
    "weapon": "Weapon",
    "target": "Target",
    "date": "Date",
    "place": "Place",
    "other": "Also said",
}
PARTY_KINDS: dict[PartyKind, str] = {
    "state_forces": "state forces",
    "government": "government",
    "armed_group": "armed group",
    "monitor": "monitor",
    "hospital": "medical",
    "witness": "witness",
    "civilian": "civilian",
    "outlet": "outlet",
    "agency": "news agency",
    "unnamed_official": "unnamed official",
    "international": "international body",
    "person": "person",
    "other": "other",
}
_QUESTIONS: dict[Aspect, str] = {
    "killed": "How many people were killed?",
    "injured": "How many people were injured?",
    "captured": "How many people were captured?",
    "missing": "How many people are missing?",
    "responsible": "Who is said to be responsible?",
    "initiated": "Who is said to have begun it?",
    "weapon": "What weapons are said to have been used?",
    "date": "When did it happen?",
    "place": "Where did it happen?",
    "target": "What or who was the target?",
    "what_happened": "What happened?",
    "occurred": "Did it happen?",
    "fate_of_person": "What became of the person named?",
    "civilians_present": "Were civilians present?",
    "other": "What else is said?",
}
_COUNTED = {
    "killed": "were killed",
    "injured": "were injured",
    "captured": "were captured",
    "missing": "are missing",
}
_KEYS = {
    "dead": "dead",
    "killed": "dead",
    "alive": "alive",
    "captured": "captured",
    "escaped": "escaped",
    "missing": "missing",
    "present": "present",
    "absent": "not present",
    "yes": "yes",
    "no": "no",
    "unknown": "not known",
}


def humanised(key: str) -> str:
    """A type's key as words: `armed_clash` is "Armed clash"."""
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] if words else "Event"


def question(aspect: Aspect, whom: str | None) -> str:
    """What a fact asks, as a heading."""
    if whom is None:
        return _QUESTIONS[aspect]
    if aspect == "fate_of_person":
        return f"What became of {whom}?"
    counted = _COUNTED.get(aspect)
    if counted is None:
        return f"{_QUESTIONS[aspect].removesuffix('?')} ({whom})?"
    if whom == whom.lower() and whom.endswith(
        ("s", "police", "people", "children", "women", "men")
    ):
        return f"How many {whom} {counted}?"
    return f"{ASPECTS[aspect]}: {whom}"


def figure(value: Figure) -> str:
    """A number with its bounds, the printed qualifier kept: "at least 7", "11 to 14"."""
    low, high, qualifier = value.low, value.high, (value.qualifier or "").strip()
    qualifier = qualifier[:1].lower() + qualifier[1:]
    if low is None and high is None:
        return "an unstated number"
    if low is not None and high is not None:
        if low == high:
            number = "none" if low == 0 else f"{low:,}"
            return f"{qualifier} {number}".strip() if low else number
        return f"{low:,} to {high:,}"
    if high is not None:
        return f"{qualifier or 'up to'} {high:,}"
    assert low is not None
    # The record keeps "more than N" as a floor of N + 1; the reader gets the printed number back.
    if qualifier.lower() in {"more than", "over", "upwards of", "above"}:
        return f"{qualifier} {low - 1:,}"
    return f"{qualifier or 'at least'} {low:,}"


def value(claimed: Value) -> str:
    """What is claimed, short enough for a cell."""
    match claimed:
        case Figure():
            return figure(claimed)
        case Statement(text=text, key=key):
            return _KEYS.get(key, humanised(key)) if key else text
        case Named(text=text) | When(text=text) | Where(text=text):
            return text
        case _:
            assert_never(claimed)


def answer(claimed: Value, *, denied: bool) -> str:
    """A position in words, a denial said as one."""
    said = value(claimed)
    return f"denied: {said}" if denied else said


def day(moment: datetime) -> str:
    """A UTC day: "12 October 2023"."""
    return f"{moment.day} {moment:%B} {moment.year}"


def moment(at: datetime) -> str:
    """A UTC moment; midnight, which stands for a day alone, without its hour."""
    clock = "" if (at.hour, at.minute) == (0, 0) else f", {at:%H:%M} UTC"
    return day(at) + clock


def interval(when: Interval | None) -> str:
    """A time as precise as it is known and no more."""
    if when is None or (when.start is None and when.end is None):
        return "date not known"
    if when.start is None:
        assert when.end is not None
        return f"before {day(when.end)}"
    if when.end is None:
        return (
            f"after {day(when.start)}" if when.precision == "after" else f"from {day(when.start)}"
        )
    last = when.end - timedelta(microseconds=1)
    match when.precision:
        case "instant":
            # The hour as printed: reports give local time, and rarely say whose.
            return moment(when.start).removesuffix(" UTC")
        case "before":
            return f"before {day(when.end)}"
        case "after":
            return f"after {day(when.start)}"
        case "year":
            said = str(when.start.year)
        case "month" if when.start.month == last.month:
            said = f"{when.start:%B} {when.start.year}"
        case _:
            said = _days(when.start, last)
    return f"about {said}" if when.precision == "about" else said


def _days(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{first.day} to {day(last)}"


def place(where: Place | None) -> str:
    """A place's own name, or that it is not known."""
    return where.name if where is not None else "place not known"


def title(type_key: str, where: Place | None, when: Interval | None) -> str:
    """An incident's neutral name: type, place, date; an unknown part is left out."""
    parts = [humanised(type_key)]
    if where is not None:
        parts.append(where.name)
    if when is not None and (when.start is not None or when.end is not None):
        parts.append(interval(when))
    return ", ".join(parts)
