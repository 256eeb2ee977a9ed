"""What a suite is: a corpus folder in, named scores out.

A suite knows the layout of one corpus and the conventions of its field's metric. It never looks at
gold to make a prediction. Scores are percentages, 0 to 100.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from rashomon.records import Document
from rashomon.stage import AnnotatedDocument

Annotate = Callable[[Document], AnnotatedDocument]


@dataclass(frozen=True)
class DocumentErrors:
    """What went wrong in one document, for reading.

    Args:
        document: the corpus's own name for it.
        lines: one finding a line: kind, gold, predicted.
    """

    document: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SuiteResult:
    """What `rashomon evaluate` reports.

    Args:
        suite: name.
        split: as asked for, or None for a corpus without splits.
        documents: number of documents scored.
        gold_digest: SHA-256 over names and bytes of the gold files, first 16 digits.
        metrics: name to score, 0 to 100 (counts and distances keep their unit in the name).
        counts: gold, predicted and matched numbers behind the scores.
        words: whitespace-separated words read.
        seconds: wall time spent in the system, scorer left out.
        errors: per document.
    """

    suite: str
    split: str | None
    documents: int
    gold_digest: str
    metrics: dict[str, float]
    counts: dict[str, int] = field(default_factory=dict)
    words: int = 0
    seconds: float = 0.0
    errors: tuple[DocumentErrors, ...] = ()

    @property
    def words_per_s(self) -> float:
        """Words a second of the system on this machine."""
        return self.words / self.seconds if self.seconds else 0.0


class Suite(Protocol):
    """One corpus and its metric.

    Attributes:
        name: as on the command line.
        splits: names that `--split` accepts; empty for a corpus without splits.
    """

    name: ClassVar[str]
    splits: ClassVar[tuple[str, ...]]

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on the corpus under `folder`.

        Args:
            folder: laid out as the corpus's documentation says.
            split: one of `splits`, or None.
            annotate: the document pipeline under test.

        Raises:
            CorpusError: if the folder is not laid out as expected; names file and cause.
        """
        ...


def gold_digest(files: Iterable[Path], root: Path) -> str:
    """Digest of the gold: names relative to `root` and bytes, order of the files irrelevant."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def percent(part: float, whole: float) -> float:
    """`part` of `whole` in percent; 0 where there is nothing."""
    return 100.0 * part / whole if whole else 0.0
