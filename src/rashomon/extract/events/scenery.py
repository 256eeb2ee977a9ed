"""What stands around a time or a place in its sentence, in named features.

An expression's tokens and the sentence enter; names of features leave: what governs it, whether a
happening's trigger or the words of an aftermath are near. Dating and placing share them.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from rashomon.extract.clauses import Clause
from rashomon.extract.events.chains import Chain, Mentioned
from rashomon.extract.events.ontology import family, is_violent
from rashomon.lexicon import load

_STEPS = 6


class SettingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/setting_words.toml`."""

    scene: tuple[str, ...]
    aftermath: tuple[str, ...]
    aftermath_nouns: tuple[str, ...]
    keepers: tuple[str, ...]
    courts: tuple[str, ...]
    houses: tuple[str, ...]
    outlets: tuple[str, ...]
    people: tuple[str, ...]


@functools.cache
def words() -> SettingWords:
    """The word lists."""
    table: SettingWords = load("setting_words", SettingWords)
    return table


@dataclass(frozen=True)
class Scene:
    """A report's sentences and which of them tell of its main happening.

    Args:
        clauses: the sentences.
        main: mentions of the main happening by sentence number.
        deeds: mentions of any violence or harm by sentence number.
        paragraphs: how many the report has.
    """

    clauses: Sequence[Clause]
    main: dict[int, list[Mentioned]]
    deeds: dict[int, list[Mentioned]]

    @classmethod
    def of(cls, clauses: Sequence[Clause], chains: Sequence[Chain], main: Chain | None) -> Scene:
        """The scene of a report whose main happening is the chain `main`."""
        told: dict[int, list[Mentioned]] = {}
        deeds: dict[int, list[Mentioned]] = {}
        for chain in chains:
            for mention in chain.mentions:
                if chain is main:
                    told.setdefault(mention.clause.number, []).append(mention)
                kind = mention.trigger.type
                if is_violent(kind) or family(kind) == "harm":
                    deeds.setdefault(mention.clause.number, []).append(mention)
        return cls(clauses, told, deeds)


def governors(clause: Clause, tokens: Sequence[int]) -> Iterator[int]:
    """Tokens above an expression, nearest first, a few steps up to and with the first verb."""
    tree = clause.tree
    inside = set(tokens)
    at = next((i for i in tokens if tree.tokens[i].head not in inside), tokens[-1])
    for _ in range(_STEPS):
        head = tree.tokens[at].head
        if head == at:
            return
        at = head
        yield at
        if tree.tokens[at].tag.startswith(("VB", "MD")):
            return


def governed(clause: Clause, tokens: Sequence[int], main: Collection[int]) -> Iterator[str]:
    """Features of what governs an expression.

    Args:
        clause: its sentence.
        tokens: its tokens, at least one.
        main: tokens that trigger the main happening.
    """
    tree = clause.tree
    verb = None
    for at in governors(clause, tokens):
        lemma = tree.tokens[at].lemma.lower()
        if at in main:
            yield "under_main"
        if tree.tokens[at].tag.startswith("NN") and lemma in words().aftermath_nouns:
            yield "under_aftermath_noun"
        if tree.tokens[at].tag.startswith(("VB", "MD")):
            verb = at
    if verb is None:
        yield "under_no_verb"
        return
    lemma = tree.tokens[verb].lemma.lower()
    if verb in clause.cues:
        yield "under_cue"
    elif lemma in words().scene:
        yield "under_scene"
    elif lemma in words().aftermath:
        yield "under_aftermath"
    aux = {tree.lower(c) for c in tree.children(verb, "aux", "auxpass")}
    if aux & {"will", "'ll", "would", "may", "can", "should"}:
        yield "under_future"
    if "had" in aux:
        yield "under_pluperfect"
    if aux & {"has", "have"}:
        yield "under_perfect"
    if tree.tokens[verb].tag == "VBD" or "was" in aux or "were" in aux:
        yield "under_past"


def standing(scene: Scene, clause: Clause) -> Iterator[tuple[str, float]]:
    """Features of the sentence that an expression stands in."""
    number = clause.number
    if clause.headline:
        yield "headline", 1.0
    if number in scene.main:
        yield "beside_main", 1.0
    elif number in scene.deeds:
        yield "beside_deed", 1.0
    elif {number - 1, number + 1} & scene.main.keys():
        yield "next_to_main", 1.0
    lemmas = {token.lemma.lower() for token in clause.tree.tokens}
    if lemmas & {"happen", "occur", "respond", "erupt", "unfold", "dispatch"}:
        yield "scene_sentence", 1.0
    if lemmas & set(words().aftermath_nouns):
        yield "aftermath_sentence", 1.0
    at = clause.sentence.paragraph
    yield "depth", min(at, 12) / 12
    if at <= 1:
        yield "opening", 1.0


def of_any(mentions: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """What holds of any mention of a day or a place: the most of each feature, the least depth."""
    found: dict[str, float] = {}
    for features in mentions:
        for name, value in features.items():
            if name == "depth":
                found[name] = min(found.get(name, 1.0), value)
            else:
                found[name] = max(found.get(name, 0.0), value)
    return found
