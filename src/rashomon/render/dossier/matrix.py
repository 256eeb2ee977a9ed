"""Who says what: one row a fact, one column an independent speaker.

Enters: the index and the cards. Leaves: tables, one an incident. A wire's copies share the wire's
column, whose head lists the outlets that carried it.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.render import wording
from rashomon.render.dossier.facts import Card
from rashomon.render.dossier.index import Index


@dataclass(frozen=True)
class Said:
    """One answer in a cell."""

    claim: str
    text: str
    tags: tuple[str, ...]
    superseded: bool


@dataclass(frozen=True)
class Column:
    """One speaker."""

    key: str
    name: str
    kind: str
    outlets: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One fact and what each column says on it, empty where it is silent."""

    card: Card
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True)
class Table:
    """One incident."""

    number: int
    incident: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def tables(index: Index, cards: tuple[Card, ...]) -> tuple[Table, ...]:
    """One table for each incident, in the order of the cards."""
    numbers = dict.fromkeys(card.number for card in cards)
    return tuple(_table(index, [c for c in cards if c.number == number]) for number in numbers)


def _table(index: Index, cards: list[Card]) -> Table:
    said: dict[str, dict[str, dict[str, Said]]] = {}
    columns: dict[str, Column] = {}
    for card in cards:
        for answer in card.answers:
            claims = [c.claim for c in (*answer.citations, *answer.more)]
            for citation in (*answer.citations, *answer.more):
                claims.extend(link.claim for link in citation.also)
            for claim in index.by_time(claims):
                key = index.speaker(claim)
                columns[key] = _column(index, key, claim.id, columns.get(key))
                text = wording.answer(claim.value, denied=claim.polarity == "denied")
                cell = said.setdefault(key, {}).setdefault(card.id, {})
                cell.setdefault(
                    text,
                    Said(
                        claim.id,
                        text,
                        tuple(t for t in index.tags(claim) if t in ("hedged", "not known")),
                        answer.superseded,
                    ),
                )
    order = sorted(columns, key=lambda key: (-len(said[key]), columns[key].name, key))
    return Table(
        number=cards[0].number,
        incident=cards[0].incident,
        columns=tuple(columns[key] for key in order),
        lines=tuple(
            Line(card, tuple(tuple(said[key].get(card.id, {}).values()) for key in order))
            for card in cards
        ),
    )


def _column(index: Index, key: str, claim_id: str, known: Column | None) -> Column:
    claim = index.claims[claim_id]
    outlet = index.outlet(index.documents[claim.document])
    if known is not None:
        outlets = tuple(dict.fromkeys((*known.outlets, outlet)))
        return Column(key, known.name, known.kind, outlets)
    party = index.parties.get(claim.source.party) if claim.source and claim.source.party else None
    if party is not None:
        kind = "unnamed" if party.anonymous else wording.PARTY_KINDS[party.kind]
    else:
        kind = "outlet, in its own words" if claim.source is None else "as printed"
    return Column(key, index.voice(claim), kind, (outlet,))
