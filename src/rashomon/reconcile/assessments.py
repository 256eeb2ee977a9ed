"""The case stage that sets accounts side by side.

What enters are the case's documents with claims, its incidents, parties and copies; what leaves
are one `Assessment` for each fact and one `Account` for each speaker and incident. It builds the
core's flat views and leaves every decision to it.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from rashomon.extract.party_words import is_an_own_report
from rashomon.gazetteer.lists import countries_list
from rashomon.reconcile.core import reconcile
from rashomon.reconcile.counted import with_parts
from rashomon.reconcile.culprits import is_accusable
from rashomon.reconcile.signals import (
    LEAD_CHARS,
    TAKEN_BACK_REACH,
    is_many,
    is_withdrawn,
    read_signals,
    says_corrected,
    says_updated,
)
from rashomon.reconcile.views import ClaimView
from rashomon.reconcile.whole_tolls import with_whole_tolls
from rashomon.records import (
    Account,
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Document,
    Entity,
    Event,
    Figure,
    Incident,
    Named,
    Party,
    PartyKind,
    PlaceMention,
)
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, CaseStage, View, Writer

_STOPS = ".!?\n"
SENTENCE_REACH = 400
ACCUSABLE = frozenset(
    {"state_forces", "government", "armed_group", "international", "person", "civilian"}
)
"""Kinds of party that can have done what is reported."""
CIRCUMSTANCES = frozenset({"date", "place", "weapon", "target"})
"""Aspects that say nothing apart from their event."""
CORRECTABLE = frozenset(
    {"killed", "injured", "captured", "missing", "responsible", "initiated", "fate_of_person"}
)
"""Aspects on which a correction takes a statement back; a date or place beside it still stands."""
SHORT_REPORT = 2500
"""Characters up to which words of regret anywhere at the ends make a report a correction."""
SPOKEN_FOR = frozenset({"person", "unnamed_official"})
"""Kinds of party whose word is the word of the body that they belong to."""
CORRECTION_CHARS = 300
"""Reach of a report's opening in which a correction calls itself one."""
_WE = frozenset({"we", "i"})
_ARTICLES = frozenset({"the", "a", "an"})
_NAME = re.compile(r"[^\W\d_]+")
MAX_DEPTH = 5
"""Nested reports followed ("an agency quoted a minister who said"); deeper ones are a defect."""


@dataclass(frozen=True)
class CaseIndex:
    """What the case knows beside the documents.

    Args:
        incident_of: incident id by event id.
        party_of: party id by entity id.
        with_arms: ids of the parties that armed people belong to ("fighters of the League").
        parties: by id.
        copies: what shows that a report rests on another, by its id.
        published: when reports came out that others repeat word by word.
        bodies: party id by the words of a body's full name, where only one body has it.
        outlets: what sort of party published each report, by its id.
    """

    incident_of: Mapping[str, str]
    party_of: Mapping[str, str]
    with_arms: frozenset[str]
    parties: Mapping[str, Party]
    copies: Mapping[str, Dependence] = field(default_factory=dict)
    published: Mapping[str, datetime] = field(default_factory=dict)
    bodies: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    outlets: Mapping[str, PartyKind] = field(default_factory=dict)

    def named_in(self, words: str) -> frozenset[str]:
        """Ids of the body whose full name the words begin with: "Velmar Front commando"."""
        told = tuple(w.casefold() for w in _NAME.findall(words) if w.casefold() not in _ARTICLES)
        for length in range(len(told) - 1, 1, -1):
            if told[:length] in self.bodies:
                return frozenset({self.bodies[told[:length]]})
        return frozenset()


def index_case(
    incidents: Iterable[Incident],
    parties: Iterable[Party],
    dependences: Iterable[Dependence],
    published: Iterable[tuple[str, datetime]] = (),
) -> CaseIndex:
    """Look-up tables over the case's records."""
    known = sorted(parties, key=lambda party: party.id)
    return CaseIndex(
        incident_of={event: i.id for i in incidents for event in i.events},
        party_of={entity: party.id for party in known for entity in party.entities},
        with_arms=frozenset(
            party.member_of
            for party in known
            if party.member_of is not None and party.kind in ("armed_group", "state_forces")
        ),
        parties={party.id: party for party in known},
        copies={d.copy: d for d in dependences},
        published=dict(published),
        bodies=_bodies(known),
        outlets={report: party.kind for party in known for report in party.documents},
    )


