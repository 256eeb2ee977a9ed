"""Facts as cards: the question, its range, and every position in the speakers' own words.

Enters: the index of a case. Leaves: frozen cards for the template. Decides no status; it shows the
one that the case carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.records import Aspect, AssessmentStatus, Figure, Named, Relation, Statement
from rashomon.render import formats, wording
from rashomon.render.dossier.index import Citation, Index, Link

_CLAIM_ID = re.compile(r"\b(clm_[0-9a-f]{16})\b")
_SHOWN = 5
_ORDER: tuple[Aspect, ...] = (
    "killed",
    "injured",
    "captured",
    "missing",
    "responsible",
    "initiated",
    "civilians_present",
    "fate_of_person",
    "occurred",
    "weapon",
    "target",
    "place",
    "date",
    "what_happened",
    "other",
)
_ALSO: frozenset[Aspect] = frozenset({"what_happened", "other"})
_PARTICULARS: frozenset[Aspect] = frozenset({"weapon", "target", "place", "date"})


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
    """One source's succession of answers, or an update of others' answers.

    Args:
        voice: who says the last answer.
        before: the answers that it took the place of, oldest first.
        after: the last answer.
        on: when it appeared.
        words: that say it.
        others: who gave the answers before, where it was not the same speaker.
    """

    voice: str
    before: tuple[Link, ...]
    after: Link
    on: str
    words: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One rule of the trace, cut where it names claims."""

    parts: tuple[str | Link, ...]


@dataclass(frozen=True)
class Card:
    """One fact. `unsettled` names those who say that what others assert is not known.

    `chosen` is one figure, the policy that chose it and whose it is, in words.
    """

    id: str
    incident: str
    number: int
    question: str
    key: Aspect
    whom: str | None
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
    unsettled: tuple[str, ...] = ()
    chosen: str = ""

    @property
    def group(self) -> str:
        """The part of the page that shows it."""
        if self.key in _ALSO:
            return "also"
        if self.status == "disputed" or self.unsettled:
            return "disputed"
        if self.key in _PARTICULARS:
            return "particulars"
        return self.status


def by_weight(index: Index) -> dict[str, int]:
    """Rank of each incident: told in the most reports first, then with the most claims, newest."""
    held: dict[str, int] = {}
    for fact in index.case.facts:
        claims = sum(len(position.claims) for position in fact.values)
        held[fact.incident] = held.get(fact.incident, 0) + claims
    known = list(dict.fromkeys([*index.number, *held]))
    known.sort(
        key=lambda key: (
            -len(index.incidents[key].documents) if key in index.incidents else 0,
            -held.get(key, 0),
            -index.number.get(key, 0),
        )
    )
    return {key: rank for rank, key in enumerate(known)}


def cards(index: Index) -> tuple[Card, ...]:
    """Every fact: the main incident's first, and in each the tolls, then blame, then the rest."""
    rank = by_weight(index)
    order = sorted(
        index.case.facts,
        key=lambda fact: (
            rank[fact.incident],
            _ORDER.index(fact.aspect),
            fact.whom is not None,
            fact.whom or "",
            fact.id,
        ),
    )
    return tuple(_card(index, fact) for fact in order)


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
        key=fact.aspect,
        whom=fact.whom,
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
        unsettled=_not_known_by(index, fact),
        chosen=_chosen(fact),
    )


def _chosen(fact: formats.CaseFact) -> str:
    """The figure by the user's policy in words; empty where there is nothing to choose from."""
    if fact.chosen is None or fact.chosen.sources < 2:
        return ""
    if fact.chosen.policy == "range":
        # The summary before it is that range already.
        return f"(range of what {fact.chosen.sources} independent sources stand by)"
    figure = wording.figure(fact.chosen.figure)
    return f"{wording.POLICIES[fact.chosen.policy]}: {figure} ({fact.chosen.why})"


def is_open(claim: formats.CaseClaim) -> bool:
    """Whether the claim says that the answer is not known."""
    keyed = isinstance(claim.value, Statement) and claim.value.key == "unknown"
    return keyed or claim.certainty == "unknown"


def _not_known_by(index: Index, fact: formats.CaseFact) -> tuple[str, ...]:
    """Who says that it is not known, where another speaker asserts an answer that still stands."""
    standing = [p for p in fact.values if not p.superseded]
    claims = [claim for p in standing for claim in index.by_time(p.claims)]
    asserting = {index.speaker(claim) for claim in claims if not is_open(claim)}
    found = [c for c in index.by_time(c.id for c in claims) if is_open(c)]
    return tuple(dict.fromkeys(index.voice(c) for c in found if asserting - {index.speaker(c)}))


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
        answer=f"“{claimed.text}”" if isinstance(claimed, Named) else wording.value(claimed),
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
    """One line for each source's succession and each update of others' answers, newest last.

    The speaker's own later word goes before another's, one that still stands before one that was
    replaced in its turn. Every pair is in the fact's relations.
    """
    rank = {claim.id: n for n, claim in enumerate(index.by_time(index.claims))}
    found: dict[tuple[str, str], tuple[tuple[bool, bool, int], Relation]] = {}
    for relation in fact.relations:
        before, after = index.claims.get(relation.a), index.claims.get(relation.b)
        if relation.relation != "supersede" or before is None or after is None:
            continue
        if _said(before) == _said(after):
            continue
        own = index.speaker(before) == index.speaker(after)
        merit = (own, after.id not in index.superseded, rank[after.id])
        key = (index.speaker(before), _said(before))
        if key not in found or merit > found[key][0]:
            found[key] = (merit, relation)
    lines: dict[tuple[str, str], list[Relation]] = {}
    for (own, _, _), relation in found.values():
        after = index.claims[relation.b]
        lines.setdefault((index.speaker(after), "" if own else _said(after)), []).append(relation)
    changes = [_change(index, held, rank) for held in lines.values()]
    return tuple(sorted(changes, key=lambda change: (rank[change.after.claim], change.voice)))


def _change(index: Index, held: Sequence[Relation], rank: Mapping[str, int]) -> Change:
    last = _said(index.claims[max((relation.b for relation in held), key=rank.__getitem__)])
    # The last answer is new in the report that gave it first; later ones repeat it.
    given = [relation.b for relation in held if _said(index.claims[relation.b]) == last]
    after = index.claims[min(given, key=rank.__getitem__)]
    earlier: dict[str, Link] = {}
    for key in sorted((relation.a for relation in held), key=rank.__getitem__):
        said = _said(index.claims[key])
        if said != _said(after):
            earlier.setdefault(said, Link(said, key))
    return Change(
        voice=index.voice(after),
        before=tuple(earlier.values()),
        after=Link(_said(after), after.id),
        on=index.published(index.documents[after.document]),
        words=" … ".join(" ".join(span.text.split()) for span in after.content),
        others=tuple(
            dict.fromkeys(
                index.voice(index.claims[relation.a])
                for relation in sorted(held, key=lambda one: rank[one.a])
                if index.speaker(index.claims[relation.a]) != index.speaker(after)
            )
        ),
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
