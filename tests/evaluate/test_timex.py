"""The TempEval-3 scorer on a corpus of one invented file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.timex import Timex, read_timeml
from rashomon.records import Document, Provenance, TimeExpression
from rashomon.stage import AnnotatedDocument

_FILE = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2019-05-06">2019-05-06</TIMEX3></DCT>
<TEXT>He <EVENT eid="e1">left</EVENT> <TIMEX3
tid="t1" type="DATE" value="2019-05-05">yesterday</TIMEX3>
and <TIMEX3 tid="t2" type="DURATION" value="P2D">two days</TIMEX3> on.</TEXT></TimeML>
"""


def annotate(document: Document) -> AnnotatedDocument:
    """One right expression with too wide a span, one with a wrong value, one too many."""
    doc = AnnotatedDocument(document)
    text = document.text
    wide = text.index("left")
    days = text.index("two days")
    found = (
        TimeExpression(doc.span(wide, text.index("yesterday") + 9), "DATE", "2019-05-05"),
        TimeExpression(doc.span(days, days + 8), "DATE", "P3D"),
        TimeExpression(doc.span(len(text) - 3, len(text)), "DATE", "PAST_REF"),
    )
    return doc.with_layer(TimeExpression, found, Provenance("t", "1", "x"))


def test_text_is_stripped_of_tags_and_offsets_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_text(_FILE)
    document, gold = read_timeml(path)
    assert [document.text[time.start : time.end] for time in gold] == ["yesterday", "two days"]
    assert document.published is not None
    assert document.published.isoformat() == "2019-05-06T00:00:00+00:00"


def test_scores(tmp_path: Path) -> None:
    folder = tmp_path / "Small"
    folder.mkdir()
    (folder / "a.tml").write_text(_FILE)
    result = Timex().run(tmp_path, None, annotate)
    assert result.counts == {
        "gold": 2, "found": 3, "relaxed": 2, "strict": 1, "type": 1, "value": 1,
    }  # fmt: skip
    assert result.metrics["relaxed_f"] == pytest.approx(80.0)
    assert result.metrics["strict_f"] == pytest.approx(40.0)
    assert result.metrics["small_value_f"] == pytest.approx(40.0)


def test_empty_folder_and_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no"):
        Timex().run(tmp_path, None, annotate)
    (tmp_path / "a.tml").write_text("<TimeML>")
    with pytest.raises(CorpusError, match=r"a\.tml"):
        Timex().run(tmp_path, None, annotate)
