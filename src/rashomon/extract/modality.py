"""How real a clause or noun is: done, tried, threatened, planned; denied; uncertain.

A tree and the index of a predicate enter, a `Modality` leaves. Who says it is another matter: a
reporting verb that denies or doubts belongs to the attribution, so `outside` names the tokens of
cues, which are passed over here.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import msgspec

from rashomon.extract.tree import Tree
from rashomon.lexicon import load
from rashomon.records import Certainty, EventStage, Polarity

_CLAUSE = frozenset(
    {
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "relcl",
        "pcomp",
        "conj",
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "csubj",
        "dep",
        "attr",
        "oprd",
        "compound",
    }
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_HOPS = 4


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    adverbs: list[str] = []
    modals: list[str] = []


class ModalityWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/modality.toml`."""

    attempted: _Words
    planned: _Words
    threatened: _Words
    hedged: _Words
    neutral: _Words


@dataclass(frozen=True)
class Modality:
    """How real something is.

    Args:
        stage: how far it went.
        polarity: `denied` under a negation.
        certainty: `hedged` under doubt, `unknown` never (that is an attribution's).
        hypothetical: under a condition, a question or a command: nothing is said to have happened.
    """

    stage: EventStage = "accomplished"
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    hypothetical: bool = False

    @property
    def happened(self) -> bool:
        """Whether the words say that it took place, however uncertainly."""
        return (
            self.stage == "accomplished" and self.polarity == "affirmed" and not self.hypothetical
        )


@functools.cache
def _sets() -> dict[str, dict[str, frozenset[str]]]:
    words = load("modality", ModalityWords)
    return {
        name: {
            field: frozenset(getattr(getattr(words, name), field))
            for field in ("heads", "nouns", "adjectives", "adverbs", "modals")
        }
        for name in ("attempted", "planned", "threatened", "hedged", "neutral")
    }


def modality(tree: Tree, index: int, outside: frozenset[int] = frozenset()) -> Modality:
    """How real the predicate at `index` is.

    Args:
        tree: its sentence.
        index: a verb, noun or adjective that names what happens.
        outside: tokens of reporting cues: they are the attribution's, not the clause's.
    """
    state = _State()
    _read_predicate(tree, index, state)
    at = index
    for _ in range(_HOPS):
        head = tree.tokens[at].head
        if head == at or tree.tokens[at].dep not in _CLAUSE:
            break
        if head in outside:
            # A cue's doubt and denial are the attribution's; that it plans or threatens is not.
            if (
                tree.tokens[at].dep == "ccomp"
                and not tree.children(at, "mark")
                and _is_finite(tree, at)
            ):
                break
            doubt = state.polarity, state.certainty, state.hypothetical
            _read_link(tree, at, head, state)
            state.polarity, state.certainty, state.hypothetical = doubt
            break
        if not _read_link(tree, at, head, state):
            break
        if tree.tokens[at].dep in {"ccomp", "acl"} and tree.tokens[at].tag in _FINITE:
            break
        at = head
    return Modality(state.stage, state.polarity, state.certainty, state.hypothetical)


def _is_finite(tree: Tree, index: int) -> bool:
    """Whether a predicate says something of the past or present by itself."""
    return any(
        tree.tokens[i].tag in _FINITE for i in (index, *tree.children(index, "aux", "auxpass"))
    )


class _State:
    stage: EventStage = "accomplished"
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"
    hypothetical = False


