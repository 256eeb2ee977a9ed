"""GTT and CEAF-REE on hand-made templates, the answer worked out in each docstring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.muc4.corpus import read_split
from rashomon.evaluate.muc4.reading import read_templates
from rashomon.evaluate.muc4.roles import (
    ROLES,
    RoleTemplate,
    from_templates,
    merged,
    normalised,
    read_grit,
    read_gtt,
)
from rashomon.evaluate.muc4.rolescore import ceaf_ree, gtt_score, micro


def roles(kind: str, **found: list[list[str]]) -> RoleTemplate:
    return RoleTemplate(
        kind, {role: tuple(tuple(e) for e in found.get(role, [])) for role in ROLES}
    )


def test_strings_are_compared_without_case_marks_and_articles() -> None:
    assert normalised('The  "Blue" Mill-House, a ruin') == "blue millhouse ruin"


def test_gtt_maps_templates_for_the_best_f() -> None:
    """Two gold, two predicted, order reversed.

    Predicted: types 2 (right), Target mill (right), Weapon charge (wrong), Victim pell (right):
    5 given, 4 right. Gold: types 2, Target 2 (mill found), Victim 1 (found): 5 wanted, 4 found.
    P = R = F = 80.
    """
    gold = [
        roles("bombing", Target=[["mill", "water mill"], ["ferry"]]),
        roles("attack", Victim=[["ada pell", "pell"]]),
    ]
    predicted = [
        roles("attack", Victim=[["pell"]], Weapon=[["charge"]]),
        roles("bombing", Target=[["mill"]]),
    ]
    total = micro(gtt_score({"M": gold}, {"M": predicted}))
    assert (total.predicted, total.matched_predicted) == (5, 4)
    assert (total.gold, total.matched_gold) == (5, 4)
    assert total.f == pytest.approx(80.0)


def test_gtt_needs_the_type() -> None:
    """Arson is not among `bombing / attack`: nothing maps; attack is: everything does."""
    gold = {"M": [roles("bombing / attack", Target=[["mill"]])]}
    assert micro(gtt_score(gold, {"M": [roles("arson", Target=[["mill"]])]})).f == 0
    assert micro(gtt_score(gold, {"M": [roles("attack", Target=[["mill"]])]})).f == 100


def test_gtt_counts_a_gold_entity_once() -> None:
    """Two predicted entities for one gold: both right (P 3/3 with the type), gold found once."""
    gold = {"M": [roles("attack", Target=[["mill", "water mill"]])]}
    total = micro(gtt_score(gold, {"M": [roles("attack", Target=[["mill"], ["water mill"]])]}))
    assert (total.matched_predicted, total.predicted) == (3, 3)
    assert (total.matched_gold, total.gold) == (2, 2)


def test_a_mention_outside_the_gold_spoils_the_entity() -> None:
    gold = {"M": [roles("attack", Target=[["mill"]])]}
    total = gtt_score(gold, {"M": [roles("attack", Target=[["mill", "ferry"]])]})
    assert total["Target"].matched_predicted == 0


def test_many_templates_do_not_explode() -> None:
    gold = {"M": [roles("attack", Target=[[f"mill {i}"]]) for i in range(14)]}
    predicted = {"M": [roles("attack", Target=[[f"mill {13 - i}"]]) for i in range(14)]}
    assert micro(gtt_score(gold, predicted)).f == 100


def test_ceaf_ree_aligns_one_to_one() -> None:
    """Victim: two predicted for one gold, one counts: P 1/2, R 1/1. Weapon: missing, R 0/1.

    Micro: P 1/2, R 1/2, F 50.
    """
    gold = {"M": {"Victim": (("ada pell", "pell"),), "Weapon": (("charge",),)}}
    predicted = {"M": {"Victim": (("pell",), ("ada pell",))}}
    counts = ceaf_ree(gold, predicted)
    assert (counts["Victim"].precision, counts["Victim"].recall) == (50, 100)
    assert micro(counts).f == pytest.approx(50.0)


def test_entities_are_merged_over_templates_as_in_grit() -> None:
    """The second `pell` is a subset of the first; `reed` is new."""
    found = merged(
        [
            roles("attack", Victim=[["ada pell", "pell"]]),
            roles("arson", Victim=[["pell"], ["reed"]]),
        ]
    )
    assert found["Victim"] == (("ada pell", "pell"), ("reed",))


def test_templates_become_roles() -> None:
    """A victim is a named one; mentions that the text lacks are left out of the gold."""
    key = """0. MESSAGE: ID TST9-MUC4-0001
1. MESSAGE: TEMPLATE 1
4. INCIDENT: TYPE BOMBING / ATTACK
12. PHYS TGT: ID "MILL" / "OLD MILL"
18. HUM TGT: NAME "ADA PELL"
19. HUM TGT: DESCRIPTION "WEAVERS"
"""
    templates = read_templates(key)
    (made,) = from_templates(templates, {"TST9-MUC4-0001": "THE\nMILL OF ADA\nPELL"})[
        "TST9-MUC4-0001"
    ]
    assert made.incident_type == "bombing / attack"
    assert made.roles["Target"] == (("mill",),)
    assert made.roles["Victim"] == (("ada pell",),)


def test_gold_files_of_both_papers_are_read(tmp_path: Path) -> None:
    gtt = tmp_path / "gtt.json"
    template = {"incident_type": "attack", "Target": [[["The mill", 4], ["mill", 9]]]}
    gtt.write_text(json.dumps({"docid": "M", "templates": [template, template]}) + "\n")
    (read,) = read_gtt(gtt)["M"]
    assert read.roles["Target"] == (("mill",),)
    grit = tmp_path / "grit.json"
    grit.write_text(json.dumps({"docid": "M", "extracts": {"Victim": [[["Pell", 0]]]}}) + "\n")
    assert read_grit(grit)["M"]["Victim"] == (("pell",),)
    with pytest.raises(CorpusError):
        read_gtt(grit)
    grit.write_text("no json\n")
    with pytest.raises(CorpusError):
        read_grit(grit)


def test_gold_from_raw_keys_agrees_with_the_processed_files(muc4: Path) -> None:
    """The derived gold stands in where a split has no processed file; 99 of 100 must agree."""
    corpus = read_split(muc4, "dev")
    assert corpus.gtt
    assert corpus.grit
    raw = from_templates(corpus.keys, corpus.texts)
    assert micro(gtt_score(read_gtt(corpus.gtt), raw)).f > 99
    entities = {message: merged(found) for message, found in raw.items()}
    assert micro(ceaf_ree(read_grit(corpus.grit), entities)).f > 98.5
    gold = read_gtt(corpus.gtt)
    assert micro(gtt_score(gold, gold)).f == 100
