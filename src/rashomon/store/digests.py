"""What a store holds, as one digest a table: the same rows give the same digest on any database."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, Engine, Table, inspect, select, text

from rashomon.codec import from_bytes, to_bytes
from rashomon.records import Document
from rashomon.store.fulltext import SHADOWS
from rashomon.store.tables import DOCUMENTS, LAYERS, METADATA


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


def discrepancies(engine: Engine, expected: Mapping[str, str]) -> list[tuple[str, str]]:
    """(table, what is wrong) wherever the store is not what it was; rows are named where they can.

    Args:
        engine: only read from.
        expected: digest by table, as `table_digests` gave them.
    """
    found = table_digests(engine)
    wrong = []
    # the search index of SQLite is no part of what a server's store was
    known = [name for name in found if name in expected or name in METADATA.tables]
    for name in sorted({*expected, *known}):
        if found.get(name) == expected.get(name):
            continue
        rows = _altered_rows(engine, name)
        told = f": {', '.join(rows)}" if rows else ""
        wrong.append((name, f"the rows of the table {name} are not those of the log{told}"))
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            for (told,) in connection.execute(text("PRAGMA integrity_check(10)")):
                if told != "ok":
                    wrong.append(("", f"SQLite finds it damaged: {told}"))
            for row in connection.execute(text("PRAGMA foreign_key_check")):
                wrong.append((row[0], f"row {row[1]} refers to a row of {row[2]} that is missing"))
    return wrong


def _altered_rows(engine: Engine, name: str) -> list[str]:
    """The rows of a table that do not give the digest that they carry themselves."""
    rows = []
    with engine.connect() as connection:
        if name == LAYERS.name:
            for row in connection.execute(select(LAYERS)).mappings():
                try:
                    payload = zlib.decompress(row["records"])
                except zlib.error:
                    payload = b""
                if hashlib.sha256(payload).hexdigest() != row["records_sha256"]:
                    rows.append(f"{row['layer']} of {row['document']}")
        if name == DOCUMENTS.name:
            for row in connection.execute(select(DOCUMENTS)).mappings():
                try:
                    text_ = from_bytes(row["record"], Document).text
                except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
                    text_ = ""
                if hashlib.sha256(text_.encode()).hexdigest() != row["text_sha256"]:
                    rows.append(f"text of {row['id']} ({row['name']})")
    return rows
