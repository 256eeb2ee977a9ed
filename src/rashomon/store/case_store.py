"""A case's store: opened once, read through its view, changed through its writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine

from rashomon.records import Judgement, Problem, Provenance
from rashomon.stage import AnnotatedDocument
from rashomon.store.copying import copy_all, copy_documents
from rashomon.store.digests import table_digests
from rashomon.store.opening import open_engine
from rashomon.store.readings import Readings
from rashomon.store.search import Hit, HitKind, search
from rashomon.store.view import StoreView
from rashomon.store.writer import StoreWriter


class Store:
    """A case on disk, or in a database server. Use `Store.open`, as a context manager."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._view = StoreView(engine)
        self._writer = StoreWriter(engine)

    @classmethod
    def open(cls, place: Path | str, schema: str | None = None) -> Store:
        """The store at a path (SQLite), a database URL, or `:memory:`; made if it is new.

        Args:
            place: where.
            schema: of a database server, in which the case lies.

        Raises:
            StoreError: if it cannot be opened, is no case, or is of a newer schema.
        """
        return cls(open_engine(place, schema))

    def close(self) -> None:
        """No connection is open; SQLite's log is folded into its one file."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def view(self) -> StoreView:
        """Read access; shows what is committed at the moment of each read."""
        return self._view

    def writer(self) -> StoreWriter:
        """Write access."""
        return self._writer

    def add_document(self, doc: AnnotatedDocument) -> None:
        """As `StoreWriter.add_document`."""
        self._writer.add_document(doc)

    def add_documents(
        self, docs: Iterable[AnnotatedDocument], annotation_key: str | None = None
    ) -> int:
        """As `StoreWriter.add_documents`."""
        return self._writer.add_documents(docs, annotation_key)

    def search(self, words: str, kind: HitKind | None = None, limit: int = 50) -> Iterator[Hit]:
        """As `store.search.search`."""
        return search(self._engine, words, kind, limit)

    def reading(self) -> Readings:
        """What was read from which source."""
        return Readings(self._engine)

    def table_digests(self) -> dict[str, str]:
        """As `store.digests.table_digests`."""
        return table_digests(self._engine)

    def copy_documents(self, source: Store, ids: Sequence[str]) -> None:
        """As `store.copying.copy_documents`."""
        copy_documents(source._engine, self._engine, ids)

    def copy_all(self, source: Store) -> None:
        """As `store.copying.copy_all`."""
        copy_all(source._engine, self._engine)

    def fold_in(self) -> None:
        """SQLite's log is folded into its one file, whoever reads meanwhile."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def add_problem(self, problem: Problem) -> None:
        """As `StoreWriter.add_problem`."""
        self._writer.add_problem(problem)

    def add_judgement(self, judgement: Judgement) -> None:
        """As `StoreWriter.add_judgement`."""
        self._writer.add_judgement(judgement)

    def judgements(self) -> Iterator[Judgement]:
        """As `StoreView.judgements`."""
        return self._view.judgements()

    def problems(self) -> Iterator[Problem]:
        """As `StoreView.problems`."""
        return self._view.problems()

    def provenance(self) -> Iterator[Provenance]:
        """As `StoreView.provenance`."""
        return self._view.provenance()
