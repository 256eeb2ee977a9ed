"""The pipeline refuses stages that do not fit and survives stages that fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pytest

from rashomon.errors import PipelineError
from rashomon.records import Document, Event, Sentence, TimeExpression
from rashomon.run.pipeline import Pipeline
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument

DOCUMENT = Document(id="doc_1", name="a.txt", text="Rain fell.", text_sha256="", raw_sha256="")


class Good:
    name: ClassVar[str] = "good"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[type] = Sentence

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Sentence]:
        return [Sentence(doc.span(0, 10), 0, ())]


class Reader:
    name: ClassVar[str] = "reader"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = (Sentence,)
    writes: ClassVar[type] = TimeExpression

    def __call__(self, doc: AnnotatedDocument) -> Iterable[TimeExpression]:
        for sentence in doc.layer(Sentence):
            yield TimeExpression(sentence.span, "DATE", "PRESENT_REF")


class Failing(Reader):
    name: ClassVar[str] = "failing"
    writes: ClassVar[type] = Event

    def __call__(self, doc: AnnotatedDocument) -> Iterable[TimeExpression]:
        raise ZeroDivisionError("nought")


def test_each_stage_reads_what_an_earlier_one_wrote() -> None:
    doc = Pipeline((Good(), Reader()), Settings()).annotate(DOCUMENT)
    assert doc.layer(TimeExpression)[0].span == doc.span(0, 10)
    assert doc.provenance[TimeExpression].inputs == ("Sentence",)


def test_a_layer_that_nobody_writes_is_refused_before_any_document() -> None:
    with pytest.raises(PipelineError, match="reads Sentence, which no earlier stage writes"):
        Pipeline((Reader(), Good()), Settings())


def test_a_layer_that_two_write_is_refused() -> None:
    with pytest.raises(PipelineError, match="both write Sentence"):
        Pipeline((Good(), Good()), Settings())


def test_a_failing_stage_becomes_a_problem_and_the_rest_goes_on() -> None:
    doc = Pipeline((Good(), Failing(), Reader()), Settings()).annotate(DOCUMENT)
    assert doc.layer(Event) == ()
    assert len(doc.layer(TimeExpression)) == 1
    (problem,) = doc.problems
    assert problem.message == (
        "a.txt: stage failing failed: ZeroDivisionError: nought; its layer is empty"
    )
