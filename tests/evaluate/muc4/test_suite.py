"""The suite on a corpus of two invented messages laid out as the distribution."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.muc4.corpus import read_split
from rashomon.evaluate.muc4.suite import Muc4, score_file
from rashomon.records import Document
from rashomon.stage import AnnotatedDocument

TEXT = """TST3-MUC4-0001

   VALE, 5 MAY 91 (RIVER RADIO) -- [TEXT] REBELS BURNED A MILL YESTERDAY.


TST3-MUC4-0002

   NO CITY, NO DATE -- [TEXT] THE FERRY WAS PAINTED.
"""
KEY = """0.  MESSAGE: ID                     TST3-MUC4-0001
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  04 MAY 91
4.  INCIDENT: TYPE                  ARSON
9.  PERP: INDIVIDUAL ID             "REBELS"
12. PHYS TGT: ID                    "MILL"

0.  MESSAGE: ID                     TST3-MUC4-0002
1.  MESSAGE: TEMPLATE               *
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A test split whose key and text have names never seen, and a mixed-case copy."""
    for part, text, key in (("tst3", TEXT, KEY), ("tst4", TEXT.replace("3-", "4-"), KEY)):
        folder = tmp_path / "corpora" / part
        folder.mkdir(parents=True)
        (folder / f"{part}-muc4").write_text(text)
        (folder / f"{part}-muc4.mixed-case").write_text(text.lower())
        (folder / f"key-{part}.v99").write_text(key.replace("TST3", part.upper()))
        (folder / "notes").write_text("nothing of use")
    return tmp_path


def test_messages_become_documents(corpus: Path) -> None:
    split = read_split(corpus, "test")
    assert [d.name for d in split.documents][:2] == ["TST3-MUC4-0001", "TST3-MUC4-0002"]
    first, second = split.documents[:2]
    assert first.text.startswith("\n   VALE, 5 MAY 91")
    assert first.text in TEXT
    assert first.published == datetime(1991, 5, 5, tzinfo=UTC)
    assert first.dateline is not None
    assert (first.dateline.place, first.dateline.agency) == ("VALE", "RIVER RADIO")
    assert second.published is None


def test_a_response_file_is_scored(corpus: Path) -> None:
    """Type, target and perpetrator of one of two templates are right, the date is a default.

    Key: 2 templates of 4 fills, POS 8. Response: 4 fills, 3 COR and 1 INC: REC 3/8, PRE 3/4, F 50.
    GTT: gold 2 * 3 (type, perpetrator, target), given 3, right 3: P 100, R 50, F 66.67.
    CEAF-REE: 2 of 4 entities: F 66.67.
    """
    response = corpus / "response"
    response.write_text(
        KEY.replace("04 MAY 91", "- 05 MAY 91").replace("MESSAGE: ID  ", "message: id")
    )
    result, table = score_file(corpus, "test", response)
    assert result.documents == 4
    assert result.metrics["official_recall"] == pytest.approx(37.5)
    assert result.metrics["official_precision"] == pytest.approx(75.0)
    assert result.metrics["official_f"] == pytest.approx(50.0)
    assert result.metrics["gtt_f"] == pytest.approx(66.667, abs=1e-2)
    assert result.metrics["ceaf_ree_f"] == pytest.approx(66.667, abs=1e-2)
    assert result.metrics["slot_incident_type_recall"] == pytest.approx(50.0)
    assert "50.00" in table
    assert [errors.document for errors in result.errors] == ["TST3-MUC4-0001", "TST4-MUC4-0001"]


def test_the_suite_runs_without_processed_files(corpus: Path) -> None:
    def nothing(document: Document) -> AnnotatedDocument:
        return AnnotatedDocument(document)

    result = Muc4().run(corpus, "test", nothing)
    assert result.metrics["official_f"] == 0
    assert result.counts["missing"] == 8
    assert result.words > 10
    assert result.gold_digest == Muc4().run(corpus, "test", nothing).gold_digest


def test_a_folder_without_the_split_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="tst1"):
        read_split(corpus, "dev")
    (corpus / "corpora" / "tst4" / "key-tst4.v99").unlink()
    with pytest.raises(CorpusError, match="key"):
        read_split(corpus, "test")
