"""A case's claims as a table: `claims.csv`, one row a claim.

Enters: a `formats.Case`. Leaves: text after RFC 4180 (CRLF, doubled quotes). No cell can run as a
formula in a spreadsheet: one that begins like a formula gets an apostrophe in front. Read
`case.json` where the exact bytes matter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC

from rashomon.records import Figure, Interval, Place
from rashomon.render import formats, wording
from rashomon.render.cells import safe

COLUMNS = (
    "claim_id",
    "incident_id",
    "incident",
    "incident_type",
    "incident_start",
    "incident_end",
    "incident_place",
    "lat",
    "lon",
    "radius_km",
    "aspect",
    "whom",
    "value_low",
    "value_high",
    "value_text",
    "qualifier",
    "polarity",
    "certainty",
    "voice",
    "source_as_printed",
    "party",
    "party_kind",
    "cue",
    "mode",
    "quote",
    "fact_id",
    "fact_status",
    "document_id",
    "document",
    "title",
    "publisher",
    "published",
    "url",
    "copy_of",
    "chain",
    "start",
    "end",
    "spans",
    "text_sha256",
    "incident_utc_start",
    "incident_utc_end",
    "time_zone",
    "acled_time_precision",
    "acled_geo_precision",
    "ucdp_date_prec",
    "ucdp_where_prec",
)
CODES = COLUMNS[-4:]
"""The code books' numbers of an incident's precision."""


def render(case: formats.Case) -> str:
    """The table with its header, claims in the case's order."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    documents = {document.id: document for document in case.documents}
    incidents = {incident.id: incident for incident in case.incidents}
    parties = {party.id: party for party in case.entities}
    facts = {
        claim: fact for fact in case.facts for position in fact.values for claim in position.claims
    }
    for claim in case.claims:
        row = _row(claim, documents[claim.document], incidents, parties, facts.get(claim.id))
        writer.writerow([row[column] for column in COLUMNS])
    return out.getvalue()


def _row(
    claim: formats.CaseClaim,
    document: formats.CaseDocument,
    incidents: Mapping[str, formats.CaseIncident],
    parties: Mapping[str, formats.CaseParty],
    fact: formats.CaseFact | None,
) -> dict[str, str]:
    incident = incidents.get(claim.incident) if claim.incident else None
    party_id = claim.source.party if claim.source else None
    party = parties.get(party_id) if party_id else None
    figure = claim.value if isinstance(claim.value, Figure) else Figure(None, None)
    start, end = _bounds(incident.interval if incident else None)
    utc_start, utc_end = _bounds(incident.utc if incident else None)
    where = (incident.place if incident else None) or Place("")
    words = {
        "claim_id": claim.id,
        "incident_id": claim.incident,
        "incident": incident.title if incident else None,
        "incident_type": incident.type if incident else None,
        "incident_start": start,
        "incident_end": end,
        "incident_place": where.name,
        "aspect": claim.aspect,
        "whom": claim.whom,
        "value_text": wording.value(claim.value),
        "qualifier": figure.qualifier,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "voice": claim.voice,
        "source_as_printed": claim.source.text if claim.source else None,
        "party": party.name if party else None,
        "party_kind": party.kind if party else None,
        "cue": claim.cue.text if claim.cue else None,
        "mode": claim.mode,
        "quote": " […] ".join(span.text for span in claim.content),
        "fact_id": fact.id if fact else None,
        "fact_status": fact.status if fact else None,
        "document_id": document.id,
        "document": document.path,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.astimezone(UTC).isoformat() if document.published else None,
        "url": document.url,
        "copy_of": document.origin if document.origin != document.id else None,
        "chain": " ← ".join(claim.chain),
        "spans": " ".join(f"{span.start}:{span.end}" for span in claim.content),
        "text_sha256": document.text_sha256,
        "incident_utc_start": utc_start,
        "incident_utc_end": utc_end,
        "time_zone": where.timezone,
    }
    # Numbers are ours and are written bare, so that a minus sign of a latitude stays a number.
    numbers = {
        "lat": where.lat,
        "lon": where.lon,
        "radius_km": where.radius_km,
        "value_low": figure.low,
        "value_high": figure.high,
        "start": claim.content[0].start,
        "end": claim.content[-1].end,
        **{code: getattr(incident, code) if incident else None for code in CODES},
    }
    return {
        **{column: safe(word or "") for column, word in words.items()},
        **{column: "" if number is None else str(number) for column, number in numbers.items()},
    }


def _bounds(interval: Interval | None) -> tuple[str, str]:
    if interval is None:
        return "", ""
    start, end = interval.start, interval.end
    return (start.isoformat() if start else "", end.isoformat() if end else "")
