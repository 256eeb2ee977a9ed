from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.neural.words import SHAPES, shape, words


@given(st.text(max_size=200))
def test_words_lie_where_they_say(text: str) -> None:
    found = words(text)
    last = 0
    for start, end, word in zip(found.starts, found.ends, found.texts, strict=True):
        assert last <= start < end
        assert text[start:end] == word
        assert 1 <= shape(word) < SHAPES
        last = end


@pytest.mark.parametrize(
    ("word", "expected"),
    [("vale", 1), ("Tolmar", 2), ("A", 2), ("UNHCR", 3), ("iTel", 4), ("14th", 5), ("“", 6),
     ("'", 6), (",", 7), ("—", 7)],
)  # fmt: skip
def test_shapes(word: str, expected: int) -> None:
    assert shape(word) == expected


def test_a_line_break_is_kept_and_a_clitic_stays_with_its_word() -> None:
    found = words("The mayor's men\nwon't go.")
    assert found.texts == ("The", "mayor's", "men", "won't", "go", ".")
    assert found.breaks == (0, 3)
