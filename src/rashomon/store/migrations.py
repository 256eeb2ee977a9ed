"""Each schema version to the step that makes the next one of it, on either database.

A step runs inside the transaction that opens the store: it is done in full or not at all. It may
use the records and the tables as they are now only where these cannot have changed since.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, text

from rashomon.codec import from_bytes
from rashomon.records import Attribution, Claim, Document
from rashomon.stage import AnnotatedDocument
from rashomon.store import fulltext
from rashomon.store.passages import passages
from rashomon.store.tables import DOCUMENTS, LAYERS, READING, SEARCH, SOURCES


def _to_2(connection: Connection) -> None:
    """What was read from which source, what layers were made with, and full-text search."""
    for table in (SOURCES, READING, SEARCH):
        table.create(connection)
    collation = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""
    connection.execute(text(f"ALTER TABLE documents ADD COLUMN annotation_key VARCHAR{collation}"))
    fulltext.create(connection)
    ids = connection.execute(select(DOCUMENTS.c.id).order_by(DOCUMENTS.c.id)).scalars().all()
    for document_id in ids:
        record = connection.execute(
            select(DOCUMENTS.c.record).where(DOCUMENTS.c.id == document_id)
        ).scalar_one()
        doc = AnnotatedDocument(from_bytes(record, Document))
        layers: dict[type, tuple[Any, ...]] = {}
        for kind in (Attribution, Claim):
            packed = connection.execute(
                select(LAYERS.c.records).where(
                    LAYERS.c.document == document_id,
                    LAYERS.c.layer == kind.__name__,
                    LAYERS.c.latest,
                )
            ).scalar_one_or_none()
            if packed is not None:
                layers[kind] = msgspec.msgpack.decode(
                    zlib.decompress(packed),
                    type=tuple[kind, ...],  # type: ignore[valid-type]
                )
        rows = list(passages(AnnotatedDocument(doc.document, layers)))
        if rows:
            connection.execute(insert(SEARCH), rows)


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _to_2}
"""Schema version to the step that leads on from it."""
