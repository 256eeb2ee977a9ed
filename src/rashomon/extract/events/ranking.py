"""Options with visible features, and the weights that choose one of them.

What enters are options of one question (when, where), each a set of named features; what leaves is
the preferred one and its share of the whole. The weights stand in `data/setting_weights.toml`. It
must not know what a feature means.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence

import msgspec

from rashomon.lexicon import load

Features = Mapping[str, float]
NONE: Features = {"none": 1.0}
"""The option that none of the others is right."""
SURE_OF_NONE = 0.6
"""Share from which "none" is taken; below it the best of the others is the better guess."""


class SettingWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of `data/setting_weights.toml`, one a question."""

    time: dict[str, float]
    place: dict[str, float]


@functools.cache
def setting_weights() -> SettingWeights:
    """The table in force."""
    table: SettingWeights = load("setting_weights", SettingWeights)
    return table


def score(features: Features, weights: Mapping[str, float]) -> float:
    """The sum of features times weights; a feature without a weight counts nothing."""
    return math.fsum(value * weights.get(name, 0.0) for name, value in features.items())


def choose(options: Sequence[Features], weights: Mapping[str, float]) -> tuple[int, float]:
    """Number of the preferred option (the first of equals) and its share of the softmax.

    Args:
        options: at least one.
        weights: by feature name.
    """
    scores = [score(features, weights) for features in options]
    top = max(range(len(scores)), key=scores.__getitem__)
    if options[top] is NONE and len(options) > 1:
        others = [n for n in range(len(options)) if n != top]
        second = max(others, key=scores.__getitem__)
        if _share(scores, top) < SURE_OF_NONE:
            top = second
    return top, _share(scores, top)


def _share(scores: Sequence[float], which: int) -> float:
    return 1.0 / math.fsum(math.exp(min(one - scores[which], 700.0)) for one in scores)
