"""Which leads are attributions, and what the encoder leaves to the parse.

What enters are a reading, the encoder's scores and the models; what leaves are drafts, one a cue,
in reading order, their contents settled against each other. The encoder knows the outlet's own
text; who says what inside somebody else's words, and a few constructions that follow from grammar,
are found by the parse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rashomon.extract.attributions.assembly import Assembly
from rashomon.extract.attributions.content_features import Runs
from rashomon.extract.attributions.cues import (
    Cue,
    candidates,
    carried_gerund,
    carrier_verb,
    cue_features,
    group,
)
from rashomon.extract.attributions.drafts import (
    Draft,
    complete,
    coverage,
    covers,
    is_far,
    is_title,
    is_topic,
    physical_deed,
)
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.signals import Lead, Signals
from rashomon.extract.attributions.signatures import signed_quotations
from rashomon.extract.attributions.weights import Linear
from rashomon.records import Token

NESTED_THRESHOLD = 0.45
SIGN_THRESHOLD = 0.02
_LEAD_FLOOR = 0.12
_SAME = 0.6
_LABEL_MAX = 6


class _Found:
    """Drafts so far, with look-ups by sentence and by place."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.cues: dict[int, Cue] = {}
        self.of_sentence: dict[int, list[int]] = {}
        self.held: dict[int, list[int]] = {}

    def add(self, draft: Draft) -> None:
        number = len(self.drafts)
        self.drafts.append(draft)
        if draft.cue is not None:
            self.cues[number] = draft.cue
            self.of_sentence.setdefault(draft.cue.sentence, []).append(number)
        for first, last in draft.content:
            for place in range(first, last + 1):
                self.held.setdefault(place, []).append(number)


