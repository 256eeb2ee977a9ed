"""Incidents and reports in the order of time, uncertain dates as ranges.

Enters: the index. Leaves: rows with a bar on one common scale. An open bound is drawn to the edge
and said as open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rashomon.records import Interval
from rashomon.render import wording
from rashomon.render.dossier.index import Index

_LATEST = datetime.max.replace(tzinfo=UTC)
_EXACT = {"instant", "part_of_day", "day"}
_MARGIN = 0.03


@dataclass(frozen=True)
class Entry:
    """One row.

    Args:
        anchor: where it leads.
        number: the incident's, None for a report.
        when: in words.
        text: incident's title or report's headline.
        outlet: the report's, None for an incident.
        exact: known to the day.
        low: percent of the scale, None where there is no date.
        high: percent, above `low`.
        gap: time since the row before, in words, or None.
        headline: `text` is the outlet's headline, to be quoted.
    """

    anchor: str
    number: int | None
    when: str
    text: str
    outlet: str | None
    exact: bool
    low: float | None
    high: float | None
    gap: str | None = None
    headline: bool = False


@dataclass(frozen=True)
class Timeline:
    """Rows in order, and the ends of their scale in words."""

    entries: tuple[Entry, ...]
    first: str
    last: str


def build(index: Index) -> Timeline:
    """All incidents and reports, those without a date last."""
    found: list[tuple[tuple[datetime, int, str], Interval | None, Entry]] = []
    for incident in index.case.incidents:
        when = incident.interval
        start = (when.start or when.end) if when else None
        entry = Entry(
            anchor=incident.id,
            number=index.number[incident.id],
            when=wording.interval(when),
            text=incident.title,
            outlet=None,
            exact=when is not None and when.precision in _EXACT,
            low=None,
            high=None,
        )
        found.append(((start or _LATEST, 0, incident.id), when, entry))
    for document in index.case.documents:
        at = document.published
        entry = Entry(
            anchor=document.id,
            number=None,
            when=wording.moment(at) if at else "date not known",
            text=document.title or document.path,
            outlet=index.outlet(document),
            exact=at is not None,
            low=None,
            high=None,
            headline=document.title is not None,
        )
        span = Interval(at, at + timedelta(minutes=1), "instant") if at else None
        found.append(((at or _LATEST, 1, document.path), span, entry))
    found.sort(key=lambda item: item[0])
    bounds = [
        bound
        for _, when, _ in found
        if when
        for bound in (when.start, when.end)
        if bound is not None
    ]
    if not bounds:
        return Timeline(tuple(entry for _, _, entry in found), "", "")
    first, last = min(bounds), max(bounds)
    entries, before = [], None
    for _, when, entry in found:
        low, high = _bar(when, first, last)
        start = (when.start or when.end) if when else None
        gap = _gap(before, start)
        # A pause runs from the end of what came before, which may be known to the month only.
        before = ((when.end or when.start) if when else None) or before
        entries.append(
            Entry(
                entry.anchor,
                entry.number,
                entry.when,
                entry.text,
                entry.outlet,
                entry.exact,
                low,
                high,
                gap,
                entry.headline,
            )
        )
    return Timeline(tuple(entries), wording.day(first), wording.day(last))


def _bar(
    when: Interval | None, first: datetime, last: datetime
) -> tuple[float | None, float | None]:
    if when is None or (when.start is None and when.end is None):
        return None, None
    whole = max((last - first).total_seconds(), 1.0)

    def share(at: datetime) -> float:
        inner = (at - first).total_seconds() / whole
        return round(100 * (_MARGIN + inner * (1 - 2 * _MARGIN)), 2)

    low = share(when.start) if when.start else 0.0
    high = share(when.end) if when.end else 100.0
    return low, high


def _gap(before: datetime | None, at: datetime | None) -> str | None:
    """A pause worth saying: more than two days."""
    if before is None or at is None:
        return None
    days = (at.date() - (before - timedelta(microseconds=1)).date()).days
    if days <= 2:
        return None
    if days < 60:
        return f"{days} days later"
    if days < 700:
        return f"about {round(days / 30.4)} months later"
    return f"about {round(days / 365.25)} years later"
