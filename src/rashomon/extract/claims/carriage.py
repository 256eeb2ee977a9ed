"""Who carries a claim, and how surely: a finding in a clause becomes a `Claim`.

What enters is a finding (aspect, value, tokens) and the layers of attributions and events; what
leaves is a `Claim` that hangs off the innermost attribution and off an event. The attribution's
own denial and doubt are combined with the clause's here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from rashomon.extract.clauses import Clause
from rashomon.extract.modality import Modality
from rashomon.records import (
    Aspect,
    Attribution,
    Certainty,
    Claim,
    Entity,
    Event,
    Named,
    Polarity,
    Span,
    Statement,
    Value,
    digest_id,
)

_QUOTES = frozenset("\"“”„«'‘’")


_COMMANDING = ("order", "command", "instruct", "direct")
_JUDGING = ("blam", "condemn", "denounc", "deplor", "lament", "mourn", "prais", "regret")
_BLAMED = frozenset({"responsible", "initiated", "other", "what_happened", "occurred"})
_LIVES = re.compile(r"(?:the )?lives of\b", re.IGNORECASE)
_GLOSS = re.compile(
    r"\s{1,3}(?:\[[A-Z][^\]\n]{1,60}(?:\n[^\]\n]{1,60})?\]|\([A-Z]{2,8}\))"
    r"(?:\s(?i:guerrillas|rebels|fighters|militants|group|forces))?"
)
_NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})
COUNTED = frozenset({"killed", "injured", "captured", "missing", "fate_of_person"})
"""Aspects that are presupposed where somebody merely wants or orders something about them."""


@dataclass(frozen=True)
class Finding:
    """Something asserted in a clause, before it has a bearer.

    Args:
        clause: its sentence.
        anchor: the token whose attribution carries it.
        aspect: as in `Claim`.
        value: as in `Claim`.
        tokens: token ranges of the evidence, both ends included.
        whom: as in `Claim`.
        polarity: of the clause alone.
        certainty: of the clause alone.
        event: id, where the finding knows it.
        group: role group as printed, before it is decided whether `whom` needs it.
        whole: a list's sum or the only member: the toll that the sentence gives.
        part: counts a part of another figure.
        contrasted: stands in one list with another group.
    """

    clause: Clause
    anchor: int
    aspect: Aspect
    value: Value
    tokens: tuple[tuple[int, int], ...]
    whom: str | None = None
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    event: str | None = None
    group: str | None = None
    whole: bool = True
    part: bool = False
    contrasted: bool = False

    def replace(self, **changes: object) -> Finding:
        """A copy with some fields changed."""
        return Finding(**{**self.__dict__, **changes})


@dataclass
class Carriers:
    """The attributions and events of a document, looked up by token.

    Args:
        document: id of the document.
        attributions: the layer.
        events: the layer.
        paragraphs: by number of a sentence, where its paragraph starts.
        parties: the document's entities, by id.
    """

    document: str
    attributions: Sequence[Attribution]
    events: Sequence[Event]
    paragraphs: dict[int, int] = field(default_factory=dict)
    parties: Mapping[str, Entity] = field(default_factory=dict)
    by_id: dict[str, Attribution] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {a.id: a for a in self.attributions}
        self._cues = sorted(
            (a.cue.start, a.cue.end, a.id) for a in self.attributions if a.cue is not None
        )
        self._mentions = sorted(
            (span.start, span.end, event.id)
            for event in self.events
            for span in (event.trigger, *event.mentions)
        )
        self._by_event = {event.id: event for event in self.events}
        self.main = self._main()

    def event(self, event_id: str | None) -> Event | None:
        """The event with an id."""
        return self._by_event.get(event_id) if event_id is not None else None

    def _main(self) -> str | None:
        """The event that the report is about: told first and most, and not only planned."""
        real = [e for e in self.events if e.stage in {"accomplished", "attempted"}]
        if not real:
            return self.events[0].id if self.events else None
        start = {e.id: min(s.start for s in (e.trigger, *e.mentions)) for e in real}
        first = min(start.values())
        return max(
            real,
            key=lambda e: (
                len(e.mentions) + 3 * (start[e.id] == first),
                -start[e.id],
            ),
        ).id

    def event_at(self, start: int, end: int) -> str | None:
        """Id of the event with a mention that overlaps the range."""
        for first, last, event_id in self._mentions:
            if first < end and start < last:
                return event_id
            if first >= end:
                break
        return None

    def event_near(self, clause: Clause, token: int) -> str | None:
        """Id of the event that a token's sentence tells of, nearest mention first."""
        here = clause.sentence.span
        at = clause.tree.tokens[token].start
        inside = [
            (abs(first - at), first, event_id)
            for first, last, event_id in self._mentions
            if here.start <= first and last <= here.end
        ]
        if inside:
            return min(inside)[2]
        return None

    def event_before(self, start: int, paragraph: int | None = None) -> str | None:
        """Id of the event mentioned last before an offset in its paragraph, else the main event.

        A report comes back to what it is about; only within a paragraph does it stay elsewhere.
        """
        latest = None
        for first, _, event_id in self._mentions:
            if first >= start:
                break
            event = self._by_event[event_id]
            near = paragraph is not None and first >= paragraph
            if near and event.stage == "accomplished" and self._tells(event):
                latest = event_id
        return latest or self.main

    def _tells(self, event: Event) -> bool:
        """Whether an event is more than a word in passing: harmed, dated or told of twice."""
        return (
            event.id == self.main
            or event.interval is not None
            or len(event.mentions) > 1
            or any(role.role == "victim" for role in event.roles)
        )

    def cue_owner(self, clause: Clause, token: int) -> str | None:
        """Id of the attribution whose cue holds the token."""
        word = clause.tree.tokens[token]
        for start, end, attribution in self._cues:
            if start <= word.start < end:
                return attribution
        return None

    def _presupposes(self, attribution: Attribution, finding: Finding) -> bool:
        """Whether a source takes for granted what it judges: “condemned the raid that killed two”.

        Whoever blames says who did it, and the report says what was done.
        """
        if attribution.cue is None or finding.aspect in _BLAMED or attribution.mode == "direct":
            return False
        cue = attribution.cue.text(finding.clause.tree.text).lower().split()
        return bool(cue) and any(word.startswith(_JUDGING) for word in cue[:3])

    def speaker(self, clause: Clause, token: int) -> Named | None:
        """Whoever says “we” and “I” there."""
        if clause.tree.lower(token) not in {"we", "us", "i", "me"}:
            return None
        attribution = self.by_id.get(clause.attribution[token] or "")
        entity = self.parties.get(attribution.entity or "") if attribution is not None else None
        return Named(" ".join(entity.name.split()), entity.id) if entity is not None else None

    def bearer(self, finding: Finding) -> str | None:
        """Id of the innermost attribution that carries a finding."""
        clause = finding.clause
        carrier = clause.attribution[finding.anchor]
        if carrier is not None:
            return carrier
        for first, last in finding.tokens:
            for index in range(first, last + 1):
                if clause.attribution[index] is not None and index not in clause.cues:
                    return clause.attribution[index]
        return self.cue_owner(clause, finding.anchor)

    def _audible(self, attribution_id: str | None, text: str) -> str | None:
        """The attribution, or the one around it where nobody speaks.

        “No group has claimed it”, “the blast claimed the lives of two”.
        """
        while attribution_id is not None:
            attribution = self.by_id[attribution_id]
            source = attribution.source
            if source is None:
                break
            nobody = source.text(text).split(None, 1)[0].lower() in _NOBODY
            toll = _LIVES.match(text, attribution.content[0].start) is not None
            if not (nobody or toll):
                break
            attribution_id = attribution.within
        return attribution_id

    def claim(self, finding: Finding) -> Claim:
        """The finding as a claim."""
        attribution_id = self._audible(self.bearer(finding), finding.clause.tree.text)
        attribution = self.by_id.get(attribution_id) if attribution_id is not None else None
        while attribution is not None and (
            attribution.act == "attitude" or self._presupposes(attribution, finding)
        ):
            # "X, who ordered the murder of three officers": whoever tells of the order counts.
            judged = attribution.act == "attitude" and finding.aspect not in COUNTED
            if judged and not _commands(attribution, finding):
                break
            attribution_id = attribution.within
            attribution = self.by_id.get(attribution_id) if attribution_id is not None else None
        polarity, certainty = finding.polarity, finding.certainty
        if attribution is not None:
            if (
                attribution.polarity == "denied"
                and finding.anchor not in finding.clause.cues
                and not _is_quoted_beside(finding, attribution)
            ):
                polarity = "affirmed" if polarity == "denied" else "denied"
            certainty = weakest(certainty, attribution.certainty)
        value = finding.value
        if finding.aspect == "fate_of_person" and certainty == "unknown":
            # "It is unclear whether he is alive" says neither.
            value = Statement(value.text, "unknown") if isinstance(value, Statement) else value
        tree = finding.clause.tree
        evidence = tuple(sorted({tree.span(first, last) for first, last in finding.tokens}))
        if isinstance(value, Named) and finding.aspect in {"responsible", "initiated"}:
            evidence = (*evidence[:-1], _glossed(evidence[-1], tree.text))
        evidence = tuple(_whole_quotation(span, tree.text) for span in evidence)
        return self.make(
            attribution_id,
            finding.event
            or self.event_near(finding.clause, finding.anchor)
            or self.event_before(
                tree.tokens[finding.anchor].start, self.paragraphs.get(finding.clause.number)
            ),
            finding.aspect,
            finding.whom,
            value,
            polarity,
            certainty,
            evidence,
        )

    def make(
        self,
        attribution: str | None,
        event: str | None,
        aspect: Aspect,
        whom: str | None,
        value: Value,
        polarity: Polarity,
        certainty: Certainty,
        evidence: tuple[Span, ...],
    ) -> Claim:
        """A claim with its id."""
        spans = ",".join(f"{span.start}-{span.end}" for span in evidence)
        return Claim(
            id=digest_id(
                "clm",
                self.document,
                spans,
                aspect,
                whom,
                msgspec.json.encode(value).decode(),
                attribution,
            ),
            document=self.document,
            attribution=attribution,
            event=event,
            aspect=aspect,
            whom=whom,
            value=value,
            polarity=polarity,
            certainty=certainty,
            evidence=evidence,
        )


