from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.incidents import Incidents, clustering_metrics
from rashomon.reconcile.summed_tolls import best_figure
from rashomon.records import (
    Assessment,
    Claim,
    Document,
    Entity,
    Event,
    Figure,
    Incident,
    Interval,
    Place,
    Position,
    Span,
    digest_id,
)
from rashomon.stage import AnnotatedDocument, View, Writer


def test_clustering_worked_by_hand() -> None:
    """Gold {a, b} {c}, predicted {a} {b, c}: B-cubed 2/3 both ways, no right pair."""
    gold = {"a": "1", "b": "1", "c": "2"}
    metrics = clustering_metrics(gold, {"a": "x", "b": "y", "c": "y"})
    assert metrics["b3_f"] == pytest.approx(200 / 3)
    assert metrics["pairwise_f"] == 0.0
    assert clustering_metrics(gold, gold)["conll_f"] == pytest.approx(100.0)
    assert clustering_metrics(gold, gold)["pairwise_f"] == 100.0


def test_best_figure_is_the_best_supported_number() -> None:
    def position(figure: Figure, denied: bool = False) -> Position:
        return Position(figure, denied, ("a",), ("c",))

    def assessed(*positions: Position) -> Assessment:
        return Assessment(
            id="ass",
            incident="inc",
            aspect="killed",
            whom=None,
            status="agreed",
            independent_sources=1,
            values=positions,
            relations=(),
            trace=(),
        )

    unknown, three = position(Figure(None, None)), position(Figure(3, None))
    assert best_figure(assessed(unknown, three, position(Figure(9, 9)))) == 3
    assert best_figure(assessed(position(Figure(4, 4), denied=True))) is None
    assert best_figure(assessed(position(Figure(None, 7)))) == 7


class ByTitle:
    """A linker that joins reports of one title, with one dead person each."""

    name: ClassVar[str] = "incidents"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[tuple[type, ...]] = (Incident, Assessment)

    def __call__(self, view: View, writer: Writer) -> None:
        groups: dict[str, list[Event]] = {}
        for doc in view.documents():
            groups.setdefault(doc.document.title or "", []).extend(doc.layer(Event))
        day = datetime(2014, 3, 2, tzinfo=UTC)
        incidents = [
            Incident(
                id=digest_id("inc", title),
                events=tuple(sorted(e.id for e in events)),
                documents=tuple(sorted({e.document for e in events})),
                type="shooting",
                interval=Interval(day, day.replace(day=3), "day"),
                place=Place("Molker", lat=40.0, lon=10.0),
            )
            for title, events in sorted(groups.items())
        ]
        writer.replace(Incident, incidents)
        writer.replace(
            Assessment,
            [
                Assessment(
                    id=digest_id("ass", i.id),
                    incident=i.id,
                    aspect="killed",
                    whom=None,
                    status="single_source",
                    independent_sources=1,
                    values=(Position(Figure(1, 1), False, ("a",), ("c",)),),
                    relations=(),
                    trace=(),
                )
                for i in incidents
            ],
        )


def annotate(document: Document) -> AnnotatedDocument:
    event = Event(
        id=digest_id("evt", document.id),
        document=document.id,
        type="shooting",
        trigger=Span(document.id, 0, 1),
    )
    return AnnotatedDocument(document, {Event: (event,), Entity: (), Claim: ()})


def corpus(folder: Path) -> Path:
    rows = [("a", "1", "One"), ("b", "1", "One"), ("c", "2", "Two")]
    documents = [
        {
            "doc_id": name,
            "incident_id": incident,
            "title": title,
            "dct": "2014-03-03",
            "text": "Words.",
            "gvc_split": "dev" if name != "c" else None,
        }
        for name, incident, title in rows
    ]
    incidents = [
        {
            "incident_uri": "1",
            "date": "March 1, 2014",
            "city_or_county": "Molker",
            "num_killed": 1,
            "num_injured": 0,
            "lat_long": [40.0, 10.0],
        },
        {
            "incident_uri": "2",
            "date": "April 1, 2014",
            "city_or_county": "Dessim",
            "num_killed": 2,
            "num_injured": 3,
            "lat_long": [50.0, 10.0],
        },
    ]
    for name, lines in (("documents", documents), ("incidents", incidents)):
        text = "\n".join(json.dumps(line) for line in lines)
        (folder / f"{name}.jsonl").write_text(text)
    return folder


def test_a_small_pile(tmp_path: Path) -> None:
    result = Incidents(lambda: (ByTitle(),)).run(corpus(tmp_path), None, annotate)
    assert (result.documents, result.metrics["b3_f"]) == (3, 100.0)
    assert result.metrics["killed_exact"] == 50.0
    assert result.metrics["injured_exact"] == 50.0
    assert result.metrics["date_within_1"] == 50.0
    assert result.metrics["city"] == 50.0
    assert [e.document for e in result.errors] == ["2"]
    assert Incidents(lambda: (ByTitle(),)).run(tmp_path, "dev", annotate).documents == 2


def test_a_folder_that_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="JSON Lines"):
        Incidents().run(tmp_path, None, annotate)
    with pytest.raises(CorpusError, match="split test"):
        Incidents().run(corpus(tmp_path), "test", annotate)
