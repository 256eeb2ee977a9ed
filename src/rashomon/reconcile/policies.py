"""One figure out of many, by a policy that the user names and that the output shows.

What enters are the figures that stand, with source and date; what leaves is one `Figure` and the
sentence that explains it. No policy is a default of the engine: the range of all is shown first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.records import Figure, PartyKind

HIERARCHY: tuple[PartyKind, ...] = (
    "monitor",
    "international",
    "hospital",
    "government",
    "state_forces",
    "agency",
    "outlet",
    "witness",
    "unnamed_official",
    "armed_group",
    "civilian",
    "person",
    "other",
)
"""Order of source kinds for `source_hierarchy`, unless the user states another."""


@dataclass(frozen=True)
class Tally:
    """A figure that one independent source stands by.

    Args:
        figure: the figure.
        source: name of the source.
        kind: what sort of source.
        published: when its report came out.
    """

    figure: Figure
    source: str
    kind: PartyKind = "other"
    published: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """What a policy makes of several figures."""

    figure: Figure
    policy: str
    why: str


Policy = Callable[[Sequence[Tally]], Choice]
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def _bounds(tallies: Sequence[Tally]) -> tuple[list[int], list[int]]:
    lows = [t.figure.low for t in tallies if t.figure.low is not None]
    highs = [t.figure.high for t in tallies if t.figure.high is not None]
    return lows, highs


def value_range(tallies: Sequence[Tally]) -> Choice:
    """From the lowest to the highest number that any source gives."""
    lows, highs = _bounds(tallies)
    everything = lows + highs
    open_above = any(
        t.figure.high is None and t.figure.low == max(everything, default=None) for t in tallies
    )
    high = None if open_above or not everything else max(everything)
    return Choice(Figure(min(lows, default=None), high), "range", f"all {len(tallies)} sources")


def most_conservative(tallies: Sequence[Tally]) -> Choice:
    """The lowest floor that a source gives; where none gives a floor, the lowest ceiling."""
    chosen = min(
        tallies,
        key=lambda t: (
            t.figure.low is None,
            t.figure.low if t.figure.low is not None else t.figure.high or 0,
            t.source,
        ),
    )
    return Choice(
        chosen.figure, "most_conservative", f"the lowest figure, given by {chosen.source}"
    )


def latest(tallies: Sequence[Tally]) -> Choice:
    """The figure of the newest report; on one moment, the higher floor."""
    chosen = max(
        tallies,
        key=lambda t: (t.published or _EARLIEST, t.figure.low or 0, t.figure.high or 0, t.source),
    )
    return Choice(chosen.figure, "latest", f"the newest report, by {chosen.source}")


def majority(tallies: Sequence[Tally]) -> Choice:
    """The figure that most sources give; on a tie, the range of the tied ones."""
    votes = Counter((t.figure.low, t.figure.high) for t in tallies)
    most = max(votes.values())
    tied = [t for t in tallies if votes[(t.figure.low, t.figure.high)] == most]
    if len({(t.figure.low, t.figure.high) for t in tied}) > 1:
        return Choice(
            value_range(tied).figure, "majority", f"a tie at {most}: the range of the tied figures"
        )
    return Choice(tied[0].figure, "majority", f"{most} of {len(tallies)} sources")


def source_hierarchy(tallies: Sequence[Tally], order: Sequence[PartyKind] = HIERARCHY) -> Choice:
    """The figure of the source whose kind stands first in `order`; of several, the newest."""
    rank = {kind: place for place, kind in enumerate(order)}
    best = min(rank.get(t.kind, len(rank)) for t in tallies)
    chosen = latest([t for t in tallies if rank.get(t.kind, len(rank)) == best])
    kind = order[best] if best < len(order) else "unlisted"
    return Choice(
        chosen.figure, "source_hierarchy", f"the first kind of source in the order: {kind}"
    )


POLICIES: dict[str, Policy] = {
    "range": value_range,
    "most_conservative": most_conservative,
    "latest": latest,
    "majority": majority,
    "source_hierarchy": source_hierarchy,
}
"""By the name that the user writes."""


def apply_policy(name: str, tallies: Sequence[Tally]) -> Choice | None:
    """The figure that a named policy chooses, or None where there is none to choose from.

    Raises:
        KeyError: if no policy has that name.
    """
    policy = POLICIES[name]
    known = [t for t in tallies if (t.figure.low, t.figure.high) != (None, None)]
    return policy(known) if known else None
