"""Attributions by places: cues chosen, each with its source and content.

What enters is a reading and the models; what leaves are drafts, one a cue, in reading order, their
contents settled against each other. Nothing here knows entities or records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.extract.attributions.content_features import Runs
from rashomon.extract.attributions.contents import Option, content_options
from rashomon.extract.attributions.cues import (
    Cue,
    candidates,
    carrier_verb,
    cue_features,
    group,
)
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.sources import SourceOption, controller, source_options
from rashomon.extract.attributions.weights import Linear

CUE_THRESHOLD = 0.45
SIGN_THRESHOLD = 0.02
_LABEL_MAX = 6


@dataclass(frozen=True)
class Draft:
    """An attribution before it is a record.

    Args:
        cue: None for a quotation that nobody introduces.
        source: (first, last) places, both included, or None.
        source_head: place of the source's head, or None.
        content: runs of places.
        weight: probability that the cue is one.
        unknown: the words state that something is not known.
    """

    cue: Cue | None
    source: tuple[int, int] | None
    source_head: int | None
    content: Runs
    weight: float
    unknown: bool = False


def draft_attributions(
    reading: Reading,
    models: dict[str, Linear],
    forbidden: range,
    settled: Sequence[Draft] = (),
) -> list[Draft]:
    """The document's attributions with a cue, each cue once.

    Args:
        reading: the document.
        models: `cue`, `source` and `content`.
        forbidden: places that are neither source nor content (the dateline).
        settled: drafts whose cues are decided already.
    """
    drafts = list(settled)
    blocked: dict[int, list[Cue]] = {}
    for draft in settled:
        if draft.cue is not None:
            blocked.setdefault(draft.cue.sentence, []).append(draft.cue)
    for sentence in range(len(reading.trees)):
        cues = _cues(reading, models, sentence, blocked.get(sentence, []))
        depths = {
            cue.head: sum(1 for _ in reading.trees[sentence].ancestors(cue.head)) for _, cue in cues
        }
        here: list[Draft] = []
        for weight, cue in sorted(cues, key=lambda pair: (depths[pair[1].head], pair[1].head)):
            place = reading.bases[sentence] + cue.head
            holders = [one.content for one in here if covers(one.content, place)]
            bounds = holders[-1] if holders else None
            completed = complete(reading, models, forbidden, cue, weight, bounds=bounds)
            if completed is not None:
                here.append(completed)
        drafts.extend(_one_a_content(here))
    return _without_rivals(reading, drafts)


def _one_a_content(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one sentence, those with the same content joined: "began by saying that ...".

    The likeliest cue stays and takes in the others that stand right beside it.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: -one.weight):
        for number, other in enumerate(kept):
            if other.content == draft.content and other.cue and draft.cue:
                if max(other.cue.first, draft.cue.first) <= min(other.cue.last, draft.cue.last) + 1:
                    cue = replace(
                        other.cue,
                        first=min(other.cue.first, draft.cue.first),
                        last=max(other.cue.last, draft.cue.last),
                    )
                    kept[number] = replace(other, cue=cue, source=other.source or draft.source)
                break
        else:
            kept.append(draft)
    return kept


def _cues(
    reading: Reading, models: dict[str, Linear], sentence: int, blocked: Sequence[Cue]
) -> list[tuple[float, Cue]]:
    """The likely cues of a sentence in reading order; of two that overlap the likelier."""
    chosen: list[tuple[float, Cue]] = []
    raised: list[Cue] = []
    for index in candidates(reading, sentence):
        weight = models["cue"].probability(cue_features(reading, sentence, index))
        if weight >= SIGN_THRESHOLD and _label(reading, sentence, index):
            weight = max(weight, CUE_THRESHOLD)
        if weight >= SIGN_THRESHOLD and _denies_clause(reading, sentence, index):
            weight = max(weight, CUE_THRESHOLD)
        if reading.lowers[reading.bases[sentence] + index] in lexicon().cues.hedges.cue_adverbs:
            weight = max(weight, CUE_THRESHOLD)
        if carrier_verb(reading.trees[sentence], index) is not None:
            raised.append(group(reading, sentence, index))
        if weight >= CUE_THRESHOLD:
            chosen.append((weight, group(reading, sentence, index)))
    for cue in raised:
        for number, (weight, other) in enumerate(chosen):
            if other.head in cue:
                chosen[number] = (weight, cue)
    kept: list[tuple[float, Cue]] = []
    for weight, cue in sorted(chosen, key=lambda pair: (-pair[0], pair[1].head)):
        rivals = (*blocked, *(other for _, other in kept))
        if not any(cue.head in other or other.head in cue for other in rivals):
            kept.append((weight, cue))
    return sorted(kept, key=lambda pair: pair[1].head)


def _denies_clause(reading: Reading, sentence: int, index: int) -> bool:
    """Whether somebody denies a clause: "denied having fired", "rejects that it is so"."""
    tree = reading.trees[sentence]
    return (
        tree.tokens[index].pos == "VERB"
        and tree.tokens[index].lemma.lower() in lexicon().cues.verbs.deny
        and bool(tree.children(index, "ccomp", "xcomp", "pcomp"))
        and bool(tree.children(index, "nsubj"))
    )


def _label(reading: Reading, sentence: int, index: int) -> bool:
    """Whether a colon closes a speaker's label: "Police: two dead", "COL. BRISKO: We left"."""
    tree = reading.trees[sentence]
    if tree.lower(index) != ":" or not 1 <= index <= _LABEL_MAX:
        return False
    before = [i for i in range(index) if not reading.is_mark(reading.bases[sentence] + i)]
    tokens = [tree.tokens[i] for i in before]
    if not tokens or any(token.pos in ("VERB", "AUX", "ADP", "PRON") for token in tokens):
        return False
    last = tokens[-1]
    return lexicon().noun_class(last.lemma.lower()) == "people" or last.entity[2:] in (
        "PERSON",
        "ORG",
    )


