"""Who suffers an act is not who did it, and what was not used was not used."""

from __future__ import annotations

import pytest

from tests.extract.test_claims import said


@pytest.mark.parametrize(
    "text",
    [
        "An army patrol came under fire from a grain store in Varn, the ministry said.",
        "The village was under attack from the ridge, the mayor said.",
    ],
)
def test_whoever_comes_under_fire_did_not_do_it(text: str) -> None:
    assert not [value for value, *_ in said(text, "responsible") if value is not None]


def test_what_is_done_under_something_else_is_still_done() -> None:
    text = "Soldiers attacked the village under cover of darkness, the mayor said."
    assert "Soldiers" in [value for value, *_ in said(text, "responsible")]


def test_a_weapon_that_was_not_used_is_no_weapon_of_the_event() -> None:
    used = "Mortars were fired into the town, the army said."
    assert [value for value, *_ in said(used, "weapon")]
    for text in (
        "No mortars were fired into the town, the army said.",
        "No artillery of any kind was used, the army said after the bombing of the town.",
    ):
        assert not said(text, "weapon")


def test_victims_are_not_those_whose_victims_they_are() -> None:
    text = "The regime has blamed its victims for the massacre."
    assert [value for value, *_ in said(text, "responsible")] == ["its victims"]


def test_a_name_in_quotation_marks_is_given_without_them() -> None:
    text = "An “armed gang” had attacked its soldiers, the ministry said."
    assert [value for value, *_ in said(text, "responsible")] == ["armed gang"]


def test_nobody_blames_himself_by_the_order_that_he_gave() -> None:
    text = (
        "“Among the dead is the ringleader, Tobin Arrask, who ordered the murder of three police "
        "officers at Velm Pass on 21 September,” the ministry said."
    )
    found = said(text, "responsible")
    assert found
    assert all(found_source != "who" for *_, found_source in found)
