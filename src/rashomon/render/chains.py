"""Through whom a claim's words came: outlet, agency, those who passed them on, speaker.

Enters: a document, its origin and the attributions around a claim. Leaves: names, the outlet
first. It counts nobody and decides no dependence; it names what others have found.
"""

from __future__ import annotations

from collections.abc import Mapping

from rashomon.records import Attribution, Document, Party

MAX_DEPTH = 5


def wire_of(document: Document, origin: Document | None) -> str | None:
    """The agency or outlet whose text a report prints or credits; None where it is its own."""
    if origin is not None and origin.id != document.id and origin.publisher:
        return origin.publisher
    if document.dateline is not None and document.dateline.agency:
        return document.dateline.agency
    return document.credits[0] if len(document.credits) == 1 else None


def chain_of(
    document: Document,
    origin: Document | None,
    carrier: Attribution | None,
    attributions: Mapping[str, Attribution],
    party_of: Mapping[str, Party],
) -> tuple[str, ...]:
    """Names from the outlet to the speaker, each once in a row.

    Args:
        document: the report.
        origin: the report that it rests on in the end, if any.
        carrier: the attribution that carries the claim; None is the outlet's own voice.
        attributions: of the report, by id.
        party_of: by entity id.

    Returns:
        At least the outlet. "Velm Gazette", "Coastal Wire", "a police spokesman".
    """
    speakers: list[str] = []
    current = carrier
    for _ in range(MAX_DEPTH):
        if current is None:
            break
        party = party_of.get(current.entity or "")
        if party is not None:
            speakers.append(party.name)
        elif current.source is not None:
            speakers.append(" ".join(current.source.text(document.text).split()))
        current = attributions.get(current.within or "")
    names = [document.publisher or document.name, wire_of(document, origin), *reversed(speakers)]
    kept: list[str] = []
    for name in names:
        if name and (not kept or kept[-1].casefold() != name.casefold()):
            kept.append(name)
    return tuple(kept)
