"""Stated ignorance: "it is unclear whether ...", "... remains unknown", "was not known how ...".

What enters is a reading; what leaves are drafts without a source, which say that the outlet itself
states what is not known. Who else does not know ("police could not say") has a source and is an
ordinary cue.
"""

from __future__ import annotations

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.drafts import Draft
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.tree import Tree

_GAP_MAX = 4
_EMPTY = frozenset({"it", "there", "this", "that"})
_OPENERS = frozenset({"whether", "if", "who", "what", "where", "when", "why", "how", "which"})


def stated_unknowns(reading: Reading) -> list[Draft]:
    """Drafts of all that the text itself calls unknown, in reading order."""
    drafts = []
    for sentence, tree in enumerate(reading.trees):
        for index in range(len(tree)):
            cue = _cue(tree, sentence, index)
            if cue is None:
                continue
            content = _content(tree, cue, index)
            if content is None:
                continue
            base = reading.bases[sentence]
            run = reading.trimmed(base + content[0], base + content[1])
            if run is not None:
                drafts.append(Draft(cue, None, None, (run,), 1.0, unknown=True))
    return drafts


def _cue(tree: Tree, sentence: int, index: int) -> Cue | None:
    """The verb group of an adjective or of "known" that states ignorance."""
    unknown = lexicon().cues.unknown
    token = tree.tokens[index]
    word = tree.lower(index)
    head = token.head
    if word == "known" and tree.children(index, "auxpass"):
        low = index
        negated = bool(tree.children(index, "neg"))
        if not negated:
            return None
    elif word in unknown.adjectives or word in unknown.negated_adjectives:
        if head == index or tree.tokens[head].lemma not in unknown.copulas:
            return None
        if token.dep not in ("acomp", "oprd", "attr", "xcomp", "ccomp", "advcl"):
            return None
        if word in unknown.negated_adjectives and not tree.children(head, "neg"):
            return None
        if _knower(tree, head):
            return None
        low = head
    else:
        return None
    first = low
    for child in (*tree.children(low), *tree.children(index)):
        if tree.tokens[child].dep in ("aux", "auxpass", "neg", "advmod") and child < index:
            first = min(first, child)
    if index - first > _GAP_MAX + 2:
        first = low
    if index < low or index - low > _GAP_MAX:
        return None
    while first < index and tree.lower(first) in ("however", "though", "also", "still"):
        first += 1
    return Cue(sentence, index, first, index)


def _knower(tree: Tree, copula: int) -> bool:
    """Whether a person is the one who is unsure ("residents are uncertain")."""
    return any(
        lexicon().noun_class(tree.tokens[child].lemma.lower()) == "people"
        or tree.tokens[child].entity[2:] in ("PERSON", "NORP")
        or tree.lower(child) in ("he", "she", "they", "we", "i", "you")
        for child in tree.children(copula, "nsubj")
    )


def _content(tree: Tree, cue: Cue, index: int) -> tuple[int, int] | None:
    """The clause that is open, before or after the cue, else what is called unknown."""
    tops = {index, tree.tokens[index].head} if tree.tokens[index].pos != "VERB" else {index}
    for top in sorted(tops):
        for child in tree.children(top):
            if tree.tokens[child].dep not in ("ccomp", "advcl", "xcomp", "csubj", "csubjpass"):
                continue
            if child in cue:
                continue
            below = tree.subtree(child)
            low, high = below[0], below[-1]
            if low <= cue.last < high:
                low = cue.last + 1
            opener = any(tree.lower(at) in _OPENERS for at in range(low, min(low + 3, high + 1)))
            if opener:
                return low, high
    if cue.last + 1 < len(tree) and tree.lower(cue.last + 1) in _OPENERS:
        last = len(tree) - 1
        return cue.last + 1, last
    for top in sorted(tops):
        for child in tree.children(top, "nsubj", "nsubjpass", "csubj"):
            if child < cue.first and tree.lower(child) not in _EMPTY:
                below = tree.subtree(child)
                return below[0], min(below[-1], cue.first - 1)
    return None