def complete(
    reading: Reading,
    models: dict[str, Linear],
    forbidden: range,
    cue: Cue,
    weight: float,
    *,
    quotation: range | None = None,
    bounds: Runs | None = None,
) -> Draft | None:
    """The cue with its likeliest source and content; None where nothing can be its content.

    Args:
        reading: the document.
        models: `source` and `content`.
        forbidden: places that are neither source nor content.
        cue: the cue.
        weight: its probability.
        quotation: places that the content must cover.
        bounds: content of the saying that this one stands in, which it does not leave if it can.
    """
    base = reading.bases[cue.sentence]
    sources = source_options(reading, cue, forbidden)
    if _is_adverb(reading, cue):
        sources = sources[:1]
    number, _ = models["source"].best([option.features for option in sources])
    chosen = sources[number]
    if chosen.head is None:
        chosen = _carried(reading, cue, sources) or chosen
    source = None if chosen.head is None else (base + chosen.first, base + chosen.last)
    taken = range(source[0], source[1] + 1) if source else ()
    contents = content_options(reading, cue, taken, forbidden)
    if quotation is not None:
        contents = [
            option
            for option in contents
            if covers(option.runs, quotation[0]) and covers(option.runs, quotation[-1])
        ]
        pure = [
            option
            for option in contents
            if all(reading.quote_at[a] >= 0 and reading.quote_at[b] >= 0 for a, b in option.runs)
        ]
        contents = pure or contents
    if bounds is not None:
        inner = [option for option in contents if within(bounds, option.runs)]
        contents = inner or contents
    if not contents:
        return None
    contents = _clauses_of_denials(reading, cue, contents) or contents
    best, _ = models["content"].best([option.features for option in contents])
    if _physical_deed(reading, cue, contents[best].runs):
        return None
    head = None if chosen.head is None else base + chosen.head
    if head is not None and _topic(reading, cue, head):
        return None
    return Draft(cue, source, head, contents[best].runs, weight)


