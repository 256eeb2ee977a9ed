"""A case looked up from every side: what the page's parts share.

Enters: one `formats.Case`. Leaves: claims as citations, with their speaker, the chain that they
came through, their own words and the copies that carry them. Knows no layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.extract.paragraphs import paragraphs
from rashomon.render import formats, wording

_LATEST = datetime.max.replace(tzinfo=UTC)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+")
_EXCERPT = 230


@dataclass(frozen=True)
class Fragment:
    """Words of a quotation; `strong` words are the claim's evidence."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Link:
    """Words that lead to a claim in its report."""

    text: str
    claim: str


@dataclass(frozen=True)
class Citation:
    """One claim as the page quotes it.

    Args:
        claim: id, which is also its anchor in the report.
        speaker: key under which claims of one speaker meet.
        voice: who says it.
        own: the outlet says it itself.
        via: who passed it on, the outermost first.
        printed: the speaker as printed, where that differs from `voice`.
        cue: the reporting words.
        outlet: whose report it stands in.
        published: of that report, in words.
        quote: own words around the evidence.
        tags: hedged, not known, denied.
        also: the same words in copies of the report, or the same said again.
    """

    claim: str
    speaker: str
    voice: str
    own: bool
    via: tuple[str, ...]
    printed: str | None
    cue: str | None
    outlet: str
    published: str
    quote: tuple[Fragment, ...]
    tags: tuple[str, ...]
    also: tuple[Link, ...] = ()


