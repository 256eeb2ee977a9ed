"""Grades of strings; every case says which guideline decides it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.evaluate.muc4.strings import Grade, compare

COR, PAR, INC = Grade.CORRECT, Grade.PARTIAL, Grade.INCORRECT


@pytest.mark.parametrize(
    ("slot", "key", "response", "grade"),
    [
        # 3.1.1.1: nonessential modifiers cost nothing
        (19, "WEAVERS", "THE 3 WEAVERS", COR),
        (19, "WEAVERS", "SEVERAL CHILEAN WEAVERS", COR),
        (19, "THE 3 WEAVERS", "WEAVERS", COR),
        # 3.1.1.1: more modifiers of the same noun phrase
        (19, "WEAVERS", "OLD WEAVERS WHO SAW THE RIVER", COR),
        (19, "WEAVERS", "WEAVERS FROM THE HILLS", COR),
        (12, "MILL", "OLD WATER MILL", COR),
        (9, "REBELS", "GROUP OF REBELS", COR),
        # 3.1.1.1: escaped and bare inner quotes
        (10, '"BLUE" COMMAND', "BLUE COMMAND", COR),
        # 3.1.1.2: adjuncts that are no part of the noun phrase, or a second thing
        (19, "WEAVERS", "WEAVERS, WHICH THE COUNCIL REGRETTED", PAR),
        (12, "MILL", "MILL AND THE FERRY", PAR),
        (19, "WEAVERS", "SON OF THE WEAVERS", PAR),
        # 3.1.1.2: part of a name, a shorter description
        (18, "ADA MARIA PELL", "PELL", PAR),
        (10, "9TH RIVER BRIGADE", "BRIGADE", PAR),
        (12, "OIL PIPELINE", "OIL", PAR),
        (12, "EMBASSY", "EMBASSY OFFICIALS", PAR),
        # 3.2.9: equivalent and merely consistent perpetrators
        (9, "URBAN GUERRILLAS", "URBAN REBELS", COR),
        (9, "URBAN GUERRILLAS", "REBELS", PAR),
        # 3.2.10: acronym and expansion side by side; state bodies
        (10, "RIVER LIBERATION LEAGUE", "RIVER LIBERATION LEAGUE (RLL)", COR),
        (10, "RLL", "RIVER LIBERATION LEAGUE [RLL]", COR),
        (10, "SECRET POLICE", "POLICE", COR),
        (10, "LEAGUE OF RIVER LIBERATION", "RIVER LIBERATION LEAGUE", COR),
        (10, "NATIONAL RIVER LEAGUE", "POPULAR RIVER LEAGUE", INC),
        # 3.2.18: a title with the name
        (18, "ADA PELL", "MRS. ADA PELL", COR),
        (18, "ADA PELL", "ADA PELL, MAYOR OF VALE", PAR),
        (18, "ADA PELL", "IDA PELL", INC),
        # nothing in common
        (19, "WEAVERS", "JUDGE", INC),
        (12, "MILL", "BRIDGE", INC),
    ],
)
def test_grades(slot: int, key: str, response: str, grade: Grade) -> None:
    assert compare(key, response, slot) == grade


WORDS = st.lists(
    st.sampled_from(
        ["MILL", "OLD", "WATER", "THE", "OF", "REBELS", "AND", "3", ",", "PELL", "RIVER"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(WORDS, st.sampled_from([6, 9, 10, 12, 18, 19]))
def test_a_string_agrees_with_itself(text: str, slot: int) -> None:
    assert compare(text, text, slot) == COR
    assert compare(text, text.lower(), slot) == COR


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([6, 9, 10, 12, 18, 19]))
def test_any_text_gets_a_grade(key: str, response: str, slot: int) -> None:
    assert compare(key, response, slot) in set(Grade)
