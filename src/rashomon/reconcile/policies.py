"""One figure out of many, by a policy that the user names and that the output shows.

What enters are the figures that stand, with source and date; what leaves is one `Chosen`: the
figure, the policy and the sentence that explains it. No status depends on it, and where the user
names no policy the range of all is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.records import Chosen, Figure, FigurePolicy, PartyKind
from rashomon.settings import ReconcileSettings


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


Choice = tuple[Figure, str]
"""A figure and why it is the one."""
Policy = Callable[[Sequence[Tally], Sequence[PartyKind]], Choice]
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def value_range(tallies: Sequence[Tally], order: Sequence[PartyKind] = ()) -> Choice:
    """From the lowest to the highest number that any source gives."""
    lows = [t.figure.low for t in tallies if t.figure.low is not None]
    highs = [t.figure.high for t in tallies if t.figure.high is not None]
    everything = lows + highs
    open_above = any(
        t.figure.high is None and t.figure.low == max(everything, default=None) for t in tallies
    )
    high = None if open_above or not everything else max(everything)
    said = "the only source" if len(tallies) == 1 else f"all {len(tallies)} sources"
    return Figure(min(lows, default=None), high), said


def most_conservative(tallies: Sequence[Tally], order: Sequence[PartyKind] = ()) -> Choice:
    """The lowest floor that a source gives; where none gives a floor, the lowest ceiling."""
    chosen = min(
        tallies,
        key=lambda t: (
            t.figure.low is None,
            t.figure.low if t.figure.low is not None else t.figure.high or 0,
            t.source,
        ),
    )
    return chosen.figure, f"the lowest figure, given by {chosen.source}"


def latest(tallies: Sequence[Tally], order: Sequence[PartyKind] = ()) -> Choice:
    """The figure of the newest report; on one moment, the higher floor."""
    chosen = max(
        tallies,
        key=lambda t: (t.published or _EARLIEST, t.figure.low or 0, t.figure.high or 0, t.source),
    )
    return chosen.figure, f"the newest report, by {chosen.source}"


def majority(tallies: Sequence[Tally], order: Sequence[PartyKind] = ()) -> Choice:
    """The figure that most sources give; on a tie, the range of the tied ones."""
    votes = Counter((t.figure.low, t.figure.high) for t in tallies)
    most = max(votes.values())
    tied = [t for t in tallies if votes[(t.figure.low, t.figure.high)] == most]
    if len({(t.figure.low, t.figure.high) for t in tied}) > 1:
        return value_range(tied)[0], f"a tie at {most}: the range of the tied figures"
    return tied[0].figure, f"{most} of {len(tallies)} sources"


def source_hierarchy(tallies: Sequence[Tally], order: Sequence[PartyKind]) -> Choice:
    """The figure of the source whose kind stands first in `order`; of several, the newest."""
    rank = {kind: place for place, kind in enumerate(order)}
    best = min(rank.get(t.kind, len(rank)) for t in tallies)
    of_kind = [t for t in tallies if rank.get(t.kind, len(rank)) == best]
    figure, why = latest(of_kind)
    kind = order[best].replace("_", " ") if best < len(order) else "a kind that is not ranked"
    return figure, f"the first kind of source in the order, {kind}: {why}"


POLICIES: dict[FigurePolicy, Policy] = {
    "range": value_range,
    "most_conservative": most_conservative,
    "latest": latest,
    "majority": majority,
    "source_hierarchy": source_hierarchy,
}
"""By the name that the user writes."""


def apply_policy(settings: ReconcileSettings, tallies: Sequence[Tally]) -> Chosen | None:
    """The figure that the named policy chooses, or None where there is none to choose from.

    Args:
        settings: name of the policy, and the order for `source_hierarchy`.
        tallies: one for each independent source, in any order.
    """
    known = [t for t in tallies if (t.figure.low, t.figure.high) != (None, None)]
    if not known:
        return None
    figure, why = POLICIES[settings.policy](known, settings.hierarchy)
    return Chosen(figure, settings.policy, why, len(known))
