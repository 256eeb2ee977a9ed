"""Quality as a gate: no suite's development score may fall below its pinned floor.

`eval/floors.json` pins, for every suite, split and metric, the score that was reached, the digest
of the gold that it was reached on and the noise that is tolerated. A digest that differs is a
finding of its own: the score then says nothing about the floor.

A pin raises a floor and never lowers it in silence: a score within the noise leaves the floor where
it is, a score below the noise, or other gold, asks for a written reason.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from rashomon.errors import CorpusError, FloorError
from rashomon.evaluate.suite import SuiteResult


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned scores of one suite and split.

    Args:
        suite: name.
        split: as on the command line, or None.
        corpus: folder under the corpora's root.
        gold_digest: of the gold that the scores were reached on; empty before the first pin.
        metrics: name to score reached; the names say what is gated.
        noise: points by which a score may lie below.
        fast: part of every CI run.
        reason: why a floor was last lowered, if it ever was.
    """

    suite: str
    split: str | None
    corpus: str
    gold_digest: str
    metrics: dict[str, float]
    noise: float
    fast: bool = False
    reason: str | None = None

    @property
    def title(self) -> str:
        """Suite and split, for messages."""
        return f"{self.suite} ({self.split})" if self.split else self.suite


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `eval/floors.json`."""

    floors: tuple[Floor, ...]

    def with_floor(self, number: int, floor: Floor) -> Floors:
        """The same with one floor replaced."""
        return Floors((*self.floors[:number], floor, *self.floors[number + 1 :]))


def load_floors(path: Path) -> Floors:
    """The pinned floors.

    Raises:
        CorpusError: if the file cannot be read or does not fit.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(path, str(error)) from error


def save_floors(path: Path, floors: Floors) -> None:
    """The file holds these floors, indented for a reader of diffs."""
    encoded = msgspec.json.format(msgspec.json.encode(floors), indent=2)
    path.write_bytes(encoded + b"\n")


def violations(floor: Floor, result: SuiteResult) -> list[str]:
    """What falls short, one sentence each; empty where the floor holds."""
    if not floor.gold_digest:
        return [f"{floor.title}: has never been pinned"]
    if result.gold_digest != floor.gold_digest:
        return [
            f"{floor.title}: scored on gold {result.gold_digest}, "
            f"but the floor was pinned on {floor.gold_digest}"
        ]
    found = []
    for name, pinned in sorted(floor.metrics.items()):
        reached = result.metrics.get(name)
        if reached is None:
            found.append(f"{floor.title}: metric {name} is no longer reported")
        elif reached < pinned - floor.noise:
            found.append(
                f"{floor.title}: {name} is {reached:.2f}, pinned {pinned:.2f} "
                f"with {floor.noise:.2f} of noise"
            )
    return found


def pinned_at(floor: Floor, result: SuiteResult, reason: str | None) -> Floor:
    """The floor raised to what was reached, metric by metric, to two decimals.

    Args:
        floor: as it stands.
        result: of the same suite and split.
        reason: why a metric may go down or the gold may be another; kept in the floor if one does.

    Raises:
        FloorError: if a metric is gone; if one lies below its noise, or the gold is another, and
            there is no reason.
    """
    gone = sorted(floor.metrics.keys() - result.metrics.keys())
    if gone:
        raise FloorError(floor.title, f"no longer reports {', '.join(gone)}")
    short = violations(floor, result) if floor.gold_digest else []
    if short and reason is None:
        raise FloorError(floor.title, "; ".join(short))
    metrics = {
        name: round(result.metrics[name] if short else max(pinned, result.metrics[name]), 2)
        for name, pinned in floor.metrics.items()
    }
    return msgspec.structs.replace(
        floor,
        gold_digest=result.gold_digest,
        metrics=metrics,
        reason=reason if short else floor.reason,
    )
