"""One entry of the log: who did what with which bytes, and the entry before it.

What enters is an act; what leaves is one line of canonical JSON (keys sorted, no blanks, UTF-8).
`hash` is the SHA-256 of that line without the field `hash`; `previous` is the hash of the entry
before, so that no entry can be changed, left out or moved without breaking all after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

ActKind = Literal[
    "open",
    "recover",
    "acquire",
    "report",
    "remove",
    "purge",
    "restore",
    "judge",
    "export",
    "import",
]
"""`open` begins a case, `recover` tells of an unfinished line that an interrupted append left."""

FIRST = "0" * 64
"""What the first entry names as the one before it."""

_CANONICAL = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True)
class Actor:
    """Who acts, and with what.

    Args:
        who: as the settings, the environment or the system tell; see `custody.who`.
        tool: name of the program.
        version: of the program.
    """

    who: str
    tool: str
    version: str


@dataclass(frozen=True)
class Act:
    """Something that is done to a case.

    Args:
        act: its kind.
        subject: name of the source or document concerned.
        reason: given by a person.
        inputs: SHA-256 by name of what was read.
        outputs: SHA-256 by name of what was made.
        details: anything else worth keeping; JSON.
    """

    act: ActKind
    subject: str | None = None
    reason: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act as the log keeps it.

    Args:
        sequence: 0-based number in the log.
        previous: hash of the entry before, `FIRST` for none.
        case: random name of the case, given once by its first entry.
        at: UTC, ISO 8601 with microseconds.
        who: person or process.
        tool: name of the program.
        version: of the program.
        act: as in `Act`, and so the rest.
        hash: of all the other fields.
    """

    sequence: int
    previous: str
    case: str
    at: str
    who: str
    tool: str
    version: str
    act: ActKind
    subject: str | None = None
    reason: str | None = None
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}
    details: dict[str, Any] = {}
    hash: str = ""


def sealed(act: Act, actor: Actor, case: str, at: datetime, sequence: int, previous: str) -> Entry:
    """The act as the entry that follows the one with the hash `previous`."""
    entry = Entry(
        sequence=sequence,
        previous=previous,
        case=case,
        at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        who=_encodable(actor.who),
        tool=actor.tool,
        version=actor.version,
        act=act.act,
        subject=_encodable(act.subject),
        reason=_encodable(act.reason),
        inputs=dict(act.inputs),
        outputs=dict(act.outputs),
        details=dict(act.details),
    )
    return msgspec.structs.replace(entry, hash=hash_of(entry))


def hash_of(entry: Entry) -> str:
    """What the entry's `hash` must be."""
    fields = msgspec.structs.asdict(entry)
    del fields["hash"]
    return hashlib.sha256(_CANONICAL.encode(fields)).hexdigest()


def to_line(entry: Entry) -> bytes:
    """The entry's one line, with its line end."""
    return _CANONICAL.encode(entry) + b"\n"


def from_line(line: bytes) -> Entry:
    """The entry of a line.

    Raises:
        ValueError: if the line is no entry, or not byte for byte as `to_line` gives it.
    """
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if to_line(entry) != line:
        raise ValueError("it is not in canonical form")
    return entry


def _encodable(words: Any) -> Any:
    """Words of a command line may hold bytes that are no UTF-8; they become escapes."""
    if words is None:
        return words
    return words.encode("utf-8", "backslashreplace").decode("utf-8")
