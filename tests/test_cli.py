"""The command line end to end: data on stdout, talk on stderr, exit status 0, 1 or 2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from rashomon import api, cli
from rashomon.codec import from_json
from rashomon.render.formats import Case
from rashomon.settings import RunSettings, Settings
from tests.conftest import REPOSITORY

KELVANE = REPOSITORY / "examples" / "kelvane"
REPORT = (
    "Two die at Orvel bridge\n\n"
    "ORVEL, May 4 (Coastal Wire) - Two policemen were killed on Monday, the ministry said.\n\n"
    "A spokesman for the League denied that its men had fired first.\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "orvel.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one command."""
    monkeypatch.setattr("sys.argv", ["rashomon", *words])
    status = 0
    try:
        cli.main()
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    out, err = capfd.readouterr()
    return status, out, err


def test_extract_prints_one_valid_object_a_document(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    status, out, err = run(monkeypatch, capfd, "extract", "--json", str(report))
    assert (status, err) == (0, "")
    (line,) = out.splitlines()
    document = json.loads(line)
    jsonschema.validate(document, api.schemas()["extract"])
    for claim in document["claims"]:
        for part in (claim["source"], claim["cue"], *claim["content"]):
            if part is not None:
                assert REPORT[part["start"] : part["end"]] == part["text"]
    assert {claim["cue"]["text"] for claim in document["claims"] if claim["cue"]} == {
        "said",
        "denied",
    }


def test_problems_are_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    (report.parent / "empty.txt").touch()
    out_folder = report.parent / "out"
    status, out, err = run(
        monkeypatch, capfd, "report", str(report.parent), "-o", str(out_folder), "--json"
    )
    assert status == 1
    summary = json.loads(out)
    assert summary["documents"] == 1
    assert "problem: empty.txt: is empty" in err
    for name in ("dossier", "case", "claims_csv", "store"):
        assert Path(summary[name]).is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("report", "a.txt"),
        ("nonsense",),
        ("--settings", "missing.toml", "schema"),
        ("extract",),
    ],
)
def test_misuse_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status, out, err = run(monkeypatch, capfd, *words)
    assert status == 2
    assert out == ""
    assert err


def test_claims_are_printed_for_reading(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    status, out, _ = run(monkeypatch, capfd, "claims", str(report))
    assert status == 0
    assert "the ministry ‹said› Two policemen were killed on Monday" in out
    assert "[denied]" in out


def test_claims_as_json_are_those_of_extract(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    status, out, _ = run(monkeypatch, capfd, "claims", "--json", str(report))
    _, extracted, _ = run(monkeypatch, capfd, "extract", "--json", str(report))
    assert status == 0
    assert json.loads(out)["claims"] == json.loads(extracted)["claims"]


@pytest.mark.parametrize(("variable", "coloured"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
def test_source_cue_and_content_have_a_colour_each_where_colour_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    report: Path,
    variable: str,
    coloured: bool,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(variable, "1")
    _, out, _ = run(monkeypatch, capfd, "claims", str(report))
    for code in ("36", "35", "32"):  # source, cue, content
        assert (f"\x1b[{code}m" in out) is coloured


def test_no_terminal_no_colour(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    _, out, _ = run(monkeypatch, capfd, "claims", str(report))
    assert "\x1b" not in out


def test_what_is_passed_on_stands_under_whoever_passes_it_on(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "nested.txt"
    path.write_text("The Morning Wire reported that a nurse had said that two men died in Varn.")
    _, out, _ = run(monkeypatch, capfd, "claims", str(path))
    lines = out.splitlines()
    outer = next(line for line in lines if line.startswith("  The Morning Wire"))
    inner = lines[lines.index(outer) + 1]
    assert inner.startswith("    a nurse ‹had said› that two men died in Varn")


def test_a_response_file_has_a_template_for_each_report(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], report: Path
) -> None:
    status, out, _ = run(monkeypatch, capfd, "export", "--format", "muc4", str(report))
    assert status == 0
    assert "MESSAGE: ID" in out


def test_schemas_are_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(monkeypatch, capfd, "schema", "case")
    assert status == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


def test_the_example_is_the_same_bytes_in_any_order_and_with_any_number_of_workers(
    tmp_path: Path,
) -> None:
    """Folder, files in reverse, and two workers give the same `case.json`; a rerun too."""
    names = sorted(path for path in KELVANE.iterdir() if path.suffix in {".txt", ".html"})
    shutil.copytree(KELVANE, tmp_path / "kelvane")
    backwards = [tmp_path / "kelvane" / path.name for path in reversed(names)]
    first = api.report([KELVANE], tmp_path / "a", Settings(), title="Kelvane")
    again = api.report([KELVANE], tmp_path / "a", Settings(), title="Kelvane")
    shared_out = api.report(
        [KELVANE], tmp_path / "b", Settings(run=RunSettings(workers=2)), title="Kelvane"
    )
    assert first.case == again.case
    assert first.case_json.read_bytes() == shared_out.case_json.read_bytes()
    forwards = [tmp_path / "kelvane" / path.name for path in names]
    one = api.report(backwards, tmp_path / "c", Settings(), title="Kelvane")
    other = api.report(forwards, tmp_path / "d", Settings(), title="Kelvane")
    assert one.case_json.read_bytes() == other.case_json.read_bytes()


@pytest.fixture(scope="module")
def kelvane(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The example's case, read back from its file and valid by its schema."""
    out = tmp_path_factory.mktemp("kelvane")
    written = api.report([KELVANE], out, Settings())
    payload = written.case_json.read_bytes()
    jsonschema.validate(json.loads(payload), api.schemas()["case"])
    return from_json(payload, Case)


def test_every_span_of_the_example_points_home(kelvane: Case) -> None:
    texts = {document.id: document.text for document in kelvane.documents}
    for claim in kelvane.claims:
        for part in (claim.source, claim.cue, *claim.content, *claim.statement):
            if part is not None:
                assert texts[claim.document][part.start : part.end] == part.text


def test_the_wire_and_its_copies_are_one_source(kelvane: Case) -> None:
    origin = {document.path: document.origin for document in kelvane.documents}
    assert origin["ansell-courier.html"] == origin["meridian-wire.txt"]
    assert origin["harbour-post.txt"] == origin["meridian-wire.txt"]
    assert origin["the-lantern.html"] != origin["meridian-wire.txt"]


def test_every_fact_stands_on_claims(kelvane: Case) -> None:
    claims = {claim.id for claim in kelvane.claims}
    assert kelvane.facts
    for fact in kelvane.facts:
        named = {claim_id for value in fact.values for claim_id in value.claims}
        assert named
        assert named <= claims
        assert fact.trace
        assert {end for relation in fact.relations for end in (relation.a, relation.b)} <= claims


def test_the_machine_never_confirms(tmp_path: Path) -> None:
    written = api.report([KELVANE], tmp_path, Settings())
    assert '"confirmed"' not in written.case_json.read_text(encoding="utf-8").lower()


def test_the_toll_of_the_example_differs_by_source(kelvane: Case) -> None:
    """The reader must see the hospital's nine and twelve, the opposed outlet's fourteen or more."""
    figures = {
        (claim.value.low, claim.value.high)  # type: ignore[union-attr]
        for claim in kelvane.claims
        if claim.aspect == "killed"
    }
    assert {(7, None), (9, 9), (12, 12), (14, None), (17, 17)} <= figures
