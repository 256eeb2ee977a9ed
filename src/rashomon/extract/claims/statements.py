"""Statements: what a source says that no other aspect takes up.

Attributions and the claims found so far enter; findings leave, so that every attribution carries
at least one claim: a denial that anything happened, what happened, or something else altogether.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rashomon.extract.claims.carriage import Carriers
from rashomon.extract.claims.units import units
from rashomon.extract.clauses import Clause
from rashomon.extract.events.ontology import is_violent
from rashomon.extract.events.triggers import Trigger
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
_SETTING = frozenset({"place", "date"})
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
    """For every attribution what it tells of and no claim takes up, and at least one claim."""
    asserting = sorted(_predicates(sentences))
    covered: dict[str, list[Span]] = {}
    settings: dict[str, list[Span]] = {}
    denying = set()
    for claim in claims:
        if claim.attribution is not None:
            told_of = covered if claim.aspect not in _SETTING else settings
            told_of.setdefault(claim.attribution, []).extend(claim.evidence)
        if claim.polarity == "denied":
            denying.add(claim.attribution)
    for attribution in attributions:
        if attribution.within is not None:
            covered.setdefault(attribution.within, []).extend(attribution.content)
    for attribution in attributions:
        if attribution.act == "attitude" or not _asserts(attribution, asserting, text):
            continue
        taken = covered.get(attribution.id, [])
        if _denies_all(attribution, text):
            if attribution.id not in denying:
                yield _statement(attribution, carriers, text, attribution.content, "occurred")
            if taken:
                continue
            if attribution.id not in denying:
                continue
        told = False
        for unit in units(attribution.content, sentences):
            if any(unit.overlaps(span) for span in taken) or not _has_verb(unit, asserting):
                continue
            if carriers.event_at(unit.start, unit.end) is None:
                continue
            told = True
            yield _statement(attribution, carriers, text, (unit,), "what_happened")
        if not told and not taken and attribution.id not in settings:
            yield _statement(attribution, carriers, text, attribution.content, "other")


def own_voice(
    told: Sequence[tuple[Clause, Sequence[Trigger]]], claims: Sequence[Claim], carriers: Carriers
) -> Iterator[Claim]:
    """What the outlet itself tells of acts of violence that no other claim takes up.

    Args:
        told: sentences with their triggers.
        claims: found so far.
        carriers: for events.
    """
    taken = sorted(span for claim in claims for span in claim.evidence)
    for clause, found in told:
        sentence = clause.sentence.span
        inside = [span for span in taken if span.overlaps(sentence)]
        if clause.headline:
            continue
        done: set[Span] = set()
        for trigger in found:
            token = clause.tree.tokens[trigger.head]
            how = trigger.modality
            if (
                clause.attribution[trigger.head] is not None
                or trigger.head in clause.cues
                or how.hypothetical
                or how.stage not in {"accomplished", "attempted"}
                or not is_violent(trigger.type)
                or trigger.nominal
            ):
                continue
            unit = next(
                (u for u in units((sentence,), (clause,)) if u.start <= token.start < u.end), None
            )
            event = carriers.event_at(token.start, token.end)
            if unit is None or event is None or unit in done:
                continue
            if any(unit.overlaps(span) for span in inside):
                continue
            done.add(unit)
            words = " ".join(unit.text(clause.tree.text).split()).rstrip(".")
            yield carriers.make(
                None,
                event,
                "what_happened",
                None,
                Statement(words[:_MAX_TEXT]),
                how.polarity,
                how.certainty,
                (_without_stop(unit, clause.tree.text),),
            )


def _without_stop(unit: Span, text: str) -> Span:
    words = unit.text(text)
    return Span(unit.document, unit.start, unit.end - (len(words) - len(words.rstrip(". "))))


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


def _has_verb(unit: Span, predicates: Sequence[int]) -> bool:
    at = bisect_left(predicates, unit.start)
    return at < len(predicates) and predicates[at] < unit.end


def _denies_all(attribution: Attribution, text: str) -> bool:
    """Whether a content says that nothing of what is reported happened."""
    words = {
        word.strip(".,;:'\"()").lower()
        for s in attribution.content
        for word in s.text(text).split()
    }
    untrue = (
        {"no", "truth"} <= words or ({"not", "happen"} <= words) or {"never", "happened"} <= words
    )
    if (words & _FALSE or untrue) and words & _REPORTS:
        return True
    return attribution.polarity == "denied" and bool(words & _REPORTS) and len(words) <= 14


def _event_in(content: Sequence[Span], carriers: Carriers) -> str | None:
    for span in content:
        event = carriers.event_at(span.start, span.end)
        if event is not None:
            return event
    return None


def _statement(
    attribution: Attribution,
    carriers: Carriers,
    text: str,
    content: Sequence[Span],
    aspect: Aspect,
) -> Claim:
    words = " ".join(" ".join(span.text(text).split()) for span in content)
    polarity: Polarity = "denied" if aspect == "occurred" else attribution.polarity
    event = _event_in(content, carriers)
    if event is None and aspect != "other":
        event = carriers.event_before(content[0].start)
    return carriers.make(
        attribution.id,
        event,
        aspect,
        None,
        Statement(words[:_MAX_TEXT], "no" if aspect == "occurred" else None),
        polarity,
        attribution.certainty,
        tuple(sorted(content)),
    )
