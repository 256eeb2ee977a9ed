"""Naming: the party that a phrase means, by its printed name where the report gives one.

A clause, the head of a phrase and the document's entities enter; a `Named` leaves, or None where a
pronoun stands for nobody known. The printed words stay in the evidence.
"""

from __future__ import annotations

from rashomon.extract.clauses import Clause, Mentions
from rashomon.extract.events.arguments import is_body, phrase
from rashomon.extract.role_groups import group_of, is_person_noun
from rashomon.extract.tree import Tree
from rashomon.records import Entity, Named

_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$"})
_INDEFINITE = frozenset(
    {
        "somebody",
        "someone",
        "anybody",
        "anyone",
        "everybody",
        "everyone",
        "others",
        "this",
        "that",
        "those",
        "these",
        "one",
        "both",
        "all",
        "some",
        "many",
    }
)
_ANSWERED = frozenset({"after", "because", "when", "since", "as", "once"})
_ANSWERS = frozenset({"return", "respond", "retaliate", "react"})
_OWN_PEOPLE = frozenset(
    {"man", "member", "side", "commander", "leader", "follower", "supporter", "unit", "people"}
)
_OWN_GROUPS = frozenset(
    {"police", "soldiers", "security forces", "escort", "attackers", "insurgents"}
)
_ACTORS = frozenset({"person", "organization", "group"})
_QUOTES = '"“”„«»'


def named(clause: Clause, head: int, entities: Mentions) -> Named | None:
    """The party at a head: its entity, and as text its name, never a pronoun."""
    tree = clause.tree
    token = tree.tokens[head]
    if token.tag in {"WP", "WDT"} or (tree.lower(head) == "that" and token.dep.startswith("nsubj")):
        antecedent = antecedent_of(tree, head)
        if antecedent is not None:
            return named(clause, antecedent, entities)
    if token.tag in _PRONOUN_TAGS:
        other = _other_side(tree, head)
        if other is not None:
            return named(clause, other, entities)
        return _by_entity(clause, head, entities)
    if tree.lower(head) in _INDEFINITE:
        return None
    if _acts_for_owner(token.lemma.lower()) or is_body(tree, head):
        for owner in tree.children(head, "poss"):
            if tree.tokens[owner].tag == "PRP$":
                found = _by_entity(clause, owner, entities)
                if found is not None:
                    return found
    first, last = phrase(tree, head)
    return Named(
        " ".join(tree.span(first, last).text(tree.text).split()).strip(_QUOTES),
        entities.at(token.start, token.end),
    )


def _acts_for_owner(lemma: str) -> bool:
    """Whether what they do is their owner's doing: "its soldiers", but not "its victims"."""
    return lemma in _OWN_PEOPLE or group_of(lemma) in _OWN_GROUPS


def _other_side(tree: Tree, pronoun: int) -> int | None:
    """“A returned fire on B after they attacked”: what is answered is the other side's doing."""
    if tree.lower(pronoun) not in {"they", "he", "she", "it"}:
        return None
    verb = tree.tokens[pronoun].head
    for _ in range(3):
        if tree.tokens[verb].dep == "conj":
            verb = tree.tokens[verb].head
    if tree.tokens[verb].dep != "advcl" or not any(
        tree.lower(c) in _ANSWERED for c in tree.children(verb, "mark", "advmod")
    ):
        return None
    main = tree.tokens[verb].head
    answers = {tree.tokens[main].lemma.lower()}
    things = {tree.tokens[o].lemma.lower() for o in tree.children(main, "dobj")}
    if not (answers & _ANSWERS and (answers != {"return"} or "fire" in things)):
        return None
    preps = [p for at in (main, *tree.children(main, "dobj")) for p in tree.children(at, "prep")]
    return next(
        (
            o
            for p in preps
            if tree.lower(p) in {"against", "on", "at", "to"} and p < verb
            for o in tree.children(p, "pobj")
            if is_person_noun(tree.tokens[o].lemma.lower()) or is_body(tree, o)
        ),
        None,
    )


def antecedent_of(tree: Tree, pronoun: int) -> int | None:
    """What a relative pronoun stands for, None where it is none."""
    at = tree.tokens[pronoun].head
    for _ in range(4):
        token = tree.tokens[at]
        if token.dep == "relcl":
            return token.head
        if token.dep not in {"conj", "xcomp", "ccomp", "prep", "pobj"} or token.head == at:
            return None
        at = token.head
    return None


def _by_entity(clause: Clause, head: int, entities: Mentions) -> Named | None:
    token = clause.tree.tokens[head]
    entity_id = entities.at(token.start, token.end)
    entity = entities.by_id.get(entity_id) if entity_id is not None else None
    if entity is None or entity.kind not in _ACTORS or not _has_words(entity):
        return None
    return Named(" ".join(entity.name.split()), entity.id)


def _has_words(entity: Entity) -> bool:
    return any(mention.kind != "pronoun" for mention in entity.mentions)
