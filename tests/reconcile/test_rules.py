from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rashomon.reconcile.core import reconcile
from rashomon.reconcile.culprits import compare_culprits, is_accusable
from rashomon.reconcile.rules import relate
from rashomon.reconcile.signals import read_signals
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure, Interval, Place, Relation, Statement, When, Where
from tests.reconcile.claims import claim, exactly, floor


def kind(a: ClaimView, b: ClaimView) -> str | None:
    found = relate(a, b)
    assert found == relate(b, a)
    return None if found is None else found.relation


def found(a: ClaimView, b: ClaimView) -> Relation:
    relation = relate(a, b)
    assert relation is not None
    return relation


def test_two_floors_of_one_day_refine_upwards() -> None:
    relation = found(claim("b", floor(85), "council"), claim("a", floor(56), "monitor"))
    assert (relation.a, relation.b, relation.relation) == ("a", "b", "refine")
    assert relation.rule == "refinement"
    assert "at least 56 and at least 85" in relation.why


def test_two_counts_of_one_day_conflict() -> None:
    assert (
        kind(claim("a", exactly(11), "monitor"), claim("b", exactly(15), "hospital")) == "conflict"
    )


def test_same_source_on_a_later_day_supersedes() -> None:
    relation = found(
        claim("a", exactly(30), "monitor", on=2), claim("b", exactly(11), "monitor", on=1)
    )
    assert (relation.a, relation.b, relation.relation) == ("b", "a", "supersede")


def test_a_lower_correction_by_the_same_source_supersedes() -> None:
    assert (
        kind(claim("a", exactly(30), "monitor", on=1), claim("b", exactly(26), "monitor", on=3))
        == "supersede"
    )


def test_another_source_with_a_higher_floor_does_not_supersede_without_words() -> None:
    old = claim("a", floor(56), "monitor", on=1)
    assert kind(old, claim("b", floor(73), "council", on=3)) == "refine"
    risen = claim("b", floor(73), "council", on=3, said="the toll has risen to at least 73")
    assert kind(old, risen) == "supersede"


def test_a_later_report_with_a_lower_exclusive_figure_conflicts() -> None:
    assert kind(claim("a", exactly(9), "x", on=1), claim("b", exactly(7), "y", on=4)) == "conflict"


def test_one_statement_through_two_outlets_is_a_copy() -> None:
    a = claim("a", floor(56), "monitor", doc="one", on=1)
    assert kind(a, claim("b", floor(56), "monitor", doc="two", on=2)) == "copy"
    assert kind(a, claim("b", exactly(56), "monitor", doc="two", on=2)) == "copy"
    assert kind(a, claim("b", floor(56), "council", doc="two", on=2)) == "agree"


def test_copies_of_one_report_are_copies_whoever_prints_them() -> None:
    a = claim("a", exactly(4), doc="one", origin="wire")
    b = claim("b", exactly(4), doc="two", origin="wire")
    assert kind(a, b) == "copy"
    assert kind(a, claim("c", exactly(4), doc="three")) == "agree"


def test_an_outlet_takes_over_a_cited_figure() -> None:
    own = claim("a", exactly(25), doc="one", order=10)
    cited = claim("b", exactly(25), "driver", doc="one", order=90)
    assert kind(own, cited) == "copy"


def test_denial_conflicts_with_what_it_denies_and_nothing_else() -> None:
    denies = claim("d", "Tarvan army", "Tarvan army", polarity="denied")
    assert kind(denies, claim("a", "Tarvan army", "council")) == "conflict"
    assert kind(denies, claim("b", "Oskel Front", "council")) is None
    assert kind(denies, claim("c", "Oskel Front", "ministry", polarity="denied")) is None


def test_unknown_conflicts_with_nobody() -> None:
    unknown = claim("u", "unknown", certainty="unknown")
    assert kind(unknown, claim("a", "Oskel Front", "ministry")) is None
    assert kind(unknown, claim("v", "unknown", certainty="unknown")) == "agree"


def test_a_claim_of_the_deed_settles_that_nobody_had_claimed_it() -> None:
    unclaimed = claim("u", "unknown", certainty="unknown", said="no group has claimed the attack")
    claimed = claim("c", "Oskel Front", "Oskel Front", said="claimed responsibility for the attack")
    assert kind(unclaimed, claimed) == "supersede"


