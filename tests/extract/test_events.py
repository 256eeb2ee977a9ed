"""Events: few happenings, each with its stage, roles and own time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.clauses import clauses
from rashomon.extract.events.ontology import Ontology, event_types, joinable
from rashomon.extract.events.stretches import is_tally
from rashomon.lexicon import load
from rashomon.records import Event
from tests.extract.annotated import annotated

MONDAY = datetime(2021, 3, 15, tzinfo=UTC)


def events(text: str) -> tuple[Event, ...]:
    return annotated(text, MONDAY).layer(Event)


def roles(event: Event, text: str) -> set[tuple[str, str]]:
    return {(role.role, role.span.text(text)) for role in event.roles}


def test_every_type_has_what_the_code_books_need() -> None:
    names = set(event_types())
    ontology = load("event_types", Ontology)
    assert set(ontology.joins) == {kind.family for kind in event_types().values()}
    for kind in event_types().values():
        assert kind.parent is None or kind.parent in names
        assert kind.plover.isupper()
        assert kind.verbs or kind.nouns or kind.weak_verbs
    assert all(joinable(a, b) == joinable(b, a) for a in names for b in names)


def test_roles_of_an_active_verb() -> None:
    text = "On Sunday morning gunmen attacked a police station in Varn with grenades."
    [event] = events(text)
    assert event.type == "attack"
    assert roles(event, text) >= {
        ("perpetrator_individual", "gunmen"),
        ("target", "police station"),
        ("weapon", "grenades"),
        ("time", "Sunday morning"),
    }


def test_roles_of_a_passive() -> None:
    text = "Mayor Jona Velk was kidnapped by rebels of the Kelm Front."
    [event] = events(text)
    assert event.type == "kidnapping"
    found = roles(event, text)
    assert ("victim", "Mayor Jona Velk") in found
    assert any(role == "perpetrator_individual" and "rebels" in words for role, words in found)


def test_a_fight_has_two_sides() -> None:
    text = "A clash between soldiers and rebels broke out near Varn."
    [event] = events(text)
    assert event.type == "armed_clash"
    assert roles(event, text) >= {("participant", "soldiers"), ("participant", "rebels")}


def test_harm_and_back_references_join_the_violence_they_result_from() -> None:
    text = (
        "A car bomb exploded at a market in Varn on Monday. Twelve people were killed and 30 "
        "injured.\n\nThe attack was the worst this year. Nobody has claimed the bombing."
    )
    [event] = events(text)
    assert event.type == "bombing"
    assert len(event.mentions) >= 3


def test_what_has_its_own_time_is_another_event() -> None:
    text = (
        "Soldiers killed three rebels in a clash near Varn on Monday.\n\n"
        "In June 2017, the rebels bombed the town hall of Kelm."
    )
    found = events(text)
    assert [e.type for e in found] == ["armed_clash", "bombing"]
    second = found[1].interval
    assert second is not None
    assert second.start is not None
    assert second.start.year == 2017


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Rebels attacked the barracks.", "accomplished"),
        ("Rebels tried to bomb the barracks.", "attempted"),
        ("Rebels planned to attack the barracks.", "planned"),
        ("Rebels threatened to kidnap the mayor.", "threatened"),
        ("Police foiled a bombing in Varn.", "attempted"),
    ],
)
def test_how_far_it_went(text: str, stage: str) -> None:
    found = [e for e in events(text) if e.type != "threat"]
    assert [e.stage for e in found] == [stage]


@pytest.mark.parametrize(
    "text", ["If rebels attack the barracks, we will leave.", "Don't shoot!", "He wrote a book."]
)
def test_what_is_not_said_to_happen_is_no_event(text: str) -> None:
    assert not [e for e in events(text) if e.stage == "accomplished"]


def test_a_denied_act_is_kept_as_denied() -> None:
    [event] = events("The army did not attack the village.")
    assert event.polarity == "denied"


def test_the_datelines_place_is_not_the_events() -> None:
    text = "CARACAS, March 15 (Orla) - Rebels attacked a convoy in Bogota on Monday."
    [event] = [e for e in events(text) if e.type == "attack"]
    assert event.place is None or event.place.name == "Bogota"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "gunmen",
                "attacked",
                "killed",
                "the",
                "bus",
                ".",
                ",",
                "and",
                "in",
                "Varn",
                "on",
                "Monday",
                "12",
                "people",
                "police",
                "said",
                "that",
                "a",
                "bomb",
                "by",
                "of",
                "If",
                "not",
                "tried",
                "to",
                "who",
                "were",
                "😀",
                "“",
                "”",
            ]
        ),
        max_size=25,
    )
)
def test_any_words_make_valid_sorted_events(words: list[str]) -> None:
    text = " ".join(words)
    found = events(text)
    assert list(found) == sorted(found, key=lambda e: (e.trigger.start, e.trigger.end, e.type))
    assert len({e.id for e in found}) == len(found)
    for event in found:
        for span in (event.trigger, *event.mentions, *(r.span for r in event.roles)):
            assert 0 <= span.start < span.end <= len(text)


def test_what_another_happening_is_dated_by_is_an_earlier_one() -> None:
    text = (
        "The army shelled Varn on Thursday. "
        "The operation came three weeks after four guards were killed in an ambush at Lorn."
    )
    found = annotated(text, MONDAY).layer(Event)
    assert len(found) == 2
    assert found[1].interval is not None
    assert found[1].interval.precision == "before"


def test_the_deed_names_the_event_and_not_its_means() -> None:
    text = "Jona Velk hijacked a helicopter and used it to attack the ministry with grenades."
    assert {e.type for e in annotated(text, MONDAY).layer(Event)} == {"attack"}


def test_an_attempt_in_the_same_sentence_shares_when_and_where() -> None:
    text = (
        "Rebels attacked the barracks in Varn on Monday. "
        "The soldiers returned fire after they tried to detonate a car bomb."
    )
    found = annotated(text, MONDAY).layer(Event)
    assert all(event.interval is not None for event in found)


@pytest.mark.parametrize(
    "tally",
    [
        "Fifty people have been killed in the town since 2005.",
        "Over the last two years 300 villagers were killed.",
        "Eight children have been shot in the past seventeen months.",
        "More than 40 people have been killed so far this year.",
        "Twelve people are killed every year.",
    ],
)
def test_what_years_add_up_to_is_another_event(tally: str) -> None:
    text = f"Two men were shot dead in Harvane on Monday. {tally}"
    shot, *rest = events(text)
    assert [e.trigger.text(text) for e in rest] in (["killed"], ["shot"], [])
    assert not shot.mentions


@pytest.mark.parametrize(
    "toll",
    [
        "At least 40 people were killed in the past two days.",
        "Thirty villagers were killed since Friday.",
        "Six people were killed last month.",
    ],
)
def test_days_may_be_those_of_one_offensive(toll: str) -> None:
    text = f"Rebels attacked Harvane. {toll}"
    clause = clauses(annotated(text))[1]
    head = next(i for i, t in enumerate(clause.tree.tokens) if clause.tree.word(i) == "killed")
    assert not is_tally(clause, head, None)