class Index:
    """The case's records by id, and what follows from several of them at once."""

    def __init__(self, case: formats.Case) -> None:
        self.case = case
        self.documents = {document.id: document for document in case.documents}
        self.claims = {claim.id: claim for claim in case.claims}
        self.statements = {statement.id: statement for statement in case.statements}
        self.parties = {party.id: party for party in case.entities}
        self.incidents = {incident.id: incident for incident in case.incidents}
        self.number = {incident.id: n for n, incident in enumerate(case.incidents, 1)}
        self.facts = {fact.id: fact for fact in case.facts}
        self.fact_of = {
            claim: fact
            for fact in case.facts
            for position in fact.values
            for claim in position.claims
        }
        self.superseded = {
            claim
            for fact in case.facts
            for position in fact.values
            if position.superseded
            for claim in position.claims
        }
        self.statements_of: dict[str, list[formats.CaseStatement]] = defaultdict(list)
        for statement in case.statements:
            self.statements_of[statement.document].append(statement)
        self.claims_of: dict[str, list[formats.CaseClaim]] = defaultdict(list)
        for claim in case.claims:
            self.claims_of[claim.document].append(claim)
        self._rank = {claim.id: n for n, claim in enumerate(case.claims)}
        self._paragraphs: dict[str, list[tuple[int, int]]] = {}
        copies = defaultdict(list)
        for document in case.documents:
            if document.origin != document.id and document.origin in self.documents:
                copies[document.origin].append(document)
        self.copies = {key: tuple(held) for key, held in copies.items()}

    def outlet(self, document: formats.CaseDocument) -> str:
        """The publisher, else the report by its file's name."""
        return document.publisher or f"the report {document.path}"

    def origin(self, document: formats.CaseDocument) -> formats.CaseDocument:
        """The report that this one copies, itself if it copies none."""
        return self.documents.get(document.origin, document)

    def published(self, document: formats.CaseDocument) -> str:
        """When the report appeared, in words."""
        return wording.day(document.published) if document.published else "date not known"

    def paragraphs(self, document: formats.CaseDocument) -> list[tuple[int, int]]:
        """The report's paragraphs, worked out once."""
        if document.id not in self._paragraphs:
            self._paragraphs[document.id] = paragraphs(document.text)
        return self._paragraphs[document.id]

    def by_time(self, claims: Iterable[str]) -> list[formats.CaseClaim]:
        """The claims that exist, oldest report first, then in reading order."""
        known = [self.claims[key] for key in claims if key in self.claims]
        return sorted(
            known,
            key=lambda claim: (
                self.documents[claim.document].published or _LATEST,
                self._rank[claim.id],
            ),
        )

    def speaker(self, claim: formats.CaseClaim) -> str:
        """A key that claims of one speaker share; a copy's own voice is its origin's.

        An outlet that names itself ("a count by the Register") speaks for itself.
        """
        origin = self.origin(self.documents[claim.document])
        party = self.parties.get(claim.source.party or "") if claim.source else None
        if party is not None and party.name.casefold() == self.outlet(origin).casefold():
            return f"outlet {self.outlet(origin)}"
        if claim.source is not None and claim.source.party is not None:
            return f"party {claim.source.party}"
        if claim.source is not None:
            return f"voice {origin.id} {claim.voice}"
        return f"outlet {self.outlet(origin)}"

    def voice(self, claim: formats.CaseClaim) -> str:
        """Who says it; for a copy's own words the outlet that it copies.

        Where nobody is named ("it is unclear whether") the outlet says it.
        """
        if claim.source is None:
            return self.outlet(self.origin(self.documents[claim.document]))
        return claim.voice

    def statement_voice(self, statement: formats.CaseStatement) -> str:
        """The party's name, else the speaker as printed, else that nobody is named."""
        source = statement.source
        if source is None:
            return "no speaker named"
        party = self.parties.get(source.party) if source.party else None
        return party.name if party else source.text

    def via(self, within: str | None) -> tuple[str, ...]:
        """Who passed a statement on, the outermost first."""
        chain: list[str] = []
        seen = set()
        while within is not None and within not in seen and within in self.statements:
            seen.add(within)
            outer = self.statements[within]
            chain.insert(0, self.statement_voice(outer))
            within = outer.within
        return tuple(chain)

    def tags(self, claim: formats.CaseClaim) -> tuple[str, ...]:
        """What a reader must know besides the words."""
        found = []
        if claim.polarity == "denied":
            found.append("denial")
        if claim.certainty == "hedged":
            found.append("hedged")
        if claim.certainty == "unknown":
            found.append("not known")
        return tuple(found)

    def citation(self, claim: formats.CaseClaim, also: tuple[Link, ...] = ()) -> Citation:
        """The claim as the page quotes it."""
        document = self.documents[claim.document]
        voice = self.voice(claim)
        printed = claim.source.text if claim.source else None
        return Citation(
            claim=claim.id,
            speaker=self.speaker(claim),
            voice=voice,
            own=claim.source is None,
            via=tuple(name for name in self.via(claim.within) if name != voice),
            printed=beside(printed, voice),
            cue=claim.cue.text if claim.cue else None,
            outlet=self.outlet(document),
            published=self.published(document),
            quote=self._quote(claim, document),
            tags=self.tags(claim),
            also=also,
        )

    def citations(self, claims: Iterable[str]) -> tuple[Citation, ...]:
        """The claims, oldest first; one speaker's words in one report and its copies only once."""
        grouped: dict[tuple[str, str], list[formats.CaseClaim]] = {}
        for claim in self.by_time(claims):
            origin = self.origin(self.documents[claim.document])
            grouped.setdefault((self.speaker(claim), origin.id), []).append(claim)
        found = []
        for (_, origin_id), held in grouped.items():
            first = next((claim for claim in held if claim.document == origin_id), held[0])
            others = [claim for claim in held if claim is not first]
            found.append(self.citation(first, tuple(self._also(first, c) for c in others)))
        return tuple(found)

    def _also(self, first: formats.CaseClaim, other: formats.CaseClaim) -> Link:
        if other.document == first.document:
            return Link("again in this report", other.id)
        return Link(self.outlet(self.documents[other.document]), other.id)

    def _quote(
        self, claim: formats.CaseClaim, document: formats.CaseDocument
    ) -> tuple[Fragment, ...]:
        text = document.text
        first, last = claim.content[0].start, claim.content[-1].end
        start, end = self._surroundings(claim, document)
        spare = max(0, _EXCERPT - (last - first)) // 2
        cut_before, cut_after = start < first - spare, end > last + spare
        start = _at_word(text, max(start, first - spare), first) if cut_before else start
        end = _at_word_end(text, min(end, last + spare), last) if cut_after else end
        fragments = [Fragment("… ")] if cut_before else []
        at = start
        for span in claim.content:
            if span.start > at:
                fragments.append(Fragment(text[at : span.start]))
            fragments.append(Fragment(text[max(at, span.start) : span.end], strong=True))
            at = max(at, span.end)
        if end > at:
            fragments.append(Fragment(text[at:end]))
        if cut_after:
            fragments.append(Fragment(" …"))
        return tuple(fragment for fragment in fragments if fragment.text)

    def _surroundings(
        self, claim: formats.CaseClaim, document: formats.CaseDocument
    ) -> tuple[int, int]:
        """The statement's piece that holds the evidence, else the sentence around it."""
        first, last = claim.content[0].start, claim.content[-1].end
        for piece in claim.statement:
            if piece.start <= first and last <= piece.end:
                return piece.start, piece.end
        for start, end in self.paragraphs(document):
            if start <= first < end:
                cuts = [m.end() for m in _SENTENCE_END.finditer(document.text, start, end)]
                left = max((cut for cut in cuts if cut <= first), default=start)
                right = min((cut for cut in cuts if cut >= last), default=max(end, last))
                return left, last + len(document.text[last:right].rstrip())
        return first, last


def beside(printed: str | None, voice: str) -> str | None:
    """The speaker as printed, where the reader does not have those words already."""
    if printed is None or printed.lower().removeprefix("the ") in voice.lower():
        return None
    return printed


def _at_word(text: str, at: int, limit: int) -> int:
    """The next beginning of a word at or after `at`, at most `limit`."""
    space = text.find(" ", at, limit)
    return space + 1 if space >= 0 else limit


def _at_word_end(text: str, at: int, limit: int) -> int:
    """The last end of a word at or before `at`, at least `limit`."""
    space = text.rfind(" ", limit, at)
    return space if space >= 0 else limit