def test_a_body_and_its_member_do_not_conflict() -> None:
    state = claim("a", "the Tarvan government", "council", actors=frozenset({"gov"}))
    force = claim(
        "b",
        "the river brigade",
        "witness",
        actors=frozenset({"brigade"}),
        actor_kin=frozenset({"gov"}),
    )
    relation = found(state, force)
    assert (relation.a, relation.b, relation.relation) == ("a", "b", "refine")


def test_a_description_that_fits_a_name_is_vaguer() -> None:
    assert (
        kind(claim("a", "armed rebels", "police"), claim("b", "Oskel Front", "mayor")) == "refine"
    )
    assert (
        kind(claim("a", "unidentified men", "police"), claim("b", "Oskel Front", "mayor")) is None
    )
    assert (
        kind(claim("a", "Oskel Front", "police"), claim("b", "Tarvan army", "mayor")) == "conflict"
    )


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("two car bombs", "one car bomb", "conflict"),
        ("car bomb", "truck bomb", "refine"),
        ("a suicide vest", "a suicide belt", "agree"),
        ("a bus", "a bus with sailors on board", "refine"),
        ("shots fired from a roof", "a fire in the kitchen", None),
    ],
)
def test_statements_by_meaning(a: str, b: str, expected: str | None) -> None:
    left = claim("a", Statement(a), "police", aspect="weapon")
    right = claim("b", Statement(b), "mayor", aspect="weapon")
    assert kind(left, right) == expected


def test_the_dead_are_not_alive() -> None:
    dead = claim("a", Statement("was killed"), "ministry", aspect="fate_of_person", whom="leader")
    alive = claim(
        "b", Statement("escaped unharmed"), "his party", aspect="fate_of_person", whom="leader"
    )
    assert kind(dead, alive) == "conflict"


def test_times_by_containment() -> None:
    def when(text: str, hours: float, length: float) -> When:
        start = datetime(2021, 5, 1, tzinfo=UTC) + timedelta(hours=hours)
        return When(text, Interval(start, start + timedelta(hours=length), "range"))

    day = claim("a", when("on Saturday", 0, 24), "police", aspect="date")
    morning = claim("b", when("at dawn", 5, 2), "mayor", aspect="date")
    night = claim("c", when("at night", 22, 2), "witness", aspect="date")
    assert kind(day, morning) == "refine"
    assert kind(morning, night) == "conflict"


def test_places_by_radius() -> None:
    def where(name: str, lat: float, radius_km: float) -> Where:
        place = Place(
            name, lat=lat, lon=10.0, radius_km=radius_km, precision="exact", confidence=0.9
        )
        return Where(name, place)

    region = claim("a", where("Harvane region", 40.0, 60.0), "police", aspect="place")
    town = claim("b", where("Molker", 40.3, 3.0), "mayor", aspect="place")
    far = claim("c", where("Dessim", 44.0, 3.0), "witness", aspect="place")
    assert kind(region, town) == "refine"
    assert kind(town, far) == "conflict"


def test_a_doubtful_resolution_tells_no_places_apart() -> None:
    here = Place("Molker", lat=40.0, lon=10.0, radius_km=3.0, precision="exact", confidence=0.9)
    there = Place("Dessim", lat=-20.0, lon=99.0, radius_km=3.0, precision="near", confidence=0.2)
    a = claim("a", Where("Molker", here), "police", aspect="place")
    assert kind(a, claim("b", Where("Dessim", there), "mayor", aspect="place")) is None


def test_a_country_holds_its_towns() -> None:
    country = Place("Tarva", lat=40.0, lon=10.0, country="TV", precision="country", confidence=0.9)
    town = Place("Molker", lat=44.0, lon=10.0, country="TV", precision="exact", confidence=0.9)
    a = claim("a", Where("Tarva", country), "police", aspect="place")
    relation = found(a, claim("b", Where("Molker", town), "mayor", aspect="place"))
    assert (relation.a, relation.relation) == ("a", "refine")


def test_a_toll_of_a_war_is_not_held_against_one_of_a_day() -> None:
    assert kind(claim("a", floor(300000), "x"), claim("b", exactly(6), "y")) is None


def test_what_cannot_act_is_no_rival_culprit() -> None:
    named = claim("a", "Oskel Front", "police")
    assert kind(named, claim("b", "Molker Gazette", "mayor", accusable=False)) is None


