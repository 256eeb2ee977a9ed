"""Write access to a case: every act is one transaction, and doing it twice changes nothing.

What a stage made is never overwritten: a layer that comes out differently is added as a further
generation, and the view shows the latest. Case-level records are derived and may be replaced.
"""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from rashomon.codec import to_bytes
from rashomon.errors import StoreError
from rashomon.records import Claim, Document, Judgement, Problem, Provenance, digest_id
from rashomon.stage import AnnotatedDocument
from rashomon.store.kinds import BULKY, case_key, layer_name
from rashomon.store.opening import writing
from rashomon.store.passages import passages
from rashomon.store.tables import (
    CASE_PROVENANCE,
    CASE_RECORDS,
    CLAIMS,
    DOCUMENTS,
    JUDGEMENTS,
    LAYERS,
    PROBLEMS,
    SEARCH,
)
from rashomon.store.view import READ_STAGE

R = TypeVar("R")

_DOCUMENTS_A_BATCH = 50
_ROWS_A_BATCH = 1_000


class StoreWriter:
    """Changes a case; fulfils `rashomon.stage.Writer`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writing(engine)

    def add_document(self, doc: AnnotatedDocument) -> None:
        """The case has this document with these layers and problems."""
        self.add_documents((doc,))

    def add_documents(
        self, docs: Iterable[AnnotatedDocument], annotation_key: str | None = None
    ) -> int:
        """The case has these documents. They are taken lazily, one transaction a batch.

        Args:
            docs: with their layers.
            annotation_key: names everything but the document itself that the layers follow from.

        Returns:
            The number of documents.
        """
        total = 0
        source = iter(docs)
        while batch := list(itertools.islice(source, _DOCUMENTS_A_BATCH)):
            with self._engine.begin() as connection:
                for doc in batch:
                    _put_document(connection, doc, annotation_key)
            total += len(batch)
        return total

    def add_problem(self, problem: Problem) -> None:
        """The case has this problem, once."""
        with self._engine.begin() as connection:
            _put_problems(connection, (problem,))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """The case has these problems, each once."""
        source = iter(problems)
        while batch := list(itertools.islice(source, _ROWS_A_BATCH)):
            with self._engine.begin() as connection:
                _put_problems(connection, batch)

    def add_judgement(self, judgement: Judgement) -> None:
        """The judgement stands after all earlier ones, which stay."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(JUDGEMENTS).values(
                    left=judgement.left, right=judgement.right, record=to_bytes(judgement)
                )
            )

    def replace(
        self, kind: type[R], records: Iterable[R], provenance: Provenance | None = None
    ) -> None:
        """`records` are the case's only records of this kind.

        Args:
            kind: one of `store.kinds.CASE_KINDS`.
            records: in any order; read to the end before anything is written.
            provenance: the case stage that made them, where the caller tells.

        Raises:
            UnknownRecordError: if the store keeps no such kind.
            StoreError: if two of them have one key; nothing is changed then.
        """
        key = case_key(kind)
        rows: dict[str, bytes] = {}
        for record in records:
            payload = to_bytes(record)
            if rows.setdefault(key(record), payload) != payload:
                raise StoreError(
                    self._engine.url.database or ":memory:",
                    f"two different {kind.__name__} records have the key {key(record)!r}",
                )
        name = kind.__name__
        with self._engine.begin() as connection:
            connection.execute(delete(CASE_RECORDS).where(CASE_RECORDS.c.kind == name))
            ordered = iter(sorted(rows))
            while batch := list(itertools.islice(ordered, _ROWS_A_BATCH)):
                connection.execute(
                    insert(CASE_RECORDS),
                    [{"kind": name, "key": each, "record": rows[each]} for each in batch],
                )
            connection.execute(delete(CASE_PROVENANCE).where(CASE_PROVENANCE.c.kind == name))
            if provenance is not None:
                connection.execute(
                    insert(CASE_PROVENANCE).values(kind=name, provenance=to_bytes(provenance))
                )


