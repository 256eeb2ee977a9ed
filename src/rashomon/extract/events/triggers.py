"""Triggers: the words that name a happening, sentence by sentence.

A tree and the harm read from it enter; `Trigger` records leave, each with its type and with what
its grammar says about reference: back to something known, or something new. Which triggers are
one event is decided in `chains`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.events.ontology import family, trigger_table
from rashomon.extract.harm import Harm
from rashomon.extract.modality import Modality, modality
from rashomon.extract.role_groups import group_of, is_person_noun
from rashomon.extract.tree import Tree
from rashomon.extract.weapons import weapon_kind

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG", "VBN", "JJ"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
_ANOTHER = frozenset(
    {"another", "other", "second", "third", "new", "similar", "separate", "fresh", "subsequent"}
)
_EARLIER = frozenset(
    {"previous", "earlier", "past", "recent", "former", "prior", "last", "previously", "formerly"}
)
_FORCES = frozenset({"attackers", "insurgents", "soldiers", "police", "security forces"})
_REFERRING = frozenset(
    {
        "incident",
        "action",
        "crime",
        "operation",
        "tragedy",
        "event",
        "act",
        "encounter",
        "exchange",
        "resistance",
        "blockade",
        "strike",
        "hit",
    }
)
_TARGET_WORDS = frozenset(
    {
        "house",
        "home",
        "building",
        "bus",
        "car",
        "vehicle",
        "bridge",
        "tower",
        "headquarters",
        "office",
        "church",
        "school",
        "hospital",
        "station",
        "village",
        "town",
        "convoy",
        "camp",
        "base",
        "barracks",
        "embassy",
        "residence",
        "facility",
        "plant",
        "pipeline",
        "mosque",
        "market",
        "city",
        "neighborhood",
        "neighbourhood",
        "power",
        "pylon",
        "line",
        "bank",
        "store",
        "shop",
        "truck",
        "ambulance",
        "tent",
        "position",
        "post",
    }
)


@dataclass(frozen=True)
class Trigger:
    """One word or phrase that names a happening.

    Args:
        sentence: number of its sentence.
        first: first token.
        last: last token.
        head: the token that carries its arguments.
        type: key of the ontology.
        nominal: a noun.
        definite: refers to something known ("the attack", "this siege").
        referring: can only refer back ("the incident").
        fresh: says that it is another one, or several ("a second blast", "attacks").
        earlier: says that it was before ("previous attacks", "had previously").
        modality: how real it is.
        subject_harm: its arguments are those of a harm word ("killed").
    """

    sentence: int
    first: int
    last: int
    head: int
    type: str
    nominal: bool
    definite: bool
    referring: bool
    fresh: bool
    earlier: bool
    modality: Modality
    subject_harm: bool = False


def triggers(tree: Tree, number: int, harm: Sequence[Harm], cues: frozenset[int]) -> list[Trigger]:
    """The triggers of a sentence in reading order, not overlapping.

    Args:
        tree: the sentence.
        number: its number in the document.
        harm: what was read from it.
        cues: tokens of reporting cues; none of them is a trigger.
    """
    table = trigger_table()
    harmed = {index for one in harm for index in range(one.trigger, one.trigger_last + 1)}
    found: list[Trigger] = []
    at = 0
    while at < len(tree):
        token = tree.tokens[at]
        if at in cues:
            at += 1
            continue
        match = None
        lemma = token.lemma.lower()
        if token.tag in _NOUN_TAGS and (
            token.pos in {"NOUN", "PROPN"} or token.tag in {"NN", "NNS"}
        ):
            match = _match(tree, at, lemma, table.nouns, nominal=True)
        if match is None and token.tag.startswith("VB"):
            match = _match(tree, at, lemma, table.verbs, nominal=False)
        if match is None and token.tag in {"NN", "NNP", "NNS", "VBG", "JJ", "VBN"}:
            match = _match(tree, at, lemma, table.nouns, nominal=True)
            if match is not None and match[3] and token.tag in {"JJ", "VBN"}:
                match = None
        if match is None:
            at += 1
            continue
        last, kind, nominal, weak = match
        head = last if nominal else at
        if _is_modifier(tree, head, nominal):
            at += 1
            continue
        if weak and not _in_company(tree, head, kind, nominal, harmed, harm):
            at += 1
            continue
        found.append(_trigger(tree, number, at, last, head, kind, nominal, weak, cues))
        at = last + 1 if nominal or last == at + 1 else at + 1
    return found


def _match(
    tree: Tree,
    at: int,
    lemma: str,
    table: dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]],
    *,
    nominal: bool,
) -> tuple[int, str, bool, bool] | None:
    """(last token, type, nominal, weak) of the longest phrase at a token."""
    for key in dict.fromkeys((lemma, tree.lower(at))):
        for words, kind, weak in table.get(key, ()):
            last = _phrase_end(tree, at, words, nominal=nominal)
            if last is not None:
                return last, kind, nominal, weak
    return None


def _phrase_end(tree: Tree, at: int, words: tuple[str, ...], *, nominal: bool) -> int | None:
    index = at
    for word in words[1:]:
        reach = 1 if nominal else 5
        for step in range(1, reach + 1):
            nxt = index + step
            if nxt >= len(tree):
                return None
            if word in (tree.lower(nxt), tree.tokens[nxt].lemma.lower()):
                index = nxt
                break
            if tree.lower(nxt) in {",", ";", ".", "and"}:
                return None
        else:
            return None
    return index


def _is_modifier(tree: Tree, head: int, nominal: bool) -> bool:
    """A noun that only modifies another ("attack helicopter") or an adjective ("armed")."""
    token = tree.tokens[head]
    if nominal and token.dep == "compound" and token.head > head:
        following = tree.tokens[token.head].lemma.lower()
        return following not in trigger_table().nouns or following in _REFERRING
    if not nominal and token.dep == "amod":
        return token.tag == "VBG" or not any(
            is_person_noun(tree.tokens[token.head].lemma.lower()) for _ in (0,)
        )
    return False


def _in_company(
    tree: Tree,
    head: int,
    kind: str,
    nominal: bool,
    harmed: set[int],
    harm: Sequence[Harm],
) -> bool:
    """Whether a weak trigger stands with what makes it violent."""
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    if nominal:
        if lemma in _REFERRING:
            return True
        if lemma in {"death", "injury"}:
            return head in harmed or _is_definite(tree, head)
        if lemma in {"bomb", "device"}:
            governor = tree.tokens[token.head].lemma.lower()
            return token.dep in {"nsubj", "agent", "pobj"} and governor in {
                "kill",
                "injure",
                "wound",
                "destroy",
                "damage",
                "leave",
                "rip",
                "hit",
                "rock",
                "tear",
                "by",
                "shatter",
            }
        if lemma in {"shot", "fire"}:
            return any(
                tree.lower(c) in {"from", "between"} for c in tree.children(head, "prep")
            ) or (
                token.dep in {"nsubj", "nsubjpass", "dobj"}
                and tree.tokens[token.head].lemma.lower()
                in {"hear", "ring", "fire", "exchange", "trade"}
            )
        return lemma in {"threat", "disappearance", "destruction", "march", "sortie"}
    if kind in {"killing", "injury"}:
        return head in harmed
    if lemma == "use":
        return any(
            weapon_kind(tree, c) == "chemical" or tree.tokens[c].lemma.lower() == "weapon"
            for c in tree.children(head, "dobj", "nsubjpass")
        )
    if kind == "arson" or kind == "release":
        return bool(tree.children(head, "dobj", "nsubjpass")) and (
            head in harmed
            or any(_is_force(tree, c) for c in tree.children(head, "dobj", "nsubjpass", "nsubj"))
            or (kind == "arson" and _has_target(tree, head))
        )
    children = tree.children(head, "nsubj", "nsubjpass", "dobj", "prt")
    for prep in tree.children(head, "prep", "agent"):
        children = children + tree.children(prep, "pobj")
    if lemma in {"launch", "plant", "place", "hurl", "fire", "throw", "lob"}:
        return any(
            weapon_kind(tree, c) is not None
            for c in tree.subtree(head)
            if c != head and c - head < 10
        )
    if lemma in {"fight", "search", "march", "seize", "snatch", "kick", "punch", "disappear"}:
        return any(_is_force(tree, c) for c in children) or head in harmed
    if token.dep == "conj" and not tree.children(head, "nsubj", "nsubjpass"):
        children = children + tree.children(token.head, "nsubj", "nsubjpass")
    if lemma in {"destroy", "damage", "smash"}:
        return _has_target(tree, head)
    return any(_is_force(tree, c) or weapon_kind(tree, c) is not None for c in children) or (
        _has_target(tree, head) and bool(tree.children(head, "nsubj", "agent"))
    )


def _has_target(tree: Tree, head: int) -> bool:
    return any(
        tree.tokens[c].lemma.lower() in _TARGET_WORDS or weapon_kind(tree, c) is not None
        for c in tree.children(head, "dobj", "nsubjpass")
    )


def _is_force(tree: Tree, index: int) -> bool:
    lemma = tree.tokens[index].lemma.lower()
    modifier = next(
        (tree.lower(c) for c in reversed(tree.children(index, "compound", "amod"))), None
    )
    return group_of(lemma, modifier) in _FORCES or lemma in {"force", "authority", "police", "army"}


def _is_definite(tree: Tree, head: int) -> bool:
    return any(
        tree.lower(c) in _DEFINITE or tree.tokens[c].dep == "poss"
        for c in tree.children(head, "det", "poss", "predet")
    )


def _trigger(
    tree: Tree,
    number: int,
    first: int,
    last: int,
    head: int,
    kind: str,
    nominal: bool,
    weak: bool,
    cues: frozenset[int],
) -> Trigger:
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    modifiers = {tree.lower(c) for c in tree.children(head, "amod", "advmod", "det", "nummod")}
    plural = nominal and token.tag in {"NNS", "NNPS"}
    definite = nominal and _is_definite(tree, head)
    series = (
        nominal
        and token.dep == "pobj"
        and tree.tokens[token.head].head < len(tree)
        and tree.tokens[tree.tokens[token.head].head].lemma.lower()
        in {"series", "wave", "string", "spate", "number", "dozen"}
    )
    how = modality(tree, head, cues)
    if lemma in {"plant", "place"} and how.stage == "accomplished":
        # A bomb that is laid has not gone off yet.
        how = Modality("attempted", how.polarity, how.certainty, how.hypothetical)
    losses = family(kind) == "harm" and lemma in {"death", "injury", "casualty", "fatality"}
    fresh = bool(modifiers & _ANOTHER) or series or (plural and not definite and not losses)
    return Trigger(
        sentence=number,
        first=first,
        last=last,
        head=head,
        type=kind,
        nominal=nominal,
        definite=definite and not (modifiers & _ANOTHER),
        referring=nominal and weak and lemma in _REFERRING,
        fresh=fresh,
        earlier=bool(modifiers & (_EARLIER if nominal else {"previously", "formerly"})),
        modality=how,
        subject_harm=family(kind) == "harm",
    )
