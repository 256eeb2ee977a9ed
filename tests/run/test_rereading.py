"""A report that changed between two runs: what no longer stands there is told and never moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rashomon import api
from rashomon.cli import cli
from rashomon.settings import CustodySettings, Settings

SETTINGS = Settings(custody=CustodySettings(who="Ada Brel"))
FIRST = (
    "Two dockers were killed in Harvane on Monday, the ministry said.\n\n"
    "The harbour police said that nine people were wounded near the northern gate.\n"
)
SECOND = FIRST.replace("Two dockers were killed", "Three dockers were killed")
OTHER = "A spokesman for the League denied on Monday that its men had fired at the bridge of Orvel."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "harvane.txt").write_text(FIRST, encoding="utf-8")
    (reports / "orvel.txt").write_text(OTHER, encoding="utf-8")
    return reports


def test_words_that_are_gone_are_orphans_and_those_that_stand_are_not(folder: Path) -> None:
    out = folder.parent / "out"
    first = api.report([folder], out, SETTINGS)
    assert first.made.orphans == ()
    (folder / "harvane.txt").write_text(SECOND, encoding="utf-8")
    second = api.report([folder], out, SETTINGS)
    lost = second.made.orphans
    assert lost, "the claim of two dead has lost its words"
    assert {name for name, _ in lost} == {"harvane.txt"}
    for _, orphan in lost:
        assert orphan.quote == FIRST[orphan.start : orphan.end]
        assert "wounded" not in orphan.quote
    entry = api.log(out).entries[-1]
    assert entry.act == "report"
    assert entry.details["changed"] == ["harvane.txt"]
    assert entry.details["orphans_in_all"] == len(lost)
    assert [told["at"] for told in entry.details["orphans"]] == [
        [orphan.document, orphan.start, orphan.end] for _, orphan in lost
    ]
    # the log outlives what is purged: it holds places, and no words
    assert "dockers" not in (out / "custody" / "log.jsonl").read_text(encoding="utf-8")
    assert api.verify(out, SETTINGS).findings == ()


def test_an_unchanged_or_merely_moved_text_orphans_nothing(folder: Path) -> None:
    out = folder.parent / "out"
    api.report([folder], out, SETTINGS)
    assert api.report([folder], out, SETTINGS).made.orphans == ()
    entry = api.log(out).entries[-1]
    assert "orphans" not in entry.details
    (folder / "harvane.txt").write_text("Harvane, a port.\n\n" + FIRST, encoding="utf-8")
    moved = api.report([folder], out, SETTINGS)
    # the opening words had nothing before them, so that they are told rather than moved
    assert all(orphan.start == 0 for _, orphan in moved.made.orphans)


def test_results_are_those_of_the_reports_as_they_are(folder: Path) -> None:
    out, fresh = folder.parent / "out", folder.parent / "fresh"
    api.report([folder], out, SETTINGS)
    (folder / "harvane.txt").write_text(SECOND, encoding="utf-8")
    api.report([folder], out, SETTINGS)
    api.report([folder], fresh, SETTINGS)
    assert (out / "case.json").read_bytes() == (fresh / "case.json").read_bytes()


def test_the_command_tells_orphans_and_ends_with_1(folder: Path) -> None:
    out = folder.parent / "out"
    runner = CliRunner()
    assert runner.invoke(cli, ["report", str(folder), "-o", str(out)]).exit_code == 0
    (folder / "harvane.txt").write_text(SECOND, encoding="utf-8")
    ran = runner.invoke(cli, ["report", str(folder), "-o", str(out), "--json"])
    assert ran.exit_code == 1
    told = json.loads(ran.stdout)["orphans"]
    assert {each["path"] for each in told} == {"harvane.txt"}
    log = runner.invoke(cli, ["log", str(out)])
    assert f"{len(told)} quotations have no place in the changed reports" in log.stdout
