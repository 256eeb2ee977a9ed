"""How a saying is meant: direct or not, denied or not, asserted, hedged or stated as unknown.

What enters is a reading and a draft; what leaves are the three readings. It looks at the cue's verb
group and at the head of the content, never at what the words are about.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.extract.attributions.drafts import Draft
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.records import Act, Certainty, Mode, Polarity

_DIRECT = 0.9
_OPEN_QUESTIONS = frozenset(
    {"whether", "if", "who", "what", "where", "when", "why", "how", "which", "whose"}
)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "cannot"})
_UNABLE = frozenset({"unable", "impossible"})


def mode(reading: Reading, draft: Draft) -> Mode:
    """Direct where nearly all words are quoted, indirect where none is, else mixed.

    The quotation in which the cue itself stands does not count.
    """
    own = -1
    if draft.cue is not None:
        own = reading.quote_at[reading.bases[draft.cue.sentence] + draft.cue.head]
    words = quoted = 0
    for first, last in draft.content:
        for place in range(first, last + 1):
            if reading.lowers[place][0].isalnum():
                words += 1
                quoted += reading.quote_at[place] not in (-1, own)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT * words else "mixed"


def polarity(reading: Reading, draft: Draft) -> Polarity:
    """Denied where the cue's own meaning, or its negation, says that the content is not so.

    A denial that is itself negated ("did not deny") affirms nothing and is read as affirmed.
    """
    words = lexicon()
    if draft.cue is None:
        return "affirmed"
    lemma = _lemma(reading, draft)
    negated = _negated(reading, draft)
    if lemma in words.cues.verbs.deny or lemma in ("denial", "rejection"):
        return "affirmed" if negated else "denied"
    if negated and words.verb_class(lemma) == "think" and lemma not in ("know", "understand"):
        return "denied"
    return "affirmed"


def certainty(reading: Reading, draft: Draft) -> Certainty:
    """Unknown for stated ignorance; hedged where cue or content says "perhaps"."""
    if draft.unknown:
        return "unknown"
    cues = lexicon().cues
    lemma = _lemma(reading, draft)
    opening = reading.lowers[draft.content[0][0]]
    if draft.cue is not None:
        group = list(_group(reading, draft))
        modal = any(word in ("could", "can", "cannot", "ca", "unable") for word in group)
        open_question = opening in _OPEN_QUESTIONS
        if (
            _negated(reading, draft)
            and lemma in cues.unknown.negated_verbs
            and (open_question or modal)
        ):
            return "unknown"
        if _negated(reading, draft) and lemma in cues.unknown.vouching:
            return "unknown"
        if open_question and lemma in ("decline", "refuse", "wonder", "unsure", "uncertain"):
            return "unknown"
        if lemma in cues.unknown.adjectives:
            return "unknown"
        if lemma in cues.hedges.verbs or lemma in cues.hedges.cue_adverbs:
            return "hedged"
        if any(word in cues.hedges.adverbs for word in group):
            return "hedged"
    return "hedged" if _hedged_content(reading, draft) else "asserted"


def act(reading: Reading, draft: Draft) -> Act:
    """What kind of saying: a statement, a thought, a finding, or an attitude or directive."""
    if draft.cue is None or draft.unknown:
        return "statement"
    if mode(reading, draft) == "direct":
        return "statement"
    words = lexicon()
    place = reading.bases[draft.cue.sentence] + draft.cue.head
    kind = words.verb_class(_lemma(reading, draft))
    if kind == "want" or _lemma(reading, draft) in words.cues.verbs.direct:
        return "attitude"
    opening = reading.tokens[draft.content[0][0]]
    infinitive = opening.tag == "TO"
    if not infinitive and opening.pos in ("NOUN", "PROPN", "PRON", "DET"):
        tree = reading.trees[draft.cue.sentence]
        infinitive = any(
            tree.tokens[child].tag == "VB"
            and any(tree.lower(mark) == "to" for mark in tree.children(child, "aux"))
            for child in tree.children(draft.cue.head, "ccomp", "xcomp")
        )
    if infinitive and kind in ("say", "") and reading.tokens[place].pos == "VERB":
        return "statement" if _lemma(reading, draft) in ("claim", "say", "report") else "attitude"
    if kind in ("think", "seem"):
        return "thought"
    if kind == "show":
        return "finding"
    if kind or reading.tokens[place].pos != "VERB":
        return "statement"
    return "statement" if _finite(reading, draft) else "attitude"


def _finite(reading: Reading, draft: Draft) -> bool:
    return any(
        reading.tokens[place].tag in ("VBD", "VBZ", "VBP", "MD")
        for first, last in draft.content
        for place in range(first, last + 1)
    )


def _lemma(reading: Reading, draft: Draft) -> str:
    if draft.cue is None:
        return ""
    return reading.tokens[reading.bases[draft.cue.sentence] + draft.cue.head].lemma.lower()


def _group(reading: Reading, draft: Draft) -> Iterator[str]:
    """Words of the cue's group and of the auxiliaries that hang on its head, lower case."""
    if draft.cue is None:
        return
    tree = reading.trees[draft.cue.sentence]
    for index in range(draft.cue.first, draft.cue.last + 1):
        yield tree.lower(index)
    for child in tree.children(draft.cue.head, "aux", "neg", "advmod", "auxpass"):
        if child not in draft.cue:
            yield tree.lower(child)
    head = tree.tokens[draft.cue.head]
    if head.dep == "xcomp" and tree.lower(head.head) in _UNABLE:
        yield tree.lower(head.head)


def _negated(reading: Reading, draft: Draft) -> bool:
    return any(word in _NEGATIONS or word in _UNABLE for word in _group(reading, draft))


def _hedged_content(reading: Reading, draft: Draft) -> bool:
    """Whether the main clause of the content is under "may", "might" or "apparently".

    "Could" counts before "have" and "be" only, since it also means "was able to".
    """
    hedges = lexicon().cues.hedges
    sentence = reading.sentence_of(draft.content[0][0])
    tree = reading.trees[sentence]
    base = reading.bases[sentence]
    local = {
        place - base
        for first, last in draft.content
        for place in range(first, last + 1)
        if 0 <= place - base < len(tree)
    }
    for index in sorted(local):
        head = tree.tokens[index].head
        if head in local and head != index:
            continue
        for child in tree.children(index, "aux", "advmod"):
            word = tree.lower(child)
            if child not in local:
                continue
            if word in hedges.modals or word in hedges.adverbs:
                return True
            if word in hedges.weak_modals and child + 1 < len(tree):
                follower = tree.lower(child + 1)
                if follower in ("have", "be"):
                    return True
    return False