def test_a_figure_that_its_text_calls_earlier_is_updated() -> None:
    old = claim("a", exactly(15), "monitor", doc="one", order=80, said="an earlier toll of 15")
    new = claim("b", exactly(32), "monitor", doc="one", order=10, said="killed 32 people")
    relation = found(old, new)
    assert (relation.a, relation.b, relation.relation) == ("a", "b", "supersede")


def test_what_one_source_at_first_put_is_not_updated_by_another_of_the_report() -> None:
    old = claim("a", exactly(5), "clinic", doc="one", order=10, said="initially 5 dead")
    new = claim("b", exactly(9), "army", doc="one", order=80, said="9 dead")
    assert kind(old, new) == "conflict"
    own = claim("b", exactly(9), "clinic", doc="one", order=80, said="9 dead")
    assert kind(old, own) == "supersede"


def test_a_word_of_change_ends_with_its_half_of_the_sentence() -> None:
    before = "the toll had risen to seven while a network said that "
    assert "updated" not in read_signals("ten bodies", before)
    assert "updated" in read_signals("ten bodies", "the toll had risen to ")


@pytest.mark.parametrize("said", ["paramilitary groups", "smuggling organizations", "rightists"])
def test_a_body_by_any_name_can_be_accused(said: str) -> None:
    assert is_accusable(said)
    assert not is_accusable("unknown group of people")
    assert not is_accusable("Molker Gazette")


def test_arrests_overtake_that_nobody_had_been_arrested() -> None:
    none = claim("a", exactly(0), "minister", aspect="captured")
    some = claim("b", floor(3), "police", aspect="captured", on=9)
    assert found(none, some).rule == "taken_since"
    assert found(none, some).relation == "supersede"
    same_day = claim("b", floor(3), "police", aspect="captured")
    assert kind(none, same_day) == "conflict"
    assert kind(claim("a", exactly(0), "minister"), claim("b", exactly(3), "x", on=9)) == "conflict"


def test_a_later_report_updates_another_source_only_on_request() -> None:
    old, new = claim("a", exactly(7), "clinic"), claim("b", exactly(9), "army", on=3)
    assert kind(old, new) == "conflict"
    asked = relate(old, new, later=True)
    assert asked is not None
    assert (asked.relation, asked.rule) == ("supersede", "later_and_higher")


def test_a_number_that_is_not_given_says_nothing_about_one_that_is() -> None:
    assert kind(claim("a", Figure(None, None), "x"), claim("b", exactly(3), "y")) is None


@pytest.mark.parametrize("said", ["fighters of the League", "League gunmen", "the League"])
def test_a_bodys_denial_meets_what_is_said_of_its_people(said: str) -> None:
    """The ministry names the League's fighters as those who began; the League denies it."""
    blamed = claim("a", said, "ministry", aspect="initiated")
    denied = claim("b", "League", "league", aspect="initiated", polarity="denied")
    assert compare_culprits(blamed, denied).verdict == "equal"


def test_a_short_name_and_a_description_of_one_body_do_not_rival() -> None:
    """ "VLF" beside "Velmar Liberation Front commando", "Harvane-led" beside "international"."""
    short = claim("a", "VLF", "police")
    full = claim("b", "Velmar Liberation Front commando", "radio")
    assert kind(short, full) == "agree"
    led = claim("c", "Harvane-led coalition", "radio")
    vague = claim("d", "international coalition", "police")
    assert kind(led, vague) == "refine"


def test_two_spellings_of_one_long_name_agree() -> None:
    one = claim("a", "Velka Orwen Armed Forces of Liberation", "radio")
    other = claim("b", '"Velka Orwenn Armed Forces Liberation" group', "agency")
    assert kind(one, other) == "agree"


def test_two_outlets_that_credit_one_agency_are_one_source() -> None:
    """Different texts, one wire: its count is told once. Another wire's count is a second one."""
    one = claim("a", exactly(9), wire="outlet:coastal wire")
    two = claim("b", exactly(9), wire="outlet:coastal wire")
    own = claim("c", exactly(9), wire="outlet:northern wire")
    assert found(one, two).rule == "one_agency_through_many"
    assert kind(one, own) == "agree"
    (made,) = reconcile([one, two])
    assert (made.status, made.independent_sources) == ("single_source", 1)
    (made,) = reconcile([one, two, own])
    assert (made.status, made.independent_sources) == ("agreed", 2)
