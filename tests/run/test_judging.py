"""A person's word on what is one: in the log first, then in force, and kept by every later act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import rashomon
from rashomon import api
from rashomon.cli import cli
from rashomon.custody import Act
from rashomon.errors import CustodyError
from rashomon.run import casework
from rashomon.settings import CustodySettings, Settings

SETTINGS = Settings(custody=CustodySettings(who="Ada Brel"))
ONE = "Two dockers were killed by a blast at the port of Harvane on 4 May 2026, police said."
TWO = "Police said on Monday that two dockers had died in a blast at Harvane's port on 4 May 2026."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    api.report([tmp_path / "one.txt", tmp_path / "two.txt"], tmp_path / "out", SETTINGS)
    return tmp_path / "out"


def documents(case: Path) -> list[str]:
    return sorted(each["id"] for each in json.loads((case / "case.json").read_text())["documents"])


def test_a_judgement_is_logged_and_in_force(case: Path) -> None:
    left, right = documents(case)
    made = api.judge(case, left, right, "different", "two blasts", SETTINGS)
    (judgement,) = made.case.judgements
    judged, reported = api.log(case).entries[-2:]
    assert (judged.act, judged.subject, judged.reason) == (
        "judge",
        f"{left} {right}",
        "two blasts",
    )
    assert (judged.who, judged.tool, judged.version) == (
        "Ada Brel",
        "rashomon",
        rashomon.__version__,
    )
    assert judged.at.endswith("Z")
    assert judged.details == {"left": left, "right": right, "verdict": "different"}
    assert reported.act == "report"
    assert (judgement.by, judgement.reason) == ("Ada Brel", "two blasts")
    assert judgement.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") == judged.at
    assert api.verify(case, SETTINGS).findings == ()


def test_every_later_act_keeps_it(case: Path) -> None:
    left, right = documents(case)
    api.judge(case, left, right, "same", "one blast", SETTINGS)
    api.judge(case, left, right, "different", "two after all", SETTINGS)
    again = api.report([], case, SETTINGS)
    assert [each.verdict for each in sorted(again.case.judgements, key=lambda each: each.at)] == [
        "same",
        "different",
    ]


def test_one_that_was_interrupted_is_in_force_with_the_next_act(case: Path) -> None:
    left, right = documents(case)
    with casework.open_case(case, SETTINGS) as opened:
        opened.settle()
        details = {"left": left, "right": right, "verdict": "different"}
        opened.record(Act("judge", f"{left} {right}", "two blasts", details=details))
    (finding,) = api.verify(case, SETTINGS).findings
    assert finding.kind == "unfinished"
    assert len(api.report([], case, SETTINGS).case.judgements) == 1
    assert api.verify(case, SETTINGS).findings == ()


def test_without_its_store_it_comes_back_from_the_log(case: Path) -> None:
    left, right = documents(case)
    api.judge(case, left, right, "different", "two blasts", SETTINGS)
    (case / "case.sqlite").unlink()
    assert len(api.report([], case, SETTINGS).case.judgements) == 1


@pytest.mark.parametrize("other", ["doc_0000000000000000", None])
def test_what_is_not_there_or_of_another_kind_is_refused(case: Path, other: str | None) -> None:
    left = documents(case)[0]
    entries = len(api.log(case).entries)
    with pytest.raises(CustodyError):
        api.judge(case, left, other or left, "same", "why", SETTINGS)
    assert len(api.log(case).entries) == entries


def test_every_act_says_who_with_what_and_when(case: Path) -> None:
    left, right = documents(case)
    api.judge(case, left, right, "unsure", "unclear", SETTINGS)
    api.remove(case, "one.txt", "asked for", SETTINGS)
    api.restore(case, "one.txt", "a mistake", SETTINGS)
    api.remove(case, "one.txt", "asked for again", SETTINGS, purge=True)
    original = case.parent / "one.txt"
    api.restore(case, "one.txt", "a mistake", SETTINGS, original=original)
    bag, back = case.parent / "bag", case.parent / "back"
    api.export_bag(case, bag, SETTINGS, "to the court")
    api.import_bag(bag, back, SETTINGS, "from the bureau")
    entries = api.log(back).entries
    assert {entry.act for entry in entries} == {
        "open",
        "acquire",
        "report",
        "judge",
        "remove",
        "restore",
        "purge",
        "export",
        "import",
    }
    for entry in entries:
        assert (entry.who, entry.tool) == ("Ada Brel", "rashomon")
        assert entry.version == rashomon.__version__
        assert entry.at.endswith("Z")


def test_the_command(case: Path, tmp_path: Path) -> None:
    left, right = documents(case)
    ran = CliRunner().invoke(
        cli, ["judge", str(case), left, right, "different", "--reason", "two blasts"]
    )
    assert ran.exit_code == 0, ran.stderr
    assert "judge" in CliRunner().invoke(cli, ["log", str(case)]).stdout
