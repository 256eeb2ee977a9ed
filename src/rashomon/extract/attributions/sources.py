"""Who may be the source of a cue: noun phrases with the features that the source model weighs.

What enters are a reading and a cue; what leaves are options, the absence of a source among them.
Who the phrase refers to is not decided here. A word inside a quotation that the cue reports, and a
word that the caller forbids (the dateline), is never an option.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from rashomon.extract.attributions.cues import Cue
from rashomon.extract.attributions.lexicon import lexicon
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.tree import Tree

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_PATH_MAX = 4
_SIGN_MAX = 10
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_EMPTY_SUBJECTS = frozenset({"it", "there"})
_APART = ("relcl", "advcl", "parataxis", "ccomp")
_BESIDE = (*_APART, "appos", "conj", "cc")
_TRAILING = (*_BESIDE, "acl", "prep", "npadvmod", "punct", "dep")
_EXTENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("full", ()),
    ("norel", _APART),
    ("noappos", _BESIDE),
    ("flat", _TRAILING),
)
"""Ever narrower phrases, by the dependents that each leaves out."""


@dataclass(frozen=True)
class SourceOption:
    """One possible source.

    Args:
        head: index of its head in the sentence, None for no source.
        first: index of its first token.
        last: index of its last token, included.
        features: names that key the weights.
    """

    head: int | None
    first: int
    last: int
    features: tuple[str, ...]


def source_options(
    reading: Reading, cue: Cue, forbidden: Container[int] = frozenset()
) -> list[SourceOption]:
    """All possible sources in the cue's sentence, no source first.

    Args:
        reading: the document.
        cue: the cue.
        forbidden: places that are never a source.
    """
    tree = reading.trees[cue.sentence]
    base = reading.bases[cue.sentence]
    own = reading.quote_at[base + cue.head]
    paths = _paths(tree, cue.head)
    governor = controller(tree, cue)
    if governor is not None:
        paths.setdefault(governor, "controller")
    head = tree.tokens[cue.head]
    lemma = head.lemma.lower()
    words = lexicon()
    kind = words.verb_class(lemma) or words.noun_class(lemma) or head.pos
    subject = "yes" if tree.children(cue.head, "nsubj") else "no"
    passive = "pass" if tree.children(cue.head, "auxpass") else "act"
    none = (
        "none",
        f"none|class={kind}",
        f"none|lemma={lemma}",
        f"none|tag={head.tag}",
        f"none|dep={head.dep}",
        f"none|subj={subject}|{passive}",
        f"none|class={kind}|subj={subject}|{passive}",
    )
    options = [SourceOption(None, -1, -1, none)]
    for index, path in paths.items():
        token = tree.tokens[index]
        place = base + index
        if place in forbidden or index in cue:
            continue
        if reading.quote_at[place] not in (-1, own):
            continue
        nominal = token.pos in _NOMINAL or token.dep in ("nsubj", "nsubjpass", "pobj", "poss")
        if not nominal:
            continue
        of_head = list(_head_features(tree, cue, index, path, kind, lemma, passive))
        for name, first, last in _extents(tree, cue, index):
            places = range(base + first, base + last + 1)
            if any(place in forbidden for place in places):
                continue
            of_extent = _extent_features(tree, cue, index, name, first, last, kind)
            options.append(SourceOption(index, first, last, (*of_head, *of_extent)))
    options.extend(_beside_sign(reading, cue, forbidden, lemma))
    return options


def controller(tree: Tree, cue: Cue) -> int | None:
    """Subject of the clause that a gerund after a comma belongs to: "left, saying that ...".

    A finite verb for which the parser found no subject has the noun right before it.
    """
    if tree.tokens[cue.head].tag != "VBG" or not cue.first or tree.lower(cue.first - 1) != ",":
        return None
    for above in tree.ancestors(cue.head):
        subjects = tree.children(above, "nsubj", "nsubjpass")
        if subjects and subjects[0] < cue.first and tree.tokens[above].dep != "relcl":
            return subjects[0]
        if not subjects and tree.tokens[above].tag in _FINITE and above:
            before = above - 1
            if tree.tokens[before].pos in _NOMINAL:
                return before
    return None


def _beside_sign(
    reading: Reading, cue: Cue, forbidden: Container[int], lemma: str
) -> Iterator[SourceOption]:
    """All words before a colon or after a dash: "HARBOUR POLICE: ...", "— Ana Roth, nurse"."""
    tree = reading.trees[cue.sentence]
    if tree.tokens[cue.head].pos not in ("PUNCT", "SYM"):
        return
    base = reading.bases[cue.sentence]
    for name, first, last in (
        ("before", 0, cue.first - 1),
        ("after", cue.last + 1, len(tree) - 1),
    ):
        while first <= last and (
            reading.is_mark(base + first) or reading.is_punctuation(base + first)
        ):
            first += 1
        while first <= last and (
            reading.is_mark(base + last) or reading.is_punctuation(base + last)
        ):
            last -= 1
        if not 0 <= last - first < _SIGN_MAX:
            continue
        if any(place in forbidden for place in range(base + first, base + last + 1)):
            continue
        heads = [i for i in range(first, last + 1) if not first <= tree.tokens[i].head <= last]
        head = heads[0] if heads else last
        finite = any(tree.tokens[i].tag in _FINITE for i in range(first, last + 1))
        names = sum(tree.tokens[i].tag in ("NNP", "NNPS") for i in range(first, last + 1))
        yield SourceOption(
            head,
            first,
            last,
            (
                "some",
                f"sign={name}",
                f"sign={name}|{lemma}",
                f"sign={name}|size={min(last - first, 5)}",
                f"sign={name}|finite={finite}",
                f"sign={name}|names={names * 2 >= last - first + 1}|{lemma}",
                f"sign={name}|kind={tree.tokens[head].entity[2:] or tree.tokens[head].pos}",
            ),
        )


def _paths(tree: Tree, start: int) -> dict[int, str]:
    """Tokens within reach of `start` and how the tree leads there, nearest first."""
    paths = {start: ""}
    frontier = [start]
    for _ in range(_PATH_MAX):
        following = []
        for index in frontier:
            steps = [
                (child, f"{paths[index]}v{tree.tokens[child].dep} ")
                for child in tree.children(index)
            ]
            head = tree.tokens[index].head
            if head != index:
                steps.append((head, f"{paths[index]}^{tree.tokens[index].dep} "))
            for at, path in steps:
                if at not in paths and tree.tokens[at].dep != "punct":
                    paths[at] = path
                    following.append(at)
        frontier = following
    del paths[start]
    return paths


def _extents(tree: Tree, cue: Cue, index: int) -> Iterator[tuple[str, int, int]]:
    """The phrase under `index`: whole, without what trails it, without all that is looser."""
    seen: set[tuple[int, int]] = set()
    below = [(tree.tokens[child].dep, child) for child in tree.children(index)]
    left = len(below) + 1
    for name, loose in _EXTENTS:
        kept = [child for dep, child in below if dep not in loose]
        if len(kept) == left:
            continue  # nothing more was left out, and the phrase is the last one
        left = len(kept)
        present = {index, *(at for child in kept for at in tree.subtree(child))}
        first = last = index
        while first - 1 in present and first - 1 not in cue:
            first -= 1
        while last + 1 in present and last + 1 not in cue:
            last += 1
        while first < index and tree.tokens[first].dep == "punct" and tree.lower(first) in ",-–—:;":
            first += 1
        while last > index and tree.lower(last) in (",", "-", "–", "—", ":", ";", "."):
            last -= 1
        if (first, last) not in seen:
            seen.add((first, last))
            yield name, first, last


def _head_features(
    tree: Tree, cue: Cue, index: int, path: str, kind: str, lemma: str, passive: str
) -> Iterator[str]:
    """What the source model sees of a phrase's head."""
    token = tree.tokens[index]
    head = tree.tokens[cue.head]
    words = lexicon()
    word = tree.lower(index)
    noun = words.noun_class(token.lemma.lower()) or token.entity[2:] or token.pos
    yield "some"
    yield f"path={path}"
    yield f"path={path}|class={kind}"
    yield f"path={path}|tag={head.tag}"
    yield f"path={path}|{passive}"
    yield f"path={path}|lemma={lemma}"
    yield f"path={path}|noun={noun}"
    yield f"noun={noun}"
    yield f"noun={noun}|class={kind}"
    yield f"lemma={token.lemma.lower()}"
    if token.pos == "PRON" or word in _EMPTY_SUBJECTS:
        yield f"word={word}"
        yield f"word={word}|class={kind}|{passive}"
    if head.tag == "VBG" and head.dep != "ROOT":
        comma = cue.first > 0 and tree.lower(cue.first - 1) == ","
        main = token.dep in ("nsubj", "nsubjpass") and tree.tokens[token.head].dep in (
            "ROOT",
            "conj",
        )
        governs = token.dep in ("nsubj", "nsubjpass") and token.head in tree.ancestors(cue.head)
        yield f"gerund|comma={comma}|main={main}|governs={governs}"
        yield f"gerund|comma={comma}|main={main}|{head.dep}|class={kind}"
        yield f"gerund|comma={comma}|path={path}"
        yield f"gerund|controller={index == controller(tree, cue)}|class={kind}"


