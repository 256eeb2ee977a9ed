"""All fills of one draft.

What enters is a relevant draft with its document; what leaves are the fills of slots 2 to 24. Each
function fills the slots of one object (incident, perpetrator, physical target, human target).

Source: MUC-4 task documentation, template-doc-part1.v7, section 7, and part 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rashomon.extract.events.ontology import family
from rashomon.records import (
    Attribution,
    Claim,
    Entity,
    Event,
    Figure,
    Interval,
    Sentence,
    Span,
)
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.confidence import confidence_of
from rashomon.render.exports.muc4.days import date_fill
from rashomon.render.exports.muc4.drafts import Draft
from rashomon.render.exports.muc4.form import quoted
from rashomon.render.exports.muc4.parts import Participant, named, part
from rashomon.render.exports.muc4.people import number, phrase, strings
from rashomon.render.exports.muc4.places import country_name, location, nation
from rashomon.render.exports.muc4.sides import is_armed_body, is_armed_group, is_state
from rashomon.stage import AnnotatedDocument

Fills = dict[int, tuple[str, ...]]

_DEADLY = frozenset({"killing", "massacre", "assassination", "execution"})
_SHOT = frozenset({"shooting"})
_STATE = frozenset({"state_forces", "government"})
_AUTHORITY = _STATE | {"unnamed_official"}
_BODIES = _STATE | {"armed_group"}
_DAMAGING = frozenset({"destruction", "arson"})
_TOTAL_LOSS = re.compile(r"\b(?:destroy|blow|blew|demolish|raze|burn\w* down|level+ed)", re.I)


class TemplateFills:
    """The fills of a draft.

    Args:
        doc: the document.
        draft: the incident.
        country: fallback for an incident that no toponym places.
    """

    def __init__(self, doc: AnnotatedDocument, draft: Draft, country: str | None) -> None:
        self.doc = doc
        self.draft = draft
        sentences: tuple[Sentence, ...] = doc.layers.get(Sentence, ())
        self.sentences = [
            sentences[number] for number in dict.fromkeys(draft.sentences) if number >= 0
        ]
        placed = [span for event in draft.events for span in _place_spans(event)]
        self.location, self.country = location(doc, placed, self.sentences, country)
        events = {event.id for event in draft.events}
        self.claims = [c for c in doc.layers.get(Claim, ()) if c.event in events]
        self.attributions = {a.id: a for a in doc.layers.get(Attribution, ())}
        self.entities = {e.id: e for e in doc.layers.get(Entity, ())}

    def fills(self) -> Fills:
        """Fills by slot number; null slots are left out."""
        filled = self._incident() | self._instruments() | self._perpetrators()
        filled |= self._things() | self._people()
        return {slot: fills for slot, fills in filled.items() if fills}

    def _incident(self) -> Fills:
        events = self.draft.events
        times: list[tuple[str, Interval]] = [
            (self.doc.words(event.time) if event.time else "", event.interval)
            for event in events
            if event.interval is not None and event.time is not None
        ]
        published = self.doc.document.published
        stages = [event.stage for event in events]
        stage = "THREATENED" if all(s == "threatened" for s in stages) else "ACCOMPLISHED"
        if all(s == "attempted" for s in stages):
            stage = "ATTEMPTED"
        return {
            2: (date_fill(times, published.date() if published else None),),
            3: (self.location,),
            4: (self.draft.kind,),
            5: (stage,),
        }

    def _instruments(self) -> Fills:
        names: dict[str, str | None] = {}
        spans = [one.span for one in self.draft.having("weapon")]
        for span in spans or self._weapons_nearby():
            text = phrase(self.doc.words(span))
            names.setdefault(text.upper(), category(text, "instrument"))
        fills = [f"{kind}: {quoted(text)}" for text, kind in names.items() if kind]
        if not fills:
            if any(event.type in _SHOT for event in self.draft.events):
                fills = ['GUN: "-"']
            elif any(event.type == "airstrike" for event in self.draft.events):
                fills = ['AERIAL BOMB: "-"']
        return {6: tuple(quoted(text) for text in names), 7: tuple(fills)}

    def _weapons_nearby(self) -> list[Span]:
        """Weapons in the sentences that tell the incident."""
        return [
            mention.span
            for entity in self.entities.values()
            if entity.kind == "weapon"
            for mention in entity.mentions[:1]
            if any(sentence.span.contains(mention.span) for sentence in self.sentences)
        ]

    def _perpetrators(self) -> Fills:
        people: dict[str, str] = {}
        bodies: dict[str, Participant] = {}
        state = False
        agents = self.draft.having("perpetrator_individual", "perpetrator_organization")
        for one in [*agents, *self._blamed(agents)]:
            state = state or is_state(self.doc, one)
            if one.role == "perpetrator_organization":
                name = one.entity.name if named(one.entity) and one.entity else None
                bodies.setdefault(phrase(name or self.doc.words(one.span)).upper(), one)
                continue
            name = strings(self.doc, one).reference
            people.setdefault(name.upper(), name)
            for body in self._bodies_of(one):
                state = state or body.party_kind in _STATE
                bodies.setdefault(phrase(body.name).upper(), one)
        if not bodies:
            armed = [one for one in agents if is_armed_group(self.doc, one)]
            main = self._main_armed_body() if armed else None
            if main is not None:
                bodies[phrase(main.name).upper()] = armed[0]
        confidence = tuple(
            f"{self.confidence(one)}: {quoted(name)}" for name, one in bodies.items()
        )
        return {
            8: ("STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT",),
            9: tuple(quoted(text) for text in people.values()),
            10: tuple(quoted(name) for name in bodies),
            11: confidence,
        }

    def _blamed(self, agents: list[Participant]) -> list[Participant]:
        """Those whom claims hold responsible and whom the events do not name as agents."""
        found: list[Participant] = []
        events = {event.id: event for event in self.draft.events}
        for claim in self.claims:
            if claim.aspect != "responsible" or claim.polarity == "denied":
                continue
            entity = self.entities.get(getattr(claim.value, "entity", None) or "")
            if entity is None or claim.event is None:
                continue
            span = entity.mentions[0].span
            one = part(self.doc, "perpetrator_organization", span, entity, events[claim.event])
            if one is not None and not any(one.same(known) for known in [*agents, *found]):
                found.append(one)
        return found

    def _main_armed_body(self) -> Entity | None:
        """The armed group that the report names most often."""
        bodies = [entity for entity in self.entities.values() if is_armed_body(entity)]
        return min(bodies, key=lambda b: (-len(b.mentions), b.mentions[0]), default=None)

    def _bodies_of(self, one: Participant) -> list[Entity]:
        """The organisations that an individual's words name or that it is known to belong to."""
        found = []
        boss = self.entities.get(one.entity.member_of or "") if one.entity else None
        if boss is not None and boss.party_kind in _BODIES:
            found.append(boss)
        for entity in self.entities.values():
            body = entity.party_kind in _BODIES or is_armed_body(entity)
            if entity is one.entity or entity in found or not body:
                continue
            if named(entity) and any(one.span.contains(m.span) for m in entity.mentions):
                found.append(entity)
        return found

    def confidence(self, one: Participant) -> str:
        """How sure the report is that a body did it: by claims, else by words near its name."""
        told = self._blamed_by(one)
        if told is not None:
            return told
        names = [" ".join(self.doc.words(one.span).split())]
        if one.entity is not None and named(one.entity):
            names += [one.entity.name, *one.entity.aliases]
        return confidence_of(self.doc.document.text, names)

    def _blamed_by(self, one: Participant) -> str | None:
        """The decision tree of part 2, slot 11, over claims; None where none lays blame."""
        who = one.entity.id if one.entity is not None else None
        blaming = [
            claim
            for claim in self.claims
            if claim.aspect == "responsible"
            and any(span.overlaps(one.span) for span in claim.evidence)
        ]
        told = [self.attributions.get(claim.attribution or "") for claim in blaming]
        if not blaming:
            told = [
                self.attributions.get(name) for event in one.events for name in event.attributions
            ]
        sources = [
            self.entities[a.entity] for a in told if a is not None and a.entity in self.entities
        ]
        if any(source.id == who or source.member_of == who for source in sources if who):
            return "CLAIMED OR ADMITTED"
        hedged = any(a is not None and a.certainty != "asserted" for a in told)
        hedged = hedged or any(event.certainty != "asserted" for event in one.events)
        hedged = hedged or any(claim.certainty != "asserted" for claim in blaming)
        if hedged or (blaming and sources):
            by_authority = any(source.party_kind in _AUTHORITY for source in sources)
            return "SUSPECTED OR ACCUSED BY AUTHORITIES" if by_authority else "SUSPECTED OR ACCUSED"
        return None

    def _things(self) -> Fills:
        filled: dict[int, list[str]] = {slot: [] for slot in (12, 13, 14, 15, 16)}
        seen: set[str] = set()
        for one in self.draft.having("target"):
            text = phrase(self.doc.words(one.span))
            if text.upper() in seen:
                continue
            seen.add(text.upper())
            reference = quoted(text)
            filled[12].append(reference)
            filled[13].append(f"{category(text, 'physical')}: {reference}")
            filled[14].append(f"{number(self.doc, one)}: {reference}")
            code = nation(self.doc.words(one.span))
            if code is not None and code != self.country:
                filled[15].append(f"{country_name(code)}: {reference}")
            effect = self.damage(one)
            if effect:
                filled[16].append(f"{effect}: {reference}")
        return {slot: tuple(fills) for slot, fills in filled.items()}

    def damage(self, one: Participant) -> str | None:
        """The effect on a physical target as slot 16 names it, None where the text has none."""
        if self.draft.kind == "ROBBERY":
            return "PROPERTY TAKEN FROM TARGET"
        for event in one.events:
            if event.stage not in {"accomplished"}:
                continue
            if _TOTAL_LOSS.match(self.doc.words(event.trigger)):
                return "DESTROYED"
            if family(event.type) in _DAMAGING:
                return "SOME DAMAGE"
        accomplished = any(event.stage == "accomplished" for event in one.events)
        return "SOME DAMAGE" if accomplished and self.draft.kind in {"ARSON", "BOMBING"} else None

    def _people(self) -> Fills:
        filled: dict[int, list[str]] = {slot: [] for slot in (18, 19, 20, 21, 22, 23)}
        seen: set[str] = set()
        for one in sorted(self.draft.having("victim"), key=self._shortness):
            if is_armed_group(self.doc, one):
                continue
            words = strings(self.doc, one)
            reference = words.reference
            if reference == "-" or any(_contains(known, reference.upper()) for known in seen):
                continue
            seen.add(reference.upper())
            tag = quoted(reference)
            if words.name:
                filled[18].append(tag)
            if words.description:
                described = quoted(words.description)
                filled[19].append(f"{described}: {tag}" if words.name else described)
            about = " ".join(part for part in (words.description, self.doc.words(one.span)) if part)
            filled[20].append(f"{category(words.description or about, 'human')}: {tag}")
            filled[21].append(f"{number(self.doc, one)}: {tag}")
            code = nation(self.doc.words(one.span))
            if code is not None and code != self.country:
                filled[22].append(f"{country_name(code)}: {tag}")
            filled[23].extend(f"{effect}: {tag}" for effect in self.harm(one))
        if not seen:
            filled[23].extend(f'{effect}: "-"' for effect in self._no_harm(self.claims))
        return {slot: tuple(fills) for slot, fills in filled.items()}

    def _shortness(self, one: Participant) -> int:
        """Sorting key that puts fuller names before their shorter forms."""
        return -len(strings(self.doc, one).reference.split())

    def harm(self, one: Participant) -> list[str]:
        """What happened to a human target: by its events, then by claims about its words."""
        effects: list[str] = []
        for event in one.events:
            if event.stage == "accomplished" and event.type in _DEADLY:
                effects.append("DEATH")
            elif event.stage == "accomplished" and event.type == "injury":
                effects.append("INJURY")
            elif family(event.type) == "release" and self.draft.kind == "KIDNAPPING":
                effects.append("REGAINED FREEDOM")
        for claim in self.claims:
            if not any(span.overlaps(one.span) for span in claim.evidence):
                continue
            if claim.polarity == "denied" or _none(claim):
                continue
            effects.extend({"killed": ["DEATH"], "injured": ["INJURY"]}.get(claim.aspect, []))
        if not effects and self.draft.kind == "ATTACK":
            # most people who are said to have been attacked, and nothing else, died (training keys)
            effects = ["DEATH"] if any(e.stage == "accomplished" for e in one.events) else []
        return list(dict.fromkeys(effects))

    def _no_harm(self, claims: Iterable[Claim]) -> list[str]:
        """That nobody was hurt, said in summary."""
        zero = {claim.aspect for claim in claims if _none(claim)}
        if {"killed", "injured"} <= zero:
            return ["NO INJURY OR DEATH"]
        if "injured" in zero:
            return ["NO INJURY"]
        return ["NO DEATH"] if "killed" in zero else []


def _contains(longer: str, shorter: str) -> bool:
    """Whether all words of a reference stand in another."""
    return set(shorter.split()) <= set(longer.split())


def _none(claim: Claim) -> bool:
    return (
        claim.aspect in {"killed", "injured"}
        and isinstance(claim.value, Figure)
        and claim.value.high == 0
    )


def _place_spans(event: Event) -> list[Span]:
    """The toponyms that place an event: those in its own sentences, then the one chosen for it."""
    own = {role.span for role in event.roles if role.role == "place"}
    if event.place_span is not None:
        own.add(event.place_span)
    return sorted(own, key=lambda span: (span == event.place_span, span))
