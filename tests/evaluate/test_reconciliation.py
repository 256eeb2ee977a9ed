from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.claim_gold import read_clusters
from rashomon.evaluate.reconciliation import Reconciliation, as_document, match_claims
from rashomon.reconcile.assessments import Assessments
from rashomon.records import (
    Attribution,
    Claim,
    Document,
    Entity,
    Event,
    Figure,
    Incident,
    Span,
    Statement,
    digest_id,
)
from rashomon.stage import AnnotatedDocument, View, Writer

TEXTS = {
    "one": "A blast hit Molker. The clinic said four people died there. Ilda Quenmar denied it.",
    "two": "A blast hit Molker. Local radio said nine people died in it.",
}


def gold_claim(claim_id: str, doc: str, quote: str, party: str, n: int) -> dict[str, Any]:
    start = TEXTS[doc].index(quote)
    return {
        "id": claim_id,
        "doc_id": doc,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "source": {"start": 0, "end": 1, "text": party, "party": party},
        "cue": "said",
        "aspect": "killed",
        "whom": None,
        "value": {"low": n, "high": n},
        "polarity": "affirmed",
        "certainty": "asserted",
    }


def corpus(folder: Path) -> Path:
    cluster = {
        "cluster_id": "c1",
        "documents": ["one", "two"],
        "incident": {},
        "claims": [
            gold_claim("g1", "one", "four people died", "clinic (via radio)", 4),
            gold_claim("g2", "two", "nine people died", "radio", 9),
        ],
        "relations": [{"a": "g1", "b": "g2", "relation": "conflict", "why": ""}],
        "assessments": [{"aspect": "killed", "whom": None, "status": "disputed", "values": []}],
    }
    (folder / "docs").mkdir()
    for name, text in TEXTS.items():
        (folder / "docs" / f"{name}.txt").write_text(text)
        meta = {"doc_id": name, "publisher": name, "date": "2021-05-01", "title": None}
        (folder / "docs" / f"{name}.json").write_text(json.dumps(meta))
    (folder / "clusters.jsonl").write_text(json.dumps(cluster) + "\n")
    return folder


def predicted(document: Document, words: str, number: int, aspect: Any = "killed") -> Claim:
    at = document.text.index(words)
    return Claim(
        id=digest_id("clm", document.id, words, aspect),
        document=document.id,
        event=f"evt-{document.id}",
        aspect=aspect,
        value=Figure(number, number),
        evidence=(Span(document.id, at, at + len(words)),),
    )


def annotate(document: Document) -> AnnotatedDocument:
    words, number = ("four people died", 4) if "four" in document.text else ("nine people", 9)
    event = Event(f"evt-{document.id}", document.id, "bombing", Span(document.id, 2, 7))
    return AnnotatedDocument(
        document,
        {
            Claim: (predicted(document, words, number),),
            Attribution: (),
            Entity: (),
            Event: (event,),
        },
    )


class OneIncident:
    name: ClassVar[str] = "incidents"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[tuple[type, ...]] = (Incident,)

    def __call__(self, view: View, writer: Writer) -> None:
        events = sorted(e.id for doc in view.documents() for e in doc.layer(Event))
        writer.replace(Incident, [Incident("inc", tuple(events), ("d",), "bombing")])


def test_both_modes_worked_by_hand(tmp_path: Path) -> None:
    """Both gold claims are found (Jaccard 1 and 2/3), and their one conflict in both modes."""
    suite = Reconciliation(lambda: (OneIncident(), Assessments()))
    result = suite.run(corpus(tmp_path), None, annotate)
    for name in ("relation_macro_f", "conflict_f", "status_accuracy"):
        assert result.metrics[name] == 100.0
    for name in ("claim_recall", "e2e_conflict_f", "e2e_conflict_strict_f"):
        assert result.metrics[name] == 100.0
    assert result.errors[0].lines == ()


def test_without_claims_mode_b_scores_nothing(tmp_path: Path) -> None:
    result = Reconciliation(tuple).run(corpus(tmp_path), None, AnnotatedDocument)
    assert (result.metrics["claim_recall"], result.metrics["e2e_conflict_f"]) == (0.0, 0.0)
    assert result.metrics["conflict_f"] == 100.0


def test_parties_and_channels_of_labels(tmp_path: Path) -> None:
    (cluster,) = read_clusters(corpus(tmp_path))
    first, second = cluster.claims
    assert (first.parties, first.via) == (frozenset({"clinic"}), frozenset({"radio"}))
    assert second.sentence == "Local radio said nine people died in it."


def test_matching_needs_aspect_and_half_of_the_words(tmp_path: Path) -> None:
    (cluster,) = read_clusters(corpus(tmp_path))
    documents = {d.doc_id: as_document(d) for d in cluster.documents}
    one = documents["one"]
    assert (
        match_claims([predicted(one, "four people died", 4, "injured")], documents, cluster) == {}
    )
    assert match_claims([predicted(one, "four", 4)], documents, cluster) == {}
    long = predicted(one, "A blast hit Molker. The clinic said four people died", 4)
    right, near = predicted(one, "four people died", 4), predicted(one, "four people died there", 9)
    assert match_claims([long, near, right], documents, cluster) == {right.id: "g1"}


def test_values_of_other_kinds(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    row = json.loads((folder / "clusters.jsonl").read_text())
    row["claims"][0] |= {"aspect": "weapon", "value": "car bomb"}
    row["claims"][1] |= {"aspect": "date", "value": "2021-05-01 02:30"}
    (folder / "clusters.jsonl").write_text(json.dumps(row))
    (cluster,) = read_clusters(folder)
    assert cluster.claims[0].value == Statement("car bomb")
    interval = cluster.claims[1].value.interval  # type: ignore[union-attr]
    assert interval is not None
    assert interval.precision == "instant"


def test_broken_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="missing file"):
        read_clusters(tmp_path)
    (tmp_path / "clusters.jsonl").write_text('{"cluster_id": "x"}\n')
    with pytest.raises(CorpusError, match="not a cluster"):
        read_clusters(tmp_path)


def test_targets_on_the_development_set(shared: Path) -> None:
    """The floors that the task sets for gold claims."""
    folder = shared / "data" / "reconciliation_gold"
    metrics = Reconciliation(tuple).run(folder, None, AnnotatedDocument).metrics
    assert metrics["relation_macro_f"] >= 70.0
    assert metrics["conflict_f"] >= 70.0
    assert metrics["supersede_f"] >= 60.0
    assert metrics["status_accuracy"] >= 80.0
