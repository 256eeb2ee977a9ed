"""The official score on hand-made messages, the answer worked out in each docstring."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.evaluate.muc4.corpus import SPLITS, read_split
from rashomon.evaluate.muc4.official import SCORED, align, score, score_slot
from rashomon.evaluate.muc4.reading import Filler, Option, Template, read_filler, read_templates
from rashomon.evaluate.muc4.report import report
from rashomon.evaluate.muc4.tallies import Tally


def fillers(slot: int, *lines: str) -> tuple[Filler, ...]:
    return tuple(made for line in lines if (made := read_filler(line, slot)) is not None)


def template(
    message: str = "M-1", number: str = "1", *, optional: bool = False, **slots: str
) -> Template:
    """A template from keyword slots: `s4="ARSON"`; several fills separated by a bar."""
    return Template(
        message,
        number,
        optional,
        {
            int(name[1:]): fillers(int(name[1:]), *(part.strip() for part in value.split("|")))
            for name, value in slots.items()
        },
    )


def mill(message: str = "M-1", number: str = "1", *, optional: bool = False) -> Template:
    return template(message, number, optional=optional, s4="BOMBING", s12='"MILL"')


def ferry(number: str) -> Template:
    return template("M-1", number, s4="ARSON", s12='"FERRY"')


@pytest.mark.parametrize(
    ("keys", "responses", "expected"),
    [
        # nothing on either side: one noncommittal
        ([], [], Tally(non=1)),
        # one of two found, the other replaced by something else: 1 COR, 1 INC
        (['"MILL"', '"FERRY"'], ['"MILL"', '"QUAY"'], Tally(cor=1, inc=1)),
        # two wanted, none given: 2 MIS
        (['"MILL"', '"FERRY"'], [], Tally(mis=2)),
        # none wanted, two given: 2 SPU
        ([], ['"MILL"', '"FERRY"'], Tally(spu=2)),
        # one wanted, three given, one right: 1 COR, 2 SPU (nothing is left to be incorrect with)
        (['"MILL"'], ['"QUAY"', '"MILL"', '"FERRY"'], Tally(cor=1, spu=2)),
        # three wanted, one wrong given: 1 INC, 2 MIS
        (['"MILL"', '"FERRY"', '"BARN"'], ['"QUAY"'], Tally(inc=1, mis=2)),
        # a part of the string: 1 PAR
        (['"OIL PIPELINE"'], ['"OIL"'], Tally(par=1)),
        # the best one-to-one match is taken: OIL PIPELINE is right for the first, so that
        # OIL earns half of the second
        (['"OIL PIPELINE"', '"OIL TANK"'], ['"OIL"', '"OIL PIPELINE"'], Tally(cor=1, par=1)),
        # an optional filler left out does not count at all
        (['? "MILL"'], [], Tally(non=1)),
        # an optional filler given is correct
        (['? "MILL"'], ['"MILL"'], Tally(cor=1)),
        # something else where only an optional filler stands is spurious
        (['? "MILL"'], ['"QUAY"'], Tally(spu=1)),
        # required before optional where one response would do for both
        (['? "MILL"', '"MILL"'], ['"MILL"'], Tally(cor=1)),
        # one filler with alternatives, both given: 1 COR, 1 SPU
        (['"MILL" / "WATERWORKS"'], ['"MILL"', '"WATERWORKS"'], Tally(cor=1, spu=1)),
    ],
)
def test_one_slot(keys: list[str], responses: list[str], expected: Tally) -> None:
    tally, _ = score_slot(12, fillers(12, *keys), fillers(12, *responses))
    assert tally == expected


def test_a_message_by_hand() -> None:
    """One matched template.

    | slot | key | response | |
    | date | 03 MAY 91 | - 03 MAY 91 | PAR |
    | location | OMBRIA: VALE (CITY) | OMBRIA | PAR |
    | type | BOMBING | ATTACK | PAR |
    | stage | ACCOMPLISHED | ACCOMPLISHED | COR |
    | perp individual | - | "REBELS" | SPU |
    | target | "MILL", "FERRY" | "WATER MILL" | COR, MIS |
    | target type | COMMERCIAL: "MILL", WATER: "FERRY" | OTHER: "WATER MILL" | INC, MIS |

    COR 2, PAR 3, INC 1, SPU 1, MIS 2; POS 2+3+1+2 = 8, ACT 2+3+1+1 = 7, credit 3.5.
    REC 43.75, PRE 50, F = 2 * 43.75 * 50 / 93.75 = 46.67. Sixteen slots are null on both sides.
    """
    key = template(
        s2="03 MAY 91",
        s3="OMBRIA: VALE (CITY)",
        s4="BOMBING",
        s5="ACCOMPLISHED",
        s12='"MILL" | "FERRY"',
        s13='COMMERCIAL: "MILL" | WATER: "FERRY"',
    )
    response = template(
        s2="- 03 MAY 91",
        s3="OMBRIA",
        s4="ATTACK",
        s5="ACCOMPLISHED",
        s9='"REBELS"',
        s12='"WATER MILL"',
        s13='OTHER: "WATER MILL"',
    )
    every = score([key], [response]).all_templates
    assert (every.cor, every.par, every.inc, every.spu, every.mis, every.non) == (2, 3, 1, 1, 2, 16)
    assert (every.possible, every.actual) == (8, 7)
    assert every.recall == pytest.approx(43.75)
    assert every.precision == pytest.approx(50.0)
    assert every.f() == pytest.approx(46.6667, abs=1e-3)


def test_f_measures() -> None:
    """P 50, R 25: 2*50*25/75 = 33.33; 1.25*1250/(12.5+25) = 41.67; 5*1250/225 = 27.78."""
    tally = Tally(cor=1, spu=1, mis=3)
    assert tally.f() == pytest.approx(33.333, abs=1e-2)
    assert tally.f(0.5) == pytest.approx(41.667, abs=1e-2)
    assert tally.f(2.0) == pytest.approx(27.778, abs=1e-2)
    assert tally.overgeneration == 50.0
    assert tally.error == pytest.approx(100 * 4 / 5)
    assert tally.substitution == 0.0


def test_templates_map_by_content_whatever_their_order() -> None:
    keys = [mill(), ferry(number="2")]
    responses = [ferry(number="1"), mill(number="2")]
    pairs = align(keys, responses)
    assert {(p.key and p.key.number, p.response and p.response.number) for p in pairs} == {
        ("1", "2"),
        ("2", "1"),
    }


@pytest.mark.parametrize(
    ("response", "maps"),
    [
        (template(s4="BOMBING", s12='"MILL"'), True),
        (template(s4="ATTACK", s12='"MILL"'), True),  # ATTACK agrees in part with any type
        (template(s4="ARSON", s12='"MILL"'), False),  # no agreement of types
        (template(s4="BOMBING", s12='"QUAY"'), False),  # no perpetrator or target agrees
        (template(s4="BOMBING", s6='"CHARGE"'), False),  # an instrument is no target
        (template(s4="BOMBING", s13='ENERGY: "QUAY"'), True),  # type of target, other reference
    ],
)
def test_mapping_needs_the_type_and_a_perpetrator_or_target(response: Template, maps: bool) -> None:
    """3.2.1: without a mapping the key is missing and the response spurious."""
    key = template(s4="BOMBING", s6='"CHARGE"', s12='"MILL"', s13='ENERGY: "MILL"')
    pairs = align([key], [response])
    assert (len(pairs) == 1) == maps


def test_rows_of_the_summary() -> None:
    """A matched template (type and target right), a missing one and a spurious one of 2 fills each.

    MATCHED ONLY: 2 COR. MATCHED/MISSING adds 2 MIS: REC 50, PRE 100. MATCHED/SPURIOUS adds 2 SPU
    instead: REC 100, PRE 50. ALL TEMPLATES has both: 50, 50.
    """
    keys = [mill("M-1"), mill("M-2")]
    responses = [mill("M-1"), mill("M-3")]
    rows = score([*keys, Template("M-3", "*")], responses).rows
    assert (rows["MATCHED ONLY"].recall, rows["MATCHED ONLY"].precision) == (100, 100)
    assert (rows["MATCHED/MISSING"].recall, rows["MATCHED/MISSING"].precision) == (50, 100)
    assert (rows["MATCHED/SPURIOUS"].recall, rows["MATCHED/SPURIOUS"].precision) == (100, 50)
    assert (rows["ALL TEMPLATES"].recall, rows["ALL TEMPLATES"].precision) == (50, 50)
    assert rows["SET FILLS ONLY"].cor == 1
    assert rows["STRING FILLS ONLY"].cor == 1
    filtering = rows["TEXT FILTERING"]
    assert (filtering.cor, filtering.mis, filtering.spu) == (1, 1, 1)


def test_an_optional_template_may_be_left_out_or_matched() -> None:
    key = mill(optional=True)
    missed = score([key], [])
    assert missed.all_templates.possible == 0
    assert missed.filtering == Tally(non=1)
    assert score([key], [mill()]).all_templates.cor == 2


def test_a_required_template_is_matched_before_an_optional_twin() -> None:
    """Both keys fit; the response goes to the required one, so that nothing is missing."""
    keys = [mill(number="1", optional=True), mill(number="2")]
    every = score(keys, [mill()]).all_templates
    assert (every.cor, every.mis) == (2, 0)


def test_messages_that_the_key_lacks_are_left_out() -> None:
    every = score([mill("M-1")], [mill("M-1"), mill("M-9")])
    assert every.all_templates.spu == 0


def test_the_report_names_every_slot_and_row() -> None:
    text = report(score([mill()], [mill()]))
    assert text.count("\n") > 30
    assert "ALL TEMPLATES" in text
    assert re.search(r"100\.00\s+100\.00\s+100\.00", text)


SLOT_LINES = {
    4: ["BOMBING", "ATTACK", "ARSON"],
    9: ['"REBELS"', '"ARMED REBELS"', '"MEN"'],
    12: ['"MILL"', '"WATER MILL"', '"FERRY"'],
    20: ['CIVILIAN: "PELL"', 'DIPLOMAT: "REED"'],
}
TEMPLATES = st.lists(
    st.builds(
        lambda message, optional, chosen: Template(
            message, "1", optional, {s: fillers(s, *lines) for s, lines in chosen.items() if lines}
        ),
        st.sampled_from(["M-1", "M-2"]),
        st.booleans(),
        st.fixed_dictionaries(
            {s: st.lists(st.sampled_from(v), max_size=3) for s, v in SLOT_LINES.items()}
        ),
    ),
    max_size=5,
)


@given(TEMPLATES, TEMPLATES)
def test_counts_add_up(keys: list[Template], responses: list[Template]) -> None:
    """ACT is what the response holds in the key's messages; POS at least the required key fills."""
    every = score(keys, responses).all_templates
    known = {key.message for key in keys}
    given_fills = sum(
        len(r.fillers(slot)) for r in responses if r.message in known for slot in SCORED
    )
    assert every.actual == given_fills
    required = sum(len(key.fillers(slot)) for key in keys if not key.optional for slot in SCORED)
    assert every.possible >= required
    assert 0 <= every.precision <= 100
    assert 0 <= every.recall <= 100


