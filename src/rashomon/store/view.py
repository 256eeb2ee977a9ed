"""Read access to a case: pages, so that a large case never lies in memory whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, RowMapping, select

from rashomon.codec import from_bytes
from rashomon.errors import UnknownRecordError
from rashomon.records import Aspect, Claim, Document, Judgement, Problem, Provenance
from rashomon.stage import AnnotatedDocument
from rashomon.store.kinds import BULKY, case_key, layer_name, layer_named
from rashomon.store.tables import (
    CASE_PROVENANCE,
    CASE_RECORDS,
    CLAIMS,
    DOCUMENTS,
    JUDGEMENTS,
    LAYERS,
    PROBLEMS,
)

R = TypeVar("R")

READ_STAGE = "read"
"""The `Problem.stage` of what readers tell; such problems are the case's, not a document's."""

_DOCUMENTS_A_PAGE = 50
_RECORDS_A_PAGE = 500


class StoreView:
    """A case as it is now; fulfils `rashomon.stage.View`. No connection is held between pages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def documents(self) -> Iterator[AnnotatedDocument]:
        """Every document with its latest layers, `Sentence` left out, ordered by id."""
        last = ""
        while page := self._document_page(last):
            yield from self._annotated(page)
            last = page[-1]["id"]

    def document_names(self) -> list[str]:
        """The names of all documents, sorted."""
        query = select(DOCUMENTS.c.name).order_by(DOCUMENTS.c.name)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def texts(self) -> dict[str, tuple[str, str]]:
        """Of every document by its name: its id and the SHA-256 of its text."""
        query = select(DOCUMENTS.c.name, DOCUMENTS.c.id, DOCUMENTS.c.text_sha256)
        with self._engine.connect() as connection:
            return {row.name: (row.id, row.text_sha256) for row in connection.execute(query)}

    def document(self, document_id: str) -> AnnotatedDocument:
        """One document with its latest layers, `Sentence` left out.

        Raises:
            UnknownRecordError: if the case has no such document.
        """
        query = select(DOCUMENTS).where(DOCUMENTS.c.id == document_id)
        with self._engine.connect() as connection:
            page = connection.execute(query).mappings().all()
        if not page:
            raise UnknownRecordError(f"document {document_id}")
        return self._annotated(page)[0]

    def layer(self, document_id: str, kind: type[R]) -> tuple[R, ...]:
        """One latest layer of one document; empty where no stage has written it."""
        query = select(LAYERS.c.records).where(
            LAYERS.c.document == document_id,
            LAYERS.c.layer == layer_name(kind),
            LAYERS.c.latest,
        )
        with self._engine.connect() as connection:
            packed = connection.execute(query).scalar_one_or_none()
        return () if packed is None else unpacked(packed, kind)

    def generations(
        self, document_id: str, kind: type[R]
    ) -> list[tuple[Provenance, tuple[R, ...]]]:
        """All that stages ever made of a layer of a document, the oldest first."""
        query = (
            select(LAYERS.c.provenance, LAYERS.c.records)
            .where(LAYERS.c.document == document_id, LAYERS.c.layer == layer_name(kind))
            .order_by(LAYERS.c.generation)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [(from_bytes(made, Provenance), unpacked(packed, kind)) for made, packed in rows]

    def claims(self, aspect: Aspect) -> Iterator[Claim]:
        """Every latest claim on an aspect, ordered by document and reading order."""
        query = (
            select(CLAIMS.c.document, CLAIMS.c.position)
            .where(CLAIMS.c.aspect == aspect)
            .order_by(CLAIMS.c.document, CLAIMS.c.position)
        )
        with self._engine.connect() as connection:
            places = connection.execute(query).all()
        document: str | None = None
        layer: tuple[Claim, ...] = ()
        for where, position in places:
            if where != document:
                document, layer = where, self.layer(where, Claim)
            yield layer[position]

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every case-level record of a kind, ordered by its key (see `store.kinds`).

        People's judgements are case-level records too; they come in the order in which they were
        given.
        """
        if kind is Judgement:
            yield from cast("Iterator[R]", self.judgements())
            return
        case_key(kind)
        last: str | None = None
        while True:
            query = select(CASE_RECORDS.c.key, CASE_RECORDS.c.record).where(
                CASE_RECORDS.c.kind == kind.__name__
            )
            if last is not None:
                query = query.where(CASE_RECORDS.c.key > last)
            query = query.order_by(CASE_RECORDS.c.key).limit(_RECORDS_A_PAGE)
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
            for _, record in rows:
                yield from_bytes(record, kind)
            if len(rows) < _RECORDS_A_PAGE:
                return
            last = rows[-1].key

    def problems(self) -> Iterator[Problem]:
        """Every problem, ordered by name, stage and message."""
        query = select(PROBLEMS.c.record).order_by(
            PROBLEMS.c.name, PROBLEMS.c.stage, PROBLEMS.c.message, PROBLEMS.c.id
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        yield from (from_bytes(record, Problem) for record in rows)

    def judgements(self) -> Iterator[Judgement]:
        """Every judgement, in the order in which they were given."""
        query = select(JUDGEMENTS.c.record).order_by(JUDGEMENTS.c.number)
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        yield from (from_bytes(record, Judgement) for record in rows)

    def provenance(self) -> Iterator[Provenance]:
        """Every distinct stage, version, settings and inputs behind the latest state, sorted."""
        layers = select(LAYERS.c.provenance).where(LAYERS.c.latest).distinct()
        with self._engine.connect() as connection:
            made = set(connection.execute(layers).scalars())
            made |= set(connection.execute(select(CASE_PROVENANCE.c.provenance)).scalars())
        yield from sorted(from_bytes(record, Provenance) for record in made)

    def _document_page(self, after: str) -> Sequence[RowMapping]:
        query = (
            select(DOCUMENTS)
            .where(DOCUMENTS.c.id > after)
            .order_by(DOCUMENTS.c.id)
            .limit(_DOCUMENTS_A_PAGE)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).mappings().all()

    def _annotated(self, page: Sequence[RowMapping]) -> list[AnnotatedDocument]:
        ids = [row["id"] for row in page]
        bulky = [kind.__name__ for kind in BULKY]
        layers = select(LAYERS).where(
            LAYERS.c.document.in_(ids), LAYERS.c.latest, LAYERS.c.layer.not_in(bulky)
        )
        problems = (
            select(PROBLEMS.c.document, PROBLEMS.c.record)
            .where(PROBLEMS.c.document.in_(ids), PROBLEMS.c.stage != READ_STAGE)
            .order_by(PROBLEMS.c.stage, PROBLEMS.c.message, PROBLEMS.c.id)
        )
        kept: dict[str, dict[type, tuple[Any, ...]]] = {each: {} for each in ids}
        made: dict[str, dict[type, Provenance]] = {each: {} for each in ids}
        met: dict[str, list[Problem]] = {each: [] for each in ids}
        with self._engine.connect() as connection:
            for row in connection.execute(layers).mappings():
                kind = layer_named(row["layer"])
                kept[row["document"]][kind] = unpacked(row["records"], kind)
                made[row["document"]][kind] = from_bytes(row["provenance"], Provenance)
            for document, record in connection.execute(problems):
                met[document].append(from_bytes(record, Problem))
        return [
            AnnotatedDocument(
                from_bytes(row["record"], Document),
                kept[row["id"]],
                made[row["id"]],
                tuple(met[row["id"]]),
            )
            for row in page
        ]


def unpacked(packed: bytes, kind: type[R]) -> tuple[R, ...]:
    """The records of a layer's stored bytes."""
    return from_bytes(zlib.decompress(packed), tuple[kind, ...])  # type: ignore[valid-type]
