"""How likely a draft is an incident of the keys, and a candidate one of its strings.

What enters is a document's sketch; what leaves are probabilities, by logistic regressions that were
fitted on the fifth of the training messages that the encoder did not learn from
(`training/muc4_roles.py`). They hold for one version of the encoder only: its probabilities are
their inputs.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence

import msgspec

from rashomon.lexicon import load
from rashomon.render.exports.muc4.candidates import SLOTS, Candidate, Sketch, plain
from rashomon.render.exports.muc4.parts import named

_EDGE = 1e-3


class Regression(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One logistic regression.

    Args:
        bias: log-odds of nothing.
        threshold: least probability of what is kept.
        weights: by feature.
    """

    bias: float
    threshold: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Of a draft or a candidate with these features."""
        odds = self.bias + sum(
            self.weights.get(name, 0.0) * value for name, value in features.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


class Judges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/muc4_roles.toml`.

    Args:
        encoder: version of the weights that the regressions were fitted with; empty for none.
        models: `draft` and one a layer.
    """

    encoder: str
    models: dict[str, Regression]


@functools.cache
def judges() -> Judges:
    """The regressions of the package."""
    found: Judges = load("muc4_roles", Judges)
    return found


def logit(probability: float) -> float:
    """Log-odds, kept within bounds."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))


def draft_features(sketch: Sketch, number: int) -> dict[str, float]:
    """What speaks for one draft: its signs in sum, the rule against it, mentions near and far."""
    draft = sketch.drafts[number]
    own = set(draft.sentences)
    near = dict.fromkeys(SLOTS, 0.0)
    for mention in sketch.mentions:
        here = sketch.sentence(mention.start)
        if mention.probability > near[mention.layer] and own & {here - 1, here, here + 1}:
            near[mention.layer] = mention.probability
    found = {f"near:{layer}": logit(value) for layer, value in near.items()}
    found |= {f"highest:{layer}": logit(value) for layer, value in sketch.highest.items()}
    return found | {
        "odds": sketch.odds[number],
        "first": min(min(draft.sentences, default=20), 20) / 5,
        "mass": math.log1p(sum(mention.probability for mention in sketch.mentions)),
        f"excluded:{sketch.excluded[number]}": 1.0,
        f"kind:{draft.kind}": 1.0,
        "drafts": float(min(len(sketch.drafts), 6)),
        "number": float(min(number, 5)),
    }


def candidate_features(
    sketch: Sketch, one: Candidate, drafted: Sequence[float]
) -> dict[str, float]:
    """What speaks for one candidate.

    Args:
        sketch: of its document.
        one: the candidate.
        drafted: probability of each draft.
    """
    sure = logit(one.probability)
    ruled = [drafted[number] for number, _ in one.ruled]
    around = {sentence + step for sentence in one.sentences for step in (-1, 0, 1)}
    near = [p for p, d in zip(drafted, sketch.drafts, strict=True) if around & set(d.sentences)]
    rivals = [c for c in sketch.candidates if c.layer == one.layer]
    others = [
        logit(c.probability)
        for c in sketch.candidates
        if c.layer != one.layer and plain(c.text) == plain(one.text)
    ]
    found = {
        "sure": sure,
        "sum": math.log1p(5 * sum(mention.probability for mention in one.mentions)),
        "rank": float(min(sum(c.probability > one.probability for c in rivals), 4)),
        "margin": sure - logit(sketch.highest[one.layer]),
        "ruled": float(bool(ruled)),
        "ruled:sure": sure if ruled else 0.0,
        "ruled:draft": max(ruled, default=0.0),
        "ruled:count": float(min(len(ruled), 3)),
        "drafted": max(drafted, default=0.0),
        "near": max(near, default=0.0),
        "first": min(min(one.sentences, default=20), 20) / 5,
        "words": float(min(len(one.text.split()), 6)),
        "mentions": math.log1p(len(one.mentions)),
        "elsewhere": max(others, default=logit(0.0)),
        "highest": max(sketch.highest.values()),
    }
    entity = one.entity
    found[f"entity:{entity.kind if entity else None}"] = 1.0
    found[f"party:{entity.party_kind if entity else None}"] = 1.0
    if entity is not None:
        found["named"] = float(named(entity))
        found["entity:mentions"] = math.log1p(len(entity.mentions))
    return found
