"""Attributions by places, and how one cue gets its source and content from the parse alone.

What enters are a reading, a cue and the linear models; what leaves is a draft. Nothing here knows
the encoder, entities or records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.attributions.content_features import Runs
from rashomon.extract.attributions.contents import Option, content_options
from rashomon.extract.attributions.cues import Cue, carrier_verb
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.sources import SourceOption, controller, source_options
from rashomon.extract.attributions.weights import Linear

_TITLE_MAX = 9


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
        stated: it is a statement, whatever its verb means elsewhere.
    """

    cue: Cue | None
    source: tuple[int, int] | None
    source_head: int | None
    content: Runs
    weight: float
    unknown: bool = False
    stated: bool = False


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
    if is_adverb(reading, cue):
        sources = sources[:1]
    number, _ = models["source"].best([option.features for option in sources])
    chosen = sources[number]
    if chosen.head is None:
        chosen = carried(reading, cue, sources) or chosen
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
    contents = clauses_of_denials(reading, cue, contents) or contents
    best, _ = models["content"].best([option.features for option in contents])
    if physical_deed(reading, cue, contents[best].runs):
        return None
    head = None if chosen.head is None else base + chosen.head
    if head is not None and is_topic(reading, cue, head):
        return None
    return Draft(cue, source, head, contents[best].runs, weight)


def is_topic(reading: Reading, cue: Cue, head: int) -> bool:
    """Whether a colon closes a place that files the story ("Harvane: two dead"), no speaker.

    This errs where a capital stands for its government.
    """
    sign = reading.lowers[reading.bases[cue.sentence] + cue.head]
    return sign == ":" and reading.tokens[head].entity[2:] in ("GPE", "LOC", "FAC")


def carried(reading: Reading, cue: Cue, sources: Sequence[SourceOption]) -> SourceOption | None:
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


def is_adverb(reading: Reading, cue: Cue) -> bool:
    """Whether the cue is an adverb that reports by itself: "reportedly"."""
    word = reading.lowers[reading.bases[cue.sentence] + cue.head]
    return word in lexicon().cues.hedges.cue_adverbs


def clauses_of_denials(reading: Reading, cue: Cue, options: Sequence[Option]) -> list[Option]:
    """For a denial the options that are a whole clause: "denied having fired", not "fired"."""
    head = reading.trees[cue.sentence].tokens[cue.head]
    if head.lemma.lower() not in lexicon().cues.verbs.deny:
        return []
    ways = {f"way=R:{dep}" for dep in ("ccomp", "xcomp")}
    return [option for option in options if ways & set(option.features)]


def physical_deed(reading: Reading, cue: Cue, runs: Runs) -> bool:
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


def is_title(reading: Reading, cue: Cue, runs: Runs) -> bool:
    """Whether the content is a title in quotation marks that nobody says: "sang 'The Long Road'".

    This errs where a short exclamation is printed in capitals.
    """
    if len(runs) != 1 or lexicon().verb_class(_lemma(reading, cue)) in ("say", "deny"):
        return False
    first, last = runs[0]
    quote = reading.quote_at[first]
    if quote < 0 or reading.quote_places[quote][0] != first:
        return False
    if reading.finite_before[last + 1] > reading.finite_before[first]:
        return False
    last = reading.quote_places[quote][-1]
    if not reading.is_mark(last) or last - first > _TITLE_MAX:
        return False
    words = [reading.text[reading.starts[p] : reading.ends[p]] for p in range(first + 1, last)]
    words = [word for word in words if word[0].isalpha()]
    large = [word for word in words if len(word) > 3 or word is words[0]]
    mixed = not all(word.isupper() for word in large)
    return len(words) > 1 and mixed and all(word[0].isupper() for word in large)


def is_far(reading: Reading, cue: Cue, runs: Runs) -> bool:
    """Whether the content is another paragraph's own text: neither quoted nor announced."""
    if reading.lowers[reading.bases[cue.sentence] + cue.last] == ":":
        return False
    here = reading.paragraph(cue.sentence)
    return all(
        reading.quoted_before[last + 1] == reading.quoted_before[first]
        and here
        not in (
            reading.paragraph(reading.sentence_of(first)),
            reading.paragraph(reading.sentence_of(last)),
        )
        for first, last in runs
    )


def _lemma(reading: Reading, cue: Cue) -> str:
    return reading.trees[cue.sentence].tokens[cue.head].lemma.lower()


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
