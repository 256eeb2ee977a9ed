"""Quotations that no cue of their own sentence took.

What enters are a reading and drafts; what leaves are the drafts with every quotation of speech at
somebody's door: as the continuation of what the same speaker just said, else as an attribution of
its own, without cue, to whoever the words beside it speak of. Scare quotes and titles stand inside
a sentence of other words and stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rashomon.extract.attributions.cues import (
    Cue,
    candidates,
    carried_gerund,
    cue_features,
    group,
)
from rashomon.extract.attributions.drafts import Draft, complete
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.modality import mode
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.weights import Linear

_MIN_WORDS = 3
_NEAR = 12
_RESCUE = 0.05
_FADE = 0.9
_SAYS = 1.5
_BEFORE_CUE = frozenset({",", "!", "?", "--", "—", "–"})
_ACTORS = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def with_speech(
    reading: Reading,
    models: dict[str, Linear],
    drafts: list[Draft],
    forbidden: range,
) -> list[Draft]:
    """The drafts and every loose quotation of speech, in reading order.

    Args:
        reading: the document.
        models: `cue`, `source` and `content`.
        drafts: of cues.
        forbidden: places that are neither source nor content (the dateline).
    """
    result = list(drafts)
    owner: dict[int, int] = {}
    cued: dict[int, list[int]] = {}

    def enter(number: int) -> None:
        draft = result[number]
        for quote in _held(reading, draft):
            owner.setdefault(quote, number)
        if draft.cue is not None:
            cued.setdefault(draft.cue.sentence, []).append(number)

    for number in range(len(result)):
        enter(number)
    for quote, places in enumerate(reading.quote_places):
        if quote in owner or not places:
            continue
        rescued = _rescued(reading, models, result, cued, forbidden, quote)
        if rescued is not None:
            result.append(rescued)
            enter(len(result) - 1)
            continue
        speaker = _split(reading, result, cued, quote)
        if speaker is None and not _speech(reading, quote):
            continue
        if speaker is None:
            speaker = _continued(reading, result, owner, cued, quote)
        if speaker is not None:
            result[speaker] = _extended(reading, result[speaker], quote)
            owner[quote] = speaker
            continue
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
    cued: dict[int, list[int]],
    forbidden: range,
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
            gerund = carried_gerund(reading.trees[sentence], index)
            cue = group(reading, sentence, index if gerund is None else gerund)
            others = [drafts[number].cue for number in cued.get(sentence, ())]
            if any(other is not None and cue.head in other for other in others):
                continue
            weight = models["cue"].probability(cue_features(reading, sentence, index))
            if weight < _RESCUE:
                continue
            edges = (base + cue.first - places[-1], places[0] - base - cue.last)
            weight *= _FADE ** max(edges)
            token = reading.trees[sentence].tokens[cue.head]
            if lexicon().verb_class(token.lemma.lower()) == "say":
                weight *= _SAYS
            if best is None or weight > best[0]:
                best = (weight, cue)
    if best is None:
        return None
    weight, cue = best
    return complete(reading, models, forbidden, cue, weight, quotation=places)


def _held(reading: Reading, draft: Draft) -> Iterator[int]:
    """Quotations that begin or end in the draft's content."""
    for first, last in draft.content:
        for place in range(first, last + 1):
            quote = reading.quote_at[place]
            if quote >= 0 and place in (
                reading.quote_places[quote][0],
                reading.quote_places[quote][-1],
            ):
                yield quote


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


def _split(
    reading: Reading, drafts: list[Draft], cued: dict[int, list[int]], quote: int
) -> int | None:
    """The attribution whose cue stands right behind the quotation and whose content goes on."""
    end = reading.quote_places[quote][-1]
    for number in cued.get(reading.sentence_of(end), ()):
        cue = drafts[number].cue
        if cue is not None and mode(reading, drafts[number]) == "direct":
            gap = reading.bases[cue.sentence] + cue.first - end
            if 0 < gap <= _NEAR and drafts[number].content[0][0] > end:
                return number
    return None


def _continued(
    reading: Reading,
    drafts: list[Draft],
    owner: dict[int, int],
    cued: dict[int, list[int]],
    quote: int,
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
    if start and reading.lowers[start - 1] == ":":
        return next(iter(cued.get(sentence - 1, ())), None)
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


def _beside(reading: Reading, quote: int, forbidden: range) -> tuple[int, int, int] | None:
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
