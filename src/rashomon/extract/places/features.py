"""What a word and its surroundings look like to the learned toponym models, as feature names.

Enters: a sentence's tree, the toponyms that the rules found in it, and a gazetteer. Leaves: the
names of the features of every token, and of a run of tokens. It knows no weight and no corpus; the
same names are made at training and at serving.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rashomon.extract.places.models import TokenNames, all_names
from rashomon.extract.places.toponyms import Toponym
from rashomon.extract.tree import Tree
from rashomon.gazetteer import Gazetteer, places_list
from rashomon.records import Toponymy

_INNER = ("compound", "nmod", "amod", "poss")
_LINKS = ("of", "de", "al", "for", "&", "'s", "’s")
_POPULATIONS = (1, 5_000, 50_000, 500_000)
_MOST_WORDS = 4


@dataclass(frozen=True)
class DocumentWords:
    """What the whole document says about its words.

    Args:
        names: how often the rules found each name as a toponym.
        lower: words that stand in lower case somewhere.
    """

    names: Mapping[str, int]
    lower: Collection[str]


@dataclass(frozen=True)
class _Run:
    """Where a token stands in a run of capitalised words: first and last token of the run."""

    first: int
    last: int


def token_features(
    tree: Tree,
    ruled: Sequence[tuple[Toponym, Toponymy]],
    words: DocumentWords,
    gazetteer: Gazetteer,
) -> list[TokenNames]:
    """The names of every token's features, tokens in order.

    Args:
        tree: of the sentence.
        ruled: the rules' toponyms in the sentence, with their readings.
        words: of the document.
        gazetteer: to ask whether a name exists.
    """
    size = len(tree)
    printed = [tree.word(index) for index in range(size)]
    lower = [word.lower() for word in printed]
    rules = _rule_tags(size, ruled)
    known = _gazetteer_tags(tree, printed, gazetteer)
    runs = _runs(printed, lower)
    own = [
        (
            f"w={lower[i]}", f"sh={_shape(printed[i])}", f"p={token.tag}", f"e={token.entity}",
            f"g={known[i]}", f"r={rules[i]}",
        )
        for i, token in enumerate(tree.tokens)
    ]  # fmt: skip
    found = []
    for i in range(size):
        names = _syntax(tree, i, lower, rules[i])
        token = tree.tokens[i]
        names += (
            f"d={token.dep}", f"s3={lower[i][-3:]}", f"eg={token.entity}{known[i]}",
            f"er={token.entity}{rules[i]}",
        )  # fmt: skip
        run = runs[i]
        if run is not None:
            names += _run_features(tree, i, run, lower)
        if printed[i] in words.names:
            names.append(f"dn={min(3, words.names[printed[i]])}")
        if printed[i][:1].isupper():
            if lower[i] in words.lower:
                names.append("lowseen")
            if gazetteer.demonym(printed[i]) is not None:
                names.append("dem")
        names += [
            f"{step}ww={lower[i]}_{lower[i + step]}" for step in (-1, 1) if 0 <= i + step < size
        ]
        found.append(TokenNames(own[i], names))
    return found


def run_features(tokens: Sequence[TokenNames], first: int, last: int) -> list[str]:
    """The names of the features of a toponym: those of its last and of its first token.

    Args:
        tokens: features of the sentence's tokens.
        first: number of the toponym's first token.
        last: of its last.
    """
    return [f"L{name}" for name in all_names(tokens, last)] + [
        f"F{name}" for name in all_names(tokens, first)
    ]


def _rule_tags(size: int, ruled: Sequence[tuple[Toponym, Toponymy]]) -> list[str]:
    tags = [""] * size
    for toponym, reading in ruled:
        form = "d" if toponym.demonym else toponym.kind or "n"
        for index in range(toponym.first, toponym.last + 1):
            tags[index] = f"{'B' if index == toponym.first else 'I'}{reading[0]}{form}"
    return tags


def _gazetteer_tags(tree: Tree, printed: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """The longest known names among capitalised words, by their level and inhabitants."""
    tags = [""] * len(printed)
    index = 0
    while index < len(printed):
        hit = None
        if printed[index][:1].isupper():
            for last in range(min(len(printed), index + _MOST_WORDS) - 1, index - 1, -1):
                if not printed[last][:1].isupper():
                    continue
                name = tree.text[tree.tokens[index].start : tree.tokens[last].end]
                entries = gazetteer.lookup(name)
                if entries:
                    hit = (last, entries[0])
                    break
        if hit is None:
            index += 1
            continue
        last, entry = hit
        size = sum(entry.population >= step for step in _POPULATIONS)
        form = f"{entry.kind}{size}{'o' if entry.official else 'x'}"
        for at in range(index, last + 1):
            tags[at] = f"{'B' if at == index else 'I'}{form}"
        index = last + 1
    return tags


def _runs(printed: Sequence[str], lower: Sequence[str]) -> list[_Run | None]:
    found: list[_Run | None] = [None] * len(printed)
    index, size = 0, len(printed)
    while index < size:
        numbered = printed[index][:1].isdigit() and index + 1 < size
        if not (printed[index][:1].isupper() or (numbered and printed[index + 1][:1].isupper())):
            index += 1
            continue
        last = index
        while last + 1 < size and (
            printed[last + 1][:1].isupper()
            or (lower[last + 1] in _LINKS and last + 2 < size and printed[last + 2][:1].isupper())
        ):
            last += 1
        for at in range(index, last + 1):
            found[at] = _Run(index, last)
        index = last + 1
    return found


def _syntax(tree: Tree, index: int, lower: Sequence[str], rule: str) -> list[str]:
    """What governs the name that the token belongs to."""
    tokens = tree.tokens
    top = index
    while (
        tokens[top].dep in _INNER
        and tokens[top].head != top
        and tokens[tokens[top].head].pos == "PROPN"
        and abs(tokens[top].head - top) < _MOST_WORDS
    ):
        top = tokens[top].head
    outer = top
    while tokens[outer].dep in ("conj", "appos") and tokens[outer].head != outer:
        outer = tokens[outer].head
    dep, head = tokens[outer].dep, tokens[outer].head
    names = [
        f"kd={dep}", f"khl={dep}{tokens[head].lemma.lower()}", f"khp={dep}{tokens[head].pos}",
        f"kl={lower[top]}" if top != index else "k0", f"kr={dep}|{rule}",
        f"khdir={'L' if head < outer else 'R'}",
    ]  # fmt: skip
    if dep == "pobj":
        verb = tokens[tokens[head].head]
        names += [
            f"pv={lower[head]}{verb.lemma.lower()}", f"pvp={lower[head]}{verb.pos}",
            f"pr={lower[head]}",
        ]  # fmt: skip
    if outer != top:
        names.append(f"coord={tokens[top].dep}")
    return names


def _run_features(tree: Tree, index: int, run: _Run, lower: Sequence[str]) -> list[str]:
    lists = places_list()
    last = lower[run.last]
    before = lower[run.first - 1] if run.first else "^"
    behind = run.last + 1
    after = lower[behind] if behind < len(lower) else "$"
    names = [
        f"rl={last}", f"rf={lower[run.first]}",
        f"rp={min(index - run.first, 3)},{min(run.last - index, 3)}",
        f"rprev={before}", f"rnext={after}", "rmid" if run.first else "rinit",
        f"rnextp={tree.tokens[behind].tag if behind < len(lower) else '$'}",
    ]  # fmt: skip
    if last in lists.cues.organisations:
        names.append("rorg")
    if last in lists.kinds:
        names.append(f"rk={lists.kinds[last]}")
    if run.first > 1:
        names.append(f"rprev2={lower[run.first - 2]} {before}")
    if behind + 1 < len(lower):
        names.append(f"rnext2={after} {lower[behind + 1]}")
    return names


@functools.lru_cache(maxsize=20_000)
def _shape(word: str) -> str:
    word = re.sub(r"[A-Z]+", "A", word)
    return re.sub(r"\d+", "9", re.sub(r"[a-z]+", "a", word))[:8]
