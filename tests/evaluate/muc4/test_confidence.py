"""The confidence slot, from the words around a body's name."""

from __future__ import annotations

from rashomon.render.exports.muc4.confidence import confidence_of, confidence_signs, decided


def test_signs_tell_before_from_after() -> None:
    text = "The Harbour Watch claimed credit. The mayor blamed the Tide Front for it."
    assert {"after:CLAIM", "after:CREDIT", "near:CLAIM"} <= confidence_signs(
        text, ["Harbour Watch"]
    )
    found = confidence_signs(text, ["TIDE FRONT"])
    assert "before:BLAM" in found
    assert "near:CLAIM" not in found
    assert "any:CLAIM" in found


def test_a_body_that_is_never_named_has_no_nearby_signs() -> None:
    found = confidence_signs("The mayor blamed the Tide Front.", ["Vale League"])
    assert found == {"any:BLAM"}
    assert confidence_signs("", ["Vale League"]) == frozenset()


def test_the_likeliest_member_wins_and_ties_go_by_name() -> None:
    bias = {"B": 0.0, "A": 0.0}
    assert decided((), bias, {}) == "A"
    assert decided(["near:X"], bias, {"B": {"near:X": 1.0}}) == "B"


def test_claimed_credit_is_claimed() -> None:
    text = "In a communique the Tide Front claimed credit for the blast and admitted the killing."
    assert confidence_of(text, ["Tide Front"]) == "CLAIMED OR ADMITTED"


def test_casing_makes_no_difference() -> None:
    text = "Police suspect the Tide Front. It may have planted the bomb."
    assert confidence_of(text, ["Tide Front"]) == confidence_of(text.upper(), ["TIDE FRONT"])
