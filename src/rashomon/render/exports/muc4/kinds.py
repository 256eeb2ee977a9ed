"""Event types as the exporter sees them: family, MUC-4 incident type, what may be one happening."""

from __future__ import annotations

import functools

import msgspec

from rashomon.lexicon import load


class _Kind(msgspec.Struct, frozen=True):
    name: str
    family: str
    muc4: str | None = None


class _Ontology(msgspec.Struct, frozen=True):
    type: tuple[_Kind, ...]
    joins: dict[str, tuple[str, ...]]


@functools.cache
def _kinds() -> dict[str, _Kind]:
    return {kind.name: kind for kind in load("event_types", _Ontology).type}


def family(name: str) -> str:
    """The family of a type; a type of another ontology is its own family."""
    kind = _kinds().get(name)
    return kind.family if kind else name


def muc4_type(name: str) -> str | None:
    """The MUC-4 incident type of an event type, None where it is none.

    Bombs dropped from the air are an ATTACK (7.8, note 5); a threat is an ATTACK that is
    threatened.
    """
    if name in {"airstrike", "threat"}:
        return "ATTACK"
    kind = _kinds().get(name)
    return kind.muc4 if kind else None


@functools.cache
def joinable(left: str, right: str) -> bool:
    """Whether two types may name one happening."""
    joins = load("event_types", _Ontology).joins
    a, b = family(left), family(right)
    return b in joins.get(a, ()) or a in joins.get(b, ())
