"""Every way of giving a toll that the reports use, by claims' figures."""

from __future__ import annotations

import pytest

from rashomon.records import Claim, Event, Figure, QuantityMention
from tests.extract.annotated import annotated

Range = tuple[int | None, int | None]


def tolls(text: str, aspect: str) -> set[Range]:
    return {
        (c.value.low, c.value.high)
        for c in annotated(text).layer(Claim)
        if c.aspect == aspect and isinstance(c.value, Figure)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people were killed in a blast in Varn.", (12, None)),
        ("More than 30 people were killed in a blast in Varn.", (31, None)),
        ("Up to 40 people were killed in a blast in Varn.", (None, 40)),
        ("Nearly 50 people were killed in a blast in Varn.", (None, 50)),
        ("An as yet unknown number of people were killed in Varn.", (None, None)),
        ("A policeman and two of his sons were killed in Varn.", (3, 3)),
        ("The death toll from the blast in Varn rose to 12.", (12, 12)),
        ("A blast in Varn killed 20 people, five of them children.", (20, 20)),
    ],
)
def test_a_toll_in_its_words(text: str, expected: Range) -> None:
    assert expected in tolls(text, "killed")


@pytest.mark.parametrize("word", ["Dozens of", "Several"])
def test_a_rough_size_has_a_floor_and_no_ceiling(word: str) -> None:
    [(low, high)] = tolls(f"{word} people were wounded in a blast in Varn.", "injured")
    assert low is not None
    assert low > 1
    assert high is None


def test_a_part_is_not_added_to_its_whole() -> None:
    found = tolls("A blast in Varn killed 20 people, five of them children.", "killed")
    assert (25, 25) not in found


def test_all_seven_of_them_are_seven() -> None:
    text = "Gunmen attacked seven farmers near Varn. All seven of them were killed."
    assert (7, 7) in tolls(text, "killed")


@pytest.mark.parametrize(
    "text",
    [
        "Rebels seized two AKA 103's in Varn on Monday.",
        "Ten kilometres from Varn a bridge was blown up.",
        "A mayor, aged 54, was at the scene on May 3.",
    ],
)
def test_numbers_of_other_things_are_no_casualties(text: str) -> None:
    assert not tolls(text, "killed") | tolls(text, "injured")


def test_loot_and_weapons_get_quantities() -> None:
    doc = annotated("The raiders took 25 rifles and three trucks from the depot in Varn.")
    counted = {(q.quantity.low, q.quantity.unit) for q in doc.layer(QuantityMention)}
    assert {(25, "rifle"), (3, "truck")} <= counted


def test_a_clash_keeps_both_sides() -> None:
    text = "Soldiers clashed with rebels near Varn on Monday."
    doc = annotated(text)
    [event] = doc.layer(Event)
    said = {doc.words(role.span).lower() for role in event.roles}
    assert {"soldiers", "rebels"} <= said
