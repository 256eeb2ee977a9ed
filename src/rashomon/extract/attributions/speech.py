"""Quotations that no cue of their own sentence took.

What enters are a reading and drafts; what leaves are the drafts with every quotation of speech at
somebody's door: as the continuation of what the same speaker just said, else as an attribution of
its own, without cue, to whoever the words beside it speak of. Scare quotes and titles stand inside
a sentence of other words and stay what they are.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from rashomon.extract.attributions.cues import Cue, candidates, cue_features, group
from rashomon.extract.attributions.drafts import Draft, complete, covers
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.weights import Linear

_MIN_WORDS = 3
_RESCUE = 0.05
_BEFORE_CUE = frozenset({",", "!", "?", "--", "—", "–"})
_ACTORS = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def with_speech(
    reading: Reading,
    models: dict[str, Linear],
    drafts: list[Draft],
    forbidden: Container[int],
) -> list[Draft]:
    """The drafts and every loose quotation of speech, in reading order.

    Args:
        reading: the document.
        models: `cue`, `source` and `content`.
        drafts: of cues.
        forbidden: places that are never a source.
    """
    result = list(drafts)
    owner: dict[int, int] = {}
    for number, draft in enumerate(result):
        for quote in range(len(reading.quotes)):
            if _holds(reading, draft, quote):
                owner.setdefault(quote, number)
    for quote in range(len(reading.quotes)):
        if quote in owner:
            continue
        rescued = _rescued(reading, models, result, forbidden, quote)
        if rescued is not None:
            result.append(rescued)
            for other in range(len(reading.quotes)):
                if _holds(reading, rescued, other):
                    owner.setdefault(other, len(result) - 1)
            continue
        if not _speech(reading, quote):
            continue
        speaker = _continued(reading, result, owner, quote)
        if speaker is not None:
            result[speaker] = _extended(reading, result[speaker], quote)
            owner[quote] = speaker
            continue
        places = reading.quote_places[quote]
        source = _beside(reading, quote, forbidden)
        result.append(
            Draft(
                cue=None,
                source=None if source is None else source[:2],
                source_head=None if source is None else source[2],
                content=((places[0], places[-1]),),
                weight=0.5,
            )
        )
        owner[quote] = len(result) - 1
    return sorted(result, key=lambda one: one.content[0][0])


def _rescued(
    reading: Reading,
    models: dict[str, Linear],
    drafts: list[Draft],
    forbidden: Container[int],
    quote: int,
) -> Draft | None:
    """The quotation with the likeliest word of its own sentence as its cue.

    A quotation that ends in a comma, a question or an exclamation before other words, or that a
    comma or colon introduces, is said by somebody there, however rare the verb.
    """
    places = reading.quote_places[quote]
    if len(places) < _MIN_WORDS + 2:
        return None
    inner = reading.lowers[places[-2]] if reading.quotes[quote].closed else ""
    sentences = [reading.sentence_of(places[-1])] if inner in _BEFORE_CUE else []
    before = reading.lowers[places[0] - 1] if places[0] else ""
    if before in (",", ":"):
        sentences.append(reading.sentence_of(places[0]))
    best: tuple[float, Cue] | None = None
    for sentence in sentences:
        base = reading.bases[sentence]
        for index in candidates(reading, sentence):
            if reading.quote_at[base + index] >= 0 or reading.is_punctuation(base + index):
                continue
            cue = group(reading, sentence, index)
            if any(
                d.cue is not None and d.cue.sentence == sentence and cue.head in d.cue
                for d in drafts
            ):
                continue
            weight = models["cue"].probability(cue_features(reading, sentence, index))
            if weight >= _RESCUE and (best is None or weight > best[0]):
                best = (weight, cue)
    if best is None:
        return None
    weight, cue = best
    return complete(reading, models, forbidden, cue, weight, quotation=places)


def _holds(reading: Reading, draft: Draft, quote: int) -> bool:
    places = reading.quote_places[quote]
    if not places:
        return True
    held = sum(covers(draft.content, place) for place in (places[0], places[-1]))
    return held > 0


def _speech(reading: Reading, quote: int) -> bool:
    """Whether the quotation stands by itself: whole sentences, nothing of the outlet's around."""
    places = reading.quote_places[quote]
    if not places:
        return False
    words = sum(reading.lowers[place].isalnum() for place in places)
    if words < _MIN_WORDS:
        return False
    first_sentence = reading.sentence_of(places[0])
    opens = reading.bases[first_sentence] == places[0] or (
        places[0] > 0 and reading.lowers[places[0] - 1] in (":", "―", "—", "--", "·", "•")
    )
    last_sentence = reading.sentence_of(places[-1])
    end = reading.sentence_places(last_sentence)[-1]
    closes = end == places[-1] or (end == places[-1] + 1 and reading.is_punctuation(end))
    return opens and closes


def _continued(
    reading: Reading, drafts: list[Draft], owner: dict[int, int], quote: int
) -> int | None:
    """The attribution that the quotation carries on, if the same speaker just spoke.

    Source: PolNeAR guidelines, "Content continuations should be included in the attribution".
    """
    this = reading.quotes[quote]
    start = reading.quote_places[quote][0]
    sentence = reading.sentence_of(start)
    before = owner.get(quote - 1) if quote else None
    if before is not None:
        previous = reading.quotes[quote - 1]
        if this.continues:
            return before
        gap = sentence - reading.sentence_of(reading.quote_places[quote - 1][-1])
        cue = drafts[before].cue
        cue_near = cue is not None and 0 <= sentence - cue.sentence <= 1
        if previous.paragraph == this.paragraph and (gap <= 1 or cue_near):
            return before
        if previous.paragraph == this.paragraph - 1 and (gap <= 1 or cue_near):
            return before
    if sentence:
        for number, draft in enumerate(drafts):
            if draft.cue is not None and draft.cue.sentence == sentence - 1:
                ending = reading.lowers[start - 1]
                if ending == ":":
                    return number
    return None


def _extended(reading: Reading, draft: Draft, quote: int) -> Draft:
    places = reading.quote_places[quote]
    runs = sorted([*draft.content, (places[0], places[-1])])
    joined: list[tuple[int, int]] = []
    for run in runs:
        if joined and run[0] <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], run[1]))
        else:
            joined.append(run)
    return replace(draft, content=tuple(joined))


def _beside(reading: Reading, quote: int, forbidden: Container[int]) -> tuple[int, int, int] | None:
    """Subject of the sentence before the quotation, in its paragraph or the one before."""
    sentence = reading.sentence_of(reading.quote_places[quote][0])
    for number in (sentence - 1,):
        if number < 0 or reading.paragraph(sentence) - reading.paragraph(number) > 1:
            continue
        tree = reading.trees[number]
        base = reading.bases[number]
        for index, token in enumerate(tree.tokens):
            if token.dep != "nsubj" or tree.tokens[token.head].dep not in ("ROOT", "conj"):
                continue
            actor = (
                token.entity[2:] in _ACTORS
                or lexicon().noun_class(token.lemma.lower()) in ("people", "carrier")
                or tree.lower(index) in ("he", "she", "they")
            )
            below = tree.subtree(index)
            places = range(base + below[0], base + below[-1] + 1)
            if actor and not any(p in forbidden or reading.quote_at[p] >= 0 for p in places):
                return places[0], places[-1], base + index
    return None
