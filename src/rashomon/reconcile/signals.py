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

LEAD_CHARS = 450
"""Reach of a report's lead: headline and first paragraph of a wire report fit into it."""


class TollSignals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `data/toll_signals.toml`."""

    updated: tuple[str, ...]
    previous: tuple[str, ...]
    running: tuple[str, ...]
    nominal: tuple[str, ...]
    vague: tuple[str, ...]
    contrast: tuple[str, ...]
    claimed: tuple[str, ...]
    unclaimed: tuple[str, ...]
    many_sources: tuple[str, ...]
    many_sources_alone: tuple[str, ...]


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
        Names of lists: `updated`, `previous`, `running`, `nominal`, `vague`, `contrast`,
        `claimed` and `unclaimed`.

    >>> sorted(read_signals("30 people", before="the toll has risen to "))
    ['updated']
    """
    found = set()
    near = f"{before[-60:]}{quote}{after[:100]}"
    for name in ("updated", "running", "unclaimed", "contrast"):
        if _pattern(name).search(near):
            found.add(name)
    # "previous" must touch the figure: one sentence often holds the new toll and the old one.
    if _pattern("previous").search(f"{before[-40:]}{quote}"):
        found.add("previous")
        found.discard("updated")
    found |= {name for name in ("nominal", "vague") if _pattern(name).search(quote)}
    if "unclaimed" not in found and _pattern("claimed").search(f"{before[-40:]}{quote}"):
        found.add("claimed")
    return frozenset(found)


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
