"""Accusations and tolls: sayings that the verb's object tells, with no clause of content.

What enters are a reading and the drafts found so far; what leaves are these with one more for every
"X blamed Y for Z" and "X put the toll at N" that has none. General corpora of quotation hardly mark
them, so that what is learned there passes them over; in reports of violence they carry who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.drafts import Draft
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.tree import Tree

_ACCUSING = frozenset({"blame", "accuse", "implicate", "denounce"})
_COUNTING = frozenset(
    {"put", "place", "raise", "lower", "revise", "update", "give", "set", "increase", "reduce"}
)
_TOLLS = frozenset({"toll", "number", "count", "figure", "total"})
_MOST = 40  # tokens of a content


def with_accusations(reading: Reading, drafts: Sequence[Draft], forbidden: range) -> list[Draft]:
    """The drafts with those of accusations and tolls, the latter marked as stated."""
    by_cue = {
        reading.bases[draft.cue.sentence] + place: number
        for number, draft in enumerate(drafts)
        if draft.cue is not None
        for place in range(draft.cue.first, draft.cue.last + 1)
    }
    found = list(drafts)
    for sentence, tree in enumerate(reading.trees):
        base = reading.bases[sentence]
        for index, token in enumerate(tree.tokens):
            lemma = token.lemma.lower()
            counting = lemma in _COUNTING and _counts(tree, index)
            if not counting and lemma not in _ACCUSING:
                continue
            if base + index in by_cue:
                number = by_cue[base + index]
                if counting:
                    found[number] = replace(found[number], stated=True)
                continue
            made = _draft(reading, sentence, index, forbidden)
            if made is not None:
                found.append(made)
    return found


def _counts(tree: Tree, verb: int) -> bool:
    """Whether the object is a toll that is put somewhere."""
    return any(tree.tokens[o].lemma.lower() in _TOLLS for o in tree.children(verb, "dobj")) and any(
        tree.lower(p) in {"at", "to"} for p in tree.children(verb, "prep", "dative")
    )


def _subject(tree: Tree, verb: int) -> int | None:
    """Who accuses: the subject, also where the verb shares it with the one before."""
    at = verb
    for _ in range(3):
        subjects = tree.children(at, "nsubj")
        if subjects:
            return subjects[0]
        if tree.tokens[at].dep not in {"conj", "advcl", "xcomp"} or tree.tokens[at].head == at:
            return None
        if tree.tokens[at].dep == "conj" and tree.children(at, "auxpass"):
            return None
        at = tree.tokens[at].head
    return None


def _draft(reading: Reading, sentence: int, verb: int, forbidden: range) -> Draft | None:
    tree = reading.trees[sentence]
    base = reading.bases[sentence]
    objects = tree.children(verb, "dobj")
    subject = _subject(tree, verb)
    if not objects or subject is None or tree.children(verb, "auxpass", "neg"):
        return None
    token = tree.tokens[subject]
    speaks = (
        lexicon().noun_class(token.lemma.lower()) is not None
        or token.entity[2:] in ("PERSON", "ORG", "NORP", "GPE")
        or token.tag in ("NNP", "NNPS", "PRP")
    )
    if not speaks or any(base + i in forbidden for i in (subject, verb)):
        return None
    low = [i for i in tree.subtree(subject) if i <= subject + 12]
    first, last = low[0], subject
    for index in low:
        if index > last and tree.tokens[index].dep in {"relcl", "acl", "punct", "appos"}:
            break
        last = max(last, index)
    start = min(tree.subtree(objects[0]))
    if start < verb or last >= verb > first:
        return None
    parts = [i for i in tree.subtree(verb) if start <= i <= start + _MOST]
    end = start
    for index in parts:
        if index > end + 1 or (index > start and tree.tokens[index].dep in {"cc", "conj", "advcl"}
                               and tree.tokens[index].head == verb):  # fmt: skip
            break
        end = index
    run = reading.trimmed(base + start, base + end)
    if run is None:
        return None
    source = (base + first, base + last)
    cue_first = verb
    while cue_first > 0 and tree.tokens[cue_first - 1].dep in {"aux", "advmod"}:
        cue_first -= 1
    if cue_first <= last < verb:
        cue_first = verb
    cue = Cue(sentence, verb, cue_first, verb)
    return Draft(cue, source, base + subject, (run,), 1.0, stated=True)
