"""Rows from one store to another, as they are: nothing is decoded, nothing made anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, delete, func, insert, select, text

from rashomon.store.opening import writing
from rashomon.store.tables import CLAIMS, DOCUMENTS, JUDGEMENTS, LAYERS, METADATA, PROBLEMS, SEARCH
from rashomon.store.view import READ_STAGE

_DOCUMENTS_A_BATCH = 50
_ROWS_A_BATCH = 500


def copy_documents(source: Engine, target: Engine, ids: Sequence[str]) -> None:
    """`target` has these documents of `source` with all generations of their layers.

    Problems of reading are no part of a document; they go with their source.

    Args:
        source: a store of the same schema.
        target: another one.
        ids: of documents that `source` has; those that `target` has already are left alone.
    """
    for first in range(0, len(ids), _DOCUMENTS_A_BATCH):
        batch = list(ids[first : first + _DOCUMENTS_A_BATCH])
        with source.connect() as reading, writing(target).begin() as connection:
            known = select(DOCUMENTS.c.id).where(DOCUMENTS.c.id.in_(batch))
            held = set(connection.execute(known).scalars())
            wanted = [each for each in batch if each not in held]
            _copy(reading, connection, DOCUMENTS, _of(DOCUMENTS, "id", wanted))
            for table in (LAYERS, CLAIMS):
                _copy(reading, connection, table, _of(table, "document", wanted))
            _copy(reading, connection, SEARCH, _of(SEARCH, "document", wanted), without="id")
            met = _of(PROBLEMS, "document", wanted).where(PROBLEMS.c.stage != READ_STAGE)
            _copy(reading, connection, PROBLEMS, met)


def copy_all(source: Engine, target: Engine) -> None:
    """`target` holds the rows of `source` and no others, in one transaction."""
    with source.connect() as reading, writing(target).begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
        for table in METADATA.sorted_tables:
            _copy(reading, connection, table, select(table).order_by(*table.primary_key.columns))
        if connection.dialect.name == "postgresql":
            for table, column in ((JUDGEMENTS, "number"), (SEARCH, "id")):
                # rows came with their numbers; the next one must not take one of them
                most = connection.execute(select(func.max(table.c[column]))).scalar()
                if most is not None:
                    named = text("SELECT setval(pg_get_serial_sequence(:t, :c), :n)")
                    connection.execute(named, {"t": table.name, "c": column, "n": most})


def _of(table: Table, column: str, ids: Sequence[str]) -> Select[Any]:
    return select(table).where(table.c[column].in_(ids)).order_by(*table.primary_key.columns)


def _copy(
    reading: Connection,
    connection: Connection,
    table: Table,
    query: Select[Any],
    without: str | None = None,
) -> None:
    rows = reading.execution_options(yield_per=_ROWS_A_BATCH).execute(query).mappings()
    for part in rows.partitions(_ROWS_A_BATCH):
        connection.execute(
            insert(table),
            [{name: row[name] for name in row if name != without} for row in part],
        )