class Selection:
    """Chooses the attributions of one document.

    Args:
        assembly: makes candidates of leads.
        signals: the encoder's scores.
        models: `cue`, `source` and `content`.
        forbidden: places that are neither source nor content (the dateline).
    """

    def __init__(
        self,
        assembly: Assembly,
        signals: Signals,
        models: dict[str, Linear],
        forbidden: range,
    ) -> None:
        self._assembly = assembly
        self._reading = assembly.reading
        self._signals = signals
        self._models = models
        self._forbidden = forbidden

    def drafts(self, settled: Sequence[Draft] = ()) -> list[Draft]:
        """The document's attributions with a cue, each cue once.

        Args:
            settled: drafts whose cues are decided already.
        """
        reading = self._reading
        found = _Found()
        for draft in (*settled, *signed_quotations(reading, self._forbidden)):
            found.add(draft)
        outer = self._outer([draft.cue for draft in found.drafts if draft.cue is not None])
        for draft in sorted(outer, key=lambda one: (-one.weight, place_of(reading, one))):
            self._enter(found, draft)
        for draft in self._by_grammar(found):
            self._enter(found, draft)
        for draft in self._nested(found):
            self._enter(found, draft)
        return without_rivals(reading, [_apart(reading, draft) for draft in found.drafts])

    def _enter(self, found: _Found, draft: Draft) -> None:
        """Take in a draft unless its cue is taken or its content is one's already.

        Of two cues for one content that stand side by side the likelier takes in the other.
        """
        cue = draft.cue
        if cue is None:
            return
        numbers = found.of_sentence.get(cue.sentence, ())
        if any(overlap(found.cues[number], cue) for number in numbers):
            return
        for number in numbers:
            other, its_cue = found.drafts[number], found.cues[number]
            if other.unknown or alike(other.content, draft.content) < _SAME:
                continue
            if self._one_within_other(other, draft):
                continue
            beside = max(its_cue.first, cue.first) == min(its_cue.last, cue.last) + 1
            token = head_of(self._reading, cue)
            if beside and token.pos in ("VERB", "AUX", "ADP", "SCONJ", "ADV"):
                joined = replace(
                    its_cue,
                    first=min(its_cue.first, cue.first),
                    last=max(its_cue.last, cue.last),
                )
                found.cues[number] = joined
                found.drafts[number] = replace(
                    other, cue=joined, source=other.source or draft.source
                )
            return
        found.add(draft)

    def _one_within_other(self, left: Draft, right: Draft) -> bool:
        """Whether one saying stands in the other: "reported that an official said ..."."""
        return covers(left.content, place_of(self._reading, right)) or covers(
            right.content, place_of(self._reading, left)
        )

    def _outer(self, blocked: Sequence[Cue]) -> Iterator[Draft]:
        """Leads that hold as a whole."""
        kept = [lead for lead in self._signals.leads if lead.probability >= _LEAD_FLOOR]
        taken: dict[int, list[Cue]] = {}
        for cue in blocked:
            taken.setdefault(cue.sentence, []).append(cue)
        made = []
        rows = []
        for lead in kept:
            if any(overlap(lead.cue, cue) for cue in taken.get(lead.cue.sentence, ())):
                continue
            draft, numbers = self._whole(lead)
            if draft is not None:
                made.append(draft)
                rows.append(numbers)
        if not made:
            return
        ranker = self._assembly.rankers["whole"]
        for draft, score in zip(made, ranker.scores(rows).tolist(), strict=True):
            if score >= ranker.threshold:
                yield replace(draft, weight=1.0 / (1.0 + math.exp(-max(-30.0, score))))

    def _whole(self, lead: Lead) -> tuple[Draft | None, tuple[float, ...]]:
        """The lead with its likeliest source and content, and what speaks for it."""
        reading, assembly = self._reading, self._assembly
        if _hearsay(reading, lead.cue):
            return None, ()
        cue = self._carried_cue(lead.cue)
        source, source_share = assembly.source(lead, cue)
        head, span = source.head, None
        if head is not None:
            span = (source.first, source.last)
        options = assembly.proposer.contents(lead, cue, range(span[0], span[1] + 1) if span else ())
        if not options:
            return None, ()
        content, share = assembly.content(lead, cue, options)
        numbers = assembly.numbers(lead, cue, (source, source_share), (content, share))
        refused = (physical_deed, is_title, is_far)
        if any(refuses(reading, cue, content.runs) for refuses in refused):
            return None, ()
        if head is not None and is_topic(reading, cue, head):
            return None, ()
        return Draft(cue, span, head, content.runs, lead.probability), numbers

    def _carried_cue(self, cue: Cue) -> Cue:
        """The cue with the passive that carries it: "was quoted as saying"."""
        tree = self._reading.trees[cue.sentence]
        for index in range(cue.first, cue.last + 1):
            gerund = index if carrier_verb(tree, index) is not None else carried_gerund(tree, index)
            if gerund is not None:
                whole = group(self._reading, cue.sentence, gerund)
                first, last = min(whole.first, cue.first), max(whole.last, cue.last)
                return Cue(cue.sentence, gerund, first, last)
        return cue

    def _by_grammar(self, found: _Found) -> Iterator[Draft]:
        """Labels before a colon, denied clauses, reporting adverbs, whatever the encoder says."""
        reading = self._reading
        adverbs = lexicon().cues.hedges.cue_adverbs
        for sentence in range(len(reading.trees)):
            base = reading.bases[sentence]
            for index in candidates(reading, sentence):
                sure = reading.lowers[base + index] in adverbs
                if not sure and (
                    _label(reading, sentence, index) or _denies_clause(reading, sentence, index)
                ):
                    features = cue_features(reading, sentence, index)
                    sure = self._models["cue"].probability(features) >= SIGN_THRESHOLD
                if not sure:
                    continue
                draft = self._completed(sentence, index, NESTED_THRESHOLD, found)
                if draft is not None:
                    yield draft

    def _nested(self, found: _Found) -> Iterator[Draft]:
        """What stands inside others' contents, from the outermost inwards."""
        reading = self._reading
        words = lexicon()
        held = found.held
        for sentence, tree in enumerate(reading.trees):
            base = reading.bases[sentence]
            if held.keys().isdisjoint(range(base, base + len(tree))):
                continue
            chosen = []
            for index in candidates(reading, sentence):
                if base + index not in held:
                    continue
                lemma = tree.tokens[index].lemma.lower()
                reports = words.verb_class(lemma) or words.noun_class(lemma) in (
                    "speech",
                    "thought",
                )
                if not (reports or tree.lower(index) == "according"):
                    continue
                weight = self._models["cue"].probability(cue_features(reading, sentence, index))
                if weight >= NESTED_THRESHOLD:
                    depth = sum(1 for _ in tree.ancestors(index))
                    chosen.append((depth, index, weight))
            for _, index, weight in sorted(chosen):
                draft = self._completed(sentence, index, weight, found)
                if draft is not None:
                    yield draft

    def _completed(self, sentence: int, index: int, weight: float, found: _Found) -> Draft | None:
        """A draft by the parse alone, within the content that its cue stands in."""
        reading = self._reading
        cue = group(reading, sentence, index)
        place = reading.bases[sentence] + index
        holders = [found.drafts[number].content for number in found.held.get(place, ())]
        bounds = min(holders, key=_size, default=None)
        return complete(reading, self._models, self._forbidden, cue, weight, bounds=bounds)


