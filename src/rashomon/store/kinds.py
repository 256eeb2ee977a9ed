"""The visible table of what a store keeps: layers of documents and kinds of case records.

Adding a layer or a kind is adding its line here. The name in the store is the type's own name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rashomon.errors import UnknownRecordError
from rashomon.records import (
    Account,
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Entity,
    Event,
    Incident,
    Party,
    PlaceMention,
    QuantityMention,
    Sentence,
    TimeExpression,
)

LAYERS: tuple[type, ...] = (
    Sentence,
    TimeExpression,
    QuantityMention,
    PlaceMention,
    Entity,
    Attribution,
    Event,
    Claim,
)
"""The layers of documents, in the order in which stages write them."""

BULKY: frozenset[type] = frozenset({Sentence})
"""Layers that a view of the case leaves out, and of which only the latest generation is kept."""

CASE_KINDS: dict[type, Callable[[Any], str]] = {
    Dependence: lambda record: _joined(record.copy, record.original, record.kind),
    Party: lambda record: str(record.id),
    Incident: lambda record: str(record.id),
    Assessment: lambda record: str(record.id),
    Account: lambda record: _joined(record.incident, record.source, record.outlet),
}
"""Kinds of case-level records, and the key that makes one unique; it also gives the order."""

_LAYER_BY_NAME = {kind.__name__: kind for kind in LAYERS}


def layer_named(name: str) -> type:
    """The layer that a store calls `name`.

    Raises:
        UnknownRecordError: if there is none.
    """
    try:
        return _LAYER_BY_NAME[name]
    except KeyError:
        raise UnknownRecordError(f"layer {name}") from None


def layer_name(kind: type) -> str:
    """How a store calls a layer. Raises `UnknownRecordError` if it keeps no such layer."""
    if kind not in LAYERS:
        raise UnknownRecordError(f"layer {kind.__name__}")
    return kind.__name__


def case_key(kind: type) -> Callable[[Any], str]:
    """What makes a case record of a kind unique. Raises `UnknownRecordError` for no such kind."""
    try:
        return CASE_KINDS[kind]
    except KeyError:
        raise UnknownRecordError(f"case record {kind.__name__}") from None


def _joined(*parts: str | None) -> str:
    return "\x1f".join("" if part is None else part for part in parts)
