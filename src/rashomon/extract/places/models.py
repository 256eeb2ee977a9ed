"""The learned models of toponyms: a tagger that finds them and a scorer that reads them.

Enters: feature names. Leaves: runs of tokens that name a place, and how likely a run is read
literally. Weights come with the package; what a feature means is not known here.

Source: Lafferty, McCallum and Pereira (2001), Conditional random fields.
"""

from __future__ import annotations

import functools
import gzip
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rashomon.errors import WeightsError

Floats = npt.NDArray[np.float64]

LABELS = ("O", "B-literal", "I-literal", "B-associative", "I-associative")
_STEPS = (-2, -1, 1, 2)
_STEP = re.compile(r"^-?[12](?=\D)")
_END = "END"
_FILE = "toponym_weights.tsv.gz"
_NEVER = -50.0
LITERAL = 0.4
"""Above this probability a toponym is read literally."""
OUTSIDE = -1.0
"""Added to the score of a word that is no part of a toponym: recall is worth a little precision,
because the second model may still refuse."""


class TokenNames(NamedTuple):
    """The names of a token's features.

    Args:
        own: features of the word, as many for every token; the words up to two away have them
            too, each under its step to this token ("-1w=in").
        alone: features that only this token has.
    """

    own: tuple[str, ...]
    alone: list[str]


def all_names(tokens: Sequence[TokenNames], at: int) -> list[str]:
    """The names of all features of one token, those of its neighbours among them."""
    names = [*tokens[at].own, *tokens[at].alone]
    for step in _STEPS:
        if 0 <= at + step < len(tokens):
            names += [f"{step}{name}" for name in tokens[at + step].own]
        else:
            names.append(f"{step}{_END}")
    return names


class Tagger:
    """A linear-chain conditional random field.

    Each feature is looked up once a token, with its weights for the neighbours in the same row.

    Args:
        weights: a row over `LABELS` for each feature.
        steps: [from, to] weights of neighbouring labels.
    """

    def __init__(self, weights: Mapping[str, Floats], steps: Floats) -> None:
        self.steps = steps
        self.weights = weights
        self._alone = {name: row for row, name in enumerate(weights)}
        self._weights = np.array([*weights.values(), np.zeros(len(LABELS))])
        self._rows = {_STEP.sub("", name): row for row, name in enumerate(weights)}
        self._own = np.zeros((len(weights) + 1, len(_STEPS) + 1, len(LABELS)))
        for name, numbers in weights.items():
            step = _STEP.match(name)
            column = _STEPS.index(int(step[0])) if step else -1
            self._own[self._rows[_STEP.sub("", name)], column] = numbers
        self._least = OUTSIDE - 2 * (float(steps.max()) - float(steps[0, 0]))

    def runs(self, sentence: Sequence[TokenNames]) -> list[tuple[int, int, Floats]]:
        """First and last token of each toponym, and its mean scores over `LABELS`."""
        if not sentence:
            return []
        scores = self._scores(sentence)
        labels = self._best(scores)
        runs: list[tuple[int, int, Floats]] = []
        first = None
        for index, label in enumerate([*labels, 0]):
            if first is not None and LABELS[label][0] != "I":
                runs.append((first, index - 1, scores[first:index].mean(axis=0)))
                first = None
            if LABELS[label][0] == "B":
                first = index
        return runs

    def _scores(self, sentence: Sequence[TokenNames]) -> Floats:
        """[tokens, labels] sums of the weights of all features."""
        row = self._rows.get
        size, unknown = len(sentence), len(self._own) - 1
        rows = [row(name, unknown) for token in sentence for name in token.own]
        own = self._own[rows].reshape(size, -1, *self._own.shape[1:]).sum(axis=1)
        scores: Floats = own[:, -1].copy()
        end = self._own[row(_END, unknown)]
        for column, step in enumerate(_STEPS):
            low, high = max(0, -step), max(0, size - max(0, step))
            scores[low:high] += own[low + step : high + step, column]
            scores[:low] += end[column]
            scores[high:] += end[column]
        alone: list[int] = []
        starts = []
        for token in sentence:
            starts.append(len(alone))
            alone += [self._alone[name] for name in token.alone if name in self._alone]
            alone.append(len(self._alone))
        scores += np.add.reduceat(self._weights[alone], starts)
        return scores

    def _best(self, scores: Floats) -> list[int]:
        """The labels of the best path, by Viterbi's algorithm."""
        if (scores[:, 1:].max(axis=1) - scores[:, 0]).max() < self._least:
            return [0] * len(scores)  # no step's weight could make up for any label
        scores = scores.copy()
        scores[:, 0] += OUTSIDE
        scores[0, [2, 4]] += _NEVER
        back = np.zeros(scores.shape, np.int64)
        best = scores[0]
        for index in range(1, len(scores)):
            ways = best[:, None] + self.steps
            back[index] = ways.argmax(axis=0)
            best = ways.max(axis=0) + scores[index]
        path = [int(best.argmax())]
        for index in range(len(scores) - 1, 0, -1):
            path.append(int(back[index][path[-1]]))
        return path[::-1]


@dataclass(frozen=True)
class Reader:
    """How likely a toponym names a location here: logistic regression.

    Args:
        weights: of features; the empty name is the constant.
        states: weights of the encoder's states; none where it was fitted without them.
    """

    weights: Mapping[str, float]
    states: Floats = field(default_factory=lambda: np.zeros(0))

    def probability(
        self, names: Iterable[str], values: Mapping[str, float], states: Floats
    ) -> float:
        """Of a literal reading, by the toponym's features, by named numbers and by states.

        Raises:
            WeightsError: if the states are not those of the encoder that this was fitted on.
        """
        total = self.weights.get("", 0.0)
        total += sum(self.weights.get(name, 0.0) for name in names)
        total += sum(self.weights.get(name, 0.0) * value for name, value in values.items())
        if len(self.states):
            if len(states) != len(self.states):
                cause = f"made for {len(self.states)} states, the encoder shows {len(states)}"
                raise WeightsError(_FILE, cause)
            total += float(self.states @ states)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def tag_values(scores: Floats) -> dict[str, float]:
    """The tagger's scores of a toponym as named numbers."""
    return {f"#{label}": 0.3 * float(score) for label, score in zip(LABELS, scores, strict=True)}


@functools.cache
def models() -> tuple[Tagger, Reader]:
    """The shipped models."""
    packed = (files("rashomon") / "data" / _FILE).read_bytes()
    return parse(gzip.decompress(packed).decode("utf-8"))


def parse(table: str) -> tuple[Tagger, Reader]:
    """The models of a table.

    Args:
        table: lines of `tag`, `step`, `read` or `states`, a name, and numbers, divided by tabs.
    """
    weights: dict[str, Floats] = {}
    read: dict[str, float] = {}
    states = np.zeros(0)
    steps = np.zeros((len(LABELS), len(LABELS)))
    for line in table.splitlines():
        kind, name, *numbers = line.split("\t")
        if kind == "tag":
            weights[name] = np.array([float(number) for number in numbers])
        elif kind == "step":
            steps[LABELS.index(name)] = [float(number) for number in numbers]
        elif kind == "states":
            states = np.array([float(number) for number in numbers])
        else:
            read[name] = float(numbers[0])
    for first, label in enumerate(LABELS):
        for second, following in enumerate(LABELS):
            # an inside label only follows one of its own kind
            if following[0] == "I" and label[2:] != following[2:]:
                steps[first, second] = _NEVER
    return Tagger(weights, steps), Reader(read, states)
