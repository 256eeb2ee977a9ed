"""Words that say that a figure changed, is out of date, or is a claim of the deed.

What enters is a claim's evidence, its sentence and the report's headline; what leaves is a set of
names of the lists in `data/toll_signals.toml`. It must not know the claim's value or any other
claim.
"""

from __future__ import annotations

import functools
import re

import msgspec

from rashomon.lexicon import load

PART_REACH = 18
"""Characters beside a figure within which words make it a part of another."""
TAKEN_BACK_REACH = 40
"""Characters after a sentence within which it is taken back."""
_TURNS = re.compile(r";|(?<![a-zA-Z])(?:while|whereas)(?![a-zA-Z])", re.IGNORECASE)
NUMBER = re.compile(
    r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|dozens?|hundreds?)\b",
    re.IGNORECASE,
)
LEAD_CHARS = 450
"""Reach of a report's lead: headline and first paragraph of a wire report fit into it."""


class TollSignals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `data/toll_signals.toml`."""

    updated: tuple[str, ...]
    previous: tuple[str, ...]
    retold: tuple[str, ...]
    running: tuple[str, ...]
    nominal: tuple[str, ...]
    vague: tuple[str, ...]
    contrast: tuple[str, ...]
    claimed: tuple[str, ...]
    unclaimed: tuple[str, ...]
    many_sources: tuple[str, ...]
    many_sources_alone: tuple[str, ...]
    part_after: tuple[str, ...]
    part_before: tuple[str, ...]
    correction: tuple[str, ...]
    withdrawn: tuple[str, ...]
    taken_back: tuple[str, ...]


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases: tuple[str, ...] = getattr(load("toll_signals", TollSignals), name)
    parts = sorted(
        (
            r"\W+".join(
                r"\w+(?:\W+\w+){0,2}" if word == "*" else re.escape(word) for word in p.split()
            )
            for p in phrases
        ),
        key=lambda part: (-len(part), part),
    )
    return re.compile(rf"(?<![a-zA-Z])(?:{'|'.join(parts)})(?![a-zA-Z])", re.IGNORECASE)


def read_signals(quote: str, before: str = "", after: str = "") -> frozenset[str]:
    """The signals that the evidence and the words close to it give.

    Args:
        quote: the evidence as printed.
        before: what stands before it in its sentence.
        after: what stands after it in its sentence.

    Returns:
        Names of lists: `updated`, `previous`, `retold`, `running`, `nominal`, `vague`, `contrast`,
        `claimed` and `unclaimed`; `part` for a figure of some of those already counted.

    >>> sorted(read_signals("30 people", before="the toll has risen to "))
    ['updated']
    """
    found = set()
    # "the toll rose to 9 while a second network counted 12": what is said of one is not said of
    # the other.
    before = _TURNS.split(before)[-1]
    near = f"{before[-60:]}{quote}{after[:100]}"
    for name in ("updated", "running", "unclaimed", "contrast"):
        if _pattern(name).search(near):
            found.add(name)
    # "previous" must touch the figure: one sentence often holds the new toll and the old one.
    if _pattern("previous").search(f"{before[-40:]}{quote}"):
        found.add("previous")
        found.discard("updated")
    if _pattern("retold").search(before[-60:]):
        found.add("retold")
        found.discard("updated")
    found |= {name for name in ("nominal", "vague") if _pattern(name).search(quote)}
    if "unclaimed" not in found and _pattern("claimed").search(f"{before[-40:]}{quote}"):
        found.add("claimed")
    if _counts_some(quote, before, after):
        found.add("part")
    return frozenset(found)


def _counts_some(quote: str, before: str, after: str) -> bool:
    """Whether the words make the figure some of those already counted."""
    if _pattern("part_before").search(before[-PART_REACH:]):
        return True
    # "14 people, three of them children": the phrase belongs to the number next to it.
    number = NUMBER.search(quote)
    if number is None:
        return False
    phrase = _pattern("part_after").search(f"{quote[number.end() :]}{after[:PART_REACH]}")
    return phrase is not None and phrase.start() <= 1


def says_corrected(text: str) -> bool:
    """Whether words say that a report corrects what its outlet printed."""
    return bool(_pattern("correction").search(text))


def is_withdrawn(sentence: str, after: str) -> bool:
    """Whether a correcting report quotes words only to take them back.

    Args:
        sentence: the claim's.
        after: what follows it.

    >>> is_withdrawn("A report on Monday said that six people died", ". That was wrong.")
    True
    """
    return bool(_pattern("withdrawn").search(sentence)) or is_taken_back(after)


def is_taken_back(after: str) -> bool:
    """Whether the next words after a sentence say that it was wrong."""
    return bool(_pattern("taken_back").search(after[:TAKEN_BACK_REACH]))


def says_updated(text: str) -> bool:
    """Whether a headline says that a toll has changed."""
    return bool(_pattern("updated").search(text))


def is_many(source: str) -> bool:
    """Whether the words for a source mean several sources that are not named.

    >>> is_many("All sources"), is_many("a source")
    (True, False)
    """
    words = " ".join(source.lower().split())
    alone = load("toll_signals", TollSignals).many_sources_alone
    return words in alone or bool(_pattern("many_sources").search(words))
