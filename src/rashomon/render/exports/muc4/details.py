"""What slots say of an incident or of one of its strings, by rules and encoder together.

What enters are a sketch and the regressions; what leaves are an incident's type, and
how hurt or damaged each string is. Which strings there are is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rashomon.extract.roles import DETAILS, KINDS
from rashomon.render.exports.muc4.candidates import SLOTS, Candidate, Sketch, plain
from rashomon.render.exports.muc4.fills import Fills
from rashomon.render.exports.muc4.form import quoted
from rashomon.render.exports.muc4.judgement import Regression, logit

HARM = ("killed", "wounded", "unhurt")
DAMAGE = ("destroyed", "damaged")
GROUPS: dict[str, tuple[int, tuple[str, ...]]] = {
    "target": (16, DAMAGE),
    "victim": (23, HARM),
    "victim_named": (23, HARM),
}
"""The slot that speaks of a layer's strings, and the layers of details that may fill it."""

_FILL = re.compile(r'^([^:"]*): "([^"]*)"$')


def kind_features(sketch: Sketch, number: int, layer: str) -> dict[str, float]:
    """What speaks for a draft being of the type of a layer of `KINDS`."""
    draft = sketch.drafts[number]
    own = {sentence + step for sentence in draft.sentences for step in (-1, 0, 1)}
    near = [m for m in sketch.mentions if sketch.sentence(m.start) in own]
    weight = sum(m.probability for m in near)
    mean = sum(m.probability * m.told.get(layer, 0.0) for m in near) / weight if near else 0.0
    return {
        "ruled": float(draft.kind == KINDS[layer]),
        "near": logit(max((m.told.get(layer, 0.0) for m in near), default=0.0)),
        "mean": logit(mean),
        "highest": logit(max((m.told.get(layer, 0.0) for m in sketch.mentions), default=0.0)),
        f"rule:{draft.kind}": 1.0,
    }


def kind_of(sketch: Sketch, number: int, models: Mapping[str, Regression]) -> str:
    """A draft's type; the rules' where the encoder knows nothing of it."""
    rule = sketch.drafts[number].kind
    if rule not in KINDS.values() or not sketch.mentions:
        return rule
    sure = {
        KINDS[layer]: models[layer].probability(kind_features(sketch, number, layer))
        for layer in KINDS
        if layer in models
    }
    return max(sure, key=lambda kind: (sure[kind], kind == rule)) if sure else rule


def told_features(one: Candidate, layer: str, said: Iterable[str], kind: str) -> dict[str, float]:
    """What speaks for a detail of a string.

    Args:
        one: the string.
        layer: of `DETAILS`.
        said: what the rules say of it, in MUC-4's words.
        kind: of the incident.
    """
    told = [mention.told.get(layer, 0.0) for mention in one.mentions]
    weight = sum(mention.probability for mention in one.mentions)
    mean = sum(m.probability * m.told.get(layer, 0.0) for m in one.mentions)
    found = {f"said:{value}": 1.0 for value in said if value in DETAILS.values()}
    return found | {
        "sure": logit(max(told, default=0.0)),
        "mean": logit(mean / weight if weight else 0.0),
        "rest": logit(max(0.0, 1.0 - one.probability)),
        f"kind:{kind}": 1.0,
    }


def detailed(
    sketch: Sketch, fills: Mapping[int, tuple[str, ...]], models: Mapping[str, Regression]
) -> Fills:
    """A template's fills with what the encoder knows of its type's and its strings' details."""
    found = dict(fills)
    kind = fills[4][0]
    for one in sketch.candidates:
        group = GROUPS.get(one.layer)
        if group is None or not one.mentions or not all(name in models for name in group[1]):
            continue
        slot, layers = group
        known = plain(one.text)
        about = [f for f in found.get(slot, ()) if (m := _FILL.match(f)) and plain(m[2]) == known]
        strings = found.get(SLOTS[one.layer], ())
        if not any(known == plain(text.split(":")[-1]) for text in strings):
            continue
        said = [fill.split(":")[0] for fill in about]
        sure = {
            name: models[name].probability(told_features(one, name, said, kind)) for name in layers
        }
        kept = [f for f in about if f.split(":")[0] not in DETAILS.values()]
        others = [fill for fill in found.get(slot, ()) if fill not in about]
        chosen = _chosen(slot, sure, models)
        tag = about[0].split(": ", 1)[1] if about else quoted(one.text)
        found[slot] = (*others, *kept, *(f"{DETAILS[name]}: {tag}" for name in chosen))
    # who did it is not known, so neither is what sort of deed it was (part 1, section 7.9, note 3)
    if not found.get(9) and not found.get(10):
        found[8] = ()
    return {slot: values for slot, values in found.items() if values}


def _chosen(slot: int, sure: Mapping[str, float], models: Mapping[str, Regression]) -> list[str]:
    """The details that are likely enough; of damage only the likeliest."""
    likely = [name for name, chance in sure.items() if chance >= models[name].threshold]
    if slot == 16 and len(likely) > 1:
        return [max(likely, key=lambda name: (sure[name], name))]
    return likely
