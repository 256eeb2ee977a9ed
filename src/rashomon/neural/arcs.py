"""How strongly each word of a window is tied to a reporting word.

What enters are the encoder's questions (at the reporting word) and answers (at every word); what
leaves are probabilities, one row a part.

Source: additive attention after Bahdanau, Cho and Bengio (2015), "Neural Machine Translation by
Jointly Learning to Align and Translate", with an embedding of the signed distance.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


class ArcScorer:
    """The tables of the relating head.

    Args:
        archive: bytes of the NumPy archive: `distance` [buckets, columns], and for each part its
            weights [columns / parts] and `<part>_bias` [1].
        parts: names of the parts, in the order of their columns.
    """

    def __init__(self, archive: bytes, parts: Sequence[str]) -> None:
        with np.load(io.BytesIO(archive), allow_pickle=False) as tables:
            self._distance: Floats = tables["distance"].astype(np.float32)
            self._weights = [tables[part].astype(np.float32) for part in parts]
            self._biases = [float(tables[f"{part}_bias"][0]) for part in parts]
        self._buckets = len(self._distance)
        self._inner = self._distance.shape[1] // len(parts)

    def __call__(self, question: Floats, answers: Floats, distances: Numbers) -> Floats:
        """Probabilities [parts, words] that each word is a part of what the question reports.

        Args:
            question: [columns], the mean over the reporting word's pieces.
            answers: [words, columns].
            distances: [words], signed, in wordpieces from the reporting word.
        """
        joint = self._distance.take(self.bucket(distances), axis=0)
        joint += answers
        joint += question
        np.tanh(joint, out=joint)
        found = np.empty((len(self._weights), len(answers)), np.float32)
        for number, (weights, bias) in enumerate(zip(self._weights, self._biases, strict=True)):
            first = number * self._inner
            found[number] = joint[:, first : first + self._inner] @ weights + bias
        return logistic(found)

    def bucket(self, distances: Numbers) -> Numbers:
        """Rows of the distance table: finer near zero, the left half for words before."""
        half = self._buckets // 2
        size = np.log2(np.abs(distances).astype(np.float32) + 1) * np.float32(1.5)
        step = np.minimum(size.astype(np.int64), half - 1)
        return np.where(distances < 0, half - 1 - step, half + step)


def logistic(values: Floats) -> Floats:
    """1 / (1 + exp(-values)), for values of any size."""
    return np.asarray(0.5 * np.tanh(0.5 * values) + 0.5, dtype=np.float32)


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
