from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.render import case, cells, claims_csv
from tests.render.casebook import kelvane
from tests.render.small import small_case


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_one_row_a_claim_that_resolves_in_its_report() -> None:
    found = case.build(kelvane().view(), title="K")
    texts = {document.id: document for document in found.documents}
    read = rows(claims_csv.render(found))
    assert [row["claim_id"] for row in read] == [claim.id for claim in found.claims]
    for row in read:
        document = texts[row["document_id"]]
        pieces = [span.split(":") for span in row["spans"].split()]
        words = " […] ".join(document.text[int(a) : int(b)] for a, b in pieces)
        assert row["quote"].removeprefix("'") == words
        assert row["text_sha256"] == document.text_sha256
        assert (row["start"], row["end"]) == (pieces[0][0], pieces[-1][1])


def test_a_figure_keeps_its_bounds_and_qualifier() -> None:
    read = rows(claims_csv.render(small_case()))
    floor = next(row for row in read if row["qualifier"] == "at least")
    assert (floor["value_low"], floor["value_high"], floor["value_text"]) == ("4", "", "at least 4")
    assert floor["party"] == "police"
    assert floor["incident_place"] == "Ostel"
    assert floor["lat"] == "-38.2"


def test_lines_end_as_the_standard_says() -> None:
    table = claims_csv.render(small_case())
    assert table.endswith("\r\n")
    assert table.split("\r\n")[0] == ",".join(claims_csv.COLUMNS)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        '=HYPERLINK("http://x.example","x")',
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert cells.safe(cell) == "'" + cell
    found = small_case()
    claim = msgspec.structs.replace(found.claims[0], voice=cell, whom=cell)
    document = msgspec.structs.replace(found.documents[0], title=cell, url=cell, publisher=cell)
    hostile = msgspec.structs.replace(
        found,
        claims=(claim,),
        documents=(document, *found.documents[1:]),
    )
    row = rows(claims_csv.render(hostile))[0]
    for column in ("voice", "whom", "title", "url", "publisher"):
        assert row[column] == "'" + cell


@given(st.text())
def test_a_cell_survives_or_gains_one_apostrophe(cell: str) -> None:
    assert cells.safe(cell) in (cell, "'" + cell)
    assert not cells.safe(cell).startswith(("=", "+", "-", "@"))