def _bodies(parties: Iterable[Party]) -> dict[tuple[str, ...], str]:
    """Party ids by full name of two words or more, names that several bodies share left out."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for party in parties:
        if party.kind in ACCUSABLE - {"person", "civilian"} or party.kind == "other":
            for name in (party.name, *party.aliases):
                words = [w.casefold() for w in _NAME.findall(name)]
                told = tuple(word for word in words if word not in _ARTICLES)
                if len(told) > 1 and name[:1].isupper():
                    holders[told].add(party.id)
    return {words: min(ids) for words, ids in holders.items() if len(ids) == 1}


def views_of(doc: AnnotatedDocument, case: CaseIndex) -> tuple[ClaimView, ...]:
    """The document's claims as the core compares them, in reading order.

    A claim without an event, or about an event outside every incident, goes to the incident that
    most of the document's events belong to; without any it is left out, and so is the time, place,
    weapon or target of an event outside every incident (a plan, a threat), and whatever is said of
    events that are only "earlier" or "later" and nowhere.
    """
    claims = sorted(doc.layer(Claim), key=lambda c: (c.evidence[0].start, c.id))
    if not claims:
        return ()
    main = _main_incident(doc, case)
    vague = frozenset(
        event.id
        for event in doc.layer(Event)
        if event.place is None
        and event.interval is not None
        and (event.interval.start is None or event.interval.end is None)
    )
    attributions = {a.id: a for a in doc.layer(Attribution)}
    entities = {e.id: e for e in doc.layer(Entity)}
    context = _Context(doc, case, attributions, entities, _corrects(doc.document))
    drafts = [
        context.view(claim, incident)
        for claim in claims
        if (incident := case.incident_of.get(claim.event or "", main)) is not None
        and (_is_of_an_incident(claim, case) or _may_be_of_main(claim, vague))
    ]
    return tuple(_with_report_signal(doc, with_parts(drafts)))


def _is_of_an_incident(claim: Claim, case: CaseIndex) -> bool:
    return claim.event is None or claim.event in case.incident_of


def _may_be_of_main(claim: Claim, vague: frozenset[str]) -> bool:
    """Whether a claim about an event outside every incident may be held against the main one."""
    return claim.aspect not in CIRCUMSTANCES and claim.event not in vague


def _main_incident(doc: AnnotatedDocument, case: CaseIndex) -> str | None:
    counts: dict[str, int] = defaultdict(int)
    for event in sorted(doc.layer(Event), key=lambda e: e.trigger.start):
        incident = case.incident_of.get(event.id)
        if incident is not None:
            counts[incident] += 1 + len(event.mentions)
    return min(counts, key=lambda i: (-counts[i], i)) if counts else None


def _with_report_signal(doc: AnnotatedDocument, drafts: Sequence[ClaimView]) -> Iterator[ClaimView]:
    """The claims, figures marked where the report leads with a toll that it calls changed."""
    updated = bool(doc.document.title) and says_updated(doc.document.title or "")
    updated = updated or any("updated" in d.signals and d.order < LEAD_CHARS for d in drafts)
    for draft in drafts:
        if updated and isinstance(draft.value, Figure) and "previous" not in draft.signals:
            yield _marked(draft)
        else:
            yield draft


def _corrects(document: Document) -> bool:
    """Whether a report exists to correct its outlet."""
    title = document.title or ""
    text = document.text
    return says_corrected(title) or (
        len(text) <= SHORT_REPORT
        and says_corrected(text[:CORRECTION_CHARS] + text[-CORRECTION_CHARS:])
    )


def _marked(draft: ClaimView) -> ClaimView:
    return replace(draft, signals=draft.signals | {"updated_report"})


@dataclass(frozen=True)
class _Context:
    """One document's look-ups."""

    doc: AnnotatedDocument
    case: CaseIndex
    attributions: Mapping[str, Attribution]
    entities: Mapping[str, Entity]
    correcting: bool = False

    def view(self, claim: Claim, incident: str) -> ClaimView:
        """One claim as the core compares it."""
        document = self.doc.document
        text = document.text
        spans = sorted(claim.evidence)
        start, end = spans[0].start, spans[-1].end
        quote = " ".join(span.text(text) for span in spans)
        before, after = _around(text, start, end)
        chain = self._chain(claim)
        copy = self.case.copies.get(document.id)
        origin = copy.original if copy else document.id
        verbatim = origin if copy and copy.kind == "verbatim" else ""
        outlet = f"outlet:{(document.publisher or origin).casefold()}"
        speakers = [self._keys(a, outlet) for a in chain]
        signals = read_signals(quote, before, after)
        if self.correcting and claim.aspect in CORRECTABLE:
            after_it = text[end + len(after) : end + len(after) + TAKEN_BACK_REACH]
            gone = is_withdrawn(f"{before}{quote}{after}", after_it)
            signals |= {"withdrawn"} if gone else {"correction"}
        return ClaimView(
            id=claim.id,
            incident=incident,
            document=document.id,
            origin=origin,
            outlet=outlet,
            parties=speakers[0] if speakers else frozenset(),
            via=frozenset(key for keys in speakers[1:] for key in keys),
            source_name=self._name(chain),
            many=bool(chain) and is_many(self._source_words(chain[0])),
            published=self.case.published.get(verbatim, document.published),
            verbatim=verbatim,
            order=start,
            aspect=claim.aspect,
            whom=claim.whom,
            value=claim.value,
            polarity=claim.polarity,
            certainty=claim.certainty,
            actors=self._actors(claim),
            accusable=self._accusable(claim),
            actor_kin=self._kin(self._actors(claim)),
            quote=quote,
            sentence=f"{before}{quote}{after}",
            signals=signals,
            actor_name=self._actor_name(claim),
            source_kind=self._source_kind(chain),
            wire=_wire(document),
        )

    def _chain(self, claim: Claim) -> list[Attribution]:
        """The claim's attribution and those around it, the innermost first."""
        chain: list[Attribution] = []
        current = self.attributions.get(claim.attribution or "")
        while current is not None and current not in chain and len(chain) < MAX_DEPTH:
            chain.append(current)
            current = self.attributions.get(current.within or "")
        return chain

    def _keys(self, attribution: Attribution, outlet: str) -> frozenset[str]:
        """Keys of the parties that speak in one attribution; empty where the outlet speaks.

        A source without an entity is its own key within its document, so that two unnamed sources
        of two reports are not taken for one. Whoever speaks for a body stands under the body's key
        too, and an outlet that names itself as the source under its own.
        """
        words = self._source_words(attribution)
        if self._is_the_outlet(attribution):
            return frozenset()
        own = frozenset({outlet} if _names_outlet(words, self.doc.document.publisher) else ())
        party = self.case.party_of.get(attribution.entity or "")
        if party is not None:
            return own | self._with_body(party)
        if attribution.entity is not None:
            return own | {attribution.entity}
        return own or frozenset({f"{attribution.document}:{words.casefold()}"})

    def _is_the_outlet(self, attribution: Attribution) -> bool:
        """Whether the report names nobody, or its reporter says "we" outside every quotation."""
        if attribution.source is None:
            return True
        if self.correcting and is_an_own_report(self._source_words(attribution)):
            # "A report on Friday said ...; that was wrong": what is corrected is one's own.
            return True
        if attribution.within is not None or self._source_words(attribution).lower() not in _WE:
            return False
        party = self.case.party_of.get(attribution.entity or "")
        return party is None or self.case.parties[party].anonymous

    def _with_body(self, party: str) -> frozenset[str]:
        """A party and the body that it speaks for."""
        keys = [party]
        known = self.case.parties.get(party)
        while known is not None and known.member_of is not None and known.member_of not in keys:
            body = self.case.parties.get(known.member_of)
            if body is None or not (known.kind in SPOKEN_FOR or known.kind == body.kind):
                break
            keys.append(body.id)
            known = body
        return frozenset(keys)

    def _source_words(self, attribution: Attribution) -> str:
        return "" if attribution.source is None else attribution.source.text(self.doc.document.text)

    def _name(self, chain: Sequence[Attribution]) -> str:
        document = self.doc.document
        if not chain or self._is_the_outlet(chain[0]):
            return document.publisher or document.name
        party = self.case.parties.get(self.case.party_of.get(chain[0].entity or "", ""))
        if party is not None:
            return party.name
        entity = self.entities.get(chain[0].entity or "")
        if entity is not None:
            return entity.name
        return self._source_words(chain[0]) or "a source that is not named"

    def _source_kind(self, chain: Sequence[Attribution]) -> PartyKind:
        """What sort of party speaks; whoever speaks for a body counts as the body."""
        if not chain or self._is_the_outlet(chain[0]):
            return self.case.outlets.get(self.doc.document.id, "outlet")
        party = self.case.parties.get(self.case.party_of.get(chain[0].entity or "", ""))
        while party is not None and party.kind in SPOKEN_FOR and party.member_of is not None:
            body = self.case.parties.get(party.member_of)
            if body is None or body.kind in SPOKEN_FOR:
                break
            party = body
        return party.kind if party is not None else "other"

    def _actors(self, claim: Claim) -> frozenset[str]:
        if not isinstance(claim.value, Named) or claim.value.entity is None:
            return frozenset()
        own = self.case.party_of.get(claim.value.entity, claim.value.entity)
        return frozenset({own} | self.case.named_in(claim.value.text))

    def _actor_name(self, claim: Claim) -> str:
        if not isinstance(claim.value, Named) or claim.value.entity is None:
            return ""
        party = self.case.parties.get(self.case.party_of.get(claim.value.entity, ""))
        return party.name if party is not None and party.kind in ACCUSABLE else ""

    def _accusable(self, claim: Claim) -> bool:
        if not isinstance(claim.value, Named):
            return True
        party = self.case.parties.get(self.case.party_of.get(claim.value.entity or "", ""))
        if party is not None and (party.kind in ACCUSABLE or party.id in self.case.with_arms):
            return True
        return is_accusable(claim.value.text) or self._is_country(claim.value.text)

    def _is_country(self, name: str) -> bool:
        """Whether the report's places know a name as a state's, which acts as a town cannot.

        "Belgian" alone is what somebody is, and names nobody.
        """
        text = self.doc.document.text
        return name.removesuffix("s") not in _demonyms() and any(
            mention.place.precision == "country" and mention.span.text(text) == name
            for mention in self.doc.layer(PlaceMention)
        )

    def _kin(self, actors: frozenset[str]) -> frozenset[str]:
        """The parties that the actors belong to, all the way up."""
        kin: set[str] = set()
        for actor in sorted(actors):
            party = self.case.parties.get(actor)
            while party is not None and party.member_of is not None and party.member_of not in kin:
                kin.add(party.member_of)
                party = self.case.parties.get(party.member_of)
        return frozenset(kin)


