"""Which incidents the MUC-4 task counts.

What enters are drafts; what leaves is whether a draft belongs into the data base, with the rule
that says no. The rules are the task's, as far as annotations can tell; they live here, because they
are one evaluation's idea of relevance and no property of the events.

Source: MUC-4 task documentation, template-doc-part1.v7, section 1, rules 1 to 7.
"""

from __future__ import annotations

from datetime import date, timedelta

from rashomon.extract.events.ontology import family
from rashomon.records import Event
from rashomon.render.exports.muc4.drafts import Draft
from rashomon.render.exports.muc4.parts import Participant
from rashomon.render.exports.muc4.places import default_country, words
from rashomon.render.exports.muc4.sides import is_armed_group, is_forces, is_state
from rashomon.stage import AnnotatedDocument

_RECENT = timedelta(days=62)


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
    home = words().countries
    if country is not None and country not in home and default_country(doc) not in home:
        return "elsewhere"
    if _old(draft, doc):
        return "old"
    suffered = draft.having("victim", "target")
    if draft.kind == "ATTACK" and not suffered:
        return "unspecific"
    sides = [event for event in draft.events if family(event.type) == "battle"]
    if sides and len(sides) == len(draft.events) and not _civilians(doc, suffered):
        return "fight between armed sides"
    if suffered and all(is_armed_group(doc, one) for one in suffered):
        return "armed group as target"
    if suffered and not _by_state(doc, draft) and all(is_forces(doc, one) for one in suffered):
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
    return any(not is_forces(doc, one) and not is_armed_group(doc, one) for one in suffered)


def _by_state(doc: AnnotatedDocument, draft: Draft) -> bool:
    return any(
        is_state(doc, one)
        for one in draft.having("perpetrator_individual", "perpetrator_organization")
    )
