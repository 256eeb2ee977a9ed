"""What may be the source and the content of a lead, each option with numbers that speak for it.

What enters are a reading, the encoder's signals and the linear models; what leaves are options: the
phrases and clauses that the parse offers and the runs that the encoder marks, in one pool. Which
is taken is not decided here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rashomon.extract.attributions.content_features import Runs
from rashomon.extract.attributions.contents import content_features, content_runs
from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.signals import Floats, Lead, Signals
from rashomon.extract.attributions.sources import source_options
from rashomon.extract.attributions.weights import Linear

_LEVELS = (0.15, 0.3, 0.45, 0.6, 0.8)
_BRIDGE = 3
_SMALL = 3
_KEPT_CONTENTS = 14
_KEPT_SOURCES = 10
_CLIP = 5.0


@dataclass(frozen=True)
class SourceProposal:
    """One possible source of a lead.

    Args:
        head: place of its head, None for no source.
        first: its first place.
        last: its last place, included.
        numbers: as `SOURCE_NUMBERS` names them.
    """

    head: int | None
    first: int
    last: int
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class ContentProposal:
    """One possible content of a lead.

    Args:
        runs: (first, last) places, both included, in reading order.
        numbers: as `CONTENT_NUMBERS` names them.
    """

    runs: Runs
    numbers: tuple[float, ...]


SOURCE_NUMBERS = (
    "none",
    "alike",
    "mean",
    "head",
    "missed",
    "best",
    "first_edge",
    "last_edge",
    "before",
    "after",
    "tag",
    "tag_around",
    "parse",
    "parsed",
    "parse_none",
    "size",
    "distance",
    "right",
    "other_sentence",
    "pronoun",
    "content",
)

CONTENT_NUMBERS = (
    "alike",
    "mean",
    "missed",
    "missed_share",
    "first_edge",
    "last_edge",
    "before",
    "after",
    "weakest",
    "tag",
    "tag_opens",
    "tag_after",
    "parse",
    "parsed",
    "marked",
    "size",
    "runs",
    "crosses",
    "paragraphs",
    "cues_inside",
    "cue_inside",
    "quoted",
    "half_quote",
    "starts_sentence",
    "ends_sentence",
    "left",
    "both_sides",
    "gap",
    "source_inside",
    "enclosed_both",
    "enclosed_one",
)


class _Sums:
    """Sums over ranges of places of values known on one stretch, zero or `rest` elsewhere."""

    def __init__(self, values: Floats, low: int, rest: float = 0.0) -> None:
        self._sums: list[float] = [0.0, *np.cumsum(values, dtype=np.float64).tolist()]
        self._values: list[float] = values.tolist()
        self._size = len(self._values)
        self._low = low
        self._rest = rest

    def of(self, first: int, last: int) -> float:
        """The sum over `first` to `last`, both included."""
        low, high = first - self._low, last + 1 - self._low
        if low >= 0 and high <= self._size:
            return self._sums[high] - self._sums[low]
        inner_low = min(max(low, 0), self._size)
        inner_high = min(max(high, inner_low), self._size)
        outside = (high - low) - (inner_high - inner_low)
        return self._sums[inner_high] - self._sums[inner_low] + self._rest * outside

    def over(self, runs: Runs) -> float:
        """The sum over all runs."""
        if len(runs) == 1:
            return self.of(*runs[0])
        return sum([self.of(first, last) for first, last in runs])

    def at(self, place: int) -> float:
        """The value of one place."""
        index = place - self._low
        return self._values[index] if 0 <= index < self._size else self._rest

    @property
    def total(self) -> float:
        """The sum of all that is known."""
        return self._sums[-1]


def _size(runs: Runs) -> int:
    return sum([last - first + 1 for first, last in runs])


def _logits(values: Floats) -> Floats:
    kept = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.clip(np.log(kept / (1 - kept)), -_CLIP, _CLIP), dtype=np.float32)


class Proposer:
    """Makes the options of one document's leads.

    Args:
        reading: the document.
        signals: the encoder's scores over it.
        models: `source` and `content`.
        forbidden: places that are neither source nor content (the dateline).
    """

    def __init__(
        self, reading: Reading, signals: Signals, models: dict[str, Linear], forbidden: range
    ) -> None:
        self._reading = reading
        self._signals = signals
        self._models = models
        self._forbidden = forbidden
        self._cue = _Sums(signals.cue, 0)
        self._source = _Sums(signals.source, 0)
        self._content = _Sums(signals.content, 0)
        self._opens = _Sums(signals.opens, 0)

    def sources(self, lead: Lead, cue: Cue) -> list[SourceProposal]:
        """The likeliest sources in reading order, no source first."""
        reading = self._reading
        base = reading.bases[cue.sentence]
        ties = _Sums(lead.source, lead.low)
        logits = _Sums(_logits(lead.source), lead.low, -_CLIP)
        content = _Sums(lead.content, lead.low)
        options = source_options(reading, cue, self._forbidden)
        parse = [self._models["source"].score(option.features) for option in options]
        top = max(parse)
        spans: dict[tuple[int, int], tuple[int, float, bool]] = {}
        for option, score in zip(options[1:], parse[1:], strict=True):
            if option.head is not None:
                span = (base + option.first, base + option.last)
                spans[span] = (base + option.head, score - top, True)
        for first, last in self._marked_sources(lead, cue):
            spans.setdefault((first, last), (self._head(first, last), -_CLIP, False))
        best = float(lead.source.max(initial=0.0))
        none = parse[0] - top
        total = ties.total
        found = [self._no_source(none, best, total)]
        rated = []
        for (first, last), (head, score, parsed) in spans.items():
            size = last - first + 1
            inside = ties.of(first, last)
            alike = inside / (size + max(0.0, total - inside))
            rated.append((alike + 0.02 * max(score, -_CLIP), first, last, head, score, parsed))
        rated.sort(key=lambda one: (-one[0], one[1:3]))
        for _, first, last, head, score, parsed in sorted(
            rated[:_KEPT_SOURCES], key=lambda one: one[1:3]
        ):
            size = last - first + 1
            inside = ties.of(first, last)
            before, after = last < base + cue.first, first > base + cue.last
            gap = base + cue.first - last - 1 if before else first - base - cue.last - 1
            numbers = (
                0.0,
                inside / (size + max(0.0, total - inside)),
                logits.of(first, last) / size,
                logits.at(head),
                max(0.0, total - inside),
                best,
                logits.at(first),
                logits.at(last),
                logits.at(first - 1),
                logits.at(last + 1),
                self._source.of(first, last) / size,
                max(self._source.at(first - 1), self._source.at(last + 1)),
                max(score, -_CLIP),
                float(parsed),
                max(none, -_CLIP),
                math.log(size),
                math.log1p(max(gap, 0)),
                float(after),
                float(reading.sentence_of(head) != cue.sentence),
                float(reading.tokens[head].pos == "PRON"),
                content.of(first, last) / size,
            )
            found.append(SourceProposal(head, first, last, numbers))
        return found

    def _no_source(self, none: float, best: float, total: float) -> SourceProposal:
        known = {
            "none": 1.0,
            "best": best,
            "missed": total,
            "parse": max(none, -_CLIP),
            "parse_none": max(none, -_CLIP),
            "parsed": 1.0,
        }
        return SourceProposal(None, -1, -1, tuple(known.get(name, 0.0) for name in SOURCE_NUMBERS))

    def _marked_sources(self, lead: Lead, cue: Cue) -> Iterator[tuple[int, int]]:
        """Runs that the encoder ties to the cue as its source, without marks at their ends."""
        reading = self._reading
        base = reading.bases[cue.sentence]
        own = range(base + cue.first, base + cue.last + 1)
        quote = reading.quote_at[base + cue.head]
        for level in (0.2, 0.5):
            places = [
                place
                for place in (np.flatnonzero(lead.source >= level) + lead.low).tolist()
                if place not in own
                and place not in self._forbidden
                and reading.quote_at[place] in (-1, quote)
            ]
            for first, last in reading.runs(places):
                trimmed = reading.trimmed(first, last)
                if trimmed is not None and reading.sentence_of(trimmed[0]) == reading.sentence_of(
                    trimmed[1]
                ):
                    yield trimmed

    def _head(self, first: int, last: int) -> int:
        """The place of the run on which its other words depend."""
        sentence = self._reading.sentence_of(first)
        base = self._reading.bases[sentence]
        tokens = self._reading.trees[sentence].tokens
        for place in range(first, last + 1):
            above = tokens[place - base].head + base
            if (above == place or not first <= above <= last) and tokens[place - base].pos in (
                "NOUN",
                "PROPN",
                "PRON",
            ):
                return place
        return last

    def contents(self, lead: Lead, cue: Cue, source: range | tuple[()]) -> list[ContentProposal]:
        """The likeliest contents, in an order that depends on the text only."""
        reading = self._reading
        pool = content_runs(
            reading, cue, source, self._forbidden, self._marked_contents(lead, cue, source)
        )
        ties = _Sums(lead.content, lead.low)
        rated = []
        for runs in pool:
            size = _size(runs)
            inside = ties.over(runs)
            rated.append((-inside / (size + max(0.0, ties.total - inside)), runs))
        rated.sort()
        kept = sorted(runs for _, runs in rated[:_KEPT_CONTENTS])
        if not kept:
            return []
        features = content_features(reading, cue, source)
        model = self._models["content"]
        parse = [model.score(features(runs, pool[runs])) for runs in kept]
        numbers = self._numbers(lead, cue, ties, kept, [pool[runs] for runs in kept], parse, source)
        return [ContentProposal(runs, row) for runs, row in zip(kept, numbers, strict=True)]

    def _marked_contents(self, lead: Lead, cue: Cue, source: Iterable[int]) -> Iterator[Runs]:
        """Runs that the encoder ties to the cue at several levels, small gaps closed."""
        base = self._reading.bases[cue.sentence]
        barred = set(range(base + cue.first, base + cue.last + 1)) | set(source)
        known: set[Runs] = set()
        for level in _LEVELS:
            places = (np.flatnonzero(lead.content >= level) + lead.low).tolist()
            runs: list[tuple[int, int]] = []
            for place in places:
                if place in barred:
                    continue
                if (
                    runs
                    and place - runs[-1][1] <= _BRIDGE + 1
                    and not any(at in barred for at in range(runs[-1][1] + 1, place))
                ):
                    runs[-1] = (runs[-1][0], place)
                else:
                    runs.append((place, place))
            if not runs or tuple(runs) in known:
                continue
            known.add(tuple(runs))
            longest = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
            yield (longest,)
            yield tuple(runs)
            large = tuple(run for run in runs if run[1] - run[0] >= _SMALL)
            if large:
                yield large
                yield tuple(self._to_sentence(run) for run in large)

    def _to_sentence(self, run: tuple[int, int]) -> tuple[int, int]:
        """The run drawn out to the ends of its sentence where it nearly reaches them."""
        first, last = run
        start = self._reading.sentence_places(self._reading.sentence_of(first))[0]
        end = self._reading.sentence_places(self._reading.sentence_of(last))[-1]
        return (start if first - start <= 4 else first, end if end - last <= 6 else last)

    def _numbers(
        self,
        lead: Lead,
        cue: Cue,
        ties: _Sums,
        kept: Sequence[Runs],
        ways: Sequence[list[str]],
        parse: Sequence[float],
        source: Iterable[int],
    ) -> Iterator[tuple[float, ...]]:
        reading = self._reading
        base = reading.bases[cue.sentence]
        logits = _Sums(_logits(lead.content), lead.low, -_CLIP)
        sources = _Sums(lead.source, lead.low)
        top = max(parse)
        taken = sorted({base + cue.first, base + cue.last, *source})
        low, high = taken[0], taken[-1]
        enclosed = self._comma(low - 1) and self._comma(high + 1)
        total = max(
            0.0, ties.total - sum(ties.at(p) for p in range(base + cue.first, base + cue.last + 1))
        )
        for runs, reached, score in zip(kept, ways, parse, strict=True):
            first, last = runs[0][0], runs[-1][1]
            size = _size(runs)
            inside = ties.over(runs)
            missed = max(0.0, total - inside)
            quoted = sum([reading.quoted_before[b + 1] - reading.quoted_before[a] for a, b in runs])
            half = 0
            for a, b in runs:
                for edge in (a, b):
                    quote = reading.quote_at[edge]
                    if quote >= 0:
                        places = reading.quote_places[quote]
                        half += not (a <= places[0] and places[-1] <= b) and not (
                            places[0] <= a and b <= places[-1]
                        )
            here, there = reading.sentence_of(first), reading.sentence_of(last)
            side_left, side_right = first < low, last > high
            gap = low - last - 1 if last < low else first - high - 1
            marked = reached == ["M"]
            yield (
                inside / (size + missed),
                logits.over(runs) / size,
                math.log1p(missed),
                missed / (total + 1.0),
                logits.at(first),
                logits.at(last),
                logits.at(first - 1) if first - 1 != base + cue.last else -_CLIP,
                logits.at(last + 1) if last + 1 != base + cue.first else -_CLIP,
                min(self._weakest(ties, a, b) for a, b in runs),
                self._content.over(runs) / size,
                self._opens.at(first),
                self._content.at(last + 1),
                max(score - top, -_CLIP),
                float(not marked),
                float("M" in reached),
                math.log(size),
                float(len(runs) > 1),
                float(here != there),
                float(reading.paragraph(there) - reading.paragraph(here) > 0),
                min(self._cue.over(runs), 2.0),
                max(float(self._signals.cue[a : b + 1].max()) for a, b in runs),
                quoted / size,
                float(half > 0),
                float(first == reading.bases[here]),
                float(reading.sentence_places(there)[-1] - last <= 1),
                float(side_left and not side_right),
                float(side_left and side_right),
                math.log1p(max(gap, 0)),
                sources.over(runs) / size,
                float(enclosed and side_left and side_right),
                float(enclosed and not (side_left and side_right)),
            )

    def _comma(self, place: int) -> bool:
        """Whether a comma or the end of a quotation stands there."""
        lowers = self._reading.lowers
        return 0 <= place < len(lowers) and (lowers[place] == "," or self._reading.is_mark(place))

    def _weakest(self, ties: _Sums, first: int, last: int) -> float:
        """The least mean over eight neighbouring places of the run."""
        width = 8
        if last - first < width:
            return ties.of(first, last) / (last - first + 1)
        return min(ties.of(at, at + width - 1) / width for at in range(first, last - width + 2, 4))
