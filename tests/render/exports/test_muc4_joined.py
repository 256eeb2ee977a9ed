"""Templates from the rules' fills and mentions of parts; names and sentences are invented."""

from __future__ import annotations

import pytest

from rashomon.extract.roles import RoleMention
from rashomon.render.exports.muc4.candidates import SLOTS, Candidate, Sketch, plain
from rashomon.render.exports.muc4.joined import assembled
from tests.render.exports.test_muc4 import TEXT, mill_case

ALL = dict.fromkeys(("draft", *SLOTS), 0.5)


def sketch(**marked: str) -> Sketch:
    """The mill's sketch with a sure mention of some words by layer."""
    found = [
        RoleMention(layer, TEXT.index(words), TEXT.index(words) + len(words), 0.9)
        for layer, words in marked.items()
    ]
    return Sketch(mill_case().annotated(), found)


def only(made: Sketch, keep: float = 1.0, **others: float) -> dict[int, tuple[str, ...]]:
    """The fills of the only template; candidates are `keep` sure but for those of some layers."""
    sure = [others.get(one.layer, keep) for one in made.candidates]
    (fills,) = assembled(made, [1.0] * len(made.drafts), sure, kinds(made), ALL)
    return fills


def kinds(made: Sketch) -> list[str]:
    return [draft.kind for draft in made.drafts]


def of(made: Sketch, layer: str) -> list[Candidate]:
    return [one for one in made.candidates if one.layer == layer]


def test_a_mention_of_the_same_thing_is_the_rules_candidate() -> None:
    (one,) = of(sketch(target="water mill"), "target")
    assert one.ruled == [(0, "WATER MILL")]
    assert one.probability == pytest.approx(0.9)


def test_a_string_that_only_the_encoder_sees_is_added_with_its_slots() -> None:
    fills = only(sketch(weapon_used="blast"))
    assert fills[6] == ('"BLAST"',)
    assert fills[12] == ('"WATER MILL"',)


def test_a_rejected_string_goes_with_all_that_refers_to_it() -> None:
    fills = only(sketch(), target=0.0)
    assert not {12, 13, 14, 16} & fills.keys()
    assert fills[9] == ('"GUERRILLAS"',)


def test_a_rejected_victim_does_not_take_the_other_with_it() -> None:
    made = sketch()
    sure = [0.0 if plain(one.text) == "weavers" else 1.0 for one in made.candidates]
    (fills,) = assembled(made, [1.0], sure, kinds(made), ALL)
    assert fills[18] == ('"ADA PELL"',)
    assert fills[23] == ('DEATH: "ADA PELL"',)


def test_no_draft_is_likely_enough_and_none_is_printed() -> None:
    made = sketch(target="water mill")
    assert assembled(made, [0.1], [1.0] * len(made.candidates), kinds(made), ALL) == []


def test_a_draft_left_without_any_string_is_no_template() -> None:
    made = sketch()
    assert assembled(made, [1.0], [0.0] * len(made.candidates), kinds(made), ALL) == []