def _put_document(connection: Connection, doc: AnnotatedDocument, key: str | None) -> None:
    document = doc.document
    columns = {**_document_columns(document), "annotation_key": key}
    same = DOCUMENTS.c.id == document.id
    stored = connection.execute(
        select(DOCUMENTS.c.record, DOCUMENTS.c.annotation_key).where(same)
    ).one_or_none()
    changed = stored is None or stored.record != columns["record"]
    if stored is None:
        connection.execute(insert(DOCUMENTS).values(id=document.id, **columns))
    elif changed or stored.annotation_key != key:
        # the same bytes under the same name, with other metadata beside them
        connection.execute(update(DOCUMENTS).where(same).values(**columns))
    for kind, records in doc.layers.items():
        changed = _put_layer(connection, doc, kind, records) or changed
    if changed:
        connection.execute(delete(SEARCH).where(SEARCH.c.document == document.id))
        if rows := list(passages(doc)):
            connection.execute(insert(SEARCH), rows)
    connection.execute(
        delete(PROBLEMS).where(PROBLEMS.c.document == document.id, PROBLEMS.c.stage != READ_STAGE)
    )
    _put_problems(connection, doc.problems)


def _document_columns(document: Document) -> dict[str, Any]:
    published = document.published
    return {
        "name": document.name,
        "publisher": document.publisher,
        "published": published.isoformat() if published is not None else None,
        "language": document.language,
        "text_sha256": document.text_sha256,
        "raw_sha256": document.raw_sha256,
        "record": to_bytes(document),
    }


def _put_layer(
    connection: Connection, doc: AnnotatedDocument, kind: type, records: tuple[Any, ...]
) -> bool:
    """The layer is the document's latest; returns whether it came out differently."""
    name = layer_name(kind)
    provenance = doc.provenance[kind]
    made = to_bytes(provenance)
    payload = to_bytes(records)
    digest = hashlib.sha256(payload).hexdigest()
    mine = (LAYERS.c.document == doc.document.id) & (LAYERS.c.layer == name)
    latest = connection.execute(
        select(LAYERS.c.provenance, LAYERS.c.records_sha256).where(mine, LAYERS.c.latest)
    ).one_or_none()
    if latest is not None and latest.provenance == made and latest.records_sha256 == digest:
        return False
    generation = connection.execute(select(func.max(LAYERS.c.generation)).where(mine)).scalar()
    if kind in BULKY:
        connection.execute(delete(LAYERS).where(mine))
    else:
        connection.execute(update(LAYERS).where(mine, LAYERS.c.latest).values(latest=False))
    connection.execute(
        insert(LAYERS).values(
            document=doc.document.id,
            layer=name,
            generation=0 if generation is None else generation + 1,
            latest=True,
            stage=provenance.stage,
            version=provenance.version,
            provenance=made,
            records_sha256=digest,
            records=zlib.compress(payload, 1),
        )
    )
    if kind is Claim:
        _index_claims(connection, doc.document.id, records)
    return True


def _index_claims(connection: Connection, document_id: str, claims: tuple[Claim, ...]) -> None:
    connection.execute(delete(CLAIMS).where(CLAIMS.c.document == document_id))
    rows = [
        {
            "document": document_id,
            "position": position,
            "id": claim.id,
            "aspect": claim.aspect,
            "whom": claim.whom,
            "attribution": claim.attribution,
            "event": claim.event,
            "polarity": claim.polarity,
            "certainty": claim.certainty,
        }
        for position, claim in enumerate(claims)
    ]
    if rows:
        connection.execute(insert(CLAIMS), rows)


def _put_problems(connection: Connection, problems: Iterable[Problem]) -> None:
    for problem in problems:
        record = to_bytes(problem)
        problem_id = digest_id("prb", hashlib.sha256(record).hexdigest())
        known = select(PROBLEMS.c.id).where(PROBLEMS.c.id == problem_id)
        if connection.execute(known).first() is None:
            connection.execute(
                insert(PROBLEMS).values(
                    id=problem_id,
                    name=problem.name,
                    stage=problem.stage,
                    message=problem.message,
                    document=problem.document,
                    record=record,
                )
            )
