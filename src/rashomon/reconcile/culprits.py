"""Who is accused: whether two accusations name one actor, fit each other, or exclude each other.

What enters are two claims whose value names an actor; what leaves is a `Comparison`. Party keys
decide where they are known, words where they are not. It names no people: `data/culprits.toml`
holds words for sorts of actors only.
"""

from __future__ import annotations

import functools
import re

import msgspec

from rashomon.extract.entities.names import acronym_of
from rashomon.lexicon import load
from rashomon.reconcile.figures import Comparison
from rashomon.reconcile.meanings import stem, words
from rashomon.reconcile.views import ClaimView
from rashomon.records import Named, Statement

_FORCES = frozenset({"force", "arm", "unit", "patrol"})
_NO_SIDE = frozenset({"force", "unit", "patrol"})
"""Alone, "the forces" of an account are those of the state that it tells of."""
NEAR_WORDS = 3
NEAR_SHARE = 0.6
"""Words, and their share of all words, that two spellings of one long name have in common."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SPLIT = re.compile(r"\s*(?:,|;|/|\band\b|\bor\b|\bas well as\b)\s*", re.IGNORECASE)


class Culprits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `data/culprits.toml`."""

    nobody: frozenset[str]
    armed: frozenset[str]
    state: frozenset[str]
    empty: frozenset[str]
    bodies: frozenset[str]
    pronouns: frozenset[str]


@functools.lru_cache(maxsize=65536)
def _actors(text: str) -> tuple[frozenset[str], ...]:
    """The actors that a description names, each as a set of stems without empty words."""
    empty = load("culprits", Culprits).empty
    found = (
        frozenset(words(part)) - empty
        for part in _SPLIT.split(text.replace("(", ",").replace(")", ""))
    )
    return tuple(actor for actor in found if actor)


@functools.lru_cache(maxsize=65536)
def _sort(text: str) -> str:
    """`nobody`, `armed`, `state` or `named`: what sort of actor the words describe."""
    lists = load("culprits", Culprits)
    sorts = set()
    for actor in _actors(text):
        if actor <= _NO_SIDE or any(actor.issuperset(entry.split()) for entry in lists.state):
            sorts.add("state")
        elif actor <= lists.armed:
            sorts.add("armed")
        elif actor & lists.nobody:
            sorts.add("nobody")
        else:
            sorts.add("named")
    for sort in ("state", "named", "armed"):
        if sort in sorts:
            return sort
    return "nobody"


@functools.lru_cache(maxsize=65536)
def _core(text: str) -> frozenset[str]:
    """The stems that name a body, without those for its people: "fighters of the Front"."""
    lists = load("culprits", Culprits)
    return frozenset().union(*_actors(text)) - lists.armed - lists.nobody


def is_pronoun(text: str) -> bool:
    """Whether words name nobody by themselves.

    >>> is_pronoun("They"), is_pronoun("the army")
    (True, False)
    """
    return text.strip().casefold() in load("culprits", Culprits).pronouns


def is_accusable(text: str) -> bool:
    """Whether words alone show that they mean a body, or its people, that can do such a thing."""
    lists = load("culprits", Culprits)
    return (
        _sort(text) in ("state", "armed")
        or any(actor & lists.armed for actor in _actors(text))
        or (_sort(text) != "nobody" and bool(frozenset(words(text)) & lists.bodies))
    )


def text_of(claim: ClaimView) -> str:
    """The words that name the accused."""
    value = claim.value
    return value.text if isinstance(value, (Named, Statement)) else ""


def compare_culprits(a: ClaimView, b: ClaimView) -> Comparison:
    """How the actors that two claims name stand to each other.

    Two different actors exclude each other only where both are definite: a description that fits
    a name ("guerrillas") is the vaguer word for it, "unknown men" excludes nobody, and a body and
    its member are one answer at two grains.
    """
    left, right = text_of(a), text_of(b)
    said = f"{left!r} and {right!r}"
    unread = any(is_pronoun(t) and not c.actors for t, c in ((left, a), (right, b)))
    if unread or not (a.accusable and b.accusable):
        return Comparison("unrelated", said)
    if left.casefold() != right.casefold() and _core(left) and _core(left) == _core(right):
        return Comparison("equal", f"{said}: a body and its own people")
    if a.actors and b.actors:
        if a.actors == b.actors:
            return Comparison("equal", f"{said}: one actor")
        if a.actors & b.actors:
            return Comparison("equal", f"{said} share an actor")
        if a.actors & b.actor_kin or b.actors & a.actor_kin:
            wide = bool(a.actors & b.actor_kin)
            return Comparison(
                "a_vaguer" if wide else "b_vaguer", f"{said}: one belongs to the other"
            )
    if _actors(left) and left.casefold() == right.casefold():
        return Comparison("equal", f"{left!r} in both")
    actors_a, actors_b = _actors(left), _actors(right)
    if set(actors_a) & set(actors_b):
        return Comparison("equal", f"{said} share an actor")
    if any(_nearly_one(x, y) for x in actors_a for y in actors_b):
        return Comparison("equal", f"{said}: one name, spelt in two ways")
    if _is_short_for(left, right) or _is_short_for(right, left):
        return Comparison("equal", f"{said}: a name and its short form")
    sort_a, sort_b = _sort(left), _sort(right)
    if "nobody" in (sort_a, sort_b):
        return Comparison("unrelated", said)
    fits = _one_within_other(actors_a, actors_b, said)
    if fits is not None:
        return fits
    if sort_a == sort_b == "state" and (_nameless(left) or _nameless(right)):
        # "the army" in an account of one state's deeds is that state's army.
        wide = _nameless(left) and not _nameless(right)
        return Comparison("a_vaguer" if wide else "b_vaguer", f"{said}: bodies of one state")
    if sort_a == sort_b == "armed":
        return Comparison("equal", f"{said} describe one sort of group")
    if {sort_a, sort_b} == {"armed", "named"}:
        return Comparison(
            "a_vaguer" if sort_a == "armed" else "b_vaguer",
            f"{said}: a description that fits a name",
        )
    return Comparison("apart", f"{said} are different actors")


def _nearly_one(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names share most of their words, one more or one less on either side."""
    shared = len(a & b)
    return shared >= NEAR_WORDS and len(a ^ b) <= 2 and shared / len(a | b) >= NEAR_SHARE


@functools.lru_cache(maxsize=65536)
def _is_short_for(short: str, full: str) -> bool:
    """Whether one actor's name is made of the initials of another's, its people left out.

    >>> _is_short_for("VLF", "Velmar Liberation Front commando")
    True
    """
    lists = load("culprits", Culprits)
    own = [word for word in _LETTERS.findall(full) if stem(word) not in lists.armed]
    initials = acronym_of(tuple(word.casefold() for word in own))
    return any(
        word.isupper() and len(word) > 2 and word.casefold() in initials
        for word in _LETTERS.findall(short)
    )


@functools.lru_cache(maxsize=65536)
def _nameless(text: str) -> bool:
    """Whether a description uses words for state bodies in general and no name."""
    lists = load("culprits", Culprits)
    general = {word for entry in lists.state for word in entry.split()} | lists.empty | _FORCES
    return all(actor <= general for actor in _actors(text))


def _one_within_other(
    a: tuple[frozenset[str], ...], b: tuple[frozenset[str], ...], said: str
) -> Comparison | None:
    """The comparison where an actor's words hold all the words of another's."""
    for x in a:
        for y in b:
            if x < y:
                return Comparison("a_vaguer", f"{said}: the second is more precise")
            if y < x:
                return Comparison("b_vaguer", f"{said}: the first is more precise")
    return None
