"""The case stages in order, each signing what it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from rashomon.records import Provenance
from rashomon.run.progress import OnProgress, Progress
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from rashomon.store import Store
from rashomon.store.writer import StoreWriter

R = TypeVar("R")


@dataclass(frozen=True)
class _SignedWriter:
    """A stage's writer: what it replaces carries the stage's provenance."""

    writer: StoreWriter
    provenance: Provenance

    def replace(self, kind: type[R], records: Iterable[R]) -> None:
        self.writer.replace(kind, records, self.provenance)


def run_case_stages(store: Store, settings: Settings, on_progress: OnProgress) -> None:
    """Copies, parties, incidents, assessments and accounts of the case are those of its documents.

    Args:
        store: holds the documents with their layers; its case-level records are replaced.
        settings: in force.
        on_progress: told before each stage.
    """
    stages = case_stages(settings)
    for number, stage in enumerate(stages):
        on_progress(Progress(stage.name, number, len(stages)))
        made = Provenance(
            stage.name,
            stage.version,
            settings.digest,
            tuple(kind.__name__ for kind in stage.reads),
        )
        stage(store.view(), _SignedWriter(store.writer(), made))
    on_progress(Progress("comparing accounts", len(stages), len(stages)))
