"""How likely a draft is to be an incident that the task's annotators recorded.

What enters is a draft that no rule excludes; what leaves is whether its probability is high enough,
by weights that were fitted on the training keys (`training/muc4_relevance.py`). The rules of
`relevance` say what the task excludes; this says how much a draft that no rule excludes looks like
a fresh, specific report of one incident.
"""

from __future__ import annotations

import functools
import math
import re

import msgspec

from rashomon.extract.events.ontology import family
from rashomon.lexicon import load
from rashomon.records import Event
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.drafts import Draft
from rashomon.render.exports.muc4.parts import named
from rashomon.render.exports.muc4.sides import is_armed_group, is_forces, is_state
from rashomon.stage import AnnotatedDocument

_LABEL = re.compile(r"\[([A-Z][A-Z ]{2,40})[\],]")


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/muc4_relevance.toml`.

    Args:
        bias: log-odds without any sign.
        threshold: least probability of a draft that is kept.
        weights: log-odds that each sign adds.
    """

    bias: float
    threshold: float
    weights: dict[str, float]


@functools.cache
def _weights() -> Weights:
    found: Weights = load("muc4_relevance", Weights)
    return found


def plausible(doc: AnnotatedDocument, draft: Draft, number: int, drafts: int) -> bool:
    """Whether the draft is likely enough to be kept.

    Args:
        doc: the document.
        draft: the incident.
        number: 0-based place among the document's drafts.
        drafts: how many drafts the document has.
    """
    odds = log_odds(doc, draft, number, drafts)
    return 1 / (1 + math.exp(-odds)) >= _weights().threshold


def log_odds(doc: AnnotatedDocument, draft: Draft, number: int, drafts: int) -> float:
    """The log-odds of `plausible`, same arguments."""
    fitted = _weights()
    found = sorted(signs(doc, draft, number, drafts))
    return fitted.bias + sum(fitted.weights.get(sign, 0.0) for sign in found)


def signs(doc: AnnotatedDocument, draft: Draft, number: int, drafts: int) -> set[str]:
    """What speaks for or against a draft, as names of weights."""
    events = draft.events
    found = {f"kind:{draft.kind}"}
    found |= {f"type:{event.type}" for event in events}
    found |= {f"family:{family(event.type)}" for event in events}
    found |= {f"stage:{event.stage}" for event in events}
    found |= {f"trigger:{doc.words(event.trigger).lower()}" for event in events}
    mentions = sum(1 + len(event.mentions) for event in events)
    found.add(f"mentions:{min(mentions, 4)}")
    found.add(f"number:{min(number, 3)}")
    found.add(f"drafts:{min(drafts, 5)}")
    first = min(draft.sentences, default=99)
    found.add(
        "sentence:lead" if first <= 1 else "sentence:early" if first <= 4 else "sentence:late"
    )
    for event in events:
        found.add("voice:own" if not event.attributions else "voice:attributed")
        found.add("time:none" if event.time is None else f"time:{_age(doc, event)}")
        found.add("place:known" if event.place_span is not None else "place:none")
        if doc.words(event.trigger).lower().endswith("s"):
            found.add("trigger:plural")
        if event.certainty != "asserted":
            found.add("certainty:hedged")
    victims, things = draft.having("victim"), draft.having("target")
    found.add(f"victims:{min(len(victims), 3)}")
    found.add(f"targets:{min(len(things), 3)}")
    for one in victims:
        found.add("victim:named" if named(one.entity) else "victim:described")
        if is_armed_group(doc, one):
            found.add("victim:armed")
        elif is_forces(doc, one):
            found.add("victim:forces")
        else:
            found.add(f"victim:{category(doc.words(one.span), 'human')}")
    for one in things:
        found.add(f"target:{category(doc.words(one.span), 'physical')}")
    if draft.having("weapon"):
        found.add("weapon")
    for one in draft.having("perpetrator_individual", "perpetrator_organization"):
        found.add(f"by:{one.role.removeprefix('perpetrator_')}")
        found.add("by:armed" if is_armed_group(doc, one) else "by:other")
        if is_state(doc, one):
            found.add("by:state")
    if len(doc.document.text) > 4000:
        found.add("text:long")
    label = _LABEL.search(doc.document.text[:400])
    if label:
        found.add(f"label:{label[1].split()[0].lower()}")
    return found


def _age(doc: AnnotatedDocument, event: Event) -> str:
    """How long before the report, in words."""
    published = doc.document.published
    if published is None or event.interval is None or event.interval.end is None:
        return "unknown"
    days = (published.date() - event.interval.end.date()).days
    return "days" if days <= 7 else "month" if days <= 31 else "months" if days <= 62 else "old"
