"""Judgements whose records are gone: told, and never moved to others that look alike.

An id is a digest of meaning and place. Where a report was read anew and its words or their places
have changed, a record that a person judged may exist no longer; the judgement is kept, has no
effect, and a problem names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.records import Entity, Event, Incident, Judgement, Party, Problem
from rashomon.stage import View

STAGE = "judgements"


def orphaned(view: View, judgements: Sequence[Judgement]) -> Iterator[Problem]:
    """A problem for each judgement that names a record which the case does not hold.

    Args:
        view: after the case stages.
        judgements: all of the case; without any, nothing is looked up.
    """
    if not judgements:
        return
    known = {party.id for party in view.all(Party)}
    known |= {incident.id for incident in view.all(Incident)}
    for doc in view.documents():
        known.add(doc.document.id)
        for kind in (Entity, Event):
            known |= {record.id for record in doc.layers.get(kind, ())}
    for judgement in judgements:
        gone = sorted({judgement.left, judgement.right} - known)
        if gone:
            name = f"judgement {judgement.left} {judgement.right}"
            verb = "is" if len(gone) == 1 else "are"
            verdict = "one" if judgement.verdict == "same" else "not one"
            message = (
                f"{name}: {' and '.join(gone)} {verb} no longer in the case (the report was "
                f"removed, or its words changed); the word of {judgement.by} that they are "
                f"{verdict} is kept and has no effect"
            )
            yield Problem(name=name, stage=STAGE, message=message)