def _topic(reading: Reading, cue: Cue, head: int) -> bool:
    """Whether a colon closes a place that files the story ("Harvane: two dead"), no speaker.

    This errs where a capital stands for its government.
    """
    sign = reading.lowers[reading.bases[cue.sentence] + cue.head]
    return sign == ":" and reading.tokens[head].entity[2:] in ("GPE", "LOC", "FAC")


def _carried(reading: Reading, cue: Cue, sources: Sequence[SourceOption]) -> SourceOption | None:
    """Who governs a gerund cue: "*he* is heard saying", "*he* left, saying"."""
    tree = reading.trees[cue.sentence]
    verb = carrier_verb(tree, cue.head)
    if verb is not None:
        subjects = tree.children(verb, "nsubjpass", "nsubj")
    elif lexicon().verb_class(tree.tokens[cue.head].lemma.lower()) in ("say", "deny"):
        governor = controller(tree, cue)
        subjects = [] if governor is None else [governor]
    else:
        return None
    return next((option for option in sources if option.head in subjects), None)


def _is_adverb(reading: Reading, cue: Cue) -> bool:
    word = reading.lowers[reading.bases[cue.sentence] + cue.head]
    return word in lexicon().cues.hedges.cue_adverbs


def _clauses_of_denials(reading: Reading, cue: Cue, options: Sequence[Option]) -> list[Option]:
    """For a denial the options that are a whole clause: "denied having fired", not "fired"."""
    head = reading.trees[cue.sentence].tokens[cue.head]
    if head.lemma.lower() not in lexicon().cues.verbs.deny:
        return []
    ways = {f"way=R:{dep}" for dep in ("ccomp", "xcomp")}
    return [option for option in options if ways & set(option.features)]


def _physical_deed(reading: Reading, cue: Cue, runs: Runs) -> bool:
    """Whether the cue is a deed in this domain and its "content" a mere object.

    "Attacked the plan" is speech and "attacked the village" is not; this errs towards deeds.
    """
    tree = reading.trees[cue.sentence]
    token = tree.tokens[cue.head]
    if token.pos != "VERB" or token.lemma.lower() not in lexicon().cues.physical.verbs:
        return False
    for first, last in runs:
        for place in range(first, last + 1):
            if reading.quote_at[place] >= 0:
                return False
            if reading.tokens[place].pos in ("VERB", "AUX"):
                local = place - reading.bases[cue.sentence]
                if not 0 <= local < len(tree):
                    return False
                at = tree.tokens[local]
                if at.dep in ("ccomp", "xcomp", "pcomp", "parataxis", "ROOT"):
                    return False
    return True


def covers(runs: Runs, place: int) -> bool:
    """Whether a place stands in the runs."""
    return any(first <= place <= last for first, last in runs)


def within(outer: Runs, inner: Runs) -> bool:
    """Whether all of `inner` stands in `outer`."""
    return all(any(a <= first and last <= b for a, b in outer) for first, last in inner)


def coverage(drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """For every place in some content the numbers of the drafts that hold it."""
    held: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        for first, last in draft.content:
            for place in range(first, last + 1):
                held.setdefault(place, []).append(number)
    return held


def _without_rivals(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts that do not claim each other's cue.

    Of two cues that each stand in the other's content the likelier stays.
    """
    held = coverage(drafts)
    places = [_cue_place(reading, draft) for draft in drafts]
    kept: set[int] = set()
    for number in sorted(range(len(drafts)), key=lambda n: (-drafts[n].weight, places[n])):
        rivals = held.get(places[number], ())
        if not any(
            other in kept and covers(drafts[number].content, places[other]) for other in rivals
        ):
            kept.add(number)
    return [drafts[n] for n in sorted(kept, key=lambda n: places[n])]


def _cue_place(reading: Reading, draft: Draft) -> int:
    if draft.cue is None:
        return draft.content[0][0]
    return reading.bases[draft.cue.sentence] + draft.cue.head
