"""Types and effects by rules and encoder together; names and sentences are invented."""

from __future__ import annotations

import pytest

from rashomon.extract.roles import DETAILS, KINDS, RoleMention
from rashomon.render.exports.muc4.candidates import Sketch
from rashomon.render.exports.muc4.details import DAMAGE, HARM, detailed, kind_features, kind_of
from rashomon.render.exports.muc4.judgement import Regression
from tests.render.exports.test_muc4 import TEXT, mill_case


def sketch(layer: str, words: str, **told: float) -> Sketch:
    start = TEXT.index(words)
    mention = RoleMention(layer, start, start + len(words), 0.9, told)
    return Sketch(mill_case().annotated(), [mention])


SURE = Regression(0.0, 0.5, {"sure": 1.0})
KIND = {layer: Regression(0.0, 0.5, {"near": 1.0, "ruled": 2.0}) for layer in KINDS}
EFFECTS = dict.fromkeys((*HARM, *DAMAGE), SURE)


def test_a_type_is_the_rules_unless_the_encoder_is_surer() -> None:
    assert (
        kind_of(sketch("target", "water mill", in_arson=0.6, in_bombing=0.3), 0, KIND) == "BOMBING"
    )
    assert (
        kind_of(sketch("target", "water mill", in_arson=0.99, in_bombing=0.3), 0, KIND) == "ARSON"
    )


def test_without_mentions_the_type_is_the_rules() -> None:
    assert kind_of(Sketch(mill_case().annotated(), []), 0, KIND) == "BOMBING"


def test_what_is_told_far_away_counts_for_the_document_only() -> None:
    made = sketch("target", "water mill", in_arson=0.9)
    made.drafts[0].sentences = [7]
    found = kind_features(made, 0, "in_arson")
    assert found["near"] < 0 < found["highest"]


@pytest.mark.parametrize(("sure", "effects"), [(0.9, ('INJURY: "ADA PELL"',)), (0.1, ())])
def test_what_happened_to_a_string_is_what_is_likely_enough(
    sure: float, effects: tuple[str, ...]
) -> None:
    made = sketch("victim_named", "Ada Pell", wounded=sure)
    fills = detailed(made, made.fills[0], EFFECTS)
    assert tuple(f for f in fills.get(23, ()) if "ADA PELL" in f) == effects
    assert fills[18] == made.fills[0][18]


def test_only_the_likeliest_damage_is_printed() -> None:
    made = sketch("target", "water mill", destroyed=0.9, damaged=0.8)
    assert detailed(made, made.fills[0], EFFECTS)[16] == ('DESTROYED: "WATER MILL"',)


def test_a_deed_of_nobody_known_has_no_category() -> None:
    made = sketch("target", "water mill")
    bare = {slot: fills for slot, fills in made.fills[0].items() if slot not in {9, 10, 11}}
    assert 8 in detailed(made, made.fills[0], {})
    assert 8 not in detailed(made, bare, {})


def test_details_are_in_the_words_of_the_task() -> None:
    assert DETAILS["wounded"] == "INJURY"
    assert set(KINDS.values()) == {"ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY"}
