"""PLOVER gold records: does a sentence's event get the code book's event and mode?

A JSON list of records enters, counts leave. A record matches where some event of its text gets the
record's event; each event counts once a text. All events of the code book are gold. In scope are
those that Rashomon's ontology maps to (protest, coerce by arrest, assault, threaten, retreat by
release or ceasefire); the rest is diplomacy, which Rashomon does not code.

Source: PLOVER code book, https://github.com/openeventdata/PLOVER (gold standard records).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rashomon.errors import CorpusError
from rashomon.extract.events.ontology import event_types
from rashomon.records import Event
from rashomon.stage import AnnotatedDocument


def read(path: Path) -> list[dict[str, Any]]:
    """The records that have a text and an event.

    Raises:
        CorpusError: if the file is missing or is no JSON list.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError) as error:
        raise CorpusError(path, str(error)) from error
    if not isinstance(records, list):
        raise CorpusError(path, "is no list of records")
    return [r for r in records if isinstance(r, dict) and r.get("event") and r.get("text")]


def scope() -> frozenset[str]:
    """The code book's events that some type of ours maps to."""
    return frozenset(kind.plover for kind in event_types().values() if kind.plover)


def codes(doc: AnnotatedDocument) -> set[tuple[str, str | None]]:
    """(PLOVER event, mode) of every event of a document."""
    types = event_types()
    return {(types[event.type].plover, types[event.type].plover_mode) for event in doc.layer(Event)}


Codes = set[tuple[str, str | None]]


def compared(
    group: list[dict[str, Any]], doc: AnnotatedDocument, scope: frozenset[str]
) -> dict[str, tuple[Codes, Codes]]:
    """What the records of one text have and what the system gives, by how much has to agree.

    Returns:
        (gold, given) of `event` (all events of the code book), `event_in_scope` (only those that
        our ontology maps to) and `event_and_mode` (in scope; a record without a mode asks for
        none, and a mode that we add to it is not held against us).
    """
    found = codes(doc)
    events: Codes = {(record["event"], None) for record in group}
    given: Codes = {(event, None) for event, _ in found}
    moded: Codes = {
        (record["event"], record.get("mode") or None)
        for record in group
        if record["event"] in scope
    }
    free = {event for event, mode in moded if mode is None}
    return {
        "event": (events, given),
        "event_in_scope": ({pair for pair in events if pair[0] in scope}, given),
        "event_and_mode": (moded, {(e, None if e in free else mode) for e, mode in found}),
    }
