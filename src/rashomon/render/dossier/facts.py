"""Facts as cards: the question, its range, and every position in the speakers' own words.

Enters: the index of a case. Leaves: frozen cards for the template. Decides no status; it shows the
one that the case carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.records import AssessmentStatus, Figure, Relation, Statement
from rashomon.render import formats, wording
from rashomon.render.dossier.index import Citation, Index, Link

_CLAIM_ID = re.compile(r"\b(clm_[0-9a-f]{16})\b")
_SHOWN = 5


@dataclass(frozen=True)
class Bar:
    """A figure on its scale, in percent of the width; None is an open end.

    Args:
        low: where it begins.
        high: where it ends.
    """

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Row:
    """One speaker's figure."""

    citation: Citation
    answer: str
    bar: Bar
    superseded: bool


@dataclass(frozen=True)
class Answer:
    """One position with the words that carry it.

    Args:
        answer: in words.
        quoted: the answer is nothing but the words quoted below it.
        denied: the speakers deny it.
        unknown: they say that it is not known.
        superseded: every claim here was updated by a later one.
        sources: names of the independent sources.
        citations: the first few.
        more: the rest.
    """

    answer: str
    quoted: bool
    denied: bool
    unknown: bool
    superseded: bool
    sources: tuple[str, ...]
    citations: tuple[Citation, ...]
    more: tuple[Citation, ...]


@dataclass(frozen=True)
class Change:
    """A later claim that took an earlier one's place."""

    before: Link
    before_answer: str
    after: Link
    after_answer: str
    on: str
    why: str


@dataclass(frozen=True)
class Step:
    """One rule of the trace, cut where it names claims."""

    parts: tuple[str | Link, ...]


@dataclass(frozen=True)
class Card:
    """One fact."""

    id: str
    incident: str
    number: int
    question: str
    aspect: str
    status: AssessmentStatus
    status_text: str
    sources: int
    summary: str
    rows: tuple[Row, ...]
    scale: int
    answers: tuple[Answer, ...]
    changes: tuple[Change, ...]
    trace: tuple[Step, ...]
    relations: tuple[tuple[str, Step], ...]


def cards(index: Index) -> tuple[Card, ...]:
    """Every fact, those of the incident with the most claims first, else in the case's order."""
    weight: dict[str, int] = {}
    for fact in index.case.facts:
        held = sum(len(position.claims) for position in fact.values)
        weight[fact.incident] = weight.get(fact.incident, 0) + held
    order = sorted(
        range(len(index.case.facts)),
        key=lambda n: (-weight[index.case.facts[n].incident], index.case.facts[n].incident, n),
    )
    return tuple(_card(index, index.case.facts[n]) for n in order)


def _card(index: Index, fact: formats.CaseFact) -> Card:
    incident = index.incidents.get(fact.incident)
    positions = sorted(fact.values, key=lambda position: _age(index, position))
    answers = tuple(_answer(index, position) for position in positions)
    rows = _rows(index, positions)
    return Card(
        id=fact.id,
        incident=incident.title if incident else "",
        number=index.number.get(fact.incident, 0),
        question=wording.question(fact.aspect, fact.whom),
        aspect=wording.ASPECTS[fact.aspect],
        status=fact.status,
        status_text=wording.STATUS[fact.status],
        sources=fact.independent_sources,
        summary=summary(fact),
        rows=rows,
        scale=_scale(positions),
        answers=answers,
        changes=_changes(index, fact),
        trace=tuple(_step(index, line) for line in fact.trace),
        relations=tuple(
            (relation.relation, _relation(index, relation)) for relation in fact.relations
        ),
    )


def _age(index: Index, position: formats.CaseValue) -> tuple[int, ...]:
    """Rank of the position's earliest claim in time, so that the newest answer comes last."""
    order = [claim.id for claim in index.by_time(position.claims)]
    if not order:
        return (1,)
    document = index.documents[index.claims[order[0]].document]
    stamp = int(document.published.timestamp()) if document.published else 2**60
    return (0, stamp, index.claims[order[0]].content[0].start)


def _answer(index: Index, position: formats.CaseValue) -> Answer:
    found = index.citations(position.claims)
    claimed = position.value
    held = index.by_time(position.claims)
    return Answer(
        answer=wording.value(claimed),
        quoted=isinstance(claimed, Statement) and claimed.key is None and not position.denied,
        denied=position.denied,
        unknown=bool(held)
        and wording.value(claimed) != "not known"
        and all(claim.certainty == "unknown" for claim in held),
        superseded=position.superseded,
        sources=position.sources,
        citations=found[:_SHOWN],
        more=found[_SHOWN:],
    )


