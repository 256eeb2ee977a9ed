"""Harm to people: who is counted, as what, and what is not added twice."""

from __future__ import annotations

import pytest

from rashomon.extract.clauses import clauses
from rashomon.extract.harm import People
from tests.extract.annotated import annotated

Counted = tuple[str, int | None, int | None, str | None]


def read(text: str) -> list[tuple[str, list[Counted], list[Counted]]]:
    found: list[tuple[str, list[Counted], list[Counted]]] = []
    for clause in clauses(annotated(text)):
        tree = clause.tree

        def seen(one: People) -> Counted:
            words = tree.span(one.first, one.last).text(text)  # noqa: B023
            return words, one.low, one.high, one.group

        found.extend(
            (h.effect, [seen(p) for p in h.people], [seen(p) for p in h.parts]) for h in clause.harm
        )
    return found


@pytest.mark.parametrize(
    ("text", "effect", "people"),
    [
        (
            "The blast killed at least 12 people.",
            "killed",
            [("at least 12 people", 12, None, None)],
        ),
        ("The rebels wounded 300.", "injured", [("300", 300, 300, None)]),
        ("Seven people were killed by a bomb.", "killed", [("Seven people", 7, 7, None)]),
        (
            "A policeman and two of his sons were killed in Varn.",
            "killed",
            [("A policeman", 1, 1, "police"), ("two of his sons", 2, 2, "family")],
        ),
        ("The explosion left 10 dead.", "killed", [("10", 10, 10, None)]),
        ("Some 80 people lost their lives.", "killed", [("Some 80 people", 80, 80, None)]),
        ("The attack claimed the lives of 20 people.", "killed", [("20 people", 20, 20, None)]),
        ("The bodies of 44 victims were found.", "killed", [("44 victims", 44, 44, None)]),
        ("Eight people were shot dead by gunmen.", "killed", [("Eight people", 8, 8, None)]),
        ("No one was hurt.", "injured", [("No one", 0, 0, None)]),
        ("Three injuries were reported.", "injured", [("Three injuries", 3, 3, None)]),
        (
            "Five members of the rebel cell were captured.",
            "captured",
            [("Five members of the rebel cell", 5, 5, "insurgents")],
        ),
        (
            "An as yet unknown number of rebels were killed.",
            "killed",
            [("An as yet unknown number of rebels", None, None, "insurgents")],
        ),
    ],
)
def test_who_is_counted(text: str, effect: str, people: list[Counted]) -> None:
    assert (effect, people) in [(found, whom) for found, whom, _ in read(text)]


def test_the_toll_takes_its_latest_figure() -> None:
    assert read("The death toll rose from 9 to 12.")[0][1] == [("from 9 to 12", 12, 12, None)]
    assert read("The death toll has risen to at least 12.")[0][1] == [
        ("at least 12", 12, None, None)
    ]


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("At least 20 people, five of them children, were killed.", 20, (5, "children")),
        ("Eight people were killed, including two policemen.", 8, (2, "police")),
        ("The strike killed 20 people, including five women.", 20, (5, "women")),
    ],
)
def test_a_part_is_not_a_second_toll(text: str, whole: int, part: tuple[int, str]) -> None:
    [(effect, people, parts)] = read(text)
    assert effect == "killed"
    assert [p[1] for p in people] == [whole]
    assert [(p[1], p[3]) for p in parts] == [part]


def test_counts_of_two_effects_stay_apart() -> None:
    found = {effect: people[0][1] for effect, people, _ in read("It left 10 dead and 30 injured.")}
    assert found == {"killed": 10, "injured": 30}


def test_killed_or_wounded_together_counts_for_neither() -> None:
    assert read("Some 50 people were killed or wounded.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Jona Velk, 34, killed time in Varn.",
        "They stole more than 25 rifles and 3000 rounds.",
        "The rebels released 12 videos.",
        "The mayor, 61, spoke on March 3.",
    ],
)
def test_other_numbers_are_no_casualties(text: str) -> None:
    assert read(text) == []


def test_casing_does_not_matter() -> None:
    text = "Seven people were killed and 12 were injured by a bomb in the market."
    lower = [(e, [(p[1], p[2]) for p in people]) for e, people, _ in read(text)]
    upper = [(e, [(p[1], p[2]) for p in people]) for e, people, _ in read(text.upper())]
    assert lower == upper == [("killed", [(7, 7)]), ("injured", [(12, 12)])]
