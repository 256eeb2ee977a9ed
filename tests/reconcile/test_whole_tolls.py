from __future__ import annotations

from rashomon.reconcile.core import reconcile
from rashomon.reconcile.counted import with_parts
from rashomon.reconcile.whole_tolls import with_whole_tolls
from tests.reconcile.claims import claim, exactly, floor


def whoms(*claims: object) -> list[str | None]:
    return [made.whom for made in with_whole_tolls(claims)]  # type: ignore[arg-type]


def test_fighters_beside_people_answer_one_question() -> None:
    a = claim("a", exactly(25), "monitor", whom="insurgents")
    b = claim("b", exactly(15), "committee")
    assert whoms(a, b) == [None, None]
    (made,) = reconcile(with_whole_tolls([a, b]))
    assert [r.relation for r in made.relations] == ["conflict"]


def test_a_group_alone_keeps_its_name() -> None:
    a = claim("a", exactly(25), "monitor", whom="civilians")
    b = claim("b", exactly(15), "committee", whom="civilians")
    assert whoms(a, b) == ["civilians", "civilians"]


def test_two_sides_are_two_questions() -> None:
    a = claim("a", exactly(25), "monitor", whom="insurgents", doc="one")
    b = claim("b", exactly(3), "monitor", whom="civilians", doc="one")
    assert whoms(a, b, claim("c", exactly(15), "committee")) == ["insurgents", "civilians", None]
    soldiers = claim("d", exactly(4), "army", whom="soldiers")
    assert whoms(a, soldiers, claim("c", exactly(15), "committee"))[0] == "insurgents"


def test_what_could_happen_to_another_group_is_no_count() -> None:
    a = claim("a", exactly(25), "monitor", whom="insurgents")
    maybe = claim("b", floor(24), "outlet", whom="civilians", certainty="hedged")
    assert whoms(a, maybe, claim("c", exactly(15), "committee")) == [None, "civilians", None]


def test_a_larger_toll_of_the_same_speaker_makes_it_a_part() -> None:
    a = claim("a", exactly(5), "monitor", whom="civilians", doc="one")
    b = claim("b", exactly(12), "monitor", doc="one")
    assert whoms(a, b) == ["civilians", None]


def test_children_are_never_all() -> None:
    a = claim("a", exactly(5), "monitor", whom="children")
    assert whoms(a, claim("b", exactly(12), "clinic")) == ["children", None]


def test_tolls_of_two_sites_add_up_and_rival_nobody() -> None:
    """21 at both sites; 15 in the town and "six more" in a village are parts of it."""
    report = with_parts(
        [
            claim("all", floor(21), "monitor", doc="one", said="at least 21 people died"),
            claim("town", floor(15), "monitor", doc="one", said="at least 15 were killed there"),
            claim("village", exactly(6), "monitor", doc="one", said="six more people died"),
        ]
    )
    assert [sorted(c.signals) for c in report] == [[], ["part"], ["part"]]
    (made,) = reconcile([*report, claim("other", exactly(21), "clinic")])
    assert not [r for r in made.relations if r.relation == "conflict"]


def test_a_sum_by_chance_makes_no_parts() -> None:
    report = with_parts(
        [
            claim("a", exactly(21), "clinic", doc="one", said="21 people died"),
            claim("b", exactly(11), "army", doc="one", said="more than 10 people died"),
            claim("c", exactly(10), "radio", doc="one", said="10 people died"),
        ]
    )
    assert not any("part" in c.signals for c in report)


def test_one_fighter_told_of_for_himself_is_no_toll() -> None:
    leader = claim("a", exactly(1), "monitor", whom="insurgents")
    all_ = claim("b", exactly(25), "monitor", whom="insurgents")
    assert whoms(leader, all_, claim("c", exactly(15), "committee")) == ["insurgents", None, None]


def test_the_badly_hurt_are_a_question_of_their_own_beside_all_the_hurt() -> None:
    some = claim("a", exactly(8), "radio", aspect="injured", said="eight were seriously injured")
    every = claim("b", exactly(18), "police", aspect="injured", doc="doc-of-a", said="18 were hurt")
    assert [c.whom for c in with_parts([some, every])] == ["seriously injured", None]
    assert [c.whom for c in with_parts([some])] == [None]


def test_those_treated_are_some_of_the_hurt() -> None:
    words = "four people injured in it were being treated in Velm"
    some = claim("a", exactly(4), "mayor", aspect="injured", said=words)
    every = claim("b", exactly(18), "police", aspect="injured", doc="doc-of-a", said="18 were hurt")
    assert ["part" in c.signals for c in with_parts([some, every])] == [True, False]
