"""Literal or associative: does a place's name give a location, or stand for people or a thing?

Enters: a toponym in its sentence's tree. Leaves: one of the two.

Source: Gritta, Pilehvar and Collier (2019), A pragmatic guide to geoparsing evaluation.
"""

from __future__ import annotations

from rashomon.extract.places.toponyms import Toponym
from rashomon.extract.tree import Tree
from rashomon.gazetteer import places_list
from rashomon.records import Toponymy

_LOCATIVE = frozenset(
    {
        "in", "at", "near", "from", "to", "outside", "around", "across", "toward", "towards", "inside",
        "into", "throughout", "through", "within", "on", "off", "along", "over", "beyond", "of", "onto",
    }
)  # fmt: skip


def toponymy_of(toponym: Toponym, tree: Tree) -> Toponymy:
    """Whether the toponym names a location here."""
    if toponym.demonym:
        return "associative"
    head = _head(toponym, tree)
    token = tree.tokens[head]
    if token.dep in ("compound", "amod", "nmod") and token.head != head:
        noun = tree.lower(token.head)
        return "literal" if noun in places_list().kinds or noun in _GROUND else "associative"
    if token.dep == "poss":
        return "associative" if _people(tree, token.head) else "literal"
    if token.dep in ("nsubj", "nsubjpass") and tree.tokens[token.head].lemma != "be":
        return "associative"
    if token.dep == "pobj":
        preposition = tree.lower(token.head)
        return "literal" if preposition in _LOCATIVE else "associative"
    return "literal"


_GROUND = frozenset(
    {"street", "streets", "airport", "suburb", "suburbs", "outskirts", "home", "hotel", "road", "highway", "neighborhood", "neighbourhood"}
)  # fmt: skip


def _head(toponym: Toponym, tree: Tree) -> int:
    """The token of the toponym whose head lies outside it."""
    for index in range(toponym.last, toponym.first - 1, -1):
        head = tree.tokens[index].head
        if not toponym.first <= head <= toponym.last or head == index:
            return index
    return toponym.last


def _people(tree: Tree, index: int) -> bool:
    """Whether a noun names people or an institution, by its label or its shape."""
    return tree.tokens[index].lemma in _INSTITUTIONS


_INSTITUTIONS = frozenset(
    {
        "government", "president", "minister", "army", "military", "police", "parliament", "leader",
        "court", "ministry", "force", "troop", "people", "ambassador", "king", "regime", "opposition",
        "economy", "party", "prime", "official", "embassy", "constitution", "election", "policy",
    }
)  # fmt: skip
