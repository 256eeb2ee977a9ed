"""Tallies: what months or years add up to is no single happening.

A sentence's times and the token of a trigger enter; whether the sentence sums up a long stretch
("in the past two years", "since 2005", "so far this year", "every week") leaves. The rule errs
towards silence: days and weeks may be those of one offensive, and are left alone.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from rashomon.extract.clauses import Clause
from rashomon.extract.events.scenery import governors
from rashomon.records import TimeExpression

_LONG = re.compile(r"P(?:X|\d+(?:\.\d+)?)(?:M|Y|DE|CE)$")
_YEARS = re.compile(r"\d{2,4}$")
_MONTHS = re.compile(r"\d{4}(?:-\d\d)?$")
_BACKWARDS = frozenset({"past", "last", "previous", "preceding", "recent"})
_ONE_HAPPENING = timedelta(days=62)
"""From here on "since" looks back further than one happening's toll is counted."""


def is_tally(clause: Clause, head: int, published: datetime | None) -> bool:
    """Whether a sentence tells under a trigger what a long stretch of time adds up to.

    Args:
        clause: the sentence.
        head: token of the trigger.
        published: when the report came out, if that is known.
    """
    if not clause.times:
        return False
    told = _told_with(clause, head)
    for time in clause.times:
        tokens = clause.tree.covering(time.span)
        if (
            tokens
            and _sums_up(clause, time, tokens, published)
            and not told.isdisjoint(governors(clause, tokens))
        ):
            return True
    return False


def _told_with(clause: Clause, head: int) -> set[int]:
    """The trigger, what it is joined to by "and" or "or", and for a noun what it hangs on."""
    tree = clause.tree
    told = {head, *tree.children(head, "conj")}
    if not tree.tokens[head].tag.startswith("VB"):
        told.update(governors(clause, [head]))
    at = head
    while tree.tokens[at].dep == "conj" and tree.tokens[at].head != at:
        at = tree.tokens[at].head
        told.add(at)
    return told


def _sums_up(
    clause: Clause, time: TimeExpression, tokens: list[int], published: datetime | None
) -> bool:
    tree = clause.tree
    if time.type == "SET":
        return True
    words = {tree.lower(i) for i in tokens}
    before = [tree.lower(i) for i in range(max(0, tokens[0] - 2), tokens[0])]
    if time.type == "DURATION":
        return bool(_LONG.match(time.value)) and bool(words & _BACKWARDS)
    if time.type != "DATE":
        return False
    if words & _BACKWARDS and "decade" in words:
        return True
    if before == ["so", "far"] and _MONTHS.match(time.value):
        return True
    if before[-1:] != ["since"] or not _is_perfect(clause, tokens):
        return False
    start = time.interval.start if time.interval is not None else None
    if start is not None and published is not None:
        return published - start > _ONE_HAPPENING
    return bool(_YEARS.match(time.value))


def _is_perfect(clause: Clause, tokens: list[int]) -> bool:
    """“have been killed since”: up to now, where “were killed since” may be said of one battle."""
    tree = clause.tree
    return any(
        tree.lower(aux) in {"have", "has", "'ve", "had"}
        for verb in governors(clause, tokens)
        for aux in tree.children(verb, "aux")
    )
