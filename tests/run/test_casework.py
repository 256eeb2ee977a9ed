"""A case folder over its life: taken in, made again, removed, restored, bagged, interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rashomon import api
from rashomon.custody.layout import BUILDING, LOG
from rashomon.errors import CustodyError
from rashomon.ingest import reading
from rashomon.render.formats import Case
from rashomon.run import casework, filling
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import (
    CustodySettings,
    ReadSettings,
    RunSettings,
    Settings,
    StoreSettings,
)
from rashomon.store.opening import URL_VARIABLE
from tests.server import fresh_database

REPORTS = {
    "coast/harvane.txt": "HARVANE, May 4 (Coastal Wire) - Two policemen were killed on Monday, the "
    "ministry said.\n",
    "coast/harvane.json": '{"publisher": "The Coast Post", "date": "2026-05-05"}',
    "orvel.html": "<html><head><title>Bridge of Orvel</title></head><body><p>A spokesman for the "
    "League denied that its men had fired first at the bridge of Orvel on Monday.</p></body>"
    "</html>",
    "lines.jsonl": '{"text": "Three shepherds were wounded near Brask on Tuesday, a doctor said.", '
    '"publisher": "Brask Radio"}\n'
    '{"text": "The army said on Tuesday that nobody was hurt near Brask.", '
    '"publisher": "The Elso Times"}\n',
    "places.geojson": '{"type": "FeatureCollection", "features": []}',
    "empty.txt": "",
    "picture.xyz": "no report",
}
SETTINGS = Settings(custody=CustodySettings(who="Ada Brel"))
RESULTS = ("case.json", "claims.csv", "dossier.html")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The same is wanted wherever the store lies."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if request.param == "sqlite":
        yield SETTINGS
        return
    with fresh_database() as url:
        yield Settings(custody=SETTINGS.custody, store=StoreSettings(database=url))


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for name, text in REPORTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of stages called and files read, in their order."""
    seen: list[str] = []

    def counted(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counting(*args: object, **kwargs: object) -> object:
            seen.append(name)
            return call(*args, **kwargs)

        return counting

    for stage in document_stages(Settings(), CaseContext()):
        kind = type(stage)
        monkeypatch.setattr(kind, "__call__", counted(stage.name, kind.__call__))
    read = counted("read", reading.read_file)
    monkeypatch.setattr(filling, "read_file", read)
    return seen


def results(case: Path) -> dict[str, bytes]:
    return {name: (case / name).read_bytes() for name in RESULTS}


def names(case: Case) -> set[str]:
    return {document.path for document in case.documents}


def acts(case: Path) -> list[str]:
    return [entry.act for entry in api.log(case).entries]


def test_everything_read_is_kept_logged_and_whole(given: Path, settings: Settings) -> None:
    out = given.parent / "out"
    written = api.report([given], out, settings)
    verified = api.verify(out, settings)
    assert verified.findings == ()
    assert verified.manifest is not None
    kept = {(source.role, source.name) for source in verified.manifest.sources}
    assert kept == {
        ("report", "coast/harvane.txt"),
        ("sidecar", "coast/harvane.txt"),
        ("report", "orvel.html"),
        ("report", "lines.jsonl"),
        ("report", "empty.txt"),
        ("places", "places.geojson"),
    }
    held = {path.read_bytes() for path in (out / "originals").rglob("*") if path.is_file()}
    assert held == {text.encode() for name, text in REPORTS.items() if name != "picture.xyz"}
    log = api.log(out).entries
    assert [entry.act for entry in log] == ["open", *["acquire"] * 6, "report"]
    assert {entry.who for entry in log} == {"Ada Brel"}
    assert names(written.case) == {
        "coast/harvane.txt",
        "orvel.html",
        "lines.jsonl#1",
        "lines.jsonl#2",
    }
    (harvane,) = [each for each in written.case.documents if each.path == "coast/harvane.txt"]
    assert harvane.publisher == "The Coast Post"
    told = [problem.message for problem in written.case.problems]
    assert any(message.startswith("empty.txt: ") for message in told)
    assert any(message.startswith("picture.xyz: ") for message in told)
    assert "Ada Brel" not in (out / "case.json").read_text()


def test_a_second_report_reads_and_annotates_nothing(
    given: Path, settings: Settings, calls: list[str]
) -> None:
    out = given.parent / "out"
    api.report([given], out, settings)
    assert calls.count("read") == 4
    assert calls.count("claims") == 4
    first = results(out)
    calls.clear()
    again = api.report([given], out, settings)
    assert calls == []
    assert again.made.filled.sources_reused == 4
    assert results(out) == first
    from_originals = api.report([], out, settings)
    assert calls == []
    assert results(out) == first
    assert from_originals.case == again.case
    assert acts(out).count("acquire") == 6
    assert api.verify(out, settings).findings == ()


def test_only_what_changed_is_annotated(given: Path, calls: list[str]) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    calls.clear()
    with (given / "lines.jsonl").open("a") as file:
        file.write('{"text": "The mayor of Brask said that one man had died."}\n')
    (given / "coast" / "harvane.json").write_text('{"publisher": "The Coast Courier"}')
    changed = api.report([given], out, SETTINGS)
    # the two files are read again; of their four reports two are as they were
    assert calls.count("read") == 2
    assert calls.count("claims") == 2
    assert changed.made.filled.documents_annotated == 2
    fresh = api.report([given], given.parent / "fresh", SETTINGS)
    assert results(out) == results(given.parent / "fresh")
    assert fresh.case == changed.case
    assert api.verify(out, SETTINGS).findings == ()


def test_another_setting_that_counts_annotates_anew(given: Path, calls: list[str]) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    calls.clear()
    api.report([given], out, Settings(read=ReadSettings(max_text_mb=5)))
    assert calls.count("read") == 4
    assert calls.count("claims") == 4


def test_what_is_read_are_the_bytes_that_are_kept(given: Path) -> None:
    """A file that changes after it was taken in does not change what the case is made from."""
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    shutil.rmtree(given)
    again = api.report([], out, SETTINGS)
    assert len(again.case.documents) == 4


def test_the_case_may_lie_among_the_reports(given: Path) -> None:
    first = api.report([given], given, SETTINGS)
    again = api.report([given], given, SETTINGS)
    assert names(again.case) == names(first.case)
    assert api.verify(given, SETTINGS).findings == ()


# removal


def test_a_removed_report_stays_out_until_it_is_restored(given: Path, settings: Settings) -> None:
    out = given.parent / "out"
    api.report([given], out, settings)
    before = results(out)
    removed = api.remove(out, "orvel.html", "the spokesman asked for it", settings)
    assert "orvel.html" not in names(removed.case)
    assert "League" not in (out / "dossier.html").read_text()
    assert not api.search(out, "bridge", settings)
    assert api.verify(out, settings).findings == ()
    again = api.report([given], out, settings)
    assert "orvel.html" not in names(again.case)
    assert again.made.left_out == ("orvel.html",)
    manifest = api.verify(out, settings).manifest
    assert manifest is not None
    (tombstone,) = manifest.tombstones
    assert (tombstone.name, tombstone.who) == ("orvel.html", "Ada Brel")
    assert tombstone.reason == "the spokesman asked for it"
    api.restore(out, "orvel.html", "a mistake", settings)
    assert results(out) == before
    assert api.verify(out, settings).findings == ()
    assert [act for act in acts(out) if act in ("remove", "restore")] == ["remove", "restore"]


def test_one_document_of_a_file_is_removed_alone(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    before = results(out)
    removed = api.remove(out, "lines.jsonl#1", "names a child", SETTINGS)
    assert {"lines.jsonl#2"} == {name for name in names(removed.case) if "lines" in name}
    assert api.verify(out, SETTINGS).findings == ()
    again = api.report([given], out, SETTINGS)
    assert "lines.jsonl#1" not in names(again.case)
    api.restore(out, "lines.jsonl#1", None, SETTINGS)
    assert results(out) == before


def test_a_purged_original_is_gone_and_comes_back_by_its_bytes_only(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    before = results(out)
    originals = {path.name for path in (out / "originals").rglob("*") if path.is_file()}
    api.remove(out, "orvel.html", "a court ordered it", SETTINGS, purge=True)
    left = {path.name for path in (out / "originals").rglob("*") if path.is_file()}
    assert len(originals - left) == 1
    assert b"fired first" not in (out / "case.sqlite").read_bytes()
    assert b"fired first" not in (out / "case.json").read_bytes()
    assert api.verify(out, SETTINGS).findings == ()
    with pytest.raises(CustodyError, match="was purged"):
        api.restore(out, "orvel.html", None, SETTINGS)
    with pytest.raises(CustodyError, match="other bytes"):
        api.restore(out, "orvel.html", None, SETTINGS, original=given / "lines.jsonl")
    api.restore(out, "orvel.html", None, SETTINGS, original=given / "orvel.html")
    assert results(out) == before
    assert api.verify(out, SETTINGS).findings == ()


def test_an_original_that_another_report_shares_is_not_purged(given: Path) -> None:
    shutil.copy(given / "orvel.html", given / "copy.html")
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    with pytest.raises(CustodyError, match=r"same bytes as copy\.html"):
        api.remove(out, "orvel.html", "x", SETTINGS, purge=True)
    assert "purge" not in acts(out)


def test_what_is_not_there_cannot_be_removed_or_restored(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    with pytest.raises(CustodyError, match=r"no report or document nothing\.txt"):
        api.remove(out, "nothing.txt", "x", SETTINGS)
    with pytest.raises(CustodyError, match="was removed"):
        api.restore(out, "orvel.html", None, SETTINGS)
    with pytest.raises(CustodyError, match="there is no case"):
        api.remove(given, "orvel.html", "x", SETTINGS)
    with pytest.raises(CustodyError, match="there is no case"):
        api.report([], given / "nowhere", SETTINGS)


def test_a_listed_address_that_nothing_holds_is_told_again_after_a_removal(given: Path) -> None:
    out = given.parent / "out"
    listed = Settings(read=ReadSettings(urls=("https://coast.example/harvane",)))
    first = api.report([given], out, listed)
    told = [each.message for each in first.case.problems if "coast.example" in each.message]
    assert len(told) == 1
    before = results(out)
    api.remove(out, "orvel.html", "x", SETTINGS)
    api.restore(out, "orvel.html", None, SETTINGS)
    assert results(out) == before


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ('{"type": "FeatureCollection", "features": [{"properties": {"name": 1}}]}', "feature 0"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"name": "Brask"}, '
            '"geometry": {"type": "Point", "coordinates": [1%s, 2]}}]}' % ("0" * 400),
            "feature 0",
        ),
        ("[" * 100_000, "places.geojson: "),
        ('{"type": "FeatureCollection", "features": %s[]}' % (" " * 10_000_000), "10 MB"),
    ],
)
def test_broken_places_are_told_and_the_reports_are_read(
    given: Path, content: str, cause: str
) -> None:
    (given / "places.geojson").write_text(content)
    made = api.report([given], given.parent / "out", SETTINGS)
    assert len(made.case.documents) == 4
    (problem,) = [each for each in made.case.problems if each.name == "places.geojson"]
    assert cause in problem.message
    assert str(given.parent) not in problem.message


# tampering with the store


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE claims SET aspect = 'injured' WHERE aspect = 'killed'", "claims"),
        ("UPDATE documents SET publisher = 'The Capital Post'", "documents"),
        ("UPDATE layers SET records = x'00' WHERE layer = 'Claim'", "layers"),
        ("DELETE FROM problems", "problems"),
        ("DELETE FROM reading", "reading"),
        ("UPDATE case_records SET record = x'00'", "case_records"),
        (
            "INSERT INTO judgements(left, right, record) VALUES ('evt_1', 'evt_2', x'00')",
            "judgements",
        ),
    ],
)
def test_a_changed_row_names_its_table(given: Path, statement: str, table: str) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    with sqlite3.connect(out / "case.sqlite") as raw:
        raw.execute(statement)
    raw.close()
    found = {(each.kind, each.where) for each in api.verify(out, SETTINGS).findings}
    assert ("altered", f"case.sqlite#{table}") in found
    assert ("altered", "case.sqlite") in found
    named = [each.message for each in api.verify(out, SETTINGS).findings]
    if table == "layers":
        assert any("Claim of doc_" in message for message in named)


