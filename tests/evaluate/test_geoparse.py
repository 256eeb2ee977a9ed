"""The geoparsing scorer on invented corpora in the published layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.geoparse import Geoparse
from rashomon.extract.sentences import Sentences
from rashomon.records import Document, Place, PlaceMention, Provenance, Sentence
from rashomon.stage import AnnotatedDocument

_LGL = """<articles><article docid="1"><text><![CDATA[A fire in Caracas and in Harvane.]]></text>
<toponyms><toponym><start>10</start><end>17</end><phrase>Caracas</phrase>
<gaztag geonameid="3646738"><lat>10.5</lat><lon>-66.9</lon></gaztag></toponym>
<toponym><start>25</start><end>32</end><phrase>Harvane</phrase></toponym></toponyms></article></articles>
"""
_VIRUS = """<articles><article><text>A fire in Caracas today.</text><locations><location>
<name>Caracas</name><start>11</start><end>18</end><lat>10.5</lat><lon>-66.9</lon></location>
</locations></article></articles>
"""


def annotate(document: Document) -> AnnotatedDocument:
    """Finds Caracas and puts it right, and one word too many."""
    doc = AnnotatedDocument(document)
    made = Provenance("t", "1", "x")
    doc = doc.with_layer(Sentence, tuple(Sentences()(doc)), made)
    at = document.text.index("Caracas")
    found = (
        PlaceMention(doc.span(2, 6), Place(name="fire")),
        PlaceMention(doc.span(at, at + 7), Place(name="Caracas", lat=10.48, lon=-66.87)),
    )
    return doc.with_layer(PlaceMention, found, made)


def test_scores_per_corpus_and_mean(tmp_path: Path) -> None:
    (tmp_path / "lgl.xml").write_text(_LGL)
    (tmp_path / "GeoVirus.xml").write_text(_VIRUS)
    result = Geoparse().run(tmp_path, None, annotate)
    assert result.documents == 2
    assert result.metrics["lgl_recognition_f"] == pytest.approx(50.0)
    assert result.metrics["lgl_accuracy_161"] == 100.0
    assert result.metrics["geovirus_recognition_r"] == 100.0
    assert result.metrics["recognition_f"] == pytest.approx((50 + 200 / 3) / 2)


def test_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no"):
        Geoparse().run(tmp_path, None, annotate)