def _commands(attribution: Attribution, finding: Finding) -> bool:
    """Whether the reporting word is the accused's own deed: "X, who ordered the murder".

    Nobody blames himself by giving an order; whoever tells of it does.
    """
    if attribution.cue is None or attribution.entity is None or finding.aspect != "responsible":
        return False
    if getattr(finding.value, "entity", None) != attribution.entity:
        return False
    cue = attribution.cue.text(finding.clause.tree.text).lower().split()
    return bool(cue) and cue[-1].startswith(_COMMANDING)


def _whole_quotation(span: Span, text: str) -> Span:
    """With the mark that opens or closes a quotation of which the words hold the other."""
    words = span.text(text)
    start, end = span.start, span.end
    for opening, closing in ('""', "“”"):
        before = text[start - 1 : start] == opening
        after = text[end : end + 1] == closing
        if opening == closing:
            lone = words.count(opening) % 2 == 1
            start, end = start - (lone and before), end + (lone and after and not before)
        elif words.count(closing) > words.count(opening) and before:
            start -= 1
        elif words.count(opening) > words.count(closing) and after:
            end += 1
    return Span(span.document, start, end)


def _glossed(span: Span, text: str) -> Span:
    """With a bracket that spells out the name at the end of the words: “the HLF [Harvane ...]”."""
    if not span.text(text).split()[-1][:1].isupper():
        return span
    found = _GLOSS.match(text, span.end)
    return Span(span.document, span.start, found.end()) if found else span


def _is_quoted_beside(finding: Finding, attribution: Attribution) -> bool:
    """A quotation that follows an indirect denial is said and not denied."""
    tree = finding.clause.tree
    at = tree.tokens[finding.anchor].start
    spans = sorted(attribution.content)
    if len(spans) < 2 or spans[0].text(tree.text)[:1] in _QUOTES:
        return False
    return any(s.start <= at < s.end and s.text(tree.text)[:1] in _QUOTES for s in spans[1:])


def weakest(left: Certainty, right: Certainty) -> Certainty:
    """The less certain of two."""
    order: tuple[Certainty, ...] = ("asserted", "hedged", "unknown")
    return max(left, right, key=order.index)


def certainty_of(modality: Modality) -> Certainty:
    """The clause's own certainty."""
    return modality.certainty
