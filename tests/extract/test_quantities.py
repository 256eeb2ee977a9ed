"""Counts and measures: expectations are (printed words, low, high, unit or people)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.quantities import Quantities
from rashomon.extract.quantities.numbers import numbers
from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.records import Provenance, QuantityMention
from rashomon.stage import AnnotatedDocument
from tests.conftest import document

_BY = Provenance("test", "1", "")


def quantities(text: str) -> list[tuple[str, float | None, float | None, str]]:
    doc = AnnotatedDocument(document(text))
    for stage in (Sentences(), TimeExpressions(), Quantities()):
        doc = doc.with_layer(stage.writes, tuple(stage(doc)), _BY)
    return [
        (
            doc.words(q.span),
            q.quantity.low,
            q.quantity.high,
            "people" if q.people else q.quantity.unit,
        )
        for q in doc.layer(QuantityMention)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 20 people were hurt.", ("At least 20 people", 20, None, "people")),
        ("More than 50 villagers fled.", ("More than 50 villagers", 51, None, "people")),
        ("Over 400 residents fled.", ("Over 400 residents", 401, None, "people")),
        ("Up to 15 civilians died.", ("Up to 15 civilians", None, 15, "people")),
        ("As many as 15 civilians died.", ("As many as 15 civilians", None, 15, "people")),
        ("Nearly 40 rebels died.", ("Nearly 40 rebels", None, 40, "people")),
        ("Close to 40 rebels died.", ("Close to 40 rebels", None, 40, "people")),
        ("Fewer than 40 rebels died.", ("Fewer than 40 rebels", None, 39, "people")),
        ("Some 80 people died.", ("Some 80 people", 80, 80, "people")),
        ("Between 5 and 7 soldiers died.", ("Between 5 and 7 soldiers", 5, 7, "people")),
        ("Between five and 7 soldiers died.", ("Between five and 7 soldiers", 5, 7, "people")),
        ("We counted 5-7 rebels.", ("5-7 rebels", 5, 7, "people")),
        ("Eight or nine people arrived.", ("Eight or nine people", 8, 9, "people")),
        ("Dozens of rebels died.", ("Dozens of rebels", 24, None, "people")),
        ("Hundreds of rebels died.", ("Hundreds of rebels", 200, None, "people")),
        ("Tens of rebels died.", ("Tens of rebels", 20, None, "people")),
        ("Several rebels died.", ("Several rebels", 2, None, "people")),
        ("Several hundred rebels died.", ("Several hundred rebels", 200, None, "people")),
        ("Two dozen students died.", ("Two dozen students", 24, 24, "people")),
        ("Twenty-five men left.", ("Twenty-five men", 25, 25, "people")),
        ("No civilians were hurt.", ("No civilians", 0, 0, "people")),
        ("A policeman was hurt.", ("A policeman", 1, 1, "people")),
        (
            "An as yet unknown number of rebels died.",
            ("An as yet unknown number of rebels", None, None, "people"),
        ),
        ("They seized 300 kilos of dynamite.", ("300 kilos", 300, 300, "kg")),
    ],
)
def test_a_quantity(text: str, expected: tuple[str, float | None, float | None, str]) -> None:
    assert expected in quantities(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jona Velk, 34, was at home.",
        "The 34-year-old left.",
        "It happened on March 3, 2019.",
        "He carried an AK-47.",
        "Flight 815 landed at 10:30.",
    ],
)
def test_numbers_that_count_nobody(text: str) -> None:
    assert not [q for q in quantities(text) if q[3] == "people" and q[1] != 1]
    assert not [q for q in quantities(text) if q[1] in {34, 2019, 47, 815, 10, 30}]


def test_a_number_may_have_no_noun() -> None:
    found = quantities("The blast wounded five more, and all seven of them fled.")
    assert ("five", 5, 5, "unknown") in found
    assert any(low == 7 for _, low, _, _ in found)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one hundred and fifty", 150),
        ("two thousand three hundred", 2300),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("1,300", 1300),
        ("2.5 million", 2_500_000),
    ],
)
def test_number_words(words: str, value: float) -> None:
    assert [(n.low, n.high) for n in numbers(words.split())] == [(value, value)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "an",
                "at",
                "least",
                "5",
                "-",
                "to",
                "between",
                "and",
                "five",
                "of",
                "no",
                "one",
                "more",
                "than",
                "dozen",
                "hundred",
                "several",
                "thousand",
                "as",
                "many",
                "unknown",
                "number",
                "or",
                "so",
                ".",
            ]
        ),
        max_size=14,
    )
)
def test_any_words_give_ordered_bounds_without_overlap(words: list[str]) -> None:
    last = -1
    for number in numbers(words):
        assert number.outer > last
        assert number.outer <= number.first <= number.last <= number.outer_last < len(words)
        if number.low is not None and number.high is not None:
            assert number.low <= number.high
        last = number.outer_last
