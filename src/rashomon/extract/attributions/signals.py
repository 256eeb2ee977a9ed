"""The encoder's scores laid over a reading's tokens.

What enters are a reading and the scores of its text; what leaves are, for every place, how likely
it is part of a cue, a source or a content, and the leads: runs of tokens that may be a cue, with
what ties every other place to them. Nothing here decides.
"""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.neural import Scores

Floats = npt.NDArray[np.float32]
_ARGUMENTS = frozenset({"nsubj", "dobj", "iobj", "dative", "npadvmod"})


@dataclass(frozen=True)
class Lead:
    """A possible cue with its ties.

    Args:
        cue: as the encoder marks it, cut to one sentence.
        probability: that it is one.
        low: the first place that the ties speak of.
        content: [places] from `low` on, probability to be content of this cue.
        source: likewise, to be its source.
        sums: of `content`, [places + 1], from 0.
    """

    cue: Cue
    probability: float
    low: int
    content: Floats
    source: Floats
    sums: tuple[float, ...]

    @property
    def high(self) -> int:
        """One past the last place that the ties speak of."""
        return self.low + len(self.content)


class Signals:
    """Look-ups from places to scores.

    Args:
        reading: the document.
        scores: of the same text.
    """

    def __init__(self, reading: Reading, scores: Scores) -> None:
        self._reading = reading
        starts = np.array(reading.starts, np.int64)
        ends = np.array(reading.ends, np.int64)
        word_starts = np.array(scores.words.starts, np.int64)
        word_ends = np.array(scores.words.ends, np.int64)
        self._first = np.searchsorted(word_ends, starts, side="right")
        self._stop = np.maximum(np.searchsorted(word_starts, ends, side="left"), self._first)
        self.cue = self._spread(1.0 - scores.heads["cue"][:, 0])
        self.source = self._spread(1.0 - scores.heads["source"][:, 0])
        self.content = self._spread(1.0 - scores.heads["content"][:, 0])
        self.opens = self._spread(scores.head("content", "B"))
        self.leads = self._leads(scores)
        self._lows = [lead.low for lead in self.leads]
        self._highs = list(itertools.accumulate((lead.high for lead in self.leads), max))

    def leads_over(self, first: int, last: int) -> list[Lead]:
        """The leads whose ties may speak of a place from `first` to `last`, in reading order."""
        start = bisect.bisect_right(self._highs, first)
        return self.leads[start : bisect.bisect_right(self._lows, last)]

    def _spread(self, values: Floats, origin: int = 0, first: int = 0, stop: int = -1) -> Floats:
        """Means over each token's words, zero for a token without words."""
        at = slice(first, stop if stop >= 0 else len(self._first))
        low = np.clip(self._first[at] - origin, 0, len(values))
        high = np.clip(self._stop[at] - origin, 0, len(values))
        sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        found = (sums[high] - sums[low]) / np.maximum(high - low, 1)
        return np.asarray(found, dtype=np.float32)

    def _leads(self, scores: Scores) -> list[Lead]:
        """One lead a trigger, in reading order."""
        found = []
        content, source = (scores.parts.index(part) for part in ("content", "source"))
        for trigger in scores.triggers:
            start = scores.words.starts[trigger.first]
            end = scores.words.ends[trigger.last]
            places = self._reading.places(start, end)
            if not places:
                continue
            cue = self._cue(places)
            size = trigger.arcs.shape[1]
            low = int(np.searchsorted(self._stop, trigger.origin, side="right"))
            high = int(np.searchsorted(self._first, trigger.origin + size, side="left"))
            ties = self._spread(trigger.arcs[content], trigger.origin, low, high)
            found.append(
                Lead(
                    cue=cue,
                    probability=trigger.probability,
                    low=low,
                    content=ties,
                    source=self._spread(trigger.arcs[source], trigger.origin, low, high),
                    sums=(0.0, *np.cumsum(ties, dtype=np.float64).tolist()),
                )
            )
        return found

    def _cue(self, places: range) -> Cue:
        """The places as a cue of the sentence that holds most of them, with its head."""
        reading = self._reading
        owners = [reading.sentence_of(place) for place in places]
        sentence = max(owners, key=lambda one: (owners.count(one), -one))
        base = reading.bases[sentence]
        indices = [p - base for p, one in zip(places, owners, strict=True) if one == sentence]
        tree = reading.trees[sentence]
        inside = set(indices)
        heads = [
            i for i in indices if tree.tokens[i].head not in inside or tree.tokens[i].head == i
        ]
        words = [i for i in heads if not reading.is_punctuation(base + i)]
        verbs = [i for i in words if tree.tokens[i].pos in ("VERB", "AUX")]
        head = (verbs or words or heads or indices)[0]
        first, last = indices[0], indices[-1]
        while last > head and self._foreign(sentence, last, first, last):
            last -= 1
        while first < head and self._foreign(sentence, first, first, last):
            first += 1
        return Cue(sentence, head, first, last)

    def _foreign(self, sentence: int, index: int, first: int, last: int) -> bool:
        """Whether a token at the edge of a run is no part of its cue.

        It hangs on something outside, is a mark other than a colon, is rather a source, or names
        who is spoken to.
        """
        reading = self._reading
        tree = reading.trees[sentence]
        token = tree.tokens[index]
        place = reading.bases[sentence] + index
        if not first <= token.head <= last:
            return True
        if reading.is_mark(place) or reading.is_punctuation(place):
            return tree.lower(index) != ":"
        if self.source[place] > self.cue[place]:
            return True
        if token.pos not in ("NOUN", "PROPN", "PRON") or token.dep not in _ARGUMENTS:
            return False
        people = lexicon().noun_class(token.lemma.lower()) == "people"
        return people or token.pos != "NOUN" or token.dep == "nsubj"
