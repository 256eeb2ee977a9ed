"""The event types and the words that trigger them, read once from `data/event_types.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import msgspec

from rashomon.lexicon import load


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One type of the ontology and its names in other code books.

    Args:
        name: key, as in `Event.type`.
        family: types of one family may name one happening.
        parent: the broader type.
        muc4: MUC-4 incident type, where it is one.
        plover: PLOVER event.
        plover_mode: PLOVER mode.
        acled: ACLED event type and sub-event type.
        verbs: triggers.
        weak_verbs: triggers in violent company only.
        nouns: triggers.
        weak_nouns: triggers in violent company, or references back to an event.
    """

    name: str
    family: str
    plover: str
    acled: tuple[str, str]
    parent: str | None = None
    muc4: str | None = None
    plover_mode: str | None = None
    verbs: tuple[str, ...] = ()
    weak_verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    weak_nouns: tuple[str, ...] = ()


class Ontology(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/event_types.toml`."""

    type: tuple[EventType, ...]
    joins: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class TriggerTable:
    """Words to (type, weak); phrases keyed by their first word, longest first."""

    verbs: dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]
    nouns: dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]


@functools.cache
def event_types() -> dict[str, EventType]:
    """Every type by name."""
    return {kind.name: kind for kind in load("event_types", Ontology).type}


@functools.cache
def trigger_table() -> TriggerTable:
    """The trigger words of every type."""
    tables: dict[str, dict[str, list[tuple[tuple[str, ...], str, bool]]]] = {
        "verbs": {},
        "nouns": {},
    }
    for kind in event_types().values():
        for field, phrases, weak in (
            ("verbs", kind.verbs, False),
            ("verbs", kind.weak_verbs, True),
            ("nouns", kind.nouns, False),
            ("nouns", kind.weak_nouns, True),
        ):
            for phrase in phrases:
                words = tuple(phrase.split())
                tables[field].setdefault(words[0], []).append((words, kind.name, weak))
    ordered = {
        field: {
            first: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry[2], entry[1])))
            for first, found in table.items()
        }
        for field, table in tables.items()
    }
    return TriggerTable(ordered["verbs"], ordered["nouns"])


def family(name: str) -> str:
    """The family of a type."""
    return event_types()[name].family


@functools.cache
def depth(name: str) -> int:
    """How specific a type is: 0 for one without a parent."""
    parent = event_types()[name].parent
    return 0 if parent is None else 1 + depth(parent)


@functools.cache
def joinable(left: str, right: str) -> bool:
    """Whether two types may name one happening."""
    joins = load("event_types", Ontology).joins
    a, b = family(left), family(right)
    return b in joins[a] or a in joins[b]


def is_violent(name: str) -> bool:
    """Whether the type is violence against people or things."""
    return event_types()[name].plover == "ASSAULT"
