"""Numbers as words: which tokens of a sentence make one number, and how large it is.

What enters is a sentence's words in lower case; what leaves are `Number` records with the bounds
that the words alone allow. What is counted, and whether it is counted at all, is decided
elsewhere.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import msgspec

from rashomon.lexicon import load
from rashomon.records import QuantityRelation

_DIGITS = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?")
_GLUED_RANGE = re.compile(r"(\d{1,6})[-–—/](\d{1,6})")
_DASHES = frozenset("-–—")
_LONGEST_BOUND = 3


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: list[str]


class _Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]


class NumberWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/numbers.toml`."""

    words: dict[str, int]
    scales: dict[str, int]
    floors: dict[str, int]
    uncounted: _Phrases
    bounds: dict[str, list[str]]
    bounds_after: dict[str, list[str]]
    measures: dict[str, list[str]]
    labels: _Labels


@dataclass(frozen=True)
class Number:
    """A number at tokens `first` to `last`, both included.

    Args:
        first: first token of the number itself.
        last: last token.
        low: smallest value, None where the words give no count.
        high: largest value, None where open.
        relation: how the words bound it.
        outer: first token with the bounding words before it.
        outer_last: last token with the bounding words after it.
        qualifier: token range of the bounding words, both included, or None.
        additive: it comes on top of people counted before ("five more").
    """

    first: int
    last: int
    low: float | None
    high: float | None
    relation: QuantityRelation
    outer: int
    outer_last: int
    qualifier: tuple[int, int] | None = None
    additive: bool = False


@functools.cache
def number_words() -> NumberWords:
    """The lexicon, loaded once."""
    return load("numbers", NumberWords)


@functools.cache
def _phrases(which: str) -> dict[tuple[str, ...], str]:
    words = number_words()
    if which == "uncounted":
        return {tuple(re.split(r"[ ]|(-)", p)): "unknown" for p in words.uncounted.phrases}
    table = words.bounds if which == "bounds" else words.bounds_after
    return {tuple(p.split()): relation for relation, ps in table.items() for p in ps}


@functools.cache
def _vague() -> dict[tuple[str, ...], int]:
    return {tuple(phrase.split()): low for phrase, low in number_words().floors.items()}


def numbers(words: list[str]) -> list[Number]:
    """The numbers of a sentence in reading order, not overlapping.

    Args:
        words: the tokens as printed, lower-cased.
    """
    found: list[Number] = []
    at = 0
    while at < len(words):
        at = _past_bound(words, at)
        number = _unknown_at(words, at) or _range_at(words, at) or _single_at(words, at)
        if number is None:
            at += 1
            continue
        number = _bounded(words, number, found[-1].outer_last + 1 if found else 0)
        found.append(number)
        at = number.outer_last + 1
    return found


def _past_bound(words: list[str], at: int) -> int:
    """Past bounding words that hold a number word themselves ("as many as 15")."""
    if words[at] == "as" and words[at + 1 : at + 3] == ["many", "as"] and at + 3 < len(words):
        return at + 3
    return at


def _unknown_at(words: list[str], at: int) -> Number | None:
    """“an as yet unknown number” at a token."""
    if words[at] not in {"a", "an", "unknown", "unspecified", "undetermined"}:
        return None
    for stop in range(min(len(words), at + 9), at + 1, -1):
        piece = tuple(word for word in words[at:stop] if word not in _DASHES)
        if piece[-1] == "number" and words[stop - 1] == "number" and piece in _plain_unknown():
            return Number(at, stop - 1, None, None, "unknown", at, stop - 1)
    return None


@functools.cache
def _plain_unknown() -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(phrase.replace("-", " ").split()) for phrase in number_words().uncounted.phrases
    )


def _range_at(words: list[str], at: int) -> Number | None:
    """“between five and 7”, “5-7”, “5 to 7”, “eight or nine” at a token."""
    start, joint = at, {"to", "or", *_DASHES}
    if words[at] in {"between", "from"} and at + 3 < len(words):
        start, joint = at + 1, {"and"} if words[at] == "between" else {"to"}
    glued = _GLUED_RANGE.fullmatch(words[start])
    if glued is not None:
        low, high = float(glued[1]), float(glued[2])
        if low < high and words[start].count("/") == 0:
            return Number(start, start, low, high, "range", start, start)
        return None
    left = _value_at(words, start)
    if left is None or left[0] + 2 >= len(words) or words[left[0] + 1] not in joint:
        return None
    right_start = left[0] + 2
    if words[right_start] in {"to", "and"} and words[at] == "between":
        right_start += 1
    right = _value_at(words, right_start) if right_start < len(words) else None
    if right is None or not left[1] < right[1]:
        return None
    return Number(start, right[0], left[1], right[1], "range", at, right[0])