def place_of(reading: Reading, draft: Draft) -> int:
    """The place of the draft's cue, else of its content's first word."""
    if draft.cue is None:
        return draft.content[0][0]
    return reading.bases[draft.cue.sentence] + draft.cue.head


def head_of(reading: Reading, cue: Cue) -> Token:
    """The cue's head."""
    return reading.trees[cue.sentence].tokens[cue.head]


def overlap(left: Cue, right: Cue) -> bool:
    """Whether two cues share a token."""
    return left.sentence == right.sentence and left.first <= right.last and right.first <= left.last


def alike(left: Runs, right: Runs) -> float:
    """Shared places over all places."""
    shared = sum(max(0, min(b, d) - max(a, c) + 1) for a, b in left for c, d in right)
    return shared / (_size(left) + _size(right) - shared)


def _hearsay(reading: Reading, cue: Cue) -> bool:
    """Whether an adverb alone makes the cue ("reportedly shelled"); grammar cuts those better."""
    words = lexicon()
    tokens = reading.trees[cue.sentence].tokens[cue.first : cue.last + 1]
    lemmas = [token.lemma.lower() for token in tokens]
    adverbs = words.cues.hedges.cue_adverbs
    return any(lemma in adverbs for lemma in lemmas) and not any(map(words.verb_class, lemmas))


def _apart(reading: Reading, draft: Draft) -> Draft:
    """The draft whose content leaves its own cue out, where two cues have become one."""
    cue = draft.cue
    if cue is None:
        return draft
    base = reading.bases[cue.sentence]
    first, last = base + cue.first, base + cue.last
    runs = tuple(
        run
        for start, end in draft.content
        for run in ((start, min(end, first - 1)), (max(start, last + 1), end))
        if run[0] <= run[1]
    )
    return replace(draft, content=tuple(dict.fromkeys(runs))) if runs else draft


def _size(runs: Runs) -> int:
    return sum(last - first + 1 for first, last in runs)


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


def without_rivals(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts that do not claim each other's cue.

    Of two cues that each stand in the other's content the likelier stays.
    """
    held = coverage(drafts)
    places = [place_of(reading, draft) for draft in drafts]
    kept: set[int] = set()
    for number in sorted(range(len(drafts)), key=lambda n: (-drafts[n].weight, places[n])):
        rivals = held.get(places[number], ())
        if not any(
            other in kept and covers(drafts[number].content, places[other]) for other in rivals
        ):
            kept.add(number)
    return [drafts[n] for n in sorted(kept, key=lambda n: places[n])]
