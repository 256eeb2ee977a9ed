"""Answers: what a denial denies that only takes up what others say.

Claims enter and leave. "The claim was denied by X", "they rejected any reports that involve them":
if an accusation stands shortly before, that is what is denied, and who was accused is its value.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from rashomon.extract.claims.carriage import Carriers
from rashomon.extract.claims.perpetrators import blame_words
from rashomon.extract.party_words import singular
from rashomon.records import Claim, Named

_NEAR = 600
_MAX_WORDS = 24
_SELF = frozenset({"them", "us", "it", "him", "her", "me"})


def answered(claims: Iterable[Claim], carriers: Carriers, text: str) -> list[Claim]:
    """The claims, denials of an accusation with the accused as their value."""
    claims = list(claims)
    charges = sorted(
        (c for c in claims if c.aspect == "responsible" and c.polarity == "affirmed"),
        key=lambda c: (c.evidence[0].start, c.id),
    )
    return [_answered(claim, charges, carriers, text) for claim in claims]


def _answered(claim: Claim, charges: list[Claim], carriers: Carriers, text: str) -> Claim:
    if claim.polarity != "denied" or claim.aspect not in {"occurred", "responsible"}:
        return claim
    words = [
        singular(word.strip(".,;:'\"()“”").lower())
        for span in claim.evidence
        for word in span.text(text).split()
    ]
    table = blame_words()
    if len(words) > _MAX_WORDS or not set(words) & table.anaphors:
        return claim
    start = claim.evidence[0].start
    before = [
        charge
        for charge in charges
        if start - _NEAR < charge.evidence[0].start < start
        and charge.attribution != claim.attribution
        and isinstance(charge.value, Named)
        and charge.certainty != "unknown"
    ]
    own = _own(claim, carriers) if set(words) & table.accusing_verbs else None
    # “any report that involves them”: whoever denies it is meant, whomever others were said to be.
    meant = own is not None and bool(set(words) & _SELF)
    value = before[-1].value if before and not meant else own
    if value is None:
        return claim
    event = before[-1].event if before else claim.event
    made = carriers.make(
        claim.attribution, event, "responsible", None, value, "denied", claim.certainty,
        claim.evidence,
    )  # fmt: skip
    return msgspec.structs.replace(made, event=event)


def _own(claim: Claim, carriers: Carriers) -> Named | None:
    """The party that denies to be involved."""
    bearer = carriers.by_id.get(claim.attribution or "")
    if bearer is None or bearer.source is None:
        return None
    entity = carriers.parties.get(bearer.entity or "")
    return Named(" ".join(entity.name.split()), entity.id) if entity is not None else None
