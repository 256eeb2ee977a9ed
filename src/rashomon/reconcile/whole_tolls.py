"""Groups that an incident's reports use for all who died: their tolls stand beside the whole one.

What enters are the claims of a whole case as views; what leaves are the same views, a figure for
"civilians" or "fighters" put under the whole toll where nothing shows that it is a part of it. It
looks at which groups the reports of one incident count, never at whose figure is right.

One outlet's "25 fighters" and another's "15 dead" are two answers to one question. They are two
questions as soon as some report counts both sides, or gives the group beside a larger toll: then
everything stays where its words put it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rashomon.reconcile.counted import OTHER_SIDES, STATE_SIDES, WHOLE, is_part
from rashomon.reconcile.figures import OTHER_SCALE_FROM
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure

FOLDABLE = WHOLE | OTHER_SIDES
"""Groups whose toll may be all of an incident's."""
TOLLS = frozenset({"killed", "injured", "captured", "missing"})


def with_whole_tolls(claims: Iterable[ClaimView]) -> list[ClaimView]:
    """The claims in the order given, those of a foldable group without `whom` where it is all.

    "A senior fighter" is told of for himself and is no toll; and a group alone keeps its name:
    nothing is gained by calling "12 civilians" twelve people where every report says civilians.
    """
    ordered = list(claims)
    tolls: dict[tuple[str, str], list[ClaimView]] = defaultdict(list)
    for claim in ordered:
        if claim.aspect in TOLLS and isinstance(claim.value, Figure):
            tolls[(claim.incident, claim.aspect)].append(claim)
    folded = {
        claim.id
        for members in tolls.values()
        for group in (_only_group(members),)
        for claim in members
        if group is not None and claim.whom == group and _most(claim) > 1
    }
    return [replace(claim, whom=None) if claim.id in folded else claim for claim in ordered]


def _only_group(members: Sequence[ClaimView]) -> str | None:
    """The group that some reports use for all whom they count, where others say just people.

    Neither what "could" happen to another group nor "dozens" of it is a count of it.
    """
    groups = {
        claim.whom
        for claim in members
        if claim.whom in FOLDABLE and claim.certainty == "asserted" and "vague" not in claim.signals
    }
    whole = [claim for claim in members if claim.whom is None]
    if len(groups) != 1 or not whole:
        return None
    (group,) = groups
    if any(claim.whom in STATE_SIDES for claim in members):
        return None
    by_report: dict[str, list[ClaimView]] = defaultdict(list)
    for claim in members:
        by_report[claim.text_of].append(claim)
    apart = any(_sets_apart(group, report) for report in by_report.values())
    return None if apart else group


def _sets_apart(group: str | None, report: Sequence[ClaimView]) -> bool:
    """Whether one speaker of a report gives a larger toll beside a group's, or calls it a part."""
    own = [claim for claim in report if claim.whom == group]
    if any(is_part(claim) for claim in own):
        return True
    # The dead of a whole war, told in passing, set nobody apart.
    others = [c for c in report if c.whom is None and _least(c) < OTHER_SCALE_FROM]
    return any(
        one.parties == other.parties and _least(other) > _most(one)
        for one in own
        for other in others
    )


def _least(claim: ClaimView) -> int:
    value = claim.value
    return (value.low or 0) if isinstance(value, Figure) else 0


def _most(claim: ClaimView) -> float:
    """The highest number that the words allow."""
    value = claim.value
    high = value.high if isinstance(value, Figure) else None
    return math.inf if high is None else high
