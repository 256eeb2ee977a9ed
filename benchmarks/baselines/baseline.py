"""What a baseline is: a tool that writes the one layer that a suite reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rashomon.evaluate.suite import Annotate, Suite


@dataclass(frozen=True)
class Baseline:
    """A public tool in place of the pipeline.

    Args:
        title: as in the table.
        packages: distributions whose versions are reported.
        annotate: makes the document pipeline; called once, so that a model loads once.
        metrics: the figures that the tool can be held to; the suite's others are not shown.
        suite: the suite itself where the tool stands in for its case stages.
        prefixes: row prefixes under which the metrics appear as well.
    """

    title: str
    packages: tuple[str, ...]
    annotate: Callable[[], Annotate]
    metrics: tuple[str, ...]
    suite: Suite | None = None
    prefixes: tuple[str, ...] = field(default=())

    def shows(self, metric: str) -> bool:
        """Whether a metric of the suite is one of the tool's."""
        return any(
            metric == prefix + name for prefix in ("", *self.prefixes) for name in self.metrics
        )
