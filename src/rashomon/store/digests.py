"""What a store holds, as one digest a table: the same rows give the same digest on any database."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, Table, inspect, select, text

from rashomon.codec import to_bytes
from rashomon.store.fulltext import SHADOWS
from rashomon.store.tables import METADATA


def table_digests(engine: Engine) -> dict[str, str]:
    """SHA-256 of all rows of each table, ordered by key, by the table's name.

    In SQLite the tables of the search index count too. PostgreSQL keeps its index itself, worked
    out from the table `search`.
    """
    with engine.connect() as connection:
        found = {table.name: _digest(connection, table) for table in METADATA.sorted_tables}
        if connection.dialect.name == "sqlite":
            names = set(inspect(connection).get_table_names())
            for name in SHADOWS:
                # a table that is gone has a digest that no table has
                found[name] = _raw_digest(connection, name) if name in names else ""
    return found


def _digest(connection: Connection, table: Table) -> str:
    query = select(table).order_by(*table.primary_key.columns)
    digest = hashlib.sha256()
    for row in connection.execution_options(yield_per=500).execute(query):
        digest.update(to_bytes(tuple(row)))
    return digest.hexdigest()


def _raw_digest(connection: Connection, name: str) -> str:
    digest = hashlib.sha256()
    for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")):
        digest.update(to_bytes(tuple(row)))
    return digest.hexdigest()
