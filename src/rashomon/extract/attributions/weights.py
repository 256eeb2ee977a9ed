"""Linear models whose weights ship with the package: feature names in, a number out.

What enters is the table `rashomon/data/attribution_weights.tsv.gz`: a model's name, a feature's
name and its weight a line. What leaves are scores. Nothing here knows what a feature means; a
feature without a weight counts nothing.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Iterable, Sequence
from importlib.resources import files

_FILE = "attribution_weights.tsv.gz"


class Linear:
    """One linear model.

    Args:
        weights: by feature name.
    """

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights: log odds, or a preference among options."""
        return sum(filter(None, map(self._weights.get, features)))

    def probability(self, features: Iterable[str]) -> float:
        """The score as a probability."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))

    def best(self, options: Sequence[Sequence[str]]) -> tuple[int, float]:
        """Number of the preferred option (the first of equals) and its share of the softmax."""
        scores = [self.score(features) for features in options]
        top = max(range(len(scores)), key=scores.__getitem__)
        total = sum(math.exp(score - scores[top]) for score in scores)
        return top, 1.0 / total


@functools.cache
def models() -> dict[str, Linear]:
    """The shipped models by name."""
    packed = (files("rashomon") / "data" / _FILE).read_bytes()
    tables: dict[str, dict[str, float]] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        model, name, weight = line.split("\t")
        tables.setdefault(model, {})[name] = float(weight)
    return {model: Linear(weights) for model, weights in tables.items()}
