"""Who says what: one row a fact, one column an independent speaker.

Enters: the index and the cards. Leaves: tables, one an incident. A wire's copies share the wire's
column, whose head lists the outlets that carried it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rashomon.render import formats, wording
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
    """One speaker.

    Args:
        key: as `Index.speaker` gives it.
        name: of the party, else as printed.
        kind: of party, or that an outlet speaks itself.
        outlets: whose own reports quote it.
        carriers: outlets that carry copies of those reports.
    """

    key: str
    name: str
    kind: str
    outlets: tuple[str, ...]
    carriers: tuple[str, ...]


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
        for claim in index.by_time(_claims(card)):
            key = index.speaker(claim)
            columns[key] = _column(index, claim, columns.get(key))
            text = wording.answer(claim.value, denied=claim.polarity == "denied")
            said.setdefault(key, {}).setdefault(card.id, {}).setdefault(
                text,
                Said(
                    claim.id,
                    text,
                    tuple(tag for tag in index.tags(claim) if tag != "denial"),
                    claim.id in index.superseded,
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


def _claims(card: Card) -> list[str]:
    """Every claim of a fact, the copies' too."""
    cited = [c for answer in card.answers for c in (*answer.citations, *answer.more)]
    return [claim for c in cited for claim in (c.claim, *(link.claim for link in c.also))]


def _column(index: Index, claim: formats.CaseClaim, known: Column | None) -> Column:
    """The speaker's column, with the report of this claim entered."""
    document = index.documents[claim.document]
    outlet = index.outlet(document)
    copied = document.origin != document.id and document.origin in index.documents
    if known is None:
        party_id = claim.source.party if claim.source else None
        party = index.parties.get(party_id) if party_id else None
        if party is not None:
            kind = "unnamed" if party.anonymous else wording.PARTY_KINDS[party.kind]
        else:
            kind = "in its own words" if claim.source is None else "as printed"
        known = Column(index.speaker(claim), index.voice(claim), kind, (), ())
    if outlet in (known.name, *known.outlets):
        return known
    if copied:
        carriers = tuple(dict.fromkeys((*known.carriers, outlet)))
        return replace(known, carriers=carriers)
    return replace(known, outlets=(*known.outlets, outlet))
