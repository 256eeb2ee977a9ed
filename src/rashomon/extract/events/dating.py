"""When the main happening of a report was: its time expressions by day, with what speaks for each.

Clauses with the main happening enter; options leave, one a day or longer stretch that the report
names. Two expressions of one day ("Friday", "at 9 p.m. Friday") are one option; the more exact one
stands for it. The date of publication only measures distance and is never an option of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rashomon.extract.clauses import Clause
from rashomon.extract.events.ranking import NONE, choose, setting_weights
from rashomon.extract.events.scenery import Scene, governed, of_any, standing
from rashomon.extract.events.setting import own_time
from rashomon.records import Interval, TimeExpression

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=400)
_RANK = {"instant": 0, "part_of_day": 1, "day": 2, "about": 3, "range": 4, "week": 5, "month": 6}


@dataclass(frozen=True)
class DayOption:
    """A day or longer stretch, the expression that stands for it, and its features."""

    time: TimeExpression
    features: dict[str, float]


def day_options(scene: Scene, published: datetime | None) -> list[DayOption]:
    """The report's days in order of first mention, each with its features."""
    grouped: dict[tuple[date, date], list[tuple[TimeExpression, dict[str, float]]]] = {}
    order = 0
    for clause in scene.clauses:
        for time in clause.times:
            key = _key(time)
            if key is None:
                continue
            features = _features(scene, clause, time)
            if order == 0:
                features["first"] = 1.0
            order += 1
            grouped.setdefault(key, []).append((time, features))
    return [_merged(key, members, published) for key, members in grouped.items()]


def main_time(scene: Scene, published: datetime | None) -> tuple[TimeExpression, float] | None:
    """The expression that dates the main happening and its share, None where none seems to."""
    options = day_options(scene, published)
    top, share = choose([*(o.features for o in options), NONE], setting_weights().time)
    return (options[top].time, share) if top < len(options) else None


def _key(time: TimeExpression) -> tuple[date, date] | None:
    """First day and last day of a dated expression that may date a happening."""
    interval = time.interval
    if time.type not in {"DATE", "TIME"} or interval is None:
        return None
    if interval.start is None or interval.end is None:
        return None
    if interval.end - interval.start > _LONGEST or interval.precision in {"before", "after"}:
        return None
    first = interval.start.date()
    if interval.end - interval.start <= _DAY:
        return first, first
    return first, (interval.end - timedelta(microseconds=1)).date()


def _features(scene: Scene, clause: Clause, time: TimeExpression) -> dict[str, float]:
    tokens = clause.tree.covering(time.span)
    main = {m.trigger.head for m in scene.main.get(clause.number, ())}
    found = dict.fromkeys(governed(clause, tokens, main), 1.0) if tokens else {}
    found.update(standing(scene, clause))
    if any(own_time(clause, m.trigger) is time for m in scene.main.get(clause.number, ())):
        found["own_of_main"] = 1.0
    elif any(own_time(clause, m.trigger) is time for m in scene.deeds.get(clause.number, ())):
        found["own_of_deed"] = 1.0
    if time.type == "TIME":
        found["clock"] = 1.0
    if time.anchor is None:
        found["absolute"] = 1.0
    elif time.anchor == "narrative":
        found["narrative"] = 1.0
    return found


def _merged(
    key: tuple[date, date],
    members: Sequence[tuple[TimeExpression, dict[str, float]]],
    published: datetime | None,
) -> DayOption:
    """One option out of the mentions of a day: what holds of any of them."""
    features = of_any(each for _, each in members)
    features["mentions"] = math.log(len(members))
    if all("under_cue" in f or "under_aftermath" in f for _, f in members):
        features["only_aftermath"] = 1.0
    length = (key[1] - key[0]).days
    if length:
        features["days" if length <= 4 else "weeks" if length <= 40 else "months"] = 1.0
    if published is not None:
        features.update(dict.fromkeys(_gap(key, published.date(), length), 1.0))
    times = [time for time, _ in members]
    best = min(times, key=lambda t: (_rank(t.interval), t.span.start))
    return DayOption(best, features)


def _gap(key: tuple[date, date], published: date, length: int) -> list[str]:
    """How long before publication."""
    days = (published - key[1]).days
    if days < -1 and key[0] > published:
        return ["gap_ahead"]
    if length > 4:
        return ["gap_long_ago"] if days > 60 else ["gap_spanning"]
    for name, most in (
        ("gap_same", 0),
        ("gap_one", 1),
        ("gap_few", 3),
        ("gap_week", 7),
        ("gap_month", 31),
        ("gap_year", 366),
    ):
        if days <= most:
            return [name]
    return ["gap_long_ago"]


def _rank(interval: Interval | None) -> int:
    return _RANK.get(interval.precision, 9) if interval is not None else 10
