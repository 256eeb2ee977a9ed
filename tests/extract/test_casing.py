"""Natural casing of upper-case text: names up, common words down, length kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.extract.casing import is_upper, natural_case


@pytest.mark.parametrize(
    "natural",
    [
        "The guerrillas issued a communique about a peasant.",
        "The army reported that two subversives were wounded near the village of Qorvane.",
        "The Harvane Liberation Front [HLF] denied it, and the HLF spoke again.",
        "President Moret told the United Nations that the kidnappers had fled.",
        "On Monday, police in San Miguel seized rifles and dynamite.",
    ],
)
def test_upper_case_comes_back_as_written(natural: str) -> None:
    assert natural_case(natural.upper()) == natural


@given(st.text(max_size=200))
def test_length_is_kept_for_any_text(text: str) -> None:
    assert len(natural_case(text)) == len(text)
    assert natural_case(text).casefold() == text.casefold()


@given(st.text(alphabet="ABÉİßŒ '’-.[]()\n", max_size=80))
def test_length_is_kept_for_letters_that_grow(text: str) -> None:
    assert len(natural_case(text)) == len(text)


def test_upper_needs_enough_letters() -> None:
    assert is_upper("THE ARMY HAS LEFT")
    assert not is_upper("NATO")
    assert not is_upper("The army has left")


def test_long_text_takes_linear_time() -> None:
    start = time.perf_counter()
    natural_case("TWO PEASANTS WERE KIDNAPPED. " * 4000)
    assert time.perf_counter() - start < 5
