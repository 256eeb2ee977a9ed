"""How many in all, where reports count groups only: the sum of those that exclude each other.

What enters are the assessments of one incident; what leaves is a number for the whole toll. "An
officer was wounded" answers how many were wounded unless somebody counts them all; the assessment
keeps its group, and only a reader who needs one number comes here.
"""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.reconcile.counted import GRAVE
from rashomon.records import Aspect, Assessment, Figure


def best_figure(assessment: Assessment) -> int | None:
    """The number of the best supported position that gives one."""
    for position in assessment.values:
        value = position.value
        if isinstance(value, Figure) and not position.polarity_denied:
            number = value.low if value.low is not None else value.high
            if number is not None:
                return number
    return None


def whole_toll(assessments: Iterable[Assessment], aspect: Aspect) -> int | None:
    """The number for everybody: the whole toll where one is given, else the groups' sum.

    Those gravely hurt are counted among the hurt and never added. Two groups that overlap
    ("women", "journalists") are added all the same.

    Args:
        assessments: of one incident.
        aspect: `killed`, `injured` or another that is counted.
    """
    own = [a for a in assessments if a.aspect == aspect]
    for assessment in own:
        if assessment.whom is None and (number := best_figure(assessment)) is not None:
            return number
    groups = [a for a in own if a.whom not in {None, GRAVE}]
    found = [number for a in groups if (number := best_figure(a)) is not None]
    return sum(found) if found else None
