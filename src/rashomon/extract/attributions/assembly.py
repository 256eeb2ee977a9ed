"""Leads made whole: each with its likeliest source and content, and what speaks for all of it.

What enters are a reading, the signals over it and the models; what leaves are choices and numbers,
nothing is accepted or refused yet. The numbers look at a lead's neighbours too: a word inside what
somebody else says is seldom a cue of the outlet's own text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rashomon.extract.attributions.content_features import Runs
from rashomon.extract.attributions.cues import Cue, cue_features
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.proposals import (
    CONTENT_NUMBERS,
    ContentProposal,
    Proposer,
    SourceProposal,
)
from rashomon.extract.attributions.ranking import Ranker
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.signals import Lead, Signals
from rashomon.extract.attributions.weights import Linear

WHOLE_NUMBERS = (
    "cue",
    "cue_words",
    "cue_parse",
    "cue_tag",
    "in_content",
    "opens",
    "held",
    "rival",
    "rival_stronger",
    "content_alike",
    "content_mean",
    "content_missed",
    "content_size",
    "content_tag",
    "content_share",
    "content_quoted",
    "content_cues",
    "content_crosses",
    "content_parse",
    "source_none",
    "source_alike",
    "source_mean",
    "source_share",
    "source_best",
    "in_quote",
    "says",
    "thinks",
    "wants",
    "shows",
    "noun",
    "sign",
    "headline",
)
_CONTENT = {name: number for number, name in enumerate(CONTENT_NUMBERS)}


class Assembly:
    """Makes candidates of one document's leads.

    Args:
        reading: the document.
        signals: the encoder's scores over it.
        models: `cue`, `source` and `content`.
        rankers: `source` and `content`.
        forbidden: places that are neither source nor content (the dateline).
    """

    def __init__(
        self,
        reading: Reading,
        signals: Signals,
        models: dict[str, Linear],
        rankers: dict[str, Ranker],
        forbidden: range,
    ) -> None:
        self.reading = reading
        self.signals = signals
        self.proposer = Proposer(reading, signals, models, forbidden)
        self._models = models
        self.rankers = rankers

    def source(self, lead: Lead, cue: Cue) -> tuple[SourceProposal, float]:
        """The likeliest source and its share of the softmax."""
        options = self.proposer.sources(lead, cue)
        best, share = choose(self.rankers["source"], [option.numbers for option in options])
        return options[best], share

    def content(
        self, lead: Lead, cue: Cue, options: Sequence[ContentProposal]
    ) -> tuple[ContentProposal, float]:
        """The likeliest of some contents and its share of the softmax."""
        best, share = choose(self.rankers["content"], [option.numbers for option in options])
        return options[best], share

    def numbers(
        self,
        lead: Lead,
        cue: Cue,
        source: tuple[SourceProposal, float],
        content: tuple[ContentProposal, float],
    ) -> tuple[float, ...]:
        """What speaks for the lead as a whole."""
        reading, signals = self.reading, self.signals
        base = reading.bases[cue.sentence]
        tree = reading.trees[cue.sentence]
        token = tree.tokens[cue.head]
        places = slice(base + cue.first, base + cue.last + 1)
        features = cue_features(reading, cue.sentence, cue.head)
        chosen, share = content
        held, rival, stronger = self._neighbours(lead, base + cue.head, chosen.runs)
        at = chosen.numbers
        kind = lexicon().verb_class(token.lemma.lower()) if token.pos in ("VERB", "AUX") else ""
        option, source_share = source
        none = option.head is None
        return (
            _logit(lead.probability),
            math.log(cue.last - cue.first + 1),
            self._models["cue"].score(features),
            float(signals.cue[places].mean()),
            float(signals.content[base + cue.head]),
            float(signals.opens[chosen.runs[0][0]]),
            held,
            rival,
            stronger,
            at[_CONTENT["alike"]],
            at[_CONTENT["mean"]],
            at[_CONTENT["missed"]],
            at[_CONTENT["size"]],
            at[_CONTENT["tag"]],
            share,
            at[_CONTENT["quoted"]],
            at[_CONTENT["cues_inside"]],
            at[_CONTENT["crosses"]],
            at[_CONTENT["parse"]],
            float(none),
            0.0 if none else option.numbers[1],
            0.0 if none else option.numbers[2],
            source_share,
            float(lead.source.max(initial=0.0)),
            float(reading.quote_at[base + cue.head] >= 0),
            float(kind in ("say", "deny")),
            float(kind in ("think", "seem")),
            float(kind == "want"),
            float(kind == "show"),
            float(token.pos in ("NOUN", "PROPN")),
            float(token.pos in ("PUNCT", "SYM")),
            float(cue.sentence == 0),
        )

    def _neighbours(self, lead: Lead, place: int, runs: Runs) -> tuple[float, float, float]:
        """How surely another lead's content holds this cue; how much it shares this content.

        Returns:
            The first, the second, and the second counting likelier leads only.
        """
        held = rival = stronger = 0.0
        size = sum(last - first + 1 for first, last in runs)
        for other in self.signals.leads_over(min(place, runs[0][0]), max(place, runs[-1][1])):
            if other is lead:
                continue
            top = len(other.content)
            if 0 <= place - other.low < top:
                held = max(held, other.probability * float(other.content[place - other.low]))
            shared = 0.0
            for first, last in runs:
                low = min(max(first - other.low, 0), top)
                high = min(max(last + 1 - other.low, 0), top)
                shared += other.sums[high] - other.sums[low]
            alike = other.probability * shared / (size + max(0.0, other.sums[-1] - shared))
            rival = max(rival, alike)
            if other.probability > lead.probability:
                stronger = max(stronger, alike)
        return held, rival, stronger


def choose(ranker: Ranker, rows: Sequence[Sequence[float]]) -> tuple[int, float]:
    """Number of the preferred option (the first of equals) and its share of the softmax."""
    scores = ranker.scores(rows)
    best = int(scores.argmax())
    return best, float(1.0 / np.exp(np.clip(scores - scores[best], -50, 0)).sum())


def _logit(probability: float) -> float:
    kept = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))
