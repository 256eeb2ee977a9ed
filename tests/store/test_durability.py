"""Schemas of old, several processes at once, and writers that are killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from rashomon.errors import StoreError
from rashomon.records import Claim, Figure, Judgement, Party
from rashomon.store import Store
from rashomon.store.opening import reading_engine
from tests.server import fresh_database
from tests.store.test_store import annotated

HERE = Path(__file__).parent


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    if request.param == "file":
        yield tmp_path / "case.sqlite"
        return
    with fresh_database() as url:
        yield url


def shipped(place: Path | str) -> None:
    """A store of schema 1 at `place`, as the version that shipped it left it."""
    if isinstance(place, Path):
        with sqlite3.connect(place) as raw:
            raw.executescript((HERE / "schema_1.sqlite.sql").read_text())
        raw.close()
        return
    engine = create_engine(place)
    with engine.begin() as connection:
        connection.exec_driver_sql((HERE / "schema_1.postgresql.sql").read_text())
    engine.dispose()


# migrations


def test_a_store_of_the_first_schema_is_brought_up_to_date(place: Path | str) -> None:
    shipped(place)
    with Store.open(place) as store:
        docs = list(store.view().documents())
        assert len(docs) == 3
        assert {hit.document.name for hit in store.search('"report 2"')} == {"002.txt"}
        assert len(list(store.search("report", "claim"))) == 6
        history = store.view().generations(annotated(1).document.id, Claim)
        assert [made.version for made, _ in history] == ["1", "2"]
        assert len(list(store.judgements())) == 1
        assert [party.id for party in store.view().all(Party)] == ["pty_1"]
        assert len(list(store.problems())) == 1
        # and it goes on as one that was made today
        store.add_document(annotated(7))
        store.add_judgement(next(store.judgements()))
        digests = store.table_digests()
    with Store.open(place) as store:
        assert store.table_digests() == digests
        assert {claim.value for claim in store.view().claims("killed")} == {
            Figure(2, 2),
            Figure(3, 3),
        }


def test_a_migrated_store_has_the_tables_of_a_new_one(place: Path | str, tmp_path: Path) -> None:
    from sqlalchemy import inspect

    def tables(where: Path | str) -> dict[str, Any]:
        engine = create_engine(f"sqlite:///{where}" if isinstance(where, Path) else where)
        told = inspect(engine)
        found = {
            table: (
                sorted((each["name"], str(each["type"])) for each in told.get_columns(table)),
                told.get_pk_constraint(table)["constrained_columns"],
                sorted(str(each["column_names"]) for each in told.get_indexes(table)),
            )
            for table in told.get_table_names()
        }
        engine.dispose()
        return found

    shipped(place)
    Store.open(place).close()
    if isinstance(place, Path):
        Store.open(tmp_path / "new.sqlite").close()
        assert tables(place) == tables(tmp_path / "new.sqlite")
        return
    with fresh_database() as url:
        Store.open(url).close()
        assert tables(place) == tables(url)


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rashomon.store import migrations

    def half(connection: Any) -> None:
        migrations._to_2(connection)
        raise OSError("the machine stopped")

    shipped(place)
    monkeypatch.setitem(migrations.MIGRATIONS, 1, half)
    with pytest.raises(StoreError, match="the machine stopped"):
        Store.open(place)
    monkeypatch.undo()
    with Store.open(place) as store:
        assert len(list(store.view().documents())) == 3


def test_checking_migrates_nothing(tmp_path: Path) -> None:
    place = tmp_path / "case.sqlite"
    shipped(place)
    before = place.read_bytes()
    with pytest.raises(StoreError, match="schema 1"):
        reading_engine(place)
    assert place.read_bytes() == before


# processes


def _write(place: str | Path, documents: int) -> None:
    with Store.open(place) as store:
        for number in range(documents):
            store.add_document(annotated(number))


def _read(place: str | Path, seen: Any) -> None:
    counts = []
    with Store.open(place) as store:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            docs = list(store.view().documents())
            # a document is there with all its layers, or not there
            assert all(len(doc.layer(Claim)) == 2 for doc in docs)
            counts.append(len(docs))
            if counts[-1] == 60:
                break
    seen.put(counts)


def test_two_processes_read_while_one_writes(place: Path | str) -> None:
    context = multiprocessing.get_context("fork")
    Store.open(place).close()
    seen = context.Queue()
    readers = [context.Process(target=_read, args=(place, seen)) for _ in range(2)]
    writer = context.Process(target=_write, args=(place, 60))
    for process in (*readers, writer):
        process.start()
    counts = [seen.get(timeout=30) for _ in readers]
    for process in (*readers, writer):
        process.join()
        assert process.exitcode == 0
    for each in counts:
        assert each == sorted(each)
        assert each[-1] == 60


def test_two_writers_take_turns(place: Path | str) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(place, 20)) for _ in range(2)]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
        assert process.exitcode == 0
    with Store.open(place) as store:
        assert len(list(store.view().documents())) == 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_hundred_kills_lose_no_committed_act(place: Path | str) -> None:
    chance = random.Random(11)
    Store.open(place).close()
    acknowledged = -1
    for round_ in range(100):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with Store.open(place) as store:
                    number = sum(1 for _ in store.judgements())
                    while True:
                        at = datetime(2026, 5, 4, tzinfo=UTC)
                        store.add_judgement(Judgement(f"{number}", "evt", "same", "Ada", at))
                        os.write(writing, b"%d\n" % number)
                        number += 1
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            first = told.readline()
            assert int(first) > acknowledged
            time.sleep(chance.random() * 0.005)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines = [first, *(line for line in told if line.endswith(b"\n"))]
        acknowledged = int(lines[-1])
        if round_ % 10 == 9:
            with Store.open(place) as store:
                kept = [judgement.left for judgement in store.judgements()]
            assert kept == [str(number) for number in range(len(kept))]
            assert len(kept) > acknowledged
    if isinstance(place, Path):
        with sqlite3.connect(place) as raw:
            assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
        raw.close()