@given(TEMPLATES, TEMPLATES, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    keys: list[Template], responses: list[Template], shuffle: random.Random
) -> None:
    before = score(keys, responses).all_templates
    shuffled = list(responses)
    shuffle.shuffle(shuffled)
    assert score(keys[::-1], shuffled).all_templates.credit == before.credit


@given(TEMPLATES, TEMPLATES)
def test_without_options_recall_and_precision_swap_counts(
    keys: list[Template], responses: list[Template]
) -> None:
    """Missing in one direction is spurious in the other where a strict match is symmetric."""
    keys = [replace(key, optional=False) for key in keys]
    responses = [replace(r, optional=False) for r in responses]
    both = {t.message for t in keys} & {t.message for t in responses}
    keys = [t for t in keys if t.message in both]
    responses = [t for t in responses if t.message in both]
    every, back = score(keys, responses).all_templates, score(responses, keys).all_templates
    assert every.possible == back.actual
    assert every.actual == back.possible


def flattened(templates: tuple[Template, ...], pick: int) -> list[Template]:
    """Keys as a system would print them: one option a filler, no marks."""
    return [
        Template(
            t.message,
            t.number,
            False,
            {
                slot: tuple(
                    Filler((Option(f.options[pick].value, f.options[pick].tags[pick:][:1]),))
                    for f in found
                )
                for slot, found in t.slots.items()
            },
        )
        for t in templates
    ]


