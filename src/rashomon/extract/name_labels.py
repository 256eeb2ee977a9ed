"""Who and what a text names, token by token, as the shared encoder sees it.

What enters are the encoder's scores of a text; what leaves are labels for the tokens of any
splitter, in the terms of OntoNotes. Weights without heads for names leave that to the parser.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

import numpy as np

from rashomon.neural import Scores

LABELS = {
    "name_person": "PERSON",
    "name_organization": "ORG",
    "name_group": "NORP",
    "name_area": "GPE",
    "name_landscape": "LOC",
    "name_facility": "FAC",
    "name_time": "DATE",
    "name_work": "WORK_OF_ART",
}
"""By head; times of day count as dates, laws, events and products as works."""
_THRESHOLD = 0.5


def tells_names(heads: Collection[str]) -> bool:
    """Whether weights with these heads tell names."""
    return all(name in heads for name in LABELS)


class NameLabels:
    """The names of one text; no two overlap.

    Args:
        scores: of the text, by weights that tell names.
    """

    def __init__(self, scores: Scores) -> None:
        heads = [scores.heads[name] for name in LABELS]
        labels = list(LABELS.values())
        inside = 1.0 - np.stack([head[:, 0] for head in heads])
        best = inside.argmax(axis=0)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._labels: list[str] = []
        before = -2, -1
        for word in np.flatnonzero(inside.max(axis=0) >= _THRESHOLD).tolist():
            kind = int(best[word])
            _, begins, goes_on = heads[kind][word].tolist()
            if before == (word - 1, kind) and goes_on >= begins:
                self._ends[-1] = scores.words.ends[word]
            else:
                self._starts.append(scores.words.starts[word])
                self._ends.append(scores.words.ends[word])
                self._labels.append(labels[kind])
            before = word, kind

    def __call__(self, start: int, end: int) -> str:
        """The label of the token between two offsets, with `B-` or `I-`, or nothing."""
        at = bisect_right(self._ends, start)
        if at == len(self._ends) or self._starts[at] >= end:
            return ""
        return ("B-" if start <= self._starts[at] else "I-") + self._labels[at]
