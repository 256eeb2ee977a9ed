"""Grades of dates, locations, numbers and set fills; numbers are sections of the guidelines."""

from __future__ import annotations

import pytest

from rashomon.evaluate.muc4.fills import (
    compare_dates,
    compare_locations,
    compare_numbers,
    compare_sets,
    grade,
)
from rashomon.evaluate.muc4.reading import Filler, read_filler
from rashomon.evaluate.muc4.strings import Grade

COR, PAR, INC = Grade.CORRECT, Grade.PARTIAL, Grade.INCORRECT


@pytest.mark.parametrize(
    ("key", "response", "grade"),
    [
        ("26 AUG 91", "26 AUG 91", COR),
        ("06 SEP 91", "6 SEP 91", COR),
        ("06 SEP 91", "06 SEPTEMBER 1991", COR),
        ("25 AUG 91 - 26 AUG 91", "26 AUG 91", PAR),
        ("25 AUG 91 - 27 AUG 91", "25 AUG 91 - 26 AUG 91", PAR),
        ("- 26 AUG 91", "26 AUG 91", PAR),
        ("- 26 AUG 91", "25 AUG 91", PAR),
        ("- 26 AUG 91", "27 AUG 91", INC),
        ("- 26 AUG 91", "- 26 AUG 91", COR),
        ("25 AUG 91 - 26 AUG 91", "- 26 AUG 91", PAR),
        ("26 AUG 91", "- 26 AUG 91", PAR),
        ("16 AUG 91", "- 26 AUG 91", INC),
        ("25 AUG 91", "- 26 AUG 91", INC),
        ("24 AUG 91 - 25 AUG 91", "- 26 AUG 91", INC),
        ("- 26 AUG 91", "- 25 AUG 91", INC),
        ("26 AUG 91", "25 AUG 91 - 27 AUG 91", PAR),
        ("26 AUG 91", "27 AUG 91", INC),
        ("26 AUG 91", "31 FEB 91", INC),
        ("26 AUG 91", "YESTERDAY", INC),
    ],
)
def test_dates(key: str, response: str, grade: Grade) -> None:
    """3.2.2."""
    assert compare_dates(key, response) == grade


@pytest.mark.parametrize(
    ("key", "response", "grade"),
    [
        ("OMBRIA: VALE (CITY)", "OMBRIA: VALE (CITY)", COR),
        ("OMBRIA: VALE (CITY)", "OMBRIA: VALE (TOWN)", COR),
        ("OMBRIA: VALE (CITY)", "OMBRIA: VALE", COR),
        ("OMBRIA: VALE (CITY)", "OMBRIA: VALE (DEPARTMENT)", PAR),
        ("OMBRIA: VALE (CITY)", "OMBRIA", PAR),
        ("OMBRIA", "OMBRIA: VALE (CITY)", PAR),
        ("OMBRIA: NORTH (DEPARTMENT): VALE (CITY)", "OMBRIA: PELL (CITY)", PAR),
        ("OMBRIA: VALE (CITY) - PELL (CITY)", "OMBRIA: VALE (CITY)", PAR),
        ("OMBRIA: VALE (CITY)", "LERNA: VALE (CITY)", PAR),
        ("OMBRIA: VALE (CITY)", "LERNA: PELL (CITY)", INC),
        ("OMBRIA", "LERNA", INC),
    ],
)
def test_locations(key: str, response: str, grade: Grade) -> None:
    """3.2.3."""
    assert compare_locations(key, response) == grade


@pytest.mark.parametrize(
    ("key", "response", "grade"),
    [
        ("7", "7", COR),
        ("5 - 7", "5-7", COR),
        ("5 - 7", "7", PAR),
        ("5-", "5", PAR),
        ("~7", "7", PAR),
        ("5 - 7", "6", INC),
        ("7", "~7", INC),
        ("PLURAL", "PLURAL", COR),
        ("PLURAL", "2", INC),
        ("17", "7", INC),
    ],
)
def test_numbers(key: str, response: str, grade: Grade) -> None:
    """3.2.14."""
    assert compare_numbers(key, response) == grade


