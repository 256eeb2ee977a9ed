"""Figures as intervals: which of two says more, and whether both can hold.

What enters are two `Figure` values; what leaves is a `Comparison`. Strict interval logic: a bound
that is not stated reaches as far as it may, so two floors never exclude each other. It must not
know who says the figures or when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.records import Figure

Verdict = Literal["equal", "a_vaguer", "b_vaguer", "apart", "unrelated"]
OTHER_SCALE = 50
OTHER_SCALE_FROM = 1000
RIVAL_SPREAD = 0.25
"""Floors that differ by a quarter or more are a spread that a reader should see."""


@dataclass(frozen=True)
class Comparison:
    """How two values stand to each other.

    Args:
        verdict: `equal`; `a_vaguer` both can hold and b says more; `b_vaguer` the reverse;
            `apart` both cannot hold; `unrelated` neither helps to judge the other.
        why: the values compared, in words.
    """

    verdict: Verdict
    why: str

    def mirrored(self) -> Comparison:
        """The same comparison with the sides exchanged."""
        turned: dict[Verdict, Verdict] = {"a_vaguer": "b_vaguer", "b_vaguer": "a_vaguer"}
        return Comparison(turned.get(self.verdict, self.verdict), self.why)


def in_words(figure: Figure) -> str:
    """A figure as a reader would say it.

    >>> in_words(Figure(3, None)), in_words(Figure(None, 9)), in_words(Figure(4, 4))
    ('at least 3', 'at most 9', '4')
    """
    if figure.low is None and figure.high is None:
        return "a number that is not given"
    if figure.high is None:
        return f"at least {figure.low}"
    if figure.low is None:
        return f"at most {figure.high}"
    return str(figure.low) if figure.low == figure.high else f"{figure.low} to {figure.high}"


def is_exact(figure: Figure) -> bool:
    """Whether the figure names one number."""
    return figure.low is not None and figure.low == figure.high


def disjoint(a: Figure, b: Figure) -> bool:
    """Whether no number lies in both intervals."""
    return (a.high is not None and b.low is not None and a.high < b.low) or (
        b.high is not None and a.low is not None and b.high < a.low
    )


def rival_floors(a: Figure, b: Figure) -> bool:
    """Whether two compatible figures differ in their lower ends by a quarter or more."""
    if a.low is None or b.low is None:
        return False
    small, large = sorted((a.low, b.low))
    return large > 0 and (large - small) / large >= RIVAL_SPREAD


def compare_figures(
    a: Figure, b: Figure, a_nominal: bool = False, b_nominal: bool = False, vague: bool = False
) -> Comparison:
    """How two figures stand to each other.

    Args:
        a: one figure.
        b: the other.
        a_nominal: the words of `a` bound it by a number that they mean ("nearly 50").
        b_nominal: the same for `b`.
        vague: one of them is a word for a rough size ("dozens"), so that a near floor is the same.
    """
    said = f"{in_words(a)} and {in_words(b)}"
    unknown = [f.low is None and f.high is None for f in (a, b)]
    if all(unknown):
        return Comparison("equal", "neither gives a number")
    if any(unknown):
        return Comparison("unrelated", said)
    nominal = _by_nominal(a, b, a_nominal, b_nominal, said)
    if nominal is not None:
        return nominal
    if disjoint(a, b):
        if _of_other_scale(a, b):
            return Comparison("unrelated", f"{said} count different things")
        if _just_above(a, b) or _just_above(b, a):
            return Comparison("equal", f"{said}: the same round number")
        return Comparison("apart", f"{said} cannot both hold")
    if (a.low, a.high) == (b.low, b.high):
        return Comparison("equal", f"{in_words(a)} in both")
    one_floor = a.high is None or b.high is None
    if a.low is not None and a.low == b.low and one_floor and (is_exact(a) or is_exact(b)):
        return Comparison("equal", f"{said}: the same number")
    if vague and a.high is b.high is None and not rival_floors(a, b):
        return Comparison("equal", f"{said}: one rough size")
    return _by_precision(a, b, said)


def _of_other_scale(a: Figure, b: Figure) -> bool:
    """Whether two figures differ so much that one is the toll of a war and one of a day."""
    small, large = sorted(f.low if f.low is not None else f.high or 0 for f in (a, b))
    return large >= OTHER_SCALE_FROM and large >= OTHER_SCALE * max(small, 1)


def _just_above(a: Figure, b: Figure) -> bool:
    # "more than 30" beside a plain 30: both speak of the round number 30.
    return (
        is_exact(a)
        and b.high is None
        and b.low == (a.low or 0) + 1
        and (a.low or 0) % 10 == 0
        and bool(a.low)
    )


def _by_nominal(
    a: Figure, b: Figure, a_nominal: bool, b_nominal: bool, said: str
) -> Comparison | None:
    """The comparison by N itself where a side says "nearly N"; None where that decides nothing."""
    a_number = a.high if a_nominal and a.low is None else None
    b_number = b.high if b_nominal and b.low is None else None
    if a_number is not None and b_number is not None:
        if a_number == b_number:
            return Comparison("equal", f"nearly {a_number} in both")
        return Comparison("apart", f"{said}, compared by the numbers that they come near")
    number, other = (a_number, b) if a_number is not None else (b_number, a)
    if number is None or other.low is None or (other.high is None and other.low >= number):
        return None
    if abs(other.low - number) <= number * RIVAL_SPREAD / 2:
        return None
    return Comparison("apart", f"{said}, compared by {number} itself")


def _by_precision(a: Figure, b: Figure, said: str) -> Comparison:
    a_bounds = (a.low is not None) + (a.high is not None)
    b_bounds = (b.low is not None) + (b.high is not None)
    spread = " (floors far apart)" if rival_floors(a, b) else ""
    why = f"{said} can both hold{spread}"
    if a_bounds != b_bounds:
        return Comparison("a_vaguer" if a_bounds < b_bounds else "b_vaguer", why)
    if a_bounds == 2:
        a_width, b_width = (a.high or 0) - (a.low or 0), (b.high or 0) - (b.low or 0)
        if a_width != b_width:
            return Comparison("a_vaguer" if a_width > b_width else "b_vaguer", why)
        return Comparison("equal", why)
    if a.low is not None and b.low is not None:
        return Comparison("a_vaguer" if a.low < b.low else "b_vaguer", why)
    if a.high is not None and b.high is not None:
        return Comparison("a_vaguer" if a.high > b.high else "b_vaguer", why)
    return Comparison("a_vaguer" if a.low is not None else "b_vaguer", why)
