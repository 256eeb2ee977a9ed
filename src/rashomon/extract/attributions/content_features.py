"""What speaks for one possible content of a cue: features for the content model.

What enters are a reading, a cue and the runs of tokens in question; what leaves are names. Nothing
here knows which other contents are possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading

_OPEN_CLASSES = frozenset({"NOUN", "PROPN", "VERB", "NUM"})
Runs = tuple[tuple[int, int], ...]


class ContentFeatures:
    """The features of one cue's contents; names are stable, they key the weights.

    Args:
        reading: the document.
        cue: the cue.
        taken: places of cue and source.
    """

    def __init__(self, reading: Reading, cue: Cue, taken: frozenset[int]) -> None:
        self._reading = reading
        self._tree = reading.trees[cue.sentence]
        self._base = reading.bases[cue.sentence]
        self._stop = self._base + len(self._tree)
        self._taken = taken
        self._low, self._high = min(taken), max(taken)
        token = self._tree.tokens[cue.head]
        self._lemma, self._dep = token.lemma.lower(), token.dep
        words = lexicon()
        self._kind = words.verb_class(self._lemma) or words.noun_class(self._lemma) or token.pos
        own = reading.quote_at[self._base + cue.head]
        self._quotes = set(reading.quote_at[self._base : self._stop]) - {-1, own}

    def __call__(self, runs: Runs, ways: Sequence[str]) -> list[str]:
        """What the content model sees of one option.

        Args:
            runs: the option.
            ways: how the option was reached.
        """
        reading, kind, base, stop = self._reading, self._kind, self._base, self._stop
        first, last = runs[0][0], runs[-1][1]
        count = sum([b - a + 1 for a, b in runs])
        found: list[str] = []
        for way in ways:
            found += (
                f"way={way}",
                f"way={way}|class={kind}",
                f"way={way}|lemma={self._lemma}",
                f"way={way}|dep={self._dep}",
            )
        side = "left" if last < self._low else "right" if first > self._high else "both"
        size = (
            0 if count == 1 else 1 if count <= 3 else 2 if count <= 7 else 3 if count <= 15 else 4
        )
        opener = reading.tokens[first]
        found += (
            f"side={side}|runs={min(len(runs), 3)}",
            f"side={side}|class={kind}",
            f"size={size}",
            f"size={size}|class={kind}",
            "open" if opener.pos in _OPEN_CLASSES else f"open={reading.lowers[first]}",
            f"opentag={opener.tag}|class={kind}",
            f"opendep={opener.dep}",
            f"closetag={reading.tokens[last].tag}",
            self._beside("after", last + 1),
            self._beside("before", first - 1),
        )
        if side == "right":
            gap = first - self._high - 1
            found += (
                f"gap={min(gap, 8)}",
                f"gap={min(gap, 4)}|class={kind}",
                f"reach={min(stop - 1 - last, 4)}",
            )
        elif side == "left":
            found += (f"gapleft={min(self._low - last - 1, 8)}", f"starts={first == base}")
        quoted = sum([reading.quoted_before[b + 1] - reading.quoted_before[a] for a, b in runs])
        share = "none" if not quoted else "all" if quoted == count else "some"
        found += (
            f"quoted={share}",
            f"quoted={share}|class={kind}",
            f"quoted={share}|side={side}",
            f"quoted={share}|size={size}",
            f"missed={min(self._missed(runs), 2)}|quoted={share}",
        )
        if quoted < count:
            found += _left_over(reading, self._taken, runs, base, stop - base, kind)
        if first >= base and last < stop:
            inside = self._tree.tokens[first - base : last - base + 1]
            verbs = any(t.pos in ("VERB", "AUX") and t.tag not in ("VBG", "VBN") for t in inside)
            found += (f"verb={verbs}", f"verb={verbs}|class={kind}")
        else:
            found += ("crosses", f"crosses|quoted={share}")
        return found

    def _beside(self, name: str, place: int) -> str:
        """The mark beside the option, or the tag of the word there."""
        reading = self._reading
        word = reading.lowers[place] if 0 <= place < len(reading.lowers) else "#"
        return f"{name}tag={reading.tokens[place].tag}" if word.isalpha() else f"{name}={word}"

    def _missed(self, runs: Runs) -> int:
        """Quotations of the sentence that the option leaves out."""
        if not self._quotes:
            return 0
        reading = self._reading
        edges = {reading.quote_at[place] for run in runs for place in run}
        return sum(
            not any(a <= reading.quote_places[quote][0] <= b for a, b in runs)
            for quote in self._quotes - edges
        )


def _left_over(
    reading: Reading, taken: frozenset[int], runs: Runs, base: int, size: int, kind: str
) -> Iterator[str]:
    """Words of the sentence that neither the cue's group nor this option takes."""
    first, last = runs[0][0], runs[-1][1]
    words, finite = reading.words_before, reading.finite_before
    stop = base + size
    low, high = min(max(first, base), stop), max(min(last + 1, stop), base)
    before, after = words[low] - words[base], words[stop] - words[high]
    verbs_before, verbs_after = finite[low] - finite[base], finite[stop] - finite[high]
    for place in taken:
        if base <= place < low:
            before -= words[place + 1] - words[place]
            verbs_before -= finite[place + 1] - finite[place]
        elif high <= place < stop:
            after -= words[place + 1] - words[place]
            verbs_after -= finite[place + 1] - finite[place]
    yield f"over={min(before, 3)}|{min(after, 3)}"
    yield f"oververbs={min(verbs_before, 2)}|{min(verbs_after, 2)}"
    yield f"oververbs={min(verbs_before, 2)}|{min(verbs_after, 2)}|class={kind}"
    follower = reading.lowers[last + 1] if last + 1 < len(reading.lowers) else "#"
    yield f"overafter={after > 0}|{verbs_after > 0}|{follower}"