@pytest.mark.parametrize("pick", [0, -1])
def test_the_keys_as_a_response_are_perfect(muc4: Path, pick: int) -> None:
    keys = read_split(muc4, "dev").keys
    every = score(keys, flattened(keys, pick)).all_templates
    assert (every.recall, every.precision, every.f()) == (100, 100, 100)


def test_no_response_has_no_recall(muc4: Path) -> None:
    every = score(read_split(muc4, "dev").keys, ()).all_templates
    assert (every.recall, every.precision, every.f(), every.actual) == (0, 0, 0, 0)


def test_worse_copies_of_the_keys_score_lower(muc4: Path) -> None:
    """Dropping ever more fills costs recall, and replacing ever more strings costs F."""
    keys = read_split(muc4, "dev").keys
    response = flattened(keys, 0)
    dropped, replaced = [], []
    for share in (0.0, 0.2, 0.5, 0.9):
        draw = random.Random(7)
        less, other = [], []
        for t in response:
            kept = {s: tuple(f for f in fs if draw.random() >= share) for s, fs in t.slots.items()}
            less.append(replace(t, slots={s: fs for s, fs in kept.items() if fs}))
            other.append(
                replace(
                    t,
                    slots={
                        s: tuple(
                            Filler((Option("ZZYZX"),)) if draw.random() < share else f for f in fs
                        )
                        for s, fs in t.slots.items()
                    },
                )
            )
        dropped.append(score(keys, less).all_templates.recall)
        replaced.append(score(keys, other).all_templates.f())
    assert dropped == sorted(dropped, reverse=True)
    assert dropped[0] == 100
    assert dropped[-1] < 15
    assert replaced == sorted(replaced, reverse=True)
    assert replaced[-1] < 30


def test_splits_name_the_distribution_folders() -> None:
    assert SPLITS == {"train": ("dev",), "dev": ("tst1", "tst2"), "test": ("tst3", "tst4")}


def test_a_printed_key_reads_back(muc4: Path) -> None:
    """A response file is text; reading it after printing changes nothing that is scored."""
    path = sorted((muc4 / "corpora" / "tst2").glob("key-*"))[0]
    text = path.read_bytes().decode("latin-1")
    assert read_templates(text.replace("\n", "\r\n")) == read_templates(text)
