"""Which incidents the MUC-4 task counts.

What enters are drafts; what leaves is whether a draft belongs into the data base, with the rule
that says no. The rules are the task's, as far as annotations can tell; they live here, because they
are one evaluation's idea of relevance and no property of the events.

Source: MUC-4 task documentation, template-doc-part1.v7, section 1, rules 1 to 7.
"""

from __future__ import annotations

from datetime import date, timedelta

from rashomon.records import Event
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.drafts import Draft, Participant
from rashomon.render.exports.muc4.kinds import family
from rashomon.render.exports.muc4.places import words
from rashomon.stage import AnnotatedDocument

_RECENT = timedelta(days=62)
_FORCES = frozenset({"ACTIVE MILITARY", "LAW ENFORCEMENT"})
_STATE = frozenset({"state_forces", "government"})


def irrelevant(doc: AnnotatedDocument, draft: Draft, country: str | None) -> str | None:
    """The rule by which the draft is left out, None for one that belongs into the data base.

    Args:
        doc: the document.
        draft: the incident.
        country: where it happened, as a country code.
    """
    if all(event.certainty != "asserted" for event in draft.events):
        return "rumour"
    if all(event.stage == "planned" for event in draft.events):
        return "planned"
    if country is not None and country not in words().countries:
        return "elsewhere"
    if _old(draft, doc):
        return "old"
    suffered = draft.having("victim", "target")
    if draft.kind == "ATTACK" and not suffered:
        return "unspecific"
    sides = [event for event in draft.events if family(event.type) == "battle"]
    if sides and len(sides) == len(draft.events) and not _civilians(doc, suffered):
        return "fight between armed sides"
    if suffered and all(_is_armed_group(doc, one) for one in suffered):
        return "armed group as target"
    if suffered and not _by_state(draft) and all(_is_forces(doc, one) for one in suffered):
        return "military target"
    return None


def _old(draft: Draft, doc: AnnotatedDocument) -> bool:
    published = doc.document.published
    if published is None:
        return False
    day = published.date()
    return any(_before(event, day - _RECENT) for event in draft.events)


def _before(event: Event, limit: date) -> bool:
    if event.interval is None or event.interval.end is None or event.time is None:
        return False
    return event.interval.end.date() < limit


def _civilians(doc: AnnotatedDocument, suffered: list[Participant]) -> bool:
    return any(not _is_forces(doc, one) and not _is_armed_group(doc, one) for one in suffered)


def _words(doc: AnnotatedDocument, one: Participant) -> str:
    return " ".join(doc.words(one.span).upper().split())


def _stems(doc: AnnotatedDocument, one: Participant) -> set[str]:
    stripped = {word.strip('.,"') for word in _words(doc, one).split()}
    return stripped | {word.removesuffix("S") for word in stripped}


def _is_armed_group(doc: AnnotatedDocument, one: Participant) -> bool:
    if one.entity is not None and one.entity.party_kind == "armed_group":
        return True
    return bool(_stems(doc, one) & words().armed)


def _is_forces(doc: AnnotatedDocument, one: Participant) -> bool:
    text = _words(doc, one)
    if one.role == "target":
        return category(text, "physical") == "LAW ENFORCEMENT FACILITY" or any(
            word in text
            for word in ("BARRACKS", "GARRISON", "MILITARY", "BATTALION", "BRIGADE", "ARMY")
        )
    if one.entity is not None and one.entity.party_kind == "state_forces":
        return True
    return category(text, "human") in _FORCES


def _by_state(draft: Draft) -> bool:
    return any(
        one.entity is not None and one.entity.party_kind in _STATE
        for one in draft.having("perpetrator_individual", "perpetrator_organization")
    )
