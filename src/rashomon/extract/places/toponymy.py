"""Literal or associative: does a place's name give a location, or stand for people or a thing?

Enters: a toponym in its sentence's tree. Leaves: one of the two.

Source: Gritta, Pilehvar and Collier (2019), A pragmatic guide to geoparsing evaluation.
"""

from __future__ import annotations

from rashomon.extract.places.toponyms import Toponym
from rashomon.extract.tree import Tree
from rashomon.gazetteer import Readings, places_list
from rashomon.records import Toponymy


def _readings() -> Readings:
    return places_list().readings


def toponymy_of(toponym: Toponym, tree: Tree) -> Toponymy:
    """Whether the toponym names a location here."""
    if toponym.kind in ("street", "site") or toponym.label == "FAC":
        return "literal"
    if toponym.label == "HEAD":
        return "associative"
    head = _head(toponym, tree)
    while tree.tokens[head].dep in ("conj", "appos") and tree.tokens[head].head != head:
        head = tree.tokens[head].head
    token = tree.tokens[head]
    if token.dep in ("compound", "amod", "nmod", "poss") and token.head != head:
        noun = tree.tokens[token.head].lemma.lower()
        if noun in places_list().kinds or noun in _readings().ground:
            return "literal"
        if toponym.demonym or noun in _readings().institutions:
            return "associative"
        if token.dep == "nmod" or (token.dep == "poss" and noun not in _readings().institutions):
            return "literal"
        return "associative"
    if toponym.demonym:
        return "associative"
    if token.dep in ("nsubj", "nsubjpass") and tree.tokens[token.head].lemma != "be":
        return "associative"
    if token.dep == "pobj":
        return "literal" if _locative(tree, token.head) else "associative"
    if token.dep in ("dobj", "dative", "iobj"):
        verb = tree.tokens[token.head].lemma
        return "literal" if verb in _readings().motion else "associative"
    return "literal"


def _head(toponym: Toponym, tree: Tree) -> int:
    """The token of the toponym whose head lies outside it."""
    for index in range(toponym.last, toponym.first - 1, -1):
        head = tree.tokens[index].head
        if not toponym.first <= head <= toponym.last or head == index:
            return index
    return toponym.last


def _locative(tree: Tree, preposition: int) -> bool:
    """Whether a preposition places something, not "the government of" or "with"."""
    word = tree.lower(preposition)
    if word == "of":
        noun = tree.tokens[tree.tokens[preposition].head].lemma.lower()
        return noun not in _readings().institutions
    return word in _readings().locative
