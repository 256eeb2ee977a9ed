"""Where the store of a case lies, and how a new one takes the place of the old.

By default that is the file `case.sqlite` in the case's folder. With a database server each case has
a schema of its own, and a new one is built in a schema beside it; either way the old store is whole
until the new one stands in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import DropSchema

from rashomon.errors import StoreError
from rashomon.store.case_store import Store
from rashomon.store.digests import discrepancies
from rashomon.store.opening import location, reading_engine

DATABASE = "case.sqlite"


@dataclass(frozen=True)
class StorePlace:
    """Where a store lies.

    Args:
        where: an SQLite file, or a server's URL.
        schema: on a server.
    """

    where: Path | str
    schema: str | None = None

    def __str__(self) -> str:
        """For people: never with a password."""
        if isinstance(self.where, Path):
            return str(self.where)
        engine = create_engine(self.where)
        return f"{engine.url.render_as_string(hide_password=True)}#{self.schema}"

    @property
    def on_server(self) -> bool:
        """Whether it lies in a database server."""
        return self.schema is not None

    def exists(self) -> bool:
        """Whether there is a store."""
        if isinstance(self.where, Path):
            return self.where.is_file()
        return self.schema in _schemas(self.where)

    def open(self) -> Store:
        """The store, made if it is new."""
        return Store.open(self.where, self.schema)

    def examine(self, expected: Mapping[str, str]) -> list[tuple[str, str]]:
        """Where the store is not what it was; nothing is written, made or migrated.

        Args:
            expected: digest by table, as `Store.table_digests` gave them.

        Returns:
            (table, what is wrong), the empty string for the store as a whole.
        """
        try:
            engine = reading_engine(self.where, self.schema)
            return discrepancies(engine, expected)
        except StoreError as error:
            return [("", str(error))]
        except SQLAlchemyError as error:
            return [("", f"it cannot be read ({getattr(error, 'orig', None) or error!s})")]

    def discard(self) -> None:
        """No store is there."""
        if isinstance(self.where, Path):
            for beside in ("", "-wal", "-shm"):
                self.where.with_name(self.where.name + beside).unlink(missing_ok=True)
            return
        assert self.schema is not None
        engine = create_engine(self.where)
        with engine.begin() as connection:
            connection.execute(DropSchema(self.schema, cascade=True, if_exists=True))
        engine.dispose()

    def replace(self, old: StorePlace) -> None:
        """The store lies where `old` lay, in one step. Only on a server; a file is renamed."""
        assert isinstance(self.where, str)
        assert self.schema is not None
        assert old.schema is not None
        engine = create_engine(self.where)
        with engine.begin() as connection:
            connection.execute(DropSchema(old.schema, cascade=True, if_exists=True))
            connection.execute(text(f'ALTER SCHEMA "{self.schema}" RENAME TO "{old.schema}"'))
        engine.dispose()


def store_place(folder: Path, case: str, setting: str | None, suffix: str = "") -> StorePlace:
    """Where the store of a case lies.

    Args:
        folder: of an SQLite store.
        case: the random name of the case.
        setting: the URL in the settings; the environment's goes before it.
        suffix: of another store of the case than its own (`_building`).
    """
    where = location(setting or folder / DATABASE)
    if isinstance(where, Path):
        return StorePlace(where)
    return StorePlace(where, f"rashomon_{case[:24]}{suffix}")


def _schemas(url: str) -> set[str]:
    try:
        engine = create_engine(url)
        names = set(inspect(engine).get_schema_names())
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError("database", str(getattr(error, "orig", None) or error)) from error
    return names
