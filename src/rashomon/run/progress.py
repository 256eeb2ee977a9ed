"""Progress as values: the library reports it, only the command line and the web page draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Args:
        stage: what is being done, in one word or two.
        done: units finished.
        total: units in all, or None where it is not known yet.
    """

    stage: str
    done: int
    total: int | None = None


OnProgress = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Draw nothing."""
