"""Statements: what a source says that no other aspect takes up.

Attributions and the claims found so far enter; findings leave, so that every attribution carries
at least one claim: a denial that anything happened, what happened, or something else altogether.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers
from rashomon.extract.clauses import Clause
from rashomon.records import Aspect, Attribution, Claim, Polarity, Span, Statement

_FALSE = frozenset(
    {
        "false",
        "baseless",
        "untrue",
        "fabricated",
        "unfounded",
        "groundless",
        "fake",
        "lie",
        "hoax",
        "fabrication",
        "propaganda",
        "nonsense",
    }
)
_REPORTS = frozenset(
    {
        "report",
        "reports",
        "allegation",
        "allegations",
        "claims",
        "claim",
        "accusation",
        "accusations",
        "rumors",
        "charges",
        "incident",
        "attack",
    }
)
_MAX_TEXT = 400
_MIN_WORDS = 3
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def statements(
    attributions: Sequence[Attribution],
    claims: Sequence[Claim],
    sentences: Sequence[Clause],
    carriers: Carriers,
    text: str,
) -> Iterator[Claim]:
    """One claim for every attribution that asserts something and has none yet."""
    asserting = sorted(_predicates(sentences))
    carrying = {claim.attribution for claim in claims}
    denying = {c.attribution for c in claims if c.polarity == "denied"}
    nested = {a.within for a in attributions if a.within is not None}
    for attribution in attributions:
        if attribution.act == "attitude" or not _asserts(attribution, asserting, text):
            continue
        aspect, polarity = _aspect(attribution, carriers, text)
        if attribution.id in carrying:
            if aspect == "occurred" and attribution.id not in denying:
                yield _statement(attribution, carriers, text, aspect, polarity)
            continue
        if attribution.id in nested and attribution.mode != "direct":
            inner = [a for a in attributions if a.within == attribution.id]
            covered = sum(len(s) for a in inner for s in a.content)
            if covered * 2 >= sum(len(s) for s in attribution.content):
                yield _statement(attribution, carriers, text, "what_happened", attribution.polarity)
                continue
        yield _statement(attribution, carriers, text, aspect, polarity)


def _predicates(sentences: Sequence[Clause]) -> Iterator[int]:
    """Offsets of the finite verbs, which assert."""
    for clause in sentences:
        for token in clause.tree.tokens:
            if token.tag in _FINITE:
                yield token.start


def _asserts(attribution: Attribution, predicates: Sequence[int], text: str) -> bool:
    """Whether a content says that something is so: it has a verb of its own or is denied."""
    words = {
        w.strip(".,;:'\"()").lower() for s in attribution.content for w in s.text(text).split()
    }
    if attribution.polarity == "denied" and words & _REPORTS:
        return True
    return (
        any(
            (at := bisect_left(predicates, span.start)) < len(predicates)
            and predicates[at] < span.end
            for span in attribution.content
        )
        and sum(len(span.text(text).split()) for span in attribution.content) >= _MIN_WORDS
    )


def _aspect(attribution: Attribution, carriers: Carriers, text: str) -> tuple[Aspect, Polarity]:
    words = {
        word.strip(".,;:'\"()").lower()
        for s in attribution.content
        for word in s.text(text).split()
    }
    told = _event_in(attribution, carriers)
    denies = attribution.polarity == "denied"
    untrue = (
        {"no", "truth"} <= words or ({"not", "happen"} <= words) or {"never", "happened"} <= words
    )
    if (words & _FALSE or untrue) and words & _REPORTS:
        return "occurred", "denied"
    if denies and words & _REPORTS and len(words) <= 14:
        return "occurred", "denied"
    if told is not None:
        return "what_happened", attribution.polarity
    return "other", attribution.polarity


def _event_in(attribution: Attribution, carriers: Carriers) -> str | None:
    for span in attribution.content:
        event = carriers.event_at(span.start, span.end)
        if event is not None:
            return event
    return None


def _statement(
    attribution: Attribution, carriers: Carriers, text: str, aspect: Aspect, polarity: Polarity
) -> Claim:
    words = " ".join(" ".join(span.text(text).split()) for span in attribution.content)
    key = {"occurred": "no" if polarity == "denied" else "yes"}.get(aspect)
    event = _event_in(attribution, carriers)
    if event is None and aspect != "other":
        event = carriers.event_before(attribution.content[0].start)
    evidence: tuple[Span, ...] = tuple(sorted(attribution.content))
    return carriers.make(
        attribution.id,
        event,
        aspect,
        None,
        Statement(words[:_MAX_TEXT], key),
        polarity,
        attribution.certainty,
        evidence,
    )
