"""What the encoder found in one text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rashomon.neural.arcs import Floats
from rashomon.neural.words import Words


@dataclass(frozen=True)
class Trigger:
    """A run of words that may report something, and how the words around are tied to it.

    Args:
        first: number of its first word.
        last: number of its last word, included.
        probability: of its likeliest word to report.
        origin: number of the first word that `arcs` speaks of.
        arcs: [parts, words], the probability of each word from `origin` on to be that part.
    """

    first: int
    last: int
    probability: float
    origin: int
    arcs: Floats


@dataclass(frozen=True)
class Scores:
    """Everything that one pass over a text gives.

    Args:
        words: of the text.
        heads: [words, labels] probabilities by name of the head.
        labels: names of the labels by name of the head.
        parts: what the rows of a trigger's `arcs` are.
        triggers: in reading order.
        states: [words, width] of one layer, each the mean of its word's pieces; no columns where
            the network does not show them.
    """

    words: Words
    heads: Mapping[str, Floats]
    labels: Mapping[str, tuple[str, ...]]
    parts: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    states: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def head(self, name: str, label: str) -> Floats:
        """[words] probabilities of one label."""
        column: Floats = self.heads[name][:, self.labels[name].index(label)]
        return column
