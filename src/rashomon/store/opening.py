"""A place for a case to an engine with the right tables.

SQLite is the default: one file, write-ahead log, so that others read while one writes. Any other
database comes as a SQLAlchemy URL (`postgresql+psycopg://...`), in the environment variable
`RASHOMON_DATABASE_URL` where it holds a secret.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateSchema

from rashomon.errors import StoreError
from rashomon.store import fulltext
from rashomon.store.migrations import MIGRATIONS
from rashomon.store.tables import MARKS, METADATA, SCHEMA_VERSION

URL_VARIABLE = "RASHOMON_DATABASE_URL"
_VERSION_MARK = "schema_version"
_LOCK = 0x7261_7368
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
)


def location(default: Path | str) -> Path | str:
    """Where the case is kept: the URL in the environment, else `default`."""
    return os.environ.get(URL_VARIABLE) or default


def open_engine(place: Path | str, schema: str | None = None) -> Engine:
    """An engine on a case's database, its tables made or brought up to date.

    Args:
        place: a path of an SQLite file, a database URL, or `:memory:`.
        schema: of a database server, in which the case lies; made if missing. SQLite has none.

    Raises:
        StoreError: if it cannot be opened, is no such database, or is of a newer schema. The
            message never holds a password.
    """
    shown = str(place)
    try:
        engine = _engine(place, schema)
        shown = engine.url.render_as_string(hide_password=True)
        if engine.dialect.name == "sqlite":
            shown = engine.url.database or ":memory:"
            event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        with engine.connect() as connection:
            if _version(connection) == str(SCHEMA_VERSION):
                # who only opens waits for no writer
                return engine
        with writing(engine).begin() as connection:
            if engine.dialect.name == "postgresql":
                # one at a time makes or migrates; the others wait and find it done
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK, 0)))
                if schema is not None:
                    connection.execute(CreateSchema(schema, if_not_exists=True))
            _bring_up_to_date(connection, shown)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise StoreError(_without_password(shown), _cause(error)) from error
    return engine


def reading_engine(place: Path | str, schema: str | None = None) -> Engine:
    """An engine that writes nothing, on a store that is there already in this schema's version.

    Raises:
        StoreError: if there is none, or it is of another version.
    """
    if isinstance(place, Path):
        log = place.with_name(f"{place.name}-wal")
        # without a log nothing is to be recovered, and not even a lock file needs be written
        how = "mode=ro" if log.exists() else "immutable=1"
        engine = create_engine(f"sqlite:///file:{quote(str(place.absolute()))}?{how}&uri=true")
    else:
        engine = _engine(place, schema)
    with engine.connect() as connection:
        version = connection.execute(
            select(MARKS.c.value).where(MARKS.c.name == _VERSION_MARK)
        ).scalar_one_or_none()
    if version != str(SCHEMA_VERSION):
        cause = f"is of schema {version}, this Rashomon's is {SCHEMA_VERSION}; report it anew"
        raise StoreError(str(place) if isinstance(place, Path) else "database", cause)
    return engine


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: in SQLite they take their turn at their beginning.

    One that reads first and then writes would fail where another has written between.
    """
    return engine.execution_options(rashomon_writes=True)


def _engine(place: Path | str, schema: str | None) -> Engine:
    if isinstance(place, str) and place == ":memory:":
        return create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    if isinstance(place, str) and "://" in place:
        url = make_url(place)
        if schema is None or url.get_backend_name() != "postgresql":
            return create_engine(url)
        return create_engine(url, connect_args={"options": f"-csearch_path={schema}"})
    path = Path(place)
    if not path.parent.is_dir():
        raise StoreError(str(path), f"there is no folder {path.parent}")
    if path.is_dir():
        raise StoreError(str(path), "is a folder")
    return create_engine(f"sqlite:///{path}")


def _set_pragmas(connection: Any, _record: Any) -> None:
    # the driver begins no transaction of its own, which would leave out changes of tables
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("rashomon_writes")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes and connection.dialect.name == "postgresql":
        # held to the end of the transaction; who only reads does not wait
        connection.exec_driver_sql(
            f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))"
        )


def _version(connection: Connection) -> str | None:
    if MARKS.name not in inspect(connection).get_table_names():
        return None
    return connection.execute(
        select(MARKS.c.value).where(MARKS.c.name == _VERSION_MARK)
    ).scalar_one_or_none()


def _bring_up_to_date(connection: Connection, shown: str) -> None:
    names = set(inspect(connection).get_table_names())
    if MARKS.name not in names:
        if names & set(METADATA.tables):
            raise StoreError(shown, "holds tables of something else than a case")
        METADATA.create_all(connection)
        fulltext.create(connection)
        connection.execute(MARKS.insert().values(name=_VERSION_MARK, value=str(SCHEMA_VERSION)))
        return
    found = _version(connection)
    if found is None or not found.isdigit():
        raise StoreError(shown, "does not say its schema version")
    version = int(found)
    if version > SCHEMA_VERSION:
        raise StoreError(
            shown,
            f"was written by a newer Rashomon (schema {version}, this one knows {SCHEMA_VERSION})",
        )
    if version == SCHEMA_VERSION:
        return
    while version < SCHEMA_VERSION:
        if version not in MIGRATIONS:
            raise StoreError(shown, f"no migration leads on from its schema {version}")
        MIGRATIONS[version](connection)
        version += 1
    connection.execute(
        MARKS.update().where(MARKS.c.name == _VERSION_MARK).values(value=str(version))
    )


def _cause(error: Exception) -> str:
    if isinstance(error, NoSuchModuleError | ImportError):
        return f"no driver for it is installed ({error})"
    if isinstance(error, ArgumentError):
        return "is no database URL"
    original = getattr(error, "orig", None)
    return str(original if original is not None else error).split("\n", 1)[0]


def _without_password(shown: str) -> str:
    if "://" not in shown:
        return shown
    try:
        return make_url(shown).render_as_string(hide_password=True)
    except ArgumentError:
        return shown.split("://", 1)[0] + "://…"