def _read_predicate(tree: Tree, index: int, state: _State) -> None:
    sets = _sets()
    token = tree.tokens[index]
    infinitive = False
    subject = False
    for child in tree.children(index):
        word, dep, tag = tree.lower(child), tree.tokens[child].dep, tree.tokens[child].tag
        lemma = tree.tokens[child].lemma.lower()
        if dep == "neg" or word in {"never", "neither"}:
            state.polarity = "denied"
        elif dep == "det" and word in {"no", "any", "neither"}:
            if word != "any":
                state.polarity = "denied"
        elif tag == "MD":
            if lemma in sets["hedged"]["modals"] or word in sets["hedged"]["modals"]:
                state.certainty = "hedged"
            elif word in {"will", "would", "shall", "should", "’ll", "'ll", "wo"}:
                state.stage = "planned"
                state.hypothetical = word in {"would", "should"}
        elif tag == "TO" and dep in {"aux", "mark"}:
            infinitive = True
        elif dep == "mark" and word in _CONDITIONS:
            state.hypothetical = True
        elif dep == "advmod" and lemma in sets["hedged"]["adverbs"]:
            state.certainty = "hedged"
        elif dep in {"amod", "compound"}:
            if word in sets["hedged"]["adjectives"] or lemma in sets["hedged"]["adjectives"]:
                state.certainty = "hedged"
            if word in sets["attempted"]["adjectives"]:
                state.stage = "attempted"
            elif word in sets["planned"]["adjectives"] and word != "possible":
                state.stage = "planned"
            elif word in sets["threatened"]["adjectives"]:
                state.stage = "threatened"
            elif word in sets["attempted"]["nouns"]:
                state.stage = "attempted"
        elif dep in {"nsubj", "nsubjpass", "expl", "csubj"}:
            subject = True
    if infinitive and token.dep in {"xcomp", "advcl", "acl", "relcl", "ccomp"}:
        head = tree.tokens[token.head]
        lemma = head.lemma.lower()
        if lemma not in sets["neutral"]["heads"] and not any(
            lemma in sets[name]["heads"] or lemma in sets[name]["nouns"]
            for name in ("attempted", "threatened", "hedged", "planned")
        ):
            state.stage = "planned"
    if token.tag == "VB" and not infinitive and not subject and token.dep in {"ROOT", "ccomp"}:
        state.hypothetical = not any(tree.tokens[c].tag == "MD" for c in tree.children(index))


def _read_link(tree: Tree, at: int, head: int, state: _State) -> bool:
    """Read what governs `at`; whether to go on upwards."""
    sets = _sets()
    dep = tree.tokens[at].dep
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    if dep == "conj":
        # Conjoined verbs share auxiliaries only when the second has no subject of its own.
        if any(tree.tokens[c].dep in {"nsubj", "nsubjpass", "expl"} for c in tree.children(at)):
            return False
        if token.tag not in _NOUN_TAGS and tree.tokens[at].tag == token.tag == "VB":
            _read_predicate(tree, head, state)
        return True
    if dep == "advcl" or dep == "relcl":
        return (
            tree.tokens[head].dep in {"advcl"}
            and dep == "advcl"
            and _read_condition(tree, head, state)
        )
    nouny = token.tag in _NOUN_TAGS
    field = "nouns" if nouny else "heads"
    clausal = dep in {"xcomp", "ccomp", "acl", "pcomp", "csubj", "prep", "pobj"} or (
        dep in {"dobj", "nsubjpass", "oprd", "compound"} and not nouny
    )
    if (
        dep in {"nsubj", "nsubjpass"}
        and not nouny
        and lemma not in {"prevent", "foil", "thwart", "avert", "plan", "abort", "fear", "suspect"}
    ):
        return False
    if dep == "compound" and not nouny:
        return False
    if clausal:
        if lemma in {"deny", "reject", "refute"} and dep in {"dobj", "ccomp", "xcomp", "prep"}:
            state.polarity = "denied"
        if lemma in sets["threatened"][field]:
            state.stage = "threatened"
        elif lemma in sets["attempted"][field]:
            state.stage = "attempted"
            if lemma in {"fail"}:
                state.polarity = "affirmed"
        elif lemma in sets["planned"][field] and (
            dep not in {"dobj", "pobj", "prep", "nsubjpass"}
            or lemma in {"plan", "plot", "conspire", "prepare", "order"}
            or nouny
        ):
            if not (dep == "dobj" and lemma in {"order", "need", "call", "want"}):
                state.stage = "planned"
        elif lemma in sets["hedged"][field]:
            state.certainty = "hedged"
    if not nouny:
        _read_condition(tree, head, state)
        for child in tree.children(head):
            if tree.tokens[child].dep == "neg" and dep in {"xcomp", "dobj", "attr", "pobj"}:
                state.polarity = "denied"
            elif (
                tree.tokens[child].dep == "advmod"
                and tree.tokens[child].lemma.lower() in sets["hedged"]["adverbs"]
                and dep in {"xcomp", "dobj", "attr"}
            ):
                state.certainty = "hedged"
        if dep in {"xcomp", "ccomp", "dobj"}:
            for child in tree.children(head):
                word = tree.lower(child)
                if (
                    tree.tokens[child].tag == "MD"
                    and word in {"will", "would", "shall"}
                    and dep != "ccomp"
                ):
                    state.stage = "planned"
                elif tree.tokens[child].tag == "MD" and word in sets["hedged"]["modals"]:
                    state.certainty = "hedged"
    return True


def _read_condition(tree: Tree, index: int, state: _State) -> bool:
    for child in tree.children(index, "mark"):
        if tree.lower(child) in _CONDITIONS:
            state.hypothetical = True
    return True
