"""One plan, several executors: documents in, annotated documents out, in the order given.

Locally that is this process or a pool of processes; workers exchange codec bytes, so that what
crosses a process border is exactly what the store keeps. The result does not depend on the number
of workers.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import msgspec

from rashomon.codec import from_bytes, to_bytes
from rashomon.records import Document, Problem, Provenance
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument

_AHEAD = 4
"""Documents handed out per worker before the first result is taken: bounds memory."""


class _Layer(msgspec.Struct, frozen=True, array_like=True):
    kind: str
    provenance: Provenance
    records: bytes


class _Annotated(msgspec.Struct, frozen=True, array_like=True):
    document: Document
    layers: tuple[_Layer, ...]
    problems: tuple[Problem, ...]


def make_pipeline(settings: Settings, context: CaseContext) -> Pipeline:
    """The registry's document stages as a checked pipeline."""
    return Pipeline(document_stages(settings, context), settings)


def annotate_all(
    documents: Iterable[Document], settings: Settings, context: CaseContext
) -> Iterator[AnnotatedDocument]:
    """Every document with its layers, in the order given.

    Args:
        documents: read lazily; no more than a few per worker are in memory.
        settings: in force; `run.workers` processes do the work, 1 means this process.
        context: what the case brings itself.
    """
    pipeline = make_pipeline(settings, context)
    kinds = {stage.writes.__name__: stage.writes for stage in pipeline.stages}
    if settings.run.workers <= 1:
        # Through the codec here too: it settles types (an int in a float field), and the result
        # must be the same bytes for any number of workers.
        for document in documents:
            yield _decode(_encode(pipeline.annotate(document)), kinds)
        return
    with ProcessPoolExecutor(
        settings.run.workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(to_bytes(settings), context),
    ) as pool:
        waiting: deque[Future[bytes]] = deque()
        source = iter(documents)
        for document in itertools.islice(source, _AHEAD * settings.run.workers):
            waiting.append(pool.submit(_work, to_bytes(document)))
        while waiting:
            payload = waiting.popleft().result()
            for document in itertools.islice(source, 1):
                waiting.append(pool.submit(_work, to_bytes(document)))
            yield _decode(payload, kinds)


_worker_pipeline: Pipeline | None = None


def _start_worker(settings: bytes, context: CaseContext) -> None:
    global _worker_pipeline  # one pipeline a process, made once
    _worker_pipeline = make_pipeline(from_bytes(settings, Settings), context)


def _work(payload: bytes) -> bytes:
    assert _worker_pipeline is not None
    return _encode(_worker_pipeline.annotate(from_bytes(payload, Document)))


def _encode(doc: AnnotatedDocument) -> bytes:
    layers = tuple(
        _Layer(kind.__name__, doc.provenance[kind], to_bytes(records))
        for kind, records in doc.layers.items()
    )
    return to_bytes(_Annotated(doc.document, layers, doc.problems))


def _decode(payload: bytes, kinds: dict[str, type]) -> AnnotatedDocument:
    wire = from_bytes(payload, _Annotated)
    doc = AnnotatedDocument(wire.document, problems=wire.problems)
    for layer in wire.layers:
        kind = kinds[layer.kind]
        records = msgspec.msgpack.decode(layer.records, type=tuple[kind, ...])  # type: ignore[valid-type]
        doc = doc.with_layer(kind, records, layer.provenance)
    return doc
