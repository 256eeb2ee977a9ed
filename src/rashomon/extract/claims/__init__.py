"""Claims: one comparable assertion each, with the words that carry it and whoever makes it.

Sentences, times, quantities, places, entities, attributions and events enter; `Claim` records
leave. Each hangs off the innermost attribution whose content holds its evidence (none: the
outlet's own voice) and off an event. Whether two claims agree is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rashomon.extract.claims.answers import answered
from rashomon.extract.claims.blame import blame
from rashomon.extract.claims.carriage import COUNTED, Carriers, Finding
from rashomon.extract.claims.circumstances import circumstances
from rashomon.extract.claims.doubts import doubts
from rashomon.extract.claims.initiation import initiation
from rashomon.extract.claims.means import means
from rashomon.extract.claims.presence import among_the_dead, composition, fates, presence
from rashomon.extract.claims.statements import own_voice, statements
from rashomon.extract.claims.struck import struck
from rashomon.extract.claims.tolls import decide_whom, tolls
from rashomon.extract.claims.uncounted import uncounted_dead
from rashomon.extract.clauses import Clause, Mentions, clauses
from rashomon.extract.events.triggers import Trigger, triggers
from rashomon.records import (
    Attribution,
    Claim,
    Document,
    Entity,
    Event,
    Figure,
    PlaceMention,
    QuantityMention,
    Sentence,
    TimeExpression,
    When,
    Where,
)
from rashomon.stage import AnnotatedDocument

# Who denies a report denies neither its date nor its place.
_PLACES = ("exact", "near", "unknown", "admin2", "admin1", "country", "region")
_TIMES = ("instant", "part_of_day", "day", "about", "range", "week", "month", "year")
_TITLE_WORDS, _TITLE_REACH = 4, 200
_SETTINGS = frozenset({"date", "place", "weapon", "target"})


class Claims:
    """What each source says, one comparable assertion at a time."""

    name: ClassVar[str] = "claims"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (
        Sentence,
        TimeExpression,
        QuantityMention,
        PlaceMention,
        Entity,
        Attribution,
        Event,
    )
    writes: ClassVar[type] = Claim

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Claim]:
        """The document's claims, by the place of their evidence."""
        attributions = doc.layer(Attribution)
        sentences = clauses(doc)
        carriers = Carriers(
            doc.document.id,
            attributions,
            doc.layer(Event),
            _paragraphs(doc.layer(Sentence)),
            {entity.id: entity for entity in doc.layer(Entity)},
        )
        entities = Mentions(doc.layer(Entity))
        figures: list[Finding] = []
        others: list[Finding] = []
        told: list[tuple[Clause, Sequence[Trigger]]] = []
        for clause in sentences:
            figures.extend(tolls(clause, carriers, entities))
            found = triggers(clause.tree, clause.number, clause.harm, clause.cues)
            told.append((clause, found))
            if found or clause.cues:
                others.extend(blame(clause, found, carriers, entities))
                others.extend(initiation(clause, found, carriers, entities))
            if found:
                others.extend(circumstances(clause, found, carriers, entities))
            others.extend(means(clause, carriers, entities))
            others.extend(presence(clause))
            others.extend(composition(clause))
            others.extend(fates(clause, entities))
            others.extend(among_the_dead(clause, carriers.main, entities))
        claims = [carriers.claim(f) for f in [*decide_whom(figures), *others]]
        claims.extend([carriers.claim(f) for f in uncounted_dead(sentences, carriers, claims)])
        claims.extend([carriers.claim(f) for f in struck(sentences, carriers, claims)])
        claims.extend([carriers.claim(f) for f in doubts(sentences, carriers, claims, entities)])
        claims = [c for c in claims if not (c.aspect in _SETTINGS and c.polarity == "denied")]
        headline = max((c.sentence.span.end for c in sentences if c.headline), default=0)
        headline = max(headline, _repeated_title(doc.document))
        attitudes = {a.id: a for a in attributions if a.act == "attitude"}
        claims = [
            c
            for c in claims
            if c.attribution not in attitudes
            or c.aspect in COUNTED
            or (
                c.aspect == "responsible"
                and (c.certainty == "unknown" or _links(attitudes[c.attribution], c))
            )
        ]
        claims = _one_setting(_counted(_distinct(claims, headline)))
        text = doc.document.text
        claims.extend(statements(attributions, claims, sentences, carriers, text))
        claims.extend(own_voice(told, claims, carriers))
        return sorted(answered(claims, carriers, text), key=_order)


