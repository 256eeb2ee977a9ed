"""Datelines, with the expectation inside the text."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.ingest.datelines import find_dateline

NEAR = date(2018, 1, 2)
_TAG = re.compile(r"<(/?)(dateline|place|day|agency)>")


def unmarked(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without tags, and where each tag's words stand."""
    text, last = "", 0
    marks: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            marks[tag[2]] = (opened[tag[2]], len(text))
        else:
            opened[tag[2]] = len(text)
    return text + marked[last:], marks


DATELINES = [
    (
        "<dateline><place>HARVANE</place>, <day>March 3</day> (<agency>Norvia Press</agency>) -"
        "</dateline> Two people died.",
        date(2018, 3, 3),
    ),
    (
        "<dateline><place>Harvane</place>, <day>January 15 2018</day> ( –</dateline> The ministry"
        " confirmed that a group was dispersed.",
        date(2018, 1, 15),
    ),
    (
        "   <dateline><place>PORT ELSO</place>, <day>18 FEB 90</day> (<agency>DPA</agency>) --"
        " [TEXT]</dateline> THE ARMY SAID TODAY THAT TWO\nPEOPLE WERE KILLED.",
        date(1990, 2, 18),
    ),
    ("<dateline><place>HARVANE</place> (<agency>Reuters</agency>) —</dateline> Two died.", None),
    ("<dateline><place>Harvane</place> (<agency>AFP</agency>) –</dateline> Two died.", None),
    ("<dateline><place>HARVANE</place>, (<agency>SANA</agency>)_</dateline> The army said.", None),
    ("<dateline><place>Port Elso</place>, <agency>SANA</agency> –</dateline> The army.", None),
    (
        "<dateline><place>HARVANE</place> —</dateline> Two people died in the port on Monday.",
        None,
    ),
    (
        "<dateline><place>PORT ELSO, Norvia</place> -</dateline> In the port, two people died.",
        None,
    ),
    (
        "<dateline><place>HARVANE, N.E.</place>, <day>Sept. 26</day> (<agency>UPI</agency>) —"
        "</dateline> Two people died.",
        date(2017, 9, 26),
    ),
    (
        "<dateline><place>HARVANE</place>, <day>Dec. 31</day> (<agency>AP</agency>) --</dateline>"
        " Two people died.",
        date(2017, 12, 31),
    ),
    (
        "<dateline><place>Elso (Norvia)</place> (<agency>AFP</agency>) –</dateline> Two died.",
        None,
    ),
    (
        "<dateline><place>HARVANE (NORVIA)</place>, <day>17 JUN 89</day>"
        " (<agency>RADIO ELSO</agency>) -- [REPORT] [ADA BREL,\nCORRESPONDENT] [TEXT]</dateline>"
        " THE GOVERNMENT DENIED IT.",
        date(1989, 6, 17),
    ),
    (
        "<dateline><place>CLANDESTINE</place>, <day>16 NOV 89</day> (<agency>RADIO ELSO</agency>)"
        " --\n[COMMUNIQUE]</dateline> [COMMAND OF THE NORTHERN FRONT] [TEXT] WE DENY IT.",
        date(1989, 11, 16),
    ),
    (
        "<dateline>NO CITY (<place>NORVIA</place>), <day>JUNE 11 89</day> (<agency>RADIO ELSO"
        "</agency>) -- [TEXT] [CONTINUED]</dateline> AND THE ARMY KNEW OF IT.",
        date(1989, 6, 11),
    ),
    (
        "<dateline><place>CLANDESTINE</place>, <day>NO DATE</day> (<agency>RADIO ELSO</agency>) --"
        " [SPEECH]</dateline> [ADA BREL] [TEXT] WE KNEW NOTHING OF IT.",
        None,
    ),
    (
        "Two die in port blast\n\nA picture of the port. (Reuters)\n\n<dateline><place>HARVANE"
        "</place>, <day>Monday</day> (<agency>AP</agency>) —</dateline> Two people died.",
        date(2018, 1, 1),
    ),
    ("<dateline><day>April 5</day> (<agency>Reuters</agency>) -</dateline> Two died.", None),
    ("<dateline>(<agency>CNN</agency>) --</dateline> Two people died.", None),
    ("<dateline><agency>AFP</agency> -</dateline> The toll rose.", None),
    ("<dateline><place>HARVANE</place> (<agency>AP</agency>)</dateline> State TV said so.", None),
    (
        "<dateline><place>HARVANE</place>, <day>March 3</day>:</dateline> Police said two died.",
        date(2018, 3, 3),
    ),
    (
        "<dateline><place>Harvane</place>, <day>Tuesday, 3 March 2015</day> —</dateline>\r\nTwo.",
        date(2015, 3, 3),
    ),
    (
        "<dateline><place>HARVANE/PORT ELSO</place> (<agency>Reuters</agency>) -</dateline> Two.",
        None,
    ),
]

NO_DATELINES = [
    "Two people died in Harvane on Monday.",
    "Harvane — a town of two thousand — was quiet.",
    "Ada Brel — a doctor who trained abroad — left.",
    "In Harvane, March 3 - the day of the attack - is remembered.",
    "The Front (an armed group) - banned last year - denied it.",
    "UPDATE 2 - Two people died in Harvane.",
    "BREAKING NEWS — Two people died in Harvane.",
    "THE ATTACK -- WHICH KILLED TWO PEOPLE IN THE PORT -- WAS DENIED.",
    "HARVANE POLICE -- TWO OF THEM WOUNDED -- WITHDREW FROM THE PORT TOWN.",
    "GUNMEN KILL TEN — POLICE\n\nTen people died in the port of Harvane on Monday, they said.",
    "Police said (Reuters) - two people died.",
    "AP-Norvia poll: two in ten fear another attack on the port.",
    "PORT BLAST KILLS TWO, FERRIES STOP - Ada Brel reports on the morning in Harvane.",
    "POLICE: We did not fire. WITNESS: They did.",
    "The ministry told Reuters - Two died",
    "It was on\nPORT ELSO — Norvia's coast — that\nthey landed in small boats that night.",
    "",
]


@pytest.mark.parametrize(("marked", "day"), DATELINES)
def test_datelines_are_found_whole(marked: str, day: date | None) -> None:
    text, marks = unmarked(marked)
    found = find_dateline(text, "doc_1", NEAR)
    assert found is not None
    assert (found.span.start, found.span.end) == marks["dateline"]
    for name, value in (("place", found.place), ("agency", found.agency)):
        expected = text[slice(*marks[name])] if name in marks else None
        assert value == expected, name
    if day is not None:
        assert found.date == day


@pytest.mark.parametrize("text", NO_DATELINES)
def test_sentences_are_no_datelines(text: str) -> None:
    assert find_dateline(text, "doc_1", NEAR) is None


def test_a_missing_year_stays_unknown_without_metadata() -> None:
    found = find_dateline("HARVANE, March 3 (AP) - Two died.", "doc_1", None)
    assert found is not None
    assert found.date is None


@given(
    st.text(max_size=400), st.sampled_from(["HARVANE, March 3 (", "A. ", "(AP) - ", "[", "A-", ""])
)
def test_any_text_is_fine(text: str, opening: str) -> None:
    whole = opening + text
    found = find_dateline(whole, "doc_1", NEAR)
    if found is not None:
        assert found.span.end <= len(whole)


@pytest.mark.parametrize(
    "piece", ["A ", "A-", "Harvane, ", "(", "[TEXT] ", "A/", "March ", "\n ", "A.\n\n"]
)
def test_long_openings_cost_little(piece: str) -> None:
    find_dateline(piece * 100_000, "doc_1", NEAR)
