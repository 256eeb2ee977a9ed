"""The documents of a case get into a new store; what an older store has made of them is copied.

Nothing is read twice and no stage is called twice for a document that has not changed: neither its
bytes nor what was noted of it, nor the program, nor a setting that counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rashomon.codec import to_bytes
from rashomon.ingest.reading import read_file, unfound
from rashomon.records import Document, Problem
from rashomon.run.executor import annotate_all
from rashomon.run.intake import Given, Intake
from rashomon.run.progress import OnProgress, Progress
from rashomon.run.registry import document_stages
from rashomon.run.reuse import annotation_key, reading_key
from rashomon.settings import Settings
from rashomon.store import Store

_ITEMS_A_BATCH = 200


@dataclass(frozen=True)
class Filled:
    """How much of the work was new.

    Args:
        sources_read: files that a reader opened.
        sources_reused: files whose reading was copied.
        documents_annotated: documents that stages were called for.
    """

    sources_read: int
    sources_reused: int
    documents_annotated: int


def fill(
    store: Store,
    older: Sequence[Store],
    intake: Intake,
    removed: Collection[str],
    settings: Settings,
    on_progress: OnProgress,
) -> Filled:
    """The store holds all documents of the intake, with their layers and problems.

    Args:
        store: new.
        older: stores of earlier runs over the case, the best first.
        intake: what to read.
        removed: names of documents that stay out.
        settings: in force.
        on_progress: told after each document.
    """
    filling = _Filling(store, older, intake, removed, settings, on_progress)
    annotated = annotate_all(filling.documents(), settings, intake.brought.context)
    number = store.add_documents(annotated, filling.made_with)
    store.writer().add_problems(intake.problems)
    if settings.read.urls:
        names = (*store.view().document_names(), *(each.name for each in store.problems()))
        store.writer().add_problems(unfound(settings.read.urls, names))
    return Filled(filling.sources_read, len(intake.given) - filling.sources_read, number)


class _Filling:
    def __init__(
        self,
        store: Store,
        older: Sequence[Store],
        intake: Intake,
        removed: Collection[str],
        settings: Settings,
        on_progress: OnProgress,
    ) -> None:
        self._store = store
        self._older = older
        self._intake = intake
        self._removed = removed
        self._settings = settings
        self._on_progress = on_progress
        self._done = 0
        self.sources_read = 0
        stages = document_stages(settings, intake.brought.context)
        self.made_with = annotation_key(stages, settings, intake.places_sha256)

    def documents(self) -> Iterator[Document]:
        """The documents that stages are to be called for; all others are copied on the way."""
        for given in self._intake.given:
            key = self._key(given)
            if key is not None and self._copied(given.name, key):
                continue
            self.sources_read += 1
            yield from self._read(given, key)

    def _key(self, given: Given) -> str | None:
        if given.sha256 is None:
            return None
        own = [name for name in self._removed if name.startswith(given.name)]
        return reading_key(given.sha256, given.sidecar_sha256, self._settings, own)

    def _copied(self, name: str, key: str) -> bool:
        """Whether an older store had all that the source gives, which is then copied."""
        for older in self._older:
            items = older.reading().items(name, key)
            if items is None:
                continue
            ids = [item for item in items if isinstance(item, str)]
            if len(older.reading().annotated(ids, self.made_with)) < len(set(ids)):
                continue
            self._store.copy_documents(older, ids)
            self._store.writer().add_problems(item for item in items if isinstance(item, Problem))
            self._store.reading().begin(name, key)
            self._store.reading().add(name, 0, items)
            self._store.reading().finish(name)
            self._tell(len(ids))
            return True
        return False

    def _read(self, given: Given, key: str | None) -> Iterator[Document]:
        """The source's documents that no older store has with the same layers."""
        reading = self._store.reading()
        if key is not None:
            reading.begin(given.name, key)
        position, items = 0, list[str | Problem]()
        for item in read_file(given.name, given.path, self._settings.read):
            if item.name in self._removed:
                continue
            items.append(item if isinstance(item, Problem) else item.id)
            if isinstance(item, Document):
                if not self._known(item):
                    yield item
                self._tell(1)
            if len(items) >= _ITEMS_A_BATCH:
                position = self._keep(given, key, position, items)
        self._keep(given, key, position, items)
        if key is not None:
            reading.finish(given.name)

    def _keep(
        self, given: Given, key: str | None, position: int, items: list[str | Problem]
    ) -> int:
        self._store.writer().add_problems(item for item in items if isinstance(item, Problem))
        if key is not None:
            position = self._store.reading().add(given.name, position, items)
        items.clear()
        return position

    def _known(self, document: Document) -> bool:
        """Whether an older store's layers of the document stand; older generations come along."""
        record = to_bytes(document)
        for older in self._older:
            if older.reading().same(document.id, record, self.made_with):
                self._store.copy_documents(older, (document.id,))
                return True
        for older in self._older:
            # what earlier versions of the stages made is never lost, only followed
            self._store.copy_documents(older, (document.id,))
        return False

    def _tell(self, documents: int) -> None:
        self._done += documents
        self._on_progress(Progress("reading reports", self._done, self._total()))

    def _total(self) -> int | None:
        files = len(self._intake.given)
        return files if self._done <= files else None
