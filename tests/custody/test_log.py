"""Appending: what is acknowledged is there, in order, whoever else writes and however it ends."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.custody import Act, CaseFolder
from rashomon.custody.entries import FIRST, from_line, hash_of, to_line
from rashomon.custody.layout import LOG
from rashomon.custody.log import Log, checked
from rashomon.errors import CustodyError
from tests.custody.cases import ACTOR, Clock, make_case


def test_each_entry_holds_the_hash_of_the_one_before(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", ACTOR, Clock())
    log.append((Act("remove", "a.txt", "asked for"),))
    log.append((Act("restore", "a.txt"), Act("judge")))
    entries = log.read().entries
    assert [entry.act for entry in entries] == ["open", "remove", "restore", "judge"]
    assert [entry.sequence for entry in entries] == [0, 1, 2, 3]
    assert [entry.previous for entry in entries] == [FIRST, *(e.hash for e in entries[:-1])]
    assert all(entry.hash == hash_of(entry) for entry in entries)
    assert entries[1].at == "2026-05-04T00:00:01.000000Z"
    assert (entries[1].who, entries[1].tool, entries[1].version) == ("Ada Brel", "rashomon", "0.1")


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_any_words_make_one_line_that_reads_back(subject: str, why: str, read: dict) -> None:  # type: ignore[type-arg]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "log.jsonl", ACTOR, Clock())
        kept = log.append((Act("remove", subject, why, inputs=read),))[-1]
        assert log.read().findings == ()
        assert from_line(to_line(kept)) == kept
        assert (kept.subject, kept.reason, kept.inputs) == (subject, why, read)


def test_bytes_of_a_command_line_that_are_no_text_become_escapes(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", ACTOR, Clock())
    assert log.append((Act("remove", "a\udcff.txt"),))[-1].subject == "a\\udcff.txt"


def test_an_unfinished_line_is_taken_away_and_told_of(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", ACTOR, Clock())
    log.append((Act("judge"),))
    with log.path.open("ab") as file:
        file.write(b'{"act":"judge","at":"20')
    assert [finding.kind for finding in log.read().findings] == ["unfinished"]
    log.append((Act("judge"),))
    read = log.read()
    assert read.findings == ()
    assert [entry.act for entry in read.entries] == ["open", "judge", "recover", "judge"]
    assert read.entries[2].details["bytes"] == 23


def test_a_long_line_is_found_from_the_end(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.jsonl", ACTOR, Clock())
    many = {f"report:{number}.txt": "0" * 64 for number in range(5_000)}
    log.append((Act("report", inputs=many),))
    log.append((Act("judge"),))
    assert [entry.sequence for entry in log.read().entries] == [0, 1, 2]


def _append(path: str, count: int) -> None:
    log = Log(Path(path), ACTOR)
    for number in range(count):
        log.append((Act("judge", str(number)),))


def test_four_processes_append_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    path = tmp_path / "log.jsonl"
    workers = [context.Process(target=_append, args=(str(path), 25)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    read = checked(path.read_bytes())
    assert read.findings == ()
    assert len(read.entries) == 101


def test_one_process_at_a_time_acts_on_a_case(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    with (
        CaseFolder.locked(case, ACTOR),
        pytest.raises(CustodyError, match="another process"),
        CaseFolder.locked(case, ACTOR),
    ):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_hundred_kills_lose_no_acknowledged_entry(tmp_path: Path) -> None:
    chance = random.Random(11)
    path = tmp_path / LOG
    path.parent.mkdir()
    acknowledged: list[int] = []
    for round_ in range(100):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                log = Log(path, ACTOR)
                while True:
                    made = log.append((Act("judge", f"{round_}", details={"x": "y" * 500}),))
                    os.write(writing, b"%d\n" % made[-1].sequence)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            acknowledged.append(int(told.readline()))
            time.sleep(chance.random() * 0.01)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged.extend(int(line) for line in told if line.endswith(b"\n"))
        read = checked(path.read_bytes())
        assert {finding.kind for finding in read.findings} <= {"unfinished"}
        assert [entry.sequence for entry in read.entries] == list(range(len(read.entries)))
        assert acknowledged[-1] < len(read.entries)
    Log(path, ACTOR).append((Act("judge"),))
    assert checked(path.read_bytes()).findings == ()
    assert len(acknowledged) >= 100
