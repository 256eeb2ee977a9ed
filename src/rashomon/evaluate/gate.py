"""Quality as a gate: no suite's development score may fall below its pinned floor.

`eval/floors.json` pins, for every suite, split and metric, the score that was reached, the digest
of the gold that it was reached on and the noise that is tolerated. A digest that differs is a
finding of its own: the score then says nothing about the floor.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.suite import SuiteResult


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pinned scores of one suite and split.

    Args:
        suite: name.
        split: as on the command line, or None.
        corpus: folder under the corpora's root.
        gold_digest: of the gold that the scores were reached on.
        metrics: name to score reached.
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


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `eval/floors.json`."""

    floors: tuple[Floor, ...]


def load_floors(path: Path) -> Floors:
    """The pinned floors.

    Raises:
        CorpusError: if the file cannot be read or does not fit.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(path, str(error)) from error


def violations(floor: Floor, result: SuiteResult) -> list[str]:
    """What falls short, one sentence each; empty where the floor holds."""
    if result.gold_digest != floor.gold_digest:
        return [
            f"{floor.suite}: scored on gold {result.gold_digest}, "
            f"but the floor was pinned on {floor.gold_digest}"
        ]
    found = []
    for name, pinned in sorted(floor.metrics.items()):
        reached = result.metrics.get(name)
        if reached is None:
            found.append(f"{floor.suite}: metric {name} is no longer reported")
        elif reached < pinned - floor.noise:
            found.append(
                f"{floor.suite}: {name} is {reached:.2f}, pinned {pinned:.2f} "
                f"with {floor.noise:.2f} of noise"
            )
    return found