def _extent_features(
    tree: Tree, cue: Cue, index: int, extent: str, first: int, last: int, kind: str
) -> Iterator[str]:
    """What the source model sees of how far a phrase goes."""
    side = "left" if index < cue.first else "right"
    gap = cue.first - last - 1 if side == "left" else first - cue.last - 1
    yield f"side={side}|gap={min(max(gap, -1), 6)}"
    yield f"side={side}|class={kind}"
    yield f"extent={extent}"
    yield f"extent={extent}|side={side}"
    for child in tree.children(index, "relcl", "appos", "acl", "conj", "prep"):
        inside = first <= child <= last
        dep = tree.tokens[child].dep
        yield f"takes={dep}|{inside}"
        if dep == "prep":
            yield f"takes={tree.lower(child)}|{inside}"
        if dep in ("relcl", "acl", "appos"):
            comma = child > 0 and tree.lower(tree.subtree(child)[0] - 1) == ","
            yield f"takes={dep}|{inside}|comma={comma}"
            yield f"takes={dep}|{inside}|side={side}"
    size = last - first + 1
    yield f"size={min(size, 6) if size < 12 else 12}"
    yield f"lefttag={tree.tokens[first].tag}"
    after = tree.lower(last + 1) if last + 1 < len(tree) else "#"
    yield f"after={after}" if not after.isalpha() else f"aftertag={tree.tokens[last + 1].tag}"
    before = tree.lower(first - 1) if first else "#"
    yield f"before={before}" if not before.isalpha() else f"beforetag={tree.tokens[first - 1].tag}"