def summary(fact: formats.CaseFact) -> str:
    """The range of the figures that still stand, or the answers, in few words."""
    standing = [position for position in fact.values if not position.superseded]
    affirmed = [p for p in (standing or list(fact.values)) if not p.denied]
    figures = [p.value for p in affirmed if isinstance(p.value, Figure)]
    if figures and len(figures) == len(affirmed):
        return span_of(figures)
    said = dict.fromkeys(
        wording.answer(p.value, denied=p.denied) for p in (standing or list(fact.values))
    )
    return " / ".join(said)


def span_of(figures: Sequence[Figure]) -> str:
    """From the smallest to the largest number that any of the figures names."""
    numbers = [n for f in figures for n in (f.low, f.high) if n is not None]
    if len(figures) == 1 or not numbers:
        return wording.figure(figures[0])
    low, high = min(numbers), max(numbers)
    floor = any(f.low == high and f.high is None for f in figures)
    if low == high:
        return f"{low:,} or more" if floor else f"{low:,}"
    return f"{low:,} to {high:,}" + (" or more" if floor else "")


def _scale(positions: Iterable[formats.CaseValue]) -> int:
    """A round number that leaves room to the right of the largest figure."""
    numbers = [
        n
        for position in positions
        if isinstance(position.value, Figure)
        for n in (position.value.low, position.value.high)
        if n is not None
    ]
    most = max(numbers, default=0)
    step = int(10 ** max(0, len(str(most)) - 2))
    for factor in (1, 2, 5, 10):
        if most <= step * factor * 8:
            step *= factor
            break
    return (most // step + 1) * step


def _rows(index: Index, positions: Sequence[formats.CaseValue]) -> tuple[Row, ...]:
    figures = [position for position in positions if isinstance(position.value, Figure)]
    if len(figures) < len(positions) or not figures:
        return ()
    scale = _scale(positions)
    rows = []
    for position in figures:
        claimed = position.value
        assert isinstance(claimed, Figure)
        for citation in index.citations(position.claims):
            value = index.claims[citation.claim].value
            shown = value if isinstance(value, Figure) else claimed
            rows.append(
                Row(
                    citation,
                    wording.answer(shown, denied=position.denied),
                    Bar(_share(shown.low, scale), _share(shown.high, scale)),
                    position.superseded,
                )
            )
    order = {c.id: n for n, c in enumerate(index.by_time(row.citation.claim for row in rows))}
    return tuple(sorted(rows, key=lambda row: order[row.citation.claim]))


def _share(number: int | None, scale: int) -> float | None:
    return None if number is None else round(100 * number / scale, 2)


def _changes(index: Index, fact: formats.CaseFact) -> tuple[Change, ...]:
    """For each figure that was replaced, what last took its place, however many copies carry it.

    The speaker's own later word goes before another's, one that still stands before one that was
    replaced in its turn. Every pair is in the fact's relations.
    """
    rank = {claim.id: n for n, claim in enumerate(index.by_time(index.claims))}
    found: dict[tuple[str, str], tuple[tuple[bool, bool, int], Relation]] = {}
    for relation in fact.relations:
        before, after = index.claims.get(relation.a), index.claims.get(relation.b)
        if relation.relation != "supersede" or before is None or after is None:
            continue
        own = index.speaker(before) == index.speaker(after)
        merit = (own, after.id not in index.superseded, rank[after.id])
        key = (index.speaker(before), _said(before))
        if key not in found or merit > found[key][0]:
            found[key] = (merit, relation)
    kept = sorted((r for _, r in found.values()), key=lambda r: (rank[r.a], rank[r.b]))
    return tuple(_change(index, relation) for relation in kept)


def _change(index: Index, relation: Relation) -> Change:
    before, after = index.claims[relation.a], index.claims[relation.b]
    return Change(
        Link(index.voice(before), before.id),
        _said(before),
        Link(index.voice(after), after.id),
        _said(after),
        index.published(index.documents[after.document]),
        relation.why,
    )


def _said(claim: formats.CaseClaim) -> str:
    return wording.answer(claim.value, denied=claim.polarity == "denied")


def _step(index: Index, line: str) -> Step:
    parts: list[str | Link] = []
    for piece in _CLAIM_ID.split(line):
        claim = index.claims.get(piece)
        parts.append(Link(index.voice(claim), claim.id) if claim else piece)
    return Step(tuple(part for part in parts if part))


def _relation(index: Index, relation: Relation) -> Step:
    ends: list[str | Link] = []
    for key in (relation.a, relation.b):
        claim = index.claims.get(key)
        ends.append(Link(f"{index.voice(claim)}: {_said(claim)}", key) if claim else key)
    why = f" ({relation.rule}) {relation.why}".rstrip()
    return Step((ends[0], " → ", ends[1], why))
