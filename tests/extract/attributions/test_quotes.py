"""Quotation marks of every kind."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.extract.attributions.quotes import find_quotes
from rashomon.extract.paragraphs import paragraphs


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “go” twice.", ["“go”"]),
        ('He said "go" twice.', ['"go"']),
        ("He said ``go'' twice.", ["``go''"]),
        ("He said ''go'' twice.", ["''go''"]),
        ("He said «go» twice.", ["«go»"]),
        ("He said ‘go now’ twice.", ["‘go now’"]),
        ("He said 'go now,' twice.", ["'go now,'"]),
        ("The guards' boots and the mayor's hat.", []),
        ("It’s the guards’ fault, isn’t it?", []),
        ("“He said ‘go’ and left,” she said.", ["“He said ‘go’ and left,”"]),
        ("“He said “go” and left,” she said.", ["“He said “go” and left,”"]),
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ("“One never closes.", ["“One never closes."]),
        ('A 12" pipe lay there.', []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_an_opening_mark_in_the_next_paragraph_continues() -> None:
    text = "“One is open.\n\n“Two closes it.”"
    first, second = find_quotes(text, paragraphs(text))
    assert (first.closed, first.continues) == (False, False)
    assert (second.closed, second.continues) == (True, True)


@given(st.text(alphabet="ab .,\n'\"“”‘’«»`", max_size=80))
def test_quotations_are_in_order_and_never_overlap(text: str) -> None:
    found = find_quotes(text, paragraphs(text))
    assert all(0 <= quote.start < quote.end <= len(text) for quote in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_a_paragraph_that_begins_with_a_closing_mark_is_quoted() -> None:
    text = "”We left at night. Nobody saw us.” ― Ana Roth"
    (quote,) = find_quotes(text, [(0, len(text))])
    assert text[quote.start : quote.end] == "”We left at night. Nobody saw us.”"
