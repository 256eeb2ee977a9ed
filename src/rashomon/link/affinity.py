"""How much two episodes look like one incident, by visible features and a visible table.

What enters are two episodes; what leaves is a score in log-odds and, on demand, its parts in
words. Features are in `data/incident_weights.toml`. It must not know any third episode.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from rashomon.lexicon import load
from rashomon.link.episodes import (
    Episode,
    families_join,
    intervals_apart,
    places_apart,
    places_meet,
    same_day,
)
from rashomon.link.wording import cosine

TEXT_FEATURES = (
    "words",
    "words_squared",
    "title",
    "lead",
    "names",
    "names_root",
    "numbers",
    "gap_days_log",
    "gap_week",
    "gap_month",
)
"""In the order of the fitted weights."""
UNKNOWN_GAP_DAYS = 30.0
MAX_GAP_LOG = 7.0


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of `data/incident_weights.toml`."""

    bias: float
    text: dict[str, float]
    facts: dict[str, float]
    background: dict[str, float]


def weights() -> Weights:
    """The table in force."""
    table: Weights = load("incident_weights", Weights)
    return table


def text_features(a: Episode, b: Episode) -> dict[str, float]:
    """What the words and dates of two reports show, by feature name.

    Returns:
        Cosines in [0, 1]; `gap_days_log` the logarithm of days between publication; `gap_week`
        and `gap_month` 1.0 where they lie within three and thirty days.
    """
    words, names = cosine(a.words, b.words), cosine(a.names, b.names)
    gap = UNKNOWN_GAP_DAYS
    if a.published is not None and b.published is not None:
        gap = abs((a.published - b.published) / timedelta(days=1))
    return {
        "words": words,
        "words_squared": words * words,
        "title": cosine(a.title, b.title),
        "lead": cosine(a.lead, b.lead),
        "names": names,
        "names_root": math.sqrt(names),
        "numbers": cosine(a.numbers, b.numbers),
        "gap_days_log": min(math.log1p(gap), MAX_GAP_LOG),
        "gap_week": float(gap <= 3),
        "gap_month": float(gap <= 30),
    }


def fact_features(a: Episode, b: Episode) -> dict[str, float]:
    """What the events themselves show, by feature name; 1.0 where it holds."""
    return {
        "same_day": float(same_day(a.interval, b.interval)),
        "days_apart": float(intervals_apart(a.interval, b.interval)),
        "same_place": float(places_meet(a.places, b.places)),
        "places_apart": float(places_apart(a.places, b.places)),
        "families_clash": float(
            bool(a.families and b.families) and not families_join(a.families, b.families)
        ),
        "shared_people": float(min(len(a.people & b.people), 2)),
    }


def contributions(a: Episode, b: Episode) -> Mapping[str, float]:
    """Each feature's part of the score in log-odds; they add up to it."""
    table = weights()
    facts = fact_features(a, b)
    if a.foreground and b.foreground:
        parts = {name: table.text[name] * value for name, value in text_features(a, b).items()}
        parts |= {name: table.facts[name] * value for name, value in facts.items()}
        return {"bias": table.bias, **parts}
    table_b = table.background
    seen = {
        "words": cosine(a.words, b.words),
        "names": cosine(a.names, b.names),
        "undated": float(a.interval is None or b.interval is None),
        **facts,
    }
    return {
        "bias": table_b["bias"],
        **{name: table_b[name] * value for name, value in seen.items()},
    }


def score(a: Episode, b: Episode) -> float:
    """The log-odds that two episodes are one incident."""
    return math.fsum(contributions(a, b).values())


WORDS = {
    "words": "wording",
    "words_squared": "very close wording",
    "title": "headline",
    "lead": "opening",
    "names": "names",
    "names_root": "names",
    "numbers": "ages and numbers",
    "gap_days_log": "days between the reports",
    "gap_week": "published within three days",
    "gap_month": "published within a month",
    "same_day": "same day",
    "days_apart": "different days",
    "same_place": "same place",
    "places_apart": "places far apart",
    "families_clash": "different kinds of event",
    "shared_people": "same people",
    "undated": "a side without a date",
    "bias": "before looking",
}
"""Feature names in words."""


def explain(a: Episode, b: Episode) -> str:
    """The score and its parts in words, the weightiest first."""
    merged: dict[str, float] = {}
    for name, part in contributions(a, b).items():
        merged[WORDS[name]] = merged.get(WORDS[name], 0.0) + part
    parts = sorted(
        (
            (name, part)
            for name, part in merged.items()
            if name != "before looking" and abs(part) >= 0.05
        ),
        key=lambda item: (-abs(item[1]), item[0]),
    )
    told = ", ".join(f"{name} {part:+.1f}" for name, part in parts)
    return f"log-odds {score(a, b):+.2f}: {told}" if told else f"log-odds {score(a, b):+.2f}"
