from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.evaluate.muc4.corpus import SPLITS
from rashomon.evaluate.muc4.reading import Option, read_filler, read_templates

KEY = """;; a comment before anything
0.  MESSAGE: ID                     TST9-MUC4-0001 (SITE)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 03 MAY 91
3.  INCIDENT: LOCATION              (OMBRIA: VALE (CITY)) / (OMBRIA)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         *
12. PHYS TGT: ID                    "MILL" / "WATER MILL"
                                    ? "FERRY"
13. PHYS TGT: TYPE                  COMMERCIAL / OTHER: "MILL" / "WATER MILL"
; a comment inside
                                    TRANSPORT VEHICLE: "FERRY"
14. PHYS TGT: NUMBER                5 - 7: "MILL" / "WATER MILL"
19. HUM TGT: DESCRIPTION            "MILLER" / "OWNER": "ADA PELL" / "PELL"
23. HUM TGT: EFFECT OF INCIDENT     NO INJURY: "-"

0.  MESSAGE: ID                     TST9-MUC4-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_a_key_is_read_with_alternatives_references_and_options() -> None:
    first, second = read_templates(KEY)
    assert (first.message, first.number, first.optional) == ("TST9-MUC4-0001", "1", True)
    assert [o.value for o in first.fillers(3)[0].options] == ["OMBRIA: VALE (CITY)", "OMBRIA"]
    assert [o.value for o in first.fillers(4)[0].options] == ["BOMBING", "ATTACK"]
    assert first.fillers(6) == ()
    mill, ferry = first.fillers(12)
    assert ([o.value for o in mill.options], mill.optional) == (["MILL", "WATER MILL"], False)
    assert ferry.optional
    assert first.fillers(13)[0].options == (
        Option("COMMERCIAL", ("MILL", "WATER MILL")),
        Option("OTHER", ("MILL", "WATER MILL")),
    )
    assert len(first.fillers(13)) == 2
    assert first.fillers(14)[0].options == (Option("5 - 7", ("MILL", "WATER MILL")),)
    assert first.fillers(19)[0].options[1] == Option("OWNER", ("ADA PELL", "PELL"))
    assert first.fillers(23)[0].options == (Option("NO INJURY"),)
    assert second.empty
    assert second.message == "TST9-MUC4-0002"


def test_a_response_in_another_hand_reads_the_same() -> None:
    """Lower case, tabs, no numbers, missing slots, single blanks, wrapped strings."""
    text = """
message: id tst9-muc4-0001
message: template 1
incident: type\tbombing
phys tgt: id "water
    mill"
    "ferry"
phys tgt: type
    commercial:
    "water mill"
hum tgt: name -
"""
    (template,) = read_templates(text)
    assert template.message == "TST9-MUC4-0001"
    assert template.fillers(4)[0].options[0].value == "BOMBING"
    assert [f.options[0].value for f in template.fillers(12)] == ["WATER MILL", "FERRY"]
    assert template.fillers(13)[0].options == (Option("COMMERCIAL", ("WATER MILL",)),)
    assert template.fillers(18) == ()


def test_templates_without_an_id_of_their_own_belong_to_the_message_before() -> None:
    text = """0. MESSAGE: ID TST9-MUC4-0003
1. MESSAGE: TEMPLATE 1
4. INCIDENT: TYPE ARSON
1. MESSAGE: TEMPLATE 2
4. INCIDENT: TYPE ROBBERY
"""
    templates = read_templates(text)
    assert [t.message for t in templates] == ["TST9-MUC4-0003"] * 2
    assert [t.fillers(4)[0].text for t in templates] == ["ARSON", "ROBBERY"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (r'"\"BLUE\" COMMANDO"', ['"BLUE" COMMANDO']),
        ('""BLUE COMMANDO""', ['"BLUE COMMANDO"']),
        ('""BLUE COMMANDO"', ["BLUE COMMANDO"]),
        ('BLUE COMMANDO"', ["BLUE COMMANDO"]),
        ('"A/B UNIT" / "UNIT"', ["A/B UNIT", "UNIT"]),
        ('"DEPUTY: EAST"', ["DEPUTY: EAST"]),
    ],
)
def test_quotes_are_forgiven(line: str, values: list[str]) -> None:
    filler = read_filler(line, 9)
    assert filler is not None
    assert [option.value for option in filler.options] == values


@pytest.mark.parametrize("line", ["-", "*", "", '"-"', "?"])
def test_null_is_no_filler(line: str) -> None:
    assert read_filler(line, 9) is None


def test_a_null_among_alternatives_makes_the_filler_optional() -> None:
    filler = read_filler('"MILL" / -', 12)
    assert filler is not None
    assert filler.optional
    assert filler.options == (Option("MILL"),)


def test_a_choice_of_place_types_is_written_out() -> None:
    filler = read_filler("OMBRIA: VALE (CITY / COUNTY)", 3)
    assert filler is not None
    assert [o.value for o in filler.options] == ["OMBRIA: VALE (CITY)", "OMBRIA: VALE (COUNTY)"]


def test_each_alternative_may_have_its_own_reference() -> None:
    filler = read_filler('BOMB: "CHARGE" / DYNAMITE: "STICK"', 7)
    assert filler is not None
    assert filler.options == (Option("BOMB", ("CHARGE",)), Option("DYNAMITE", ("STICK",)))


COUNTS = {"dev": 1114, "tst1": 85, "tst2": 106}
"""Templates that are not empty, as the corpus's own description counts them."""


@pytest.mark.parametrize("part", sorted(COUNTS))
def test_every_key_file_is_read_whole(muc4: Path, part: str) -> None:
    templates = [
        template
        for path in sorted((muc4 / "corpora" / part).glob("key-*"))
        for template in read_templates(path.read_bytes().decode("latin-1"))
    ]
    assert sum(not template.empty for template in templates) == COUNTS[part]
    assert all(template.fillers(4) for template in templates if not template.empty)
    assert len({template.message for template in templates}) == (1300 if part == "dev" else 100)
    assert part in {name for parts in SPLITS.values() for name in parts}