@pytest.mark.parametrize(
    ("slot", "key", "response", "grade"),
    [
        (4, "BOMBING", "ATTACK", PAR),
        (4, "ATTACK", "BOMBING", INC),
        (5, "ACCOMPLISHED", "ATTEMPTED", INC),
        (7, "MACHINE GUN", "GUN", PAR),
        (7, "DYNAMITE", "BOMB", PAR),
        (7, "DYNAMITE", "EXPLOSIVE", PAR),
        (7, "GUN", "MACHINE GUN", INC),
        (7, "GRENADE", "BOMB", INC),
        (8, "TERRORIST ACT", "STATE-SPONSORED VIOLENCE", INC),
        (8, "STATE-SPONSORED VIOLENCE", "STATE SPONSORED VIOLENCE", COR),
        (11, "SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED", PAR),
        (11, "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", INC),
        (13, "GOVERNMENT OFFICE OR RESIDENCE", "POLITICAL FIGURE OFFICE OR RESIDENCE", PAR),
        (13, "ENERGY", "OTHER", INC),
        (16, "SOME DAMAGE", "DESTROYED", PAR),
        (16, "DESTROYED", "SOME DAMAGE", INC),
        (20, "FORMER GOVERNMENT OFFICIAL", "GOVERNMENT OFFICIAL", PAR),
        (20, "FORMER ACTIVE MILITARY", "ACTIVE MILITARY", PAR),
        (20, "GOVERNMENT OFFICIAL", "POLITICAL FIGURE", PAR),
        (20, "POLITICAL FIGURE", "GOVERNMENT OFFICIAL", INC),
        (23, "NO INJURY OR DEATH", "NO DEATH", PAR),
        (23, "NO INJURY", "NO INJURY OR DEATH", INC),
        (22, "SPAIN", "FRANCE", INC),
    ],
)
def test_set_fills(slot: int, key: str, response: str, grade: Grade) -> None:
    """3.2.4 to 3.2.23: partial credit only where a section grants it, and only in its direction."""
    assert compare_sets(slot, key, response) == grade


def filler(line: str, slot: int) -> Filler:
    made = read_filler(line, slot)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("slot", "key", "response", "expected"),
    [
        # 3.1.2: the table of set fill and tag
        (20, 'CIVILIAN: "ADA PELL"', 'CIVILIAN: "ADA PELL"', COR),
        (20, 'CIVILIAN: "ADA PELL"', 'CIVILIAN: "PELL"', PAR),
        (20, 'CIVILIAN: "ADA PELL"', "CIVILIAN", PAR),
        (20, 'CIVILIAN: "ADA PELL"', 'DIPLOMAT: "ADA PELL"', INC),
        (7, 'MACHINE GUN: "-"', 'GUN: "ROUND"', PAR),
        (7, 'GUN: "-"', "GUN", COR),
        (13, 'ENERGY: "MILL" / "WATER MILL"', 'ENERGY: "THE WATER MILL"', COR),
        # 3.2.19: description and tag
        (19, '"MAYOR OF VALE": "ADA PELL"', '"MAYOR OF VALE": "ADA PELL"', COR),
        (19, '"MAYOR OF VALE": "ADA PELL"', '"MAYOR OF VALE": "JON REED"', PAR),
        (19, '"MAYOR OF VALE": "ADA PELL"', '"MAYOR": "JON REED"', PAR),
        (19, '"MAYOR OF VALE": "ADA PELL"', '"WEAVER": "ADA PELL"', INC),
        # 3.2.21: number and tag
        (21, '7: "WEAVERS"', '7: "WEAVERS"', COR),
        (21, '7: "WEAVERS"', '7: "JUDGES"', PAR),
        (21, '5 - 7: "WEAVERS"', '7: "PEOPLE"', PAR),
        # alternatives: any will do
        (4, "BOMBING / ATTACK", "ATTACK", COR),
        (20, 'CIVILIAN / DIPLOMAT: "PELL"', 'DIPLOMAT: "PELL"', COR),
    ],
)
def test_fillers_with_references(slot: int, key: str, response: str, expected: Grade) -> None:
    assert grade(slot, filler(key, slot), filler(response, slot)) == expected