@functools.cache
def _demonyms() -> frozenset[str]:
    found = (word for words in countries_list().demonyms.values() for word in words)
    return frozenset(word.removesuffix("s") for word in found)


def _wire(document: Document) -> str:
    """The key of the one agency that a report says its text is from; empty where there is none."""
    agency = document.dateline.agency if document.dateline else None
    credited = {name.casefold() for name in ((agency,) if agency else document.credits)}
    return f"outlet:{credited.pop()}" if len(credited) == 1 else ""


def _names_outlet(source: str, publisher: str | None) -> bool:
    """Whether the words for a source end in the outlet's name, or are its beginning and no more.

    >>> _names_outlet("a tally by the Gazette", "Velm Gazette")
    True
    >>> _names_outlet("residents of Velm", "Velm Gazette")
    False
    """
    names = [w.casefold() for w in _NAME.findall(publisher or "") if w.casefold() not in _ARTICLES]
    words = [w for w in _NAME.findall(source) if w.casefold() not in _ARTICLES]
    said = [w.casefold() for w in words if w[:1].isupper()]
    if not names or not said or not words[-1][:1].isupper():
        return False
    return said == names[-len(said) :] or (len(said) == len(words) and said == names[: len(said)])


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a stretch up to the next full stop, a few hundred at the most."""
    low = max(0, start - SENTENCE_REACH)
    before = text[low:start]
    cut = max(before.rfind(mark) for mark in _STOPS)
    after = text[end : end + SENTENCE_REACH]
    stops = [at for mark in _STOPS if (at := after.find(mark)) >= 0]
    return before[cut + 1 :], after[: min(stops, default=len(after))]


def accounts_of(claims: Iterable[ClaimView]) -> tuple[Account, ...]:
    """What each speaker says about each incident, sorted.

    A claim with several parties stands in the account of each; the outlet's own voice has no
    party, and its outlet is named.
    """
    said: dict[tuple[str, str | None, str | None], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.own_voice:
            said[(claim.incident, None, claim.source_name)].add(claim.id)
        for party in claim.parties:
            if party == claim.outlet:
                said[(claim.incident, None, claim.source_name)].add(claim.id)
            else:
                said[(claim.incident, party, None)].add(claim.id)
    keys = sorted(said, key=lambda key: (key[0], key[1] or "", key[2] or ""))
    return tuple(Account(*key, claims=tuple(sorted(said[key]))) for key in keys)


class Assessments:
    """Writes the case's assessments and accounts.

    Args:
        settings: `reconcile.policy` and `reconcile.hierarchy` are used.
    """

    name: ClassVar[str] = "assessments"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (
        Claim,
        Attribution,
        Entity,
        Event,
        PlaceMention,
        Incident,
        Party,
        Dependence,
    )
    writes: ClassVar[tuple[type, ...]] = (Assessment, Account)

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = (settings or Settings()).reconcile

    def __call__(self, view: View, writer: Writer) -> None:
        """Replace the case's `Assessment` and `Account` records."""
        dependences = tuple(view.all(Dependence))
        originals = {d.original for d in dependences if d.kind == "verbatim"}
        published = [
            (doc.document.id, doc.document.published)
            for doc in (view.documents() if originals else ())
            if doc.document.id in originals and doc.document.published is not None
        ]
        case = index_case(view.all(Incident), view.all(Party), dependences, published)
        claims = with_whole_tolls(
            claim for doc in view.documents() for claim in views_of(doc, case)
        )
        writer.replace(Assessment, reconcile(claims, self._settings))
        writer.replace(Account, accounts_of(claims))


_: CaseStage = Assessments()
