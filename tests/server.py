"""A database of its own on the PostgreSQL that the test command started, for a test that asks."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

SERVER = os.environ.get("RASHOMON_TEST_DATABASE_URL")


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of an empty database, dropped afterwards; the test is skipped without a server."""
    if not SERVER:
        pytest.skip("no PostgreSQL (scripts/test starts one; or set RASHOMON_TEST_DATABASE_URL)")
    name = f"rashomon_test_{secrets.token_hex(6)}"
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
