"""The head of a log: what to keep elsewhere, so that a shortened or rewritten log shows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from rashomon.custody.entries import Entry
from rashomon.custody.findings import Finding
from rashomon.custody.layout import LOG


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last entry of a log at some moment.

    Args:
        case: random name of the case.
        sequence: number of the entry.
        hash: of the entry; it covers all before it.
        at: when the entry was made, UTC.
    """

    case: str
    sequence: int
    hash: str
    at: str


def head_of(entries: Sequence[Entry]) -> Head:
    """The head of a log that has an entry."""
    last = entries[-1]
    return Head(last.case, last.sequence, last.hash, last.at)


def against(head: Head, entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """Whether the log still holds what it held when `head` was taken.

    Args:
        head: taken earlier.
        entries: of a log whose own chain was checked apart.
    """
    if entries and entries[0].case != head.case:
        told = f"the head is of the case {head.case}, this is the case {entries[0].case}"
        return (Finding("rewritten", LOG, told),)
    found = next((entry for entry in entries if entry.sequence == head.sequence), None)
    if found is None:
        last = f"ends at entry {entries[-1].sequence}" if entries else "is empty"
        told = f"the log {last}; the exported head knows entry {head.sequence} of {head.at}"
        return (Finding("truncated", LOG, told),)
    if found.hash != head.hash:
        told = (
            f"entry {head.sequence} is not the one that the exported head knows: its hash is "
            f"{found.hash}, the head's {head.hash}"
        )
        return (Finding("rewritten", f"{LOG}#{head.sequence}", told),)
    if found.at != head.at:
        told = f"entry {head.sequence} is of {found.at}, the exported head says {head.at}"
        return (Finding("rewritten", f"{LOG}#{head.sequence}", told),)
    return ()
