"""Members of the closed sets: what kind of instrument, target or victim some words name.

What enters are the words of a fill; what leaves is the set member that they speak for. The counts
behind it were compiled from the training keys; see `training/muc4_categories.py`.

Source: MUC-4 task documentation, template-doc-part1.v7, sections 7.8, 7.14 and 7.21.
"""

from __future__ import annotations

import functools
import math
import re
from typing import Literal

import msgspec

from rashomon.lexicon import load

Kind = Literal["instrument", "physical", "human"]

_DEFAULT: dict[Kind, str | None] = {
    "instrument": None,
    "physical": "OTHER",
    "human": "CIVILIAN",
}
_SMALL = frozenset(
    [
        "A",
        "AN",
        "THE",
        "OF",
        "IN",
        "AT",
        "ON",
        "FOR",
        "FROM",
        "TO",
        "BY",
        "WITH",
        "AND",
        "OR",
        "WHO",
        "WHICH",
        "THAT",
        "HIS",
        "HER",
        "ITS",
        "THEIR",
        "WAS",
        "WERE",
        "IS",
        "SOME",
        "TWO",
        "THREE",
        "FOUR",
        "FIVE",
        "SIX",
        "SEVEN",
        "EIGHT",
        "NINE",
        "TEN",
        "ONE",
        "SEVERAL",
    ]
)
_WORD = re.compile(r"[A-Z][A-Z']*")
_HEAD_END = re.compile(r"\b(?:OF|IN|AT|FROM|FOR|ON|NEAR|BELONGING|WHO|WHICH|THAT|TO|WITH)\b|,")


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages by word and category: `data/muc4_categories.toml`."""

    instrument: dict[str, dict[str, int]]
    physical: dict[str, dict[str, int]]
    human: dict[str, dict[str, int]]


def words_of(text: str) -> list[str]:
    """The content words of a fill in order, as stems without plural endings."""
    found = _WORD.findall(text.upper().replace(".", ""))
    return [_singular(word.removesuffix("'S").strip("'")) for word in found if word not in _SMALL]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("IES"):
        return word[:-3] + "Y"
    if len(word) > 4 and word.endswith("MEN"):
        return word[:-3] + "MAN"
    if len(word) > 3 and word.endswith("S") and not word.endswith(("SS", "US", "IS")):
        return word[:-1]
    return word


def known(word: str, kind: Kind) -> bool:
    """Whether the training keys have fills of this kind with the word."""
    table: dict[str, dict[str, int]] = getattr(load("muc4_categories", Counts), kind)
    return any(stem in table for stem in words_of(word))


@functools.cache
def _totals(kind: Kind) -> tuple[dict[str, int], int]:
    table: dict[str, dict[str, int]] = getattr(load("muc4_categories", Counts), kind)
    totals: dict[str, int] = {}
    for counts in table.values():
        for category, count in counts.items():
            totals[category] = totals.get(category, 0) + count
    return totals, sum(totals.values())


def category(text: str, kind: Kind) -> str | None:
    """The likeliest set member for the words; the set's default where no word is known.

    Naive Bayes over stems, the head noun twice: it decides what the phrase names, its modifiers
    what it is for ("police station").

    Args:
        text: the words of a fill, any case.
        kind: which set.
    """
    table: dict[str, dict[str, int]] = getattr(load("muc4_categories", Counts), kind)
    words = words_of(text)
    head = words_of(_HEAD_END.split(text.upper(), maxsplit=1)[0])[-1:]
    known = [word for word in (*words, *head) if word in table]
    if not known:
        return _DEFAULT[kind]
    totals, every = _totals(kind)

    def score(name: str) -> float:
        prior = math.log(totals[name] / every)
        return prior + sum(
            math.log((table[word].get(name, 0) + 0.2) / (totals[name] + 0.2 * len(table)))
            for word in known
        )

    return max(sorted(totals), key=score)