def _links(attribution: Attribution, claim: Claim) -> bool:
    """Whether the source's own word is what links the accused with the deed: "papers linking X"."""
    cue = attribution.cue
    return cue is not None and any(
        span.start <= cue.start and cue.end <= span.end for span in claim.evidence
    )


def _repeated_title(document: Document) -> int:
    """Where the body's own repetition of the headline ends, 0 without one.

    Texts taken from pages and tables often print it again before the lead, without a full stop.
    """
    title = (document.title or "").strip().rstrip(".")
    if len(title.split()) < _TITLE_WORDS:
        return 0
    again = document.text.rfind(title, 0, len(title) * 2 + _TITLE_REACH)
    return again + len(title) if again >= 0 else 0


def _paragraphs(sentences: Sequence[Sentence]) -> dict[int, int]:
    """Where the paragraph of every sentence starts, by the sentence's number."""
    starts: dict[int, int] = {}
    for sentence in sentences:
        starts.setdefault(sentence.paragraph, sentence.span.start)
    return {number: starts[s.paragraph] for number, s in enumerate(sentences)}


def _order(claim: Claim) -> tuple[int, int, str, str]:
    return claim.evidence[0].start, claim.evidence[0].end, claim.aspect, claim.id


def _distinct(claims: list[Claim], headline: int) -> list[Claim]:
    """Each assertion of a bearer once, in the body's words rather than the headline's.

    Args:
        claims: all claims.
        headline: where the headline ends, 0 without one.
    """
    seen: set[tuple[object, ...]] = set()
    kept = []
    figures = {(c.aspect, c.value) for c in claims if c.evidence[0].start >= headline}
    for claim in sorted(claims, key=lambda c: (c.evidence[0].start < headline, _order(c))):
        if claim.evidence[0].start < headline and (claim.aspect, claim.value) in figures:
            continue
        key = (
            claim.attribution,
            claim.event,
            claim.aspect,
            claim.whom,
            claim.polarity,
            _value_key(claim),
            # Firing first and breaking off talks are two things to have begun with.
            claim.evidence if claim.aspect == "initiated" else None,
        )
        if key in seen:
            continue
        seen.add(key)
        kept.append(claim)
    return kept


def _counted(claims: list[Claim]) -> list[Claim]:
    """Without "people killed" of a bearer who gives their number."""
    numbered = {
        (c.attribution, c.aspect, c.whom)
        for c in claims
        if isinstance(c.value, Figure) and not (c.value.low is None and c.value.high is None)
    }
    return [
        c
        for c in claims
        if not isinstance(c.value, Figure)
        or c.value.low is not None
        or c.value.high is not None
        or c.certainty == "unknown"
        or (c.attribution, c.aspect, c.whom) not in numbered
    ]


def _one_setting(claims: list[Claim]) -> list[Claim]:
    """One place and one date for every event of a bearer: the most exact, the first of equals."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if claim.aspect in {"place", "date"}:
            key = (claim.attribution, claim.event, claim.aspect, claim.polarity)
            if key not in best or _coarseness(claim) < _coarseness(best[key]):
                best[key] = claim
    chosen = {claim.id for claim in best.values()}
    return [c for c in claims if c.aspect not in {"place", "date"} or c.id in chosen]


def _coarseness(claim: Claim) -> int:
    value = claim.value
    if isinstance(value, Where) and value.place is not None:
        return _PLACES.index(value.place.precision) if value.place.precision in _PLACES else 9
    if isinstance(value, When) and value.interval is not None:
        return _TIMES.index(value.interval.precision) if value.interval.precision in _TIMES else 9
    return 10


def _value_key(claim: Claim) -> object:
    value = claim.value
    entity = getattr(value, "entity", None)
    if entity is not None:
        return entity
    text = getattr(value, "text", None)
    return " ".join(text.lower().split()) if isinstance(text, str) else value
