"""The MUC-4 incident type of an event type.

Source: MUC-4 task documentation, template-doc-part1.v7, sections 7.5 and 7.8.
"""

from __future__ import annotations

from rashomon.extract.events.ontology import event_types


def muc4_type(name: str) -> str | None:
    """The MUC-4 incident type of an event type, None where it is none.

    Bombs dropped from the air are an ATTACK (7.8, note 5); a threat is an ATTACK that is
    threatened.
    """
    if name in {"airstrike", "threat"}:
        return "ATTACK"
    kind = event_types().get(name)
    return kind.muc4 if kind else None