def _single_at(words: list[str], at: int) -> Number | None:
    vague = _vague()
    for size in (2, 1):
        low = vague.get(tuple(words[at : at + size]))
        if low is not None and at + size <= len(words):
            last = at + size - 1
            following = words[last + 1] if last + 1 < len(words) else ""
            scale = number_words().scales.get(following)
            if scale is not None and size == 1:
                return Number(at, last + 1, 2.0 * scale, None, "at_least", at, last + 1)
            if following == "of" and words[last + 2 : last + 3] in (["thousands"], ["hundreds"]):
                scale = {"thousands": 1000, "hundreds": 100}[words[last + 2]]
                return Number(at, last + 2, float(low * scale), None, "at_least", at, last + 2)
            return Number(at, last, float(low), None, "at_least", at, last)
    value = _value_at(words, at)
    if value is not None:
        return Number(at, value[0], value[1], value[1], "exact", at, value[0])
    if words[at] in {"no", "none", "nobody"}:
        last = at
        if words[at] == "no" and words[at + 1 : at + 2] == ["one"]:
            last = at + 1
        return Number(at, last, 0.0, 0.0, "exact", at, last)
    return None


def _value_at(words: list[str], at: int) -> tuple[int, float] | None:
    """(last token, value) of the number that starts at a token, if one does."""
    table = number_words()
    word = words[at]
    if _DIGITS.fullmatch(word):
        plain = word.replace(",", "")
        value = float(plain.replace(".", "")) if plain.count(".") > 1 else float(plain)
        scale = table.scales.get(words[at + 1]) if at + 1 < len(words) else None
        if scale is not None and words[at + 1] != "score":
            return at + 1, value * scale
        return at, value
    if word in {"a", "half"} and at + 1 < len(words):
        halves = words[at : at + 3]
        if halves == ["half", "a", "dozen"]:
            return at + 2, 6.0
        if words[at : at + 4] == ["a", "half", "-", "dozen"]:
            return at + 3, 6.0
        if halves == ["a", "couple", "of"]:
            return at + 1, 2.0
        if word == "a" and words[at + 1] in table.scales and words[at + 1] != "score":
            return at + 1, float(table.scales[words[at + 1]])
        return None
    total, current, last, tens = 0.0, 0.0, -1, False
    index = at
    while index < len(words):
        token = words[index]
        if "-" in token and all(part in table.words for part in token.split("-")):
            current += sum(table.words[part] for part in token.split("-"))
            last = index
        elif token in table.words:
            size = table.words[token]
            if (
                last >= 0
                and not (tens and size < 10)
                and words[index - 1] not in {"and", *table.scales}
            ):
                break
            current += size
            tens = size >= 20
            last = index
        elif token in table.scales and token != "score" and last >= 0:
            scale = table.scales[token]
            if scale == 1000 or scale == 1_000_000:
                total, current = total + max(current, 1) * scale, 0.0
            else:
                current = max(current, 1) * scale
            tens, last = False, index
        elif (token in _DASHES and tens and last == index - 1) or (
            token == "and" and last == index - 1 and words[last] in table.scales
        ):
            pass
        else:
            break
        index += 1
    return (last, total + current) if last >= 0 else None


def _bounded(words: list[str], number: Number, floor: int) -> Number:
    """The number with the words before and after it that bound it."""
    low, high, relation = number.low, number.high, number.relation
    qualifier: tuple[int, int] | None = None
    outer, last = number.outer, number.outer_last
    for size in range(_LONGEST_BOUND, 0, -1):
        start = outer - size
        if start < floor:
            continue
        bound = _phrases("bounds").get(tuple(words[start:outer]))
        if bound is not None:
            qualifier, outer = (start, outer - 1), start
            low, high, relation = _apply(bound, low, high, relation)
            break
    else:
        for size in (2, 1):
            bound = _phrases("bounds_after").get(tuple(words[last + 1 : last + 1 + size]))
            if bound is not None:
                qualifier, last = (last + 1, last + size), last + size
                low, high, relation = _apply(bound, low, high, relation)
                break
    if outer > floor and words[outer - 1] in {"the", "all", "other", "another", "these", "those"}:
        outer -= 1
    additive = words[outer] in {"another", "other"} or words[last + 1 : last + 2] in (
        ["more"],
        ["other"],
        ["others"],
        ["further"],
        ["additional"],
    )
    if outer > floor and words[outer - 1] in {"further", "additional"}:
        additive = True
    return Number(number.first, number.last, low, high, relation, outer, last, qualifier, additive)


def _apply(
    bound: str, low: float | None, high: float | None, relation: QuantityRelation
) -> tuple[float | None, float | None, QuantityRelation]:
    if low is None:
        return low, high, relation
    if bound == "at_least":
        return low, None, "at_least"
    if bound == "more_than":
        return low + 1, None, "more_than"
    top = high if high is not None else low
    if bound == "at_most":
        return None, top, "at_most"
    if bound == "less_than":
        return None, top - 1, "less_than"
    return low, high, "about" if relation == "exact" else relation
