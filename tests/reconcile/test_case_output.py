"""What a reader meets in a case: parts, corrections, free statements, names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rashomon.evaluate.memory import MemoryCase
from rashomon.reconcile.assessments import Assessments, _names_outlet
from rashomon.reconcile.core import reconcile
from rashomon.reconcile.counted import groups_in, with_parts
from rashomon.reconcile.rules import relate
from rashomon.reconcile.signals import is_withdrawn, read_signals, says_corrected
from rashomon.reconcile.views import ClaimView
from rashomon.records import (
    Assessment,
    Incident,
    Named,
    Party,
    Statement,
)
from tests.reconcile.claims import claim, exactly, floor
from tests.reconcile.reports import toll_report


def kinds(*claims: ClaimView) -> set[str]:
    return {r.relation for made in reconcile(claims) for r in made.relations}


def only(*claims: ClaimView) -> Assessment:
    (made,) = reconcile(claims)
    return made


def test_some_of_the_wounded_neither_update_nor_dispute_the_toll() -> None:
    some = claim("b", exactly(3), "hospital", on=3, said="three of the wounded died")
    assert "part" in some.signals
    assert relate(claim("a", exactly(9), "mayor", said="nine people died"), some) is None
    assert relate(claim("a", exactly(2), "mayor", said="two people died"), some) is None


@pytest.mark.parametrize(
    ("quote", "before", "part"),
    [
        ("four of them", "", True),
        ("two children", "nine people, among them ", True),
        ("14 people, three of them children", "", False),
        ("nine people died", "the mayor said ", False),
    ],
)
def test_words_that_make_a_part(quote: str, before: str, part: bool) -> None:
    assert ("part" in read_signals(quote, before)) == part


def test_what_had_been_reported_before_updates_nobody() -> None:
    retold = read_signals("at least seven people", before="the agency had reported on Monday that ")
    assert "retold" in retold
    assert "retold" not in read_signals("at least seven people", before="the agency reported that ")
    first = claim("a", exactly(2), "nurse", said="two bodies")
    told = claim("b", floor(7), "agency", on=3, said="at least seven people died")
    news = replace(told, signals=told.signals | {"updated_report"})
    again = replace(news, signals=news.signals | {"retold"})
    assert relate(first, news).relation == "supersede"  # type: ignore[union-attr]
    assert relate(first, again).relation == "conflict"  # type: ignore[union-attr]


def test_one_side_s_dead_bear_on_no_other_count() -> None:
    soldiers = claim("a", exactly(2), "army", said="two soldiers died")
    fighters = claim("b", exactly(6), "army", on=4, said="six fighters were killed")
    assert relate(soldiers, fighters) is None
    later = claim("c", exactly(3), "army", on=4, said="three soldiers died")
    assert relate(soldiers, later).relation == "supersede"  # type: ignore[union-attr]


def test_soldiers_beside_a_higher_toll_in_one_report_are_a_part() -> None:
    marked = with_parts(
        [
            claim("a", exactly(2), "army", doc="one", said="two soldiers died"),
            claim("b", floor(9), "mayor", doc="one", said="at least nine people died"),
        ]
    )
    assert ["part" in c.signals for c in marked] == [True, False]
    alone = with_parts([claim("a", exactly(2), "army", doc="one", said="two soldiers died")])
    assert "part" not in alone[0].signals


def test_only_the_people_counted_decide_the_group() -> None:
    assert groups_in("nine people were killed, including children") == frozenset()
    assert groups_in("two army officers") == {"soldiers"}


def correcting(made: ClaimView, signal: str) -> ClaimView:
    return replace(made, outlet="outlet:gazette", signals=made.signals | {signal})


def gazette(number: int, **fields: Any) -> ClaimView:
    return replace(claim("old", exactly(number), **fields), outlet="outlet:gazette")


def test_a_correction_replaces_its_outlet_s_figure_even_by_a_lower_one() -> None:
    old = gazette(17, on=2)
    quoted = correcting(claim("quoted", exactly(17), doc="fix", on=4, order=1), "withdrawn")
    right = correcting(claim("right", exactly(9), doc="fix", on=4, order=2), "correction")
    made = only(old, quoted, right)
    edges = {(r.a, r.b, r.relation) for r in made.relations}
    assert edges == {
        ("old", "quoted", "supersede"),
        ("old", "right", "supersede"),
        ("quoted", "right", "supersede"),
    }
    assert made.status == "superseded"
    assert [(p.superseded, p.value) for p in made.values] == [
        (False, exactly(9)),
        (True, exactly(17)),
    ]


def test_a_withdrawn_figure_concerns_no_other_source() -> None:
    quoted = correcting(claim("quoted", exactly(17), doc="fix", on=4), "withdrawn")
    assert relate(claim("x", exactly(9), "mayor", on=2), quoted) is None
    assert relate(claim("x", exactly(17), "mayor", on=2), quoted) is None


def test_a_figure_that_was_taken_back_updates_nobody() -> None:
    quoted = correcting(claim("quoted", exactly(17), doc="fix", on=4), "withdrawn")
    first = claim("first", exactly(7), "mayor", on=1)
    made = only(first, gazette(17, on=2), quoted)
    assert ("first", "old", "conflict") in {(r.a, r.b, r.relation) for r in made.relations}
    assert [p.value for p in made.values if not p.superseded] == [exactly(7)]


def test_words_of_correction() -> None:
    assert says_corrected("Corrections: Velm market")
    assert says_corrected("The Gazette regrets the error.")
    assert not says_corrected("Court corrected nothing, lawyers say")
    assert is_withdrawn("An earlier version of this story put the toll at six", "")
    assert not is_withdrawn("Three people were killed", ". The police gave no names.")


def test_hours_tell_which_of_two_reports_is_later() -> None:
    def at(made: ClaimView, hour: int) -> ClaimView:
        return replace(made, published=datetime(2021, 5, 1, hour, 10, tzinfo=UTC))

    nine, six = claim("a", exactly(9), "mayor"), claim("b", exactly(6), "mayor")
    later = relate(at(nine, 8), at(six, 15))
    assert later is not None
    assert (later.a, later.b, later.relation) == ("a", "b", "supersede")


def free(claim_id: str, text: str, by: str, **fields: Any) -> ClaimView:
    return claim(claim_id, Statement(text), by, aspect="other", **fields)


def test_statements_that_share_a_word_are_no_fact() -> None:
    made = only(
        free("a", "that the bridge had been closed to lorries since the spring floods", "mayor"),
        free("b", "that nobody had told the fishermen to stay away from the bridge", "union"),
        free("c", "a convoy was not expected in the valley before the end of the week", "army"),
    )
    assert (made.status, made.independent_sources, made.relations) == ("single_source", 1, ())


def test_statements_of_one_meaning_agree() -> None:
    made = only(
        free("a", "the old bridge had been closed to lorries since the floods", "mayor"),
        free("b", "the old bridge was closed to lorries since the spring floods", "union"),
    )
    assert (made.status, made.independent_sources) == ("agreed", 2)


def test_two_things_not_known_are_not_one() -> None:
    made = only(
        free("a", "when the film had been recorded", "mayor", certainty="unknown"),
        free("b", "how many people had stayed at home", "union", certainty="unknown"),
    )
    assert made.relations == ()


def test_the_trace_says_that_a_fact_is_not_settled() -> None:
    made = only(
        claim("a", Statement("alive", "alive"), "front", aspect="fate_of_person", whom="x"),
        claim(
            "b",
            Statement("alive", "alive"),
            aspect="fate_of_person",
            whom="x",
            certainty="unknown",
        ),
    )
    assert made.status == "single_source"
    assert any(line.startswith("not settled: ") and "doc-of-b" in line for line in made.trace)


def test_a_pronoun_names_nobody() -> None:
    made = only(claim("a", "they", "trader"), claim("b", "Oskel Front", "mayor"))
    assert made.relations == ()
    assert [p.value for p in made.values] == [Named("Oskel Front"), Named("they")]


def test_a_position_shows_the_fullest_name_of_its_party() -> None:
    made = only(
        claim("a", "they", "trader", actors=frozenset({"p"}), actor_name="Oskel Front"),
        claim("b", "the Oskel Front", "mayor", actors=frozenset({"p"})),
    )
    assert [p.value for p in made.values] == [Named("the Oskel Front")]
    alone = only(claim("a", "they", "trader", actors=frozenset({"p"}), actor_name="Oskel Front"))
    assert [p.value for p in alone.values] == [Named("Oskel Front")]


def test_two_sides_named_as_having_begun_conflict_unless_one_voice_names_both() -> None:
    army = claim("a", "Tarvan army", "mayor", aspect="initiated")
    front = claim("b", "Oskel Front", "ministry", aspect="initiated")
    assert kinds(army, front) == {"conflict"}
    both = claim("c", "Oskel Front", "mayor", aspect="initiated", doc=army.document)
    assert kinds(army, both) == set()


@pytest.mark.parametrize(
    ("source", "publisher", "own"),
    [
        ("a tally by the Gazette", "The Velm Gazette", True),
        ("Velm Gazette", "Velm Gazette", True),
        ("Orvane", "Orvane Press Agency", True),
        ("residents of Velm", "Velm Gazette", False),
        ("the mayor", "Velm Gazette", False),
        ("", "Velm Gazette", False),
    ],
)
def test_an_outlet_that_names_itself(source: str, publisher: str, own: bool) -> None:
    assert _names_outlet(source, publisher) == own


def report(source: str | None, member: bool, certainty: Any = "asserted") -> MemoryCase:
    """Two reports: a ministry gives four dead, then a person of it (or nobody) gives nine."""
    docs = [
        toll_report("a", "The ministry", 4, 1, "person"),
        toll_report("b", source or "It", 9, 3, "person", certainty, named=source is not None),
    ]
    case = MemoryCase(docs)
    case.replace(Incident, [Incident("inc", ("evt-a", "evt-b"), ("a", "b"), "bombing")])
    case.replace(
        Party,
        [
            Party("pty-a", "Ministry", "government", ("ent-a",)),
            Party("pty-b", "Speaker", "person", ("ent-b",), member_of="pty-a" if member else None),
        ],
    )
    Assessments()(case, case)
    return case


def test_a_spokesman_speaks_for_his_ministry() -> None:
    (made,) = report("Ada Quill", member=True).all(Assessment)
    assert [(r.a, r.b, r.relation, r.rule) for r in made.relations] == [
        ("clm-a", "clm-b", "supersede", "same_source_later")
    ]
    assert made.independent_sources == 1
    (other,) = report("Ada Quill", member=False).all(Assessment)
    assert other.independent_sources == 2


def test_what_is_not_known_is_said_by_the_outlet() -> None:
    (made,) = report(None, member=False, certainty="unknown").all(Assessment)
    names = {name for position in made.values for name in position.sources}
    assert names == {"Ministry", "b daily"}


def test_another_s_word_in_a_copy_is_no_copy_of_a_word() -> None:
    one = claim("a", "Oskel Front", "army", doc="one", order=1)
    two = claim("b", "Oskel Front", "monitor", doc="two", origin="one", order=2)
    assert relate(one, two).relation == "agree"  # type: ignore[union-attr]
