"""PLOVER gold records: does a sentence's event get the code book's event and mode?

A JSON list of records enters, counts leave. Only events that Rashomon's ontology maps to are gold
(protest, coerce by arrest, assault, threaten, retreat by release or ceasefire); the rest is
diplomacy, which Rashomon does not code. Texts of such records count for precision only.

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


def matches(record: dict[str, Any], doc: AnnotatedDocument) -> tuple[bool, bool]:
    """Whether the record's event is among the codes, and whether with its mode."""
    found = codes(doc)
    event, mode = record["event"], record.get("mode") or None
    return event in {e for e, _ in found}, mode is None or (event, mode) in found
