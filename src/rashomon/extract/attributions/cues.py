"""Which words may be a cue, and what speaks for it.

What enters is a reading; what leaves are candidate cue heads with the features that the cue model
weighs, and the whole verb group around a head. Nothing here knows sources or contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.extract.attributions.lexicon import Lexicon, lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.tree import Tree

_OPEN_CLASSES = frozenset({"VERB", "AUX"})
_SIGNS = frozenset({":", "-", "--", "–", "—", "―"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "parataxis")
_ADPOSITIONS = frozenset({"according", "per"})


@dataclass(frozen=True)
class Cue:
    """A cue in one sentence.

    Args:
        sentence: number of the sentence.
        head: index of its head in the sentence.
        first: index of the first token of the group.
        last: index of the last token of the group, included.
    """

    sentence: int
    head: int
    first: int
    last: int

    def __contains__(self, index: int) -> bool:
        return self.first <= index <= self.last


def candidates(reading: Reading, sentence: int) -> Iterator[int]:
    """Indices of the tokens of a sentence that may head a cue."""
    tree = reading.trees[sentence]
    words = lexicon()
    for index, token in enumerate(tree.tokens):
        if token.pos in _OPEN_CLASSES:
            if token.dep not in _AUXILIARIES:
                yield index
        elif token.pos in ("NOUN", "PROPN"):
            if (
                words.noun_class(token.lemma.lower()) in ("speech", "thought", "carrier")
                or (token.dep == "ROOT" or tree.children(index, "acl", "ccomp", "relcl"))
                or token.lemma.lower() in words.classes
            ):
                yield index
        elif token.pos in ("ADP", "SCONJ"):
            if tree.lower(index) in _ADPOSITIONS or tree.lower(index) == "in":
                yield index
        elif token.pos == "ADJ":
            if tree.children(index, "ccomp", "xcomp", "prep") or token.dep == "ROOT":
                yield index
        elif token.pos == "ADV":
            if tree.lower(index) in words.cues.hedges.cue_adverbs:
                yield index
        elif tree.lower(index) in _SIGNS and index > 0:
            yield index


def group(reading: Reading, sentence: int, head: int) -> Cue:
    """The cue with its verb group: auxiliaries, negation, adverbs and particles beside it.

    Source: PolNeAR guidelines, "Keep the verb group together".
    """
    tree = reading.trees[sentence]
    token = tree.tokens[head]
    first = last = head
    if token.pos in _OPEN_CLASSES:
        own = {
            child
            for child in tree.children(head)
            if tree.tokens[child].dep in (*_AUXILIARIES, "prt")
            or (tree.tokens[child].dep == "advmod" and len(tree.subtree(child)) == 1)
        }
        while first - 1 in own and tree.lower(first - 1) not in ("when", "why", "how", "where"):
            first -= 1
        while last + 1 in own:
            last += 1
        if _linking(tree, head, last + 1):
            last += 1
        if tree.lower(first) == "to" and tree.tokens[first].dep == "aux":
            first += 1
        first = _raised(tree, head, first)
    elif tree.lower(head) == "according":
        if head + 1 < len(tree) and tree.lower(head + 1) == "to":
            last = head + 1
    elif token.pos in ("NOUN", "PROPN", "ADJ") and _linking(tree, head, last + 1):
        last += 1
    return Cue(sentence, head, first, last)


def carrier_verb(tree: Tree, head: int) -> int | None:
    """The passive that carries a gerund cue: "was quoted as saying", "is heard saying"."""
    token = tree.tokens[head]
    above = token.head
    if token.dep == "pcomp" and tree.tokens[above].dep == "prep":
        above = tree.tokens[above].head
    elif token.dep != "xcomp":
        return None
    if token.tag != "VBG" or not head - 3 <= above < head:
        return None
    if lexicon().verb_class(token.lemma.lower()) not in ("say", "deny"):
        return None
    if tree.children(head, "aux"):
        return None
    return above if tree.children(above, "auxpass") else None


def carried_gerund(tree: Tree, head: int) -> int | None:
    """The gerund cue that a passive carries: the way back from `carrier_verb`."""
    return next(
        (at for at in range(head + 1, min(head + 4, len(tree))) if carrier_verb(tree, at) == head),
        None,
    )


def _raised(tree: Tree, head: int, first: int) -> int:
    """Start of the group with the passive that carries the cue, if there is one."""
    low = carrier_verb(tree, head)
    if low is None or low >= first:
        return first
    own = set(tree.children(low, "aux", "auxpass", "neg", "advmod"))
    while low - 1 in own:
        low -= 1
    return low


def _linking(tree: Tree, head: int, index: int) -> bool:
    """Whether the token is a colon or a preposition that ties the cue to its content."""
    if index >= len(tree):
        return False
    if tree.lower(index) == ":":
        return True
    token = tree.tokens[index]
    if token.dep not in ("prep", "dative") or token.head != head or token.pos == "PART":
        return False
    if tree.tokens[head].pos in ("NOUN", "PROPN"):
        clauses = tree.children(head, "acl", "ccomp", "relcl")
    else:
        clauses = tree.children(head, "ccomp")
    return not any(child > index for child in clauses)


def _subject_features(tree: Tree, words: Lexicon, index: int) -> Iterator[str]:
    subjects = tree.children(index, "nsubj", "nsubjpass", "csubj", "expl")
    if not subjects:
        yield "subj=0"
        return
    subject = tree.tokens[subjects[0]]
    yield f"subj={subject.dep}"
    kind = words.noun_class(subject.lemma.lower()) or subject.entity[2:] or subject.pos
    if subject.pos == "PRON":
        kind = tree.lower(subjects[0])
    yield f"subjkind={kind}"
    yield f"subjlemma={subject.lemma.lower()}"
    yield f"subjside={subjects[0] > index}"


def cue_features(reading: Reading, sentence: int, index: int) -> list[str]:
    """What the cue model sees of one candidate; names are stable, they key the weights."""
    tree = reading.trees[sentence]
    words = lexicon()
    token = tree.tokens[index]
    lemma = token.lemma.lower()
    place = reading.bases[sentence] + index
    found = [
        "bias",
        f"lemma={lemma}",
        f"lemma={lemma}|{token.tag}",
        f"tag={token.tag}",
        f"dep={token.dep}",
        f"lemma={lemma}|dep={token.dep}",
    ]
    verb_class = words.verb_class(lemma) if token.pos in ("VERB", "AUX") else ""
    noun_class = words.noun_class(lemma) if token.pos in ("NOUN", "PROPN") else ""
    kind = verb_class or noun_class or token.pos
    found += [f"class={kind}", f"class={kind}|{token.tag}", f"class={kind}|dep={token.dep}"]
    if lemma in words.cues.physical.verbs:
        found.append("physical")
    children = tree.children(index)
    deps = sorted({tree.tokens[child].dep for child in children})
    for dep in deps:
        found += [f"child={dep}", f"class={kind}|child={dep}", f"lemma={lemma}|child={dep}"]
    complement = "none"
    for dep in _CLAUSES:
        if dep in deps:
            complement = dep
            break
    else:
        for dep in ("dobj", "prep", "attr", "acomp", "oprd"):
            if dep in deps:
                complement = dep
                break
    found += [f"comp={complement}", f"comp={complement}|class={kind}", f"comp={complement}|{lemma}"]
    found.extend(_subject_features(tree, words, index))
    subject = next(iter(tree.children(index, "nsubj", "nsubjpass")), None)
    if subject is not None:
        what = tree.tokens[subject]
        actor = (
            words.noun_class(what.lemma.lower())
            or what.entity[2:]
            or (tree.lower(subject) if what.pos == "PRON" else what.pos)
        )
        found += [
            f"class={kind}|actor={actor}",
            f"comp={complement}|actor={actor}",
            f"class={kind}|comp={complement}|actor={actor}",
            f"lemma={lemma}|actor={actor}",
        ]
    for child in children:
        below = tree.tokens[child]
        if below.dep == "prep" or below.dep == "prt":
            found += [f"prep={below.lemma}", f"lemma={lemma}|prep={below.lemma}"]
        elif below.dep in ("dobj", "attr", "acomp"):
            noun = words.noun_class(below.lemma.lower()) or below.entity[2:] or below.pos
            found += [
                f"{below.dep}kind={noun}",
                f"class={kind}|{below.dep}kind={noun}",
                f"lemma={lemma}|{below.dep}={below.lemma.lower()}",
                f"{below.dep}={below.lemma.lower()}",
            ]
        elif below.dep == "ccomp":
            found += [f"ccompside={child > index}", f"ccompside={child > index}|class={kind}"]
            marks = [tree.lower(mark) for mark in tree.children(child, "mark")]
            found.append(f"ccompmark={marks[0] if marks else ''}")
        elif below.dep in ("neg", "aux", "auxpass"):
            found += [f"aux={tree.lower(child)}", f"class={kind}|aux={below.lemma.lower()}"]
        elif below.dep in ("mark", "poss"):
            found.append(f"{below.dep}={tree.lower(child) if below.dep == 'mark' else below.pos}")
        elif below.dep == "xcomp":
            found.append(f"xcomp={below.lemma.lower()}")
            found.append(f"class={kind}|xcomptag={below.tag}")
    if token.head != index:
        head = tree.tokens[token.head]
        found += [
            f"head={head.lemma.lower()}|{token.dep}",
            f"headpos={head.pos}|{token.dep}",
            f"headclass={words.verb_class(head.lemma.lower())}|{token.dep}",
        ]
    found.extend(_around(reading, sentence, index, kind, lemma))
    if reading.quote_at[place] >= 0:
        found += ["inquote", f"inquote|class={kind}"]
    return found


def _around(reading: Reading, sentence: int, index: int, kind: str, lemma: str) -> Iterator[str]:
    """Quotations, signs and words beside the candidate."""
    tree = reading.trees[sentence]
    base = reading.bases[sentence]
    size = len(tree)
    for step in (-2, -1, 1, 2):
        at = index + step
        word = tree.tokens[at].lemma.lower() if 0 <= at < size else "#"
        tag = tree.tokens[at].tag if 0 <= at < size else "#"
        yield f"w{step}={word}"
        yield f"t{step}={tag}"
        if abs(step) == 1:
            yield f"t{step}={tag}|class={kind}"
            yield f"w{step}={word}|lemma={lemma}"
    own = reading.quote_at[base + index]
    quotes = {reading.quote_at[base + at] for at in range(size)} - {-1, own}
    if quotes:
        yield "quote"
        yield f"quote|class={kind}"
        yield f"quote|lemma={lemma}"
        left = any(reading.quote_places[q][-1] < base + index for q in quotes)
        right = any(reading.quote_places[q][0] > base + index for q in quotes)
        yield f"quote|{left}|{right}"
        gap_left = min(
            (
                base + index - reading.quote_places[q][-1]
                for q in quotes
                if reading.quote_places[q][-1] < base + index
            ),
            default=99,
        )
        gap_right = min(
            (
                reading.quote_places[q][0] - base - index
                for q in quotes
                if reading.quote_places[q][0] > base + index
            ),
            default=99,
        )
        yield f"gapleft={min(gap_left, 9)}"
        yield f"gapright={min(gap_right, 9)}"
        yield f"gapright={min(gap_right, 4)}|class={kind}"
        yield f"gapleft={min(gap_left, 6)}|class={kind}"
        nearest = min(gap_left, gap_right)
        yield f"gap={min(nearest, 6)}|comma={_comma_before(reading, base, index)}"
    yield f"first={index == 0}"
    yield f"rest={min(size - index, 5)}"
    if sentence == 0:
        yield "headline"
        yield f"headline|class={kind}"


def _comma_before(reading: Reading, base: int, index: int) -> bool:
    return any(reading.lowers[base + at] == "," for at in range(max(0, index - 3), index))
