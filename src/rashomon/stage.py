"""The two stage protocols, and a document with its layers.

A **document stage** is pure: it reads layers of one document and returns the records of exactly
one other layer; the runner attaches them. A **case stage** reads the whole case and replaces
record kinds that it owns. A layer is named by the type of its records, so that access is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from rashomon.errors import PipelineError
from rashomon.records import Document, Problem, Provenance, Span

R = TypeVar("R")


@dataclass(frozen=True)
class AnnotatedDocument:
    """A document and the layers that stages have written so far.

    Args:
        document: the report.
        layers: records by the type that names the layer.
        provenance: who wrote each layer.
        problems: what stages could not do.
    """

    document: Document
    layers: Mapping[type, tuple[Any, ...]] = field(default_factory=dict)
    provenance: Mapping[type, Provenance] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def layer(self, kind: type[R]) -> tuple[R, ...]:
        """The records of one layer, in the order in which its stage gave them.

        Raises:
            PipelineError: if no stage has written it; `Pipeline.check` excludes that.
        """
        try:
            return self.layers[kind]
        except KeyError:
            raise PipelineError(f"layer {kind.__name__} has not been written") from None

    def span(self, start: int, end: int) -> Span:
        """A span of this document."""
        return Span(self.document.id, start, end)

    def words(self, span: Span) -> str:
        """The words under a span of this document."""
        return self.document.text[span.start : span.end]

    def with_layer(
        self, kind: type[R], records: tuple[R, ...], provenance: Provenance
    ) -> AnnotatedDocument:
        """A copy that has one more layer."""
        return AnnotatedDocument(
            self.document,
            {**self.layers, kind: records},
            {**self.provenance, kind: provenance},
            self.problems,
        )

    def with_problem(self, problem: Problem) -> AnnotatedDocument:
        """A copy with one more problem."""
        return AnnotatedDocument(
            self.document, self.layers, self.provenance, (*self.problems, problem)
        )


@runtime_checkable
class DocumentStage(Protocol):
    """Makes one layer of one document; pure, so that it maps the same locally and on a cluster.

    Attributes:
        name: plural of what it writes (`attributions`).
        version: changes whenever the output for some text may change.
        reads: the layers that it needs.
        writes: the layer that it makes.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    reads: ClassVar[tuple[type, ...]]
    writes: ClassVar[type]

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Any]:
        """The records of the layer, in reading order."""
        ...


class View(Protocol):
    """Read access to a case."""

    def documents(self) -> Iterator[AnnotatedDocument]:
        """Every document with its layers (`Sentence` left out), ordered by id."""
        ...

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every case-level record of a kind (`Party`, `Incident`, ...), in canonical order."""
        ...


class Writer(Protocol):
    """Write access to a case."""

    def replace(self, kind: type[R], records: Iterable[R]) -> None:
        """Make `records` the case's only records of this kind."""
        ...


@runtime_checkable
class CaseStage(Protocol):
    """Works across documents: linking, independence, reconciliation.

    Attributes:
        name: plural of what it writes.
        version: changes whenever its output may change.
        reads: layers and case-level kinds that it needs.
        writes: the case-level kinds that it replaces.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    reads: ClassVar[tuple[type, ...]]
    writes: ClassVar[tuple[type, ...]]

    def __call__(self, view: View, writer: Writer) -> None:
        """Read from the view, replace what it owns."""
        ...