def test_a_changed_row_on_a_server_names_its_table(given: Path) -> None:
    from sqlalchemy import create_engine, text

    out = given.parent / "out"
    with fresh_database() as url:
        settings = Settings(store=StoreSettings(database=url))
        api.report([given], out, settings)
        assert not (out / "case.sqlite").exists()
        schema = f"rashomon_{api.head(out).case[:24]}"
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {schema}.claims"))
        engine.dispose()
        found = [(each.kind, each.where) for each in api.verify(out, settings).findings]
        assert found == [("altered", "store#claims")]


def test_a_missing_or_ruined_store_is_named(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    (out / "case.sqlite").write_bytes(b"no database" * 500)
    found = [(each.kind, each.where) for each in api.verify(out, SETTINGS).findings]
    assert ("altered", "case.sqlite") in found
    (out / "case.sqlite").unlink()
    found = [(each.kind, each.where) for each in api.verify(out, SETTINGS).findings]
    assert found == [("missing", "case.sqlite")]


# bags


def test_a_bag_brings_back_the_same_case(given: Path, settings: Settings) -> None:
    out, bag, back = (given.parent / name for name in ("out", "bag", "back"))
    api.report([given], out, settings)
    api.remove(out, "lines.jsonl", "not ours", settings)
    api.export_bag(out, bag, settings)
    if settings.store.database is not None:
        with pytest.raises(CustodyError, match="holds this case already"):
            api.import_bag(bag, back, settings)
        # what a server held goes on in a file
        settings = SETTINGS
    assert api.import_bag(bag, back, settings) == ()
    skipped = {".lock", ".log.lock"} | (
        {"case.sqlite"} if not (out / "case.sqlite").exists() else set()
    )
    for folder, other in ((out, back), (back, out)):
        for path in folder.rglob("*"):
            inside = path.relative_to(folder)
            if path.is_file() and path.name not in skipped:
                assert (other / inside).read_bytes() == path.read_bytes(), inside
                assert (other / inside).stat().st_mode == path.stat().st_mode, inside
    assert api.head(back) == api.head(out)
    api.restore(back, "lines.jsonl", None, settings)
    assert api.verify(back, settings).findings == ()
    first, second = given.parent / "first", given.parent / "second"
    api.export_bag(back, first, settings)
    api.import_bag(first, given.parent / "twice", settings)
    api.export_bag(given.parent / "twice", second, settings)
    manifest = "manifest-sha256.txt"
    assert (first / manifest).read_bytes() == (second / manifest).read_bytes()


def test_a_case_goes_from_server_to_server(given: Path) -> None:
    out, bag, back = (given.parent / name for name in ("out", "bag", "back"))
    with fresh_database() as one, fresh_database() as two:
        api.report([given], out, Settings(store=StoreSettings(database=one)))
        api.export_bag(out, bag, Settings(store=StoreSettings(database=one)))
        there = Settings(store=StoreSettings(database=two))
        assert api.import_bag(bag, back, there) == ()
        assert not (back / "case.sqlite").exists()
        assert api.search(back, "bridge", there)
        assert api.report([], back, there).made.filled.sources_reused == 4


def test_handing_over_with_a_reason_is_in_both_logs(given: Path) -> None:
    out, bag, back = (given.parent / name for name in ("out", "bag", "back"))
    api.report([given], out, SETTINGS)
    api.export_bag(out, bag, SETTINGS, "for the tribunal")
    other = Settings(custody=CustodySettings(who="Registry"))
    assert api.import_bag(bag, back, other, "received") == ()
    told = [(entry.act, entry.who, entry.reason) for entry in api.log(back).entries[-2:]]
    assert told == [
        ("export", "Ada Brel", "for the tribunal"),
        ("import", "Registry", "received"),
    ]


def test_a_case_that_is_not_whole_is_not_bagged(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    (out / "claims.csv").write_text("")
    with pytest.raises(CustodyError, match="not whole"):
        api.export_bag(out, given.parent / "bag", SETTINGS)
    assert not (given.parent / "bag").exists()


# interruptions


def _killed_after(step: str, given: Path, out: Path) -> None:
    """A report in another process that dies right after a step."""
    child = os.fork()
    if child == 0:
        try:
            original = getattr(casework, step)

            def dying(*args: object, **kwargs: object) -> object:
                if step != "_put_in_place":
                    original(*args, **kwargs)
                os.kill(os.getpid(), signal.SIGKILL)
                return None

            setattr(casework, step, dying)
            api.report([given], out, SETTINGS)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("step", ["take_in", "fill", "run_case_stages", "_put_in_place"])
def test_a_report_that_is_killed_leaves_the_old_case_or_the_new(
    given: Path, calls: list[str], step: str
) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    old = results(out)
    (given / "more.txt").write_text("Five farmers were killed near Elso, the governor said.\n")
    _killed_after(step, given, out)
    assert (out / BUILDING).exists()
    assert results(out) == old
    kinds = {each.kind for each in api.verify(out, SETTINGS).findings}
    assert "unfinished" in kinds
    calls.clear()
    again = api.report([given], out, SETTINGS)
    assert len(again.case.documents) == 5
    # what the killed run had annotated is not annotated again
    assert calls.count("claims") == (1 if step == "take_in" else 0)
    assert api.verify(out, SETTINGS).findings == ()
    assert {path.name for path in out.iterdir()} == {
        *RESULTS,
        "case.sqlite",
        "custody",
        "originals",
    }


def test_results_that_the_log_tells_of_are_put_in_place_by_any_act(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    (given / "more.txt").write_text("Five farmers were killed near Elso, the governor said.\n")
    _killed_after("_put_in_place", given, out)
    with casework.open_case(out, SETTINGS):
        pass
    assert api.verify(out, SETTINGS).findings == ()
    assert "Elso" in (out / "case.json").read_text()


def test_a_damaged_log_stops_every_act(given: Path) -> None:
    out = given.parent / "out"
    api.report([given], out, SETTINGS)
    log = out / LOG
    log.write_bytes(log.read_bytes().replace(b"Ada Brel", b"Eva Brel", 1))
    for act in (
        lambda: api.report([given], out, SETTINGS),
        lambda: api.remove(out, "orvel.html", "x", SETTINGS),
        lambda: api.export_bag(out, given.parent / "bag", SETTINGS),
        lambda: api.head(out),
    ):
        with pytest.raises(CustodyError, match="damaged"):
            act()


# determinism


def test_one_two_and_four_workers_and_any_order_give_the_same_bytes(given: Path) -> None:
    files = sorted(path for path in given.rglob("*") if path.suffix in (".txt", ".html", ".jsonl"))
    made = {}
    for number, (workers, paths) in enumerate(
        ((1, files), (2, files[::-1]), (4, [*files[1:], files[0]]))
    ):
        settings = Settings(run=RunSettings(workers=workers))
        out = given.parent / f"out{number}"
        api.report(paths, out, settings, title="Harvane")
        made[workers] = results(out)
    assert made[1] == made[2] == made[4]
    assert len(json.loads(made[1]["case.json"])["documents"]) == 4
