"""Two claims' values side by side, each kind of value by its own logic.

What enters are two claims of one incident, aspect and whom; what leaves is a `Comparison` of their
values. It must not look at polarity, certainty, source or date: `rules` does.
"""

from __future__ import annotations

from rashomon.reconcile.culprits import compare_culprits
from rashomon.reconcile.figures import Comparison, compare_figures, in_words
from rashomon.reconcile.meanings import compare_fates, compare_prose, compare_statements
from rashomon.reconcile.times_and_places import compare_places, compare_times
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure, Named, Statement, Value, When, Where

EXCLUSIVE_ASPECTS = frozenset({"target"})
"""Questions with one answer: two answers without a common word exclude each other."""

FREE_ASPECTS = frozenset({"other", "what_happened"})
"""Aspects under which statements on different things stand together."""


def words_of(value: Value) -> str:
    """A value in words."""
    return in_words(value) if isinstance(value, Figure) else value.text


def compare(a: ClaimView, b: ClaimView) -> Comparison:
    """How the values of two claims stand to each other."""
    match a.value, b.value:
        case Figure() as x, Figure() as y:
            return compare_figures(
                x,
                y,
                "nominal" in a.signals,
                "nominal" in b.signals,
                "vague" in a.signals | b.signals,
            )
        case (When() as x, When() as y):
            return compare_times(x, y)
        case (Where() as x, Where() as y):
            return compare_places(x, y)
    if a.aspect in ("responsible", "initiated"):
        return compare_culprits(a, b)
    left, right = words_of(a.value), words_of(b.value)
    if a.aspect == "fate_of_person":
        return compare_fates(_keyed(a.value, left), _keyed(b.value, right))
    if isinstance(a.value, Statement) and isinstance(b.value, Statement):
        keys = (a.value.key, b.value.key)
        if None not in keys:
            if keys[0] == keys[1]:
                return Comparison("equal", f"{left!r} and {right!r} mean the same")
            if set(keys) in ({"yes", "no"}, {"present", "absent"}, {"dead", "alive"}):
                return Comparison("apart", f"{left!r} and {right!r} exclude each other")
    if (
        isinstance(a.value, Named)
        and isinstance(b.value, Named)
        and a.actors
        and a.actors == b.actors
    ):
        return Comparison("equal", f"{left!r} and {right!r}: one and the same")
    if a.aspect in FREE_ASPECTS:
        return compare_prose(left, right)
    return compare_statements(left, right, exclusive=_set_against(a, b))


def _set_against(a: ClaimView, b: ClaimView) -> bool:
    """Whether one report gives two answers to a question that has one, and contrasts them."""
    one_report = a.aspect in EXCLUSIVE_ASPECTS and a.text_of == b.text_of
    return one_report and "contrast" in a.signals | b.signals


def _keyed(value: Value, text: str) -> str:
    key = value.key if isinstance(value, Statement) else None
    return f"{key} {text}" if key and key not in text.lower() else text
