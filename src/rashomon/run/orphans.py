"""What no longer stands where it stood: judged records and quotations of a report that was changed.

An id is a digest of meaning and place. Where a report was read anew and its words or their places
have changed, a record that a person judged may exist no longer, and so may the words that earlier
results quoted. Both are told and never moved to others that look alike. A judgement without its
record is a problem of the case for as long as it stands; orphaned quotations are an act's and stand
in the log, since results are those of the reports as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rashomon.ingest.reanchoring import find_again, quotation
from rashomon.records import (
    Claim,
    Entity,
    Event,
    Incident,
    Judgement,
    Orphan,
    Party,
    Problem,
)
from rashomon.stage import View
from rashomon.store.view import StoreView

STAGE = "judgements"


def judged_about(view: View) -> frozenset[str]:
    """The ids of all that a judgement may name: documents, entities, events, parties, incidents."""
    known = {party.id for party in view.all(Party)}
    known |= {incident.id for incident in view.all(Incident)}
    for doc in view.documents():
        known.add(doc.document.id)
        for kind in (Entity, Event):
            known |= {record.id for record in doc.layers.get(kind, ())}
    return frozenset(known)


def orphaned(view: View, judgements: Sequence[Judgement]) -> Iterator[Problem]:
    """A problem for each judgement that names a record which the case does not hold.

    Args:
        view: after the case stages.
        judgements: all of the case; without any, nothing is looked up.
    """
    if not judgements:
        return
    known = judged_about(view)
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


def changed_texts(older: StoreView, newer: StoreView) -> Iterator[tuple[str, str, str]]:
    """Names of the reports whose text is another than before, with their ids then and now."""
    before, now = older.texts(), newer.texts()
    for name in sorted(before.keys() & now.keys()):
        if before[name][1] != now[name][1]:
            yield name, before[name][0], now[name][0]


def lost_quotations(
    older: StoreView, newer: StoreView, changed: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, Orphan]]:
    """Each quotation on which an earlier claim rested and that its report no longer holds.

    Args:
        older: the case before the reports were read anew.
        newer: the case now.
        changed: as `changed_texts` gives them.

    Returns:
        The report's name and the orphan, in order of name and place.
    """
    for name, then, now in changed:
        before, after = older.document(then), newer.document(now)
        spans = {span for claim in before.layers.get(Claim, ()) for span in claim.evidence}
        for span in sorted(spans):
            found = find_again(quotation(before.document, span), after.document)
            if isinstance(found, Orphan):
                yield name, found
