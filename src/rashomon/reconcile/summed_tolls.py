"""How many in all, where reports count groups only: the sum of those that exclude each other.

What enters are the assessments of one incident; what leaves is a number for the whole toll. "An
officer was wounded" answers how many were wounded unless somebody counts them all; the assessment
keeps its group, and only a reader who needs one number comes here.
"""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.reconcile.counted import GRAVE
from rashomon.records import Aspect, Assessment, Figure

HANDFUL = 5
"""More than these beside one dead person are those of a year or a city, not of one deed."""


def best_figure(assessment: Assessment) -> int | None:
    """The number of the best supported position that gives one.

    One person is passed over where a position counts a few: reports tell of each of the dead.
    """
    found = [
        number
        for position in assessment.values
        if not position.polarity_denied and (number := _number(position.value)) is not None
    ]
    if found[:1] == [1]:
        found = [number for number in found if 1 < number <= HANDFUL] or found
    return found[0] if found else None


def _number(value: object) -> int | None:
    if not isinstance(value, Figure):
        return None
    return value.low if value.low is not None else value.high


def whole_toll(assessments: Iterable[Assessment], aspect: Aspect) -> int | None:
    """The number for everybody: the whole toll where one is given, else the groups' sum.

    A whole that is lower than one of its groups is none, and gives way to that group. Those gravely
    hurt are counted among the hurt and never added. Two groups that overlap ("women",
    "journalists") are added all the same.

    Args:
        assessments: of one incident.
        aspect: `killed`, `injured` or another that is counted.
    """
    own = [(a.whom, best_figure(a)) for a in assessments if a.aspect == aspect]
    whole = [number for whom, number in own if whom is None and number is not None]
    groups = [n for whom, n in own if whom not in {None, GRAVE} and n is not None]
    if whole:
        return max(whole[0], *groups) if groups else whole[0]
    return sum(groups) if groups else None
