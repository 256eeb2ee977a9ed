"""Templates from rules and role mentions together.

What enters is a sketch and the regressions; what leaves are the fills of each template that is
kept. A string that the rules give and the regressions reject is dropped with everything that refers
to it; a string that only the encoder sees goes to the nearest template. A template that is left
without any string is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.extract.roles import KINDS
from rashomon.records import Span
from rashomon.render.exports.muc4.candidates import ROLES, SLOTS, Candidate, Sketch, plain
from rashomon.render.exports.muc4.categories import category
from rashomon.render.exports.muc4.details import detailed, kind_of
from rashomon.render.exports.muc4.fills import Fills
from rashomon.render.exports.muc4.form import quoted
from rashomon.render.exports.muc4.judgement import Regression, candidate_features, draft_features
from rashomon.render.exports.muc4.parts import Participant
from rashomon.render.exports.muc4.people import number, strings

_REFERRING: dict[int, tuple[int, ...]] = {
    6: (6, 7),
    9: (9,),
    10: (10, 11),
    12: (12, 13, 14, 15, 16),
    18: (18, 19, 20, 21, 22, 23),
    19: (19, 20, 21, 22, 23),
}
"""The slots whose fills may refer to a string of a slot."""

_OTHER_TYPE = 4.0
"""Sentences by which a template of a type that the candidate is not in seems further away."""

_Open = dict[int, list[str]]


def joined(sketch: Sketch, models: Mapping[str, Regression]) -> list[Fills]:
    """The fills of each kept template, in reading order.

    Args:
        sketch: of the document.
        models: `draft` and one a layer.
    """
    drafted = [
        models["draft"].probability(draft_features(sketch, number))
        for number in range(len(sketch.drafts))
    ]
    sure = [
        models[one.layer].probability(candidate_features(sketch, one, drafted))
        for one in sketch.candidates
    ]
    thresholds = {name: model.threshold for name, model in models.items()}
    kinds = [kind_of(sketch, number, models) for number in range(len(sketch.drafts))]
    made = assembled(sketch, drafted, sure, kinds, thresholds)
    return [detailed(sketch, fills, models) for fills in made]


def assembled(
    sketch: Sketch,
    drafted: Sequence[float],
    sure: Sequence[float],
    kinds: Sequence[str],
    thresholds: Mapping[str, float],
) -> list[Fills]:
    """The fills of each kept template, by probabilities of drafts and candidates.

    Args:
        sketch: of the document.
        drafted: one a draft.
        sure: one a candidate.
        kinds: the type of each draft's incident.
        thresholds: `draft` and one a layer.
    """
    kept: dict[int, _Open] = {
        at: {slot: list(fills) for slot, fills in sketch.fills[at].items()} | {4: [kinds[at]]}
        for at, probability in enumerate(drafted)
        if probability >= thresholds["draft"]
    }
    for one, probability in zip(sketch.candidates, sure, strict=True):
        if probability < thresholds[one.layer]:
            _drop(sketch, one, kept)
        elif kept and not _put(one, kept) and one.mentions:
            _add(sketch, one, kept, drafted, kinds)
    # the key of an incident without any string is rare, a draft left without one is not
    return [
        {slot: tuple(dict.fromkeys(fills)) for slot, fills in fills.items() if fills}
        for fills in kept.values()
        if any(fills.get(slot) for slot in SLOTS.values())
    ]


def _drop(sketch: Sketch, one: Candidate, kept: Mapping[int, _Open]) -> None:
    slot = SLOTS[one.layer]
    for at, text in one.ruled:
        tag = f'"{text}"'
        # a description that refers to a name stays with it
        if at not in kept or (slot == 19 and any(tag in f for f in sketch.fills[at].get(18, ()))):
            continue
        for other in _REFERRING[slot]:
            kept[at][other] = [fill for fill in kept[at].get(other, []) if tag not in fill]


def _put(one: Candidate, kept: Mapping[int, _Open]) -> bool:
    """Print the candidate's own string where the rules give it; whether they do anywhere."""
    slot, placed = SLOTS[one.layer], False
    for at, text in one.ruled:
        if at not in kept:
            continue
        placed = True
        if slot != 19 and one.text != text:
            for other in _REFERRING[slot]:
                kept[at][other] = [
                    fill.replace(f'"{text}"', quoted(one.text)) for fill in kept[at].get(other, [])
                ]
    return placed


def _add(
    sketch: Sketch,
    one: Candidate,
    kept: Mapping[int, _Open],
    drafted: Sequence[float],
    kinds: Sequence[str],
) -> None:
    """Give the candidate to the nearest template of its type, unless that names it already."""
    far: dict[int, float] = {
        at: min(
            abs(here - there) for here in one.sentences for there in sketch.drafts[at].sentences
        )
        for at in kept
    }
    for at in kept:
        far[at] += _OTHER_TYPE * (1.0 - _in(one, kinds[at]))
    at = min(kept, key=lambda number: (far[number], -drafted[number], number))
    fills = kept[at]
    if one.layer == "victim" and any(
        plain(one.text) in plain(fill) for slot in (18, 19) for fill in fills.get(slot, ())
    ):
        return
    for slot, more in _fills(sketch, one, at).items():
        fills.setdefault(slot, []).extend(more)


def _in(one: Candidate, kind: str) -> float:
    """How sure the encoder is that a candidate plays its part in an incident of a type."""
    layers = [layer for layer, known in KINDS.items() if known == kind]
    return max((m.told.get(layer, 0.0) for m in one.mentions for layer in layers), default=0.0)


def _fills(sketch: Sketch, one: Candidate, at: int) -> Fills:
    """The fills that a candidate makes in a template that the rules did not give it."""
    doc, draft, filler = sketch.doc, sketch.drafts[at], sketch.fillers[at]
    mention = one.mentions[0]
    here = sketch.sentence(mention.start)
    nearest = min(draft.events, key=lambda e: abs(sketch.sentence(e.trigger.start) - here))
    span = Span(doc.document.id, mention.start, mention.end)
    part = Participant(ROLES[one.layer], span, one.entity, (nearest,))
    tag = quoted(one.text)
    found: Fills = {SLOTS[one.layer]: (tag,)}
    if one.layer == "weapon_used":
        kind = category(one.text, "instrument")
        return found | ({7: (f"{kind}: {tag}",)} if kind else {})
    if one.layer == "organization_perpetrator":
        return found | {11: (f"{filler.confidence(part)}: {tag}",)}
    if one.layer == "target":
        found[13] = (f"{category(one.text, 'physical')}: {tag}",)
        found[14] = (f"{number(doc, part)}: {tag}",)
        damage = filler.damage(part)
        return found | ({16: (f"{damage}: {tag}",)} if damage else {})
    if one.layer in {"victim", "victim_named"}:
        described = strings(doc, part).description if one.layer == "victim_named" else None
        if described and plain(described) != plain(one.text):
            found[19] = (f"{quoted(described)}: {tag}",)
        found[20] = (f"{category(described or one.text, 'human')}: {tag}",)
        many = "1" if one.layer == "victim_named" else number(doc, part)
        found[21] = (f"{many}: {tag}",)
        found[23] = tuple(f"{effect}: {tag}" for effect in filler.harm(part))
    return found
