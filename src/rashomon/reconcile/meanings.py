"""Short statements by meaning: which of two says more, and whether both can hold.

What enters are the words of two values; what leaves is a `Comparison`. Words are stemmed, mapped
to concepts by `data/meanings.toml` and compared as sets. It errs towards `unrelated`: a conflict
that is not there costs a reader more than one that is missed. It must not know who speaks.
"""

from __future__ import annotations

import functools
import re

import msgspec

from rashomon.lexicon import load
from rashomon.reconcile.figures import Comparison

SAME_SHARE = 0.6
"""Shared concepts over all concepts from which two statements count as one."""
OVERLAP_SHARE = 0.5
"""Shared concepts over the smaller statement from which they count as compatible."""
GIST_WORDS = 9
"""Words up to which a statement is a gist, each word of which counts."""
PROSE_SHARED = 3
"""Concepts that two sentences must share to be related at all."""
_NEGATIONS = frozenset({"not", "no", "never", "without"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUFFIXES = ("ations", "ation", "ing", "ies", "ed", "es", "s")


class Meanings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of `data/meanings.toml`."""

    stop: frozenset[str]
    same: tuple[tuple[str, ...], ...]
    broader: tuple[tuple[str, ...], ...]
    numbers: frozenset[str]
    fates: dict[str, frozenset[str]]
    opposite: dict[str, frozenset[str]]


def stem(word: str) -> str:
    """A word without its commonest English endings.

    >>> [stem(w) for w in ("Bombs", "killed", "bodies", "gas", "police")]
    ['bomb', 'kill', 'body', 'gas', 'police']
    """
    low = word.lower().replace("’", "'").removesuffix("'s")
    if low in ("gas", "bus", "us"):
        return low
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            if suffix == "s" and low.endswith(("ss", "us", "is")):
                return low
            if suffix == "es" and not low.endswith(("ches", "shes", "sses", "xes", "zes")):
                return low[:-1]
            return low[: -len(suffix)] + ("y" if suffix == "ies" else "")
    return low


def words(text: str) -> tuple[str, ...]:
    """The stems of a text in order, function words left out."""
    stop = load("meanings", Meanings).stop
    return tuple(stem(w) for w in _WORD.findall(text) if w.lower() not in stop)


@functools.cache
def _canonical() -> dict[str, str]:
    return {w: group[0] for group in load("meanings", Meanings).same for w in group}


@functools.cache
def _above() -> dict[str, frozenset[str]]:
    above: dict[str, set[str]] = {}
    for broad, *kinds in load("meanings", Meanings).broader:
        for kind in kinds:
            above.setdefault(kind, set()).add(_canonical().get(broad, broad))
    return {kind: frozenset(broads) for kind, broads in above.items()}


@functools.lru_cache(maxsize=65536)
def concepts(text: str) -> frozenset[str]:
    """The meanings of a text's words."""
    return frozenset(_canonical().get(w, w) for w in words(text))


@functools.lru_cache(maxsize=65536)
def _finest(text: str) -> frozenset[str]:
    # The stems themselves: they tell a truck from a vehicle where the concepts do not.
    return frozenset(words(text))


def _covered(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether each concept of `a` stands in `b` or is broader than one of `b`."""
    reach = set(b)
    for concept in b:
        reach |= _above().get(concept, frozenset())
    return a <= reach


def fate(text: str) -> str | None:
    """The fate that words state (`dead`, `alive`, ...), or None."""
    stems = _finest(text)
    fates = load("meanings", Meanings).fates
    return next((key for key, forms in fates.items() if stems & forms), None)


def compare_fates(a: str, b: str) -> Comparison:
    """How two statements on what became of somebody stand to each other."""
    left, right = fate(a), fate(b)
    said = f"{a!r} and {b!r}"
    if left and right:
        if right in load("meanings", Meanings).opposite.get(left, frozenset()):
            return Comparison("apart", f"{said} exclude each other")
        if left == right:
            own_a, own_b = _names(a), _names(b)
            if own_a and own_b and own_a != own_b:
                return Comparison("apart", f"{said} name different people")
            extra = len(_finest(b)) - len(_finest(a))
            if extra and not (own_a or own_b):
                return Comparison(
                    "a_vaguer" if extra > 0 else "b_vaguer", f"{said} agree on the outcome"
                )
            return Comparison("equal", f"{said}: the same outcome")
    return compare_statements(a, b)


def _names(text: str) -> frozenset[str]:
    if text.isupper() or sum(map(str.isupper, text)) > len(text) / 2:
        return frozenset()
    return frozenset(w for w in _WORD.findall(text)[1:] if w[:1].isupper())


def compare_prose(a: str, b: str) -> Comparison:
    """How two statements on anything at all stand to each other.

    A word that two sentences happen to share makes them neither one statement nor rivals, so that
    more must be shared the longer they are.
    """
    left, right = concepts(a), concepts(b)
    found = compare_statements(a, b)
    if found.verdict == "unrelated" or (left == right and left - _NEGATIONS):
        return found
    shared = (left & right) - _NEGATIONS - load("meanings", Meanings).numbers
    longest = max(len(_WORD.findall(a)), len(_WORD.findall(b)))
    if longest <= GIST_WORDS:
        enough = bool(shared) if found.verdict == "apart" else len(shared) >= 1
        return found if enough else Comparison("unrelated", f"{a!r} and {b!r}")
    either, small = left | right, min(len(left), len(right))
    same = len(shared) >= PROSE_SHARED and len(shared) >= SAME_SHARE * len(either)
    within = len(shared) >= PROSE_SHARED and len(shared) == small
    if found.verdict == "apart" or not (same or within):
        return Comparison("unrelated", f"{a!r} and {b!r}")
    return found


def compare_statements(a: str, b: str, exclusive: bool = False) -> Comparison:
    """How two short statements stand to each other.

    Args:
        a: one, as printed.
        b: the other.
        exclusive: the question has one answer (which building was hit), so that two answers
            without a common word cannot both hold.
    """
    said = f"{a!r} and {b!r}"
    left, right = concepts(a), concepts(b)
    if not left or not right:
        return Comparison("unrelated", said)
    numbers = load("meanings", Meanings).numbers
    shared = left & right
    content = shared - numbers
    if content and (left & numbers) and (right & numbers) and not (left & right & numbers):
        return Comparison("apart", f"{said} count the same things differently")
    if left == right:
        fine_a, fine_b = _finest(a), _finest(b)
        if fine_a < fine_b:
            return Comparison("a_vaguer", f"{said}: the second says more")
        if fine_b < fine_a:
            return Comparison("b_vaguer", f"{said}: the first says more")
        return Comparison("equal", f"{said} mean the same")
    if content and len(shared) / len(left | right) >= SAME_SHARE:
        return Comparison("equal", f"{said} mean much the same")
    a_in_b, b_in_a = _covered(left, right), _covered(right, left)
    if a_in_b != b_in_a:
        return Comparison("a_vaguer" if a_in_b else "b_vaguer", f"{said}: one says more")
    if content and len(shared) / min(len(left), len(right)) >= OVERLAP_SHARE:
        return Comparison("equal", f"{said} share {', '.join(sorted(shared))}")
    if exclusive and not shared and not a_in_b:
        return Comparison("apart", f"{said} are different answers to one question")
    return Comparison("unrelated", said)
