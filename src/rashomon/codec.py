"""Bytes to records and back, and the JSON Schema of every published shape.

Workers exchange these bytes; the store keeps them. Encoding is canonical: the same record gives
the same bytes on every machine.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

R = TypeVar("R")

_JSON = msgspec.json.Encoder(order="deterministic")
_MSGPACK = msgspec.msgpack.Encoder(order="deterministic")


def to_json(record: object) -> bytes:
    """Canonical JSON of a record or a container of records, without a line end."""
    return _JSON.encode(record)


def to_json_pretty(record: object) -> bytes:
    """Canonical JSON, indented by two spaces, with a line end: for files that people diff."""
    return msgspec.json.format(_JSON.encode(record), indent=2) + b"\n"


def from_json(payload: bytes, kind: type[R]) -> R:
    """The record that `payload` encodes.

    Raises:
        msgspec.ValidationError: on an unknown field, a wrong type or a broken invariant.
    """
    return msgspec.json.decode(payload, type=kind)


def to_bytes(record: object) -> bytes:
    """MessagePack of a record, canonical."""
    return _MSGPACK.encode(record)


def from_bytes(payload: bytes, kind: type[R]) -> R:
    """The record that MessagePack `payload` encodes. Raises as `from_json` does."""
    return msgspec.msgpack.decode(payload, type=kind)


def schema(kind: type, title: str, version: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a published shape.

    Args:
        kind: the Struct type.
        title: its published name.
        version: version of the shape; changes with every incompatible change.
    """
    document = msgspec.json.schema(kind)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "version": version,
        **document,
    }
