"""What must hold for any text."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.attributions import Attributions
from rashomon.extract.sentences import Sentences
from rashomon.records import Attribution, Entity, Sentence
from rashomon.stage import AnnotatedDocument
from tests.conftest import document
from tests.extract.attributions.marked import annotated, attributions

REPORT = (
    "The governor said that three guards were killed near the mill. According to residents, the "
    'shots came from the hills. The rebels denied that they had fired. "We were asleep," said '
    "Marta Oduya, a baker. Police believe that two men escaped."
)
PIECES = st.sampled_from(
    [
        "Police said ",
        "that two died. ",
        "“We left,” ",
        "he said. ",
        '"No',
        "\n\n",
        "according to ",
        "it is unclear whether ",
        "😀 ",
        "قال ",
        ": ",
        "— ",
        "\r\n",
        "THE ARMY DENIED IT. ",
        "’",
        "(",
        "\x00",
    ]
)


def check(doc: AnnotatedDocument) -> None:
    text = doc.document.text
    found = doc.layer(Attribution)
    ids = {one.id for one in found}
    assert len(ids) == len(found)
    for one in found:
        parts = [
            *one.content,
            *([one.source] if one.source else []),
            *([one.cue] if one.cue else []),
        ]
        assert all(part.end <= len(text) for part in parts)
        assert all(not a.overlaps(b) for i, a in enumerate(parts) for b in parts[i + 1 :])
        assert one.within is None or one.within in ids - {one.id}


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=60, deadline=None)
def test_parts_lie_in_the_text_and_apart(text: str) -> None:
    check(annotated(text))


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(annotated(text))


def test_an_empty_text_has_none() -> None:
    assert attributions("") == ()


def test_a_rerun_gives_the_same_records() -> None:
    assert attributions(REPORT) == attributions(REPORT)


def test_upper_case_tells_about_as_much() -> None:
    natural, upper = attributions(REPORT), attributions(REPORT.upper())
    assert len(natural) >= 5
    assert abs(len(natural) - len(upper)) <= 1


def test_nothing_nests_in_a_ring() -> None:
    parents = {one.id: one.within for one in attributions(REPORT)}
    for start in parents:
        at: str | None = start
        for _ in range(len(parents) + 1):
            at = parents.get(at) if at else None
        assert at is None


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    def seconds(copies: int) -> float:
        made = document((REPORT + "\n\n") * copies)
        sentences = tuple(Sentences()(AnnotatedDocument(made)))
        doc = AnnotatedDocument(made, {Sentence: sentences, Entity: ()})
        started = time.process_time()
        tuple(Attributions()(doc))
        return time.process_time() - started

    seconds(2)
    small, large = seconds(20), seconds(160)
    assert large < 8 * small * 3 + 0.5
