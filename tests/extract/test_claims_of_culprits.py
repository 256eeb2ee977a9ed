"""Who did it and how many, where the words for it stand far apart or are taken to pieces."""

from __future__ import annotations

import pytest

from rashomon.records import Figure, Named
from tests.extract.test_claims import claims, said

LIBERATION = "the Harvane Liberation Front"


@pytest.mark.parametrize(
    ("text", "aspect", "words"),
    [
        (
            "Ostrel has accused Velmar, a member of a coalition fighting rebels in Molker, of "
            "killing six civilians in airstrikes in the Brask region.",
            "responsible",
            "Velmar, a member of a coalition fighting rebels in Molker, of killing six civilians "
            "in airstrikes in the Brask region",
        ),
        (
            "The Front has claimed responsibility for today's attack against the director.",
            "responsible",
            "claimed responsibility for today's attack",
        ),
        (
            "A radio station said that the bodies of 10 of those killed had been moved to "
            "hospitals in Varn.",
            "killed",
            "bodies of 10 of those killed had been moved to hospitals in Varn",
        ),
        (
            "It may have been carried out by farmers opposing the accord between the two towns.",
            "responsible",
            "It may have been carried out by farmers opposing the accord between the two towns",
        ),
    ],
)
def test_the_whole_of_what_is_said(text: str, aspect: str, words: str) -> None:
    assert words in [found[3] for found in said(text, aspect)]


def test_a_denied_claim_is_about_whoever_was_accused_and_no_bystander() -> None:
    text = (
        "Ostrel has accused Velmar, a member of a coalition fighting rebels in Molker, of killing "
        "six civilians in airstrikes, but the claim was denied by Velmar City."
    )
    assert [(value, polarity) for value, polarity, *_ in said(text, "responsible")] == [
        ("Velmar", "affirmed"),
        ("Velmar", "denied"),
    ]


def test_a_denial_of_reports_that_involve_oneself_is_about_oneself() -> None:
    text = (
        "The Harvane army condemned the murder committed by the Oskel Front. The armed forces also "
        "strongly reject any report on this murder that attempts to involve them."
    )
    (denied,) = [found for found in said(text, "responsible") if found[1] == "denied"]
    assert denied[0] == "armed forces"


@pytest.mark.parametrize(
    "text",
    [
        f"Two men were shot last night by a group of terrorists from {LIBERATION}.",
        f"Two men were shot by gunmen from {LIBERATION} near the ford.",
    ],
)
def test_men_from_a_body_are_that_body(text: str) -> None:
    assert {found[0] for found in said(text, "responsible")} == {LIBERATION.removeprefix("the ")}


def test_whoever_sends_word_claims_the_deed() -> None:
    text = (
        "Two men were shot in Varn. The rebels left messages with local newspapers claiming to "
        "be the attackers."
    )
    assert "rebels" in {found[0] for found in said(text, "responsible")}


def test_a_doubt_that_the_culprit_exists_is_a_denial() -> None:
    blamed = f"The two men were murdered by {LIBERATION}. "
    doubt = f"The minister said that the existence of {LIBERATION} is doubtful."
    found = [f for f in said(blamed + doubt, "responsible") if f[1] == "denied"]
    assert [(value, sure) for value, _, sure, *_ in found] == [
        (LIBERATION.removeprefix("the "), "hedged")
    ]
    assert not [f for f in said(f"A bomb went off. {doubt}", "responsible") if f[1] == "denied"]


def test_a_common_crime_was_done_by_criminals() -> None:
    text = "The two men were murdered in Varn. This could have been a common crime."
    assert ("common criminals", "affirmed", "hedged") in {f[:3] for f in said(text, "responsible")}
    known = "The two men were murdered in Varn. Theft is a common crime in the district."
    assert not said(known, "responsible")


def test_the_gravely_hurt_are_a_part_where_the_wounded_are_counted() -> None:
    parts = "Two children and one man are in serious condition, a doctor said."
    whole = f"Thirty people were wounded in the blast. {parts}"
    assert {(claim.whom, claim.value) for claim in claims(whole, "injured")} == {
        (None, Figure(30, 30)),
        ("seriously injured", Figure(3, 3)),
    }


def test_a_number_with_a_word_of_its_own_is_quoted_alone() -> None:
    text = "A post put the toll at five killed and eight injured."
    assert "five killed" in {found[3] for found in said(text, "killed")}


def test_square_brackets_cut_no_sentence() -> None:
    text = (
        "President Oren Tal holds the Harvane Liberation Front [HLF] responsible for the murder "
        "of the mayor."
    )
    assert any("Front" in found[0] for found in said(text, "responsible"))


@pytest.mark.parametrize("lost", ["\ufffd\ufffd", "\u00ef\u00bf\u00bd\u00ef\u00bf\u00bd"])
def test_lost_characters_hide_no_bound(lost: str) -> None:
    text = f"The statement said that the attack left {lost}nearly 50 rebels dead."
    assert "None-50" in {found[0] for found in said(text, "killed")}


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("The ministry regretted it. Villagers accused its soldiers of the killing.", "ministry"),
        ("The ministry has blamed its victims.", "its victims"),
    ],
)
def test_what_an_owner_s_people_do_is_its_doing_and_what_others_do_is_not(
    text: str, blamed: str
) -> None:
    (found,) = [c for c in claims(text) if c.aspect == "responsible"]
    assert isinstance(found.value, Named)
    assert found.value.text == blamed
