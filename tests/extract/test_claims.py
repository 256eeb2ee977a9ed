"""Claims: one comparable assertion each, with its words and its bearer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.records import Attribution, Claim, Event, Figure, Named, Statement
from tests.extract.annotated import annotated

MONDAY = datetime(2021, 3, 15, tzinfo=UTC)


def claims(text: str, aspect: str | None = None) -> list[Claim]:
    found = annotated(text, MONDAY).layer(Claim)
    return [c for c in found if aspect is None or c.aspect == aspect]


def figures(text: str, aspect: str) -> list[tuple[str | None, int | None, int | None]]:
    return [
        (c.whom, c.value.low, c.value.high)
        for c in claims(text, aspect)
        if isinstance(c.value, Figure)
    ]


def source(text: str, claim: Claim) -> str | None:
    for attribution in annotated(text, MONDAY).layer(Attribution):
        if attribution.id == claim.attribution and attribution.source is not None:
            return attribution.source.text(text)
    return None


def test_the_innermost_source_bears_a_figure() -> None:
    text = "Two people were killed in a blast in Varn, police said."
    [claim] = claims(text, "killed")
    assert (claim.value, claim.whom) == (Figure(2, 2), None)
    assert claim.evidence[0].text(text) == "Two people were killed in a blast"
    assert source(text, claim) == "police"


def test_the_outlets_own_voice_has_no_attribution() -> None:
    [claim] = claims("A bomb killed 12 people in Varn.", "killed")
    assert claim.attribution is None


def test_groups_set_apart_are_named_and_summed() -> None:
    text = "Three policemen and five rebels were killed in a clash near Varn."
    assert set(figures(text, "killed")) == {
        (None, 8, 8),
        ("police", 3, 3),
        ("insurgents", 5, 5),
    }


def test_one_group_alone_is_the_incidents_toll() -> None:
    assert figures("Gunmen killed 12 villagers near Varn.", "killed") == [(None, 12, 12)]


def test_a_policeman_and_two_of_his_sons() -> None:
    text = "A policeman and two of his sons were killed in an ambush near Varn."
    assert (None, 3, 3) in figures(text, "killed")
    assert ("police", 1, 1) in figures(text, "killed")


def test_an_unknown_number_is_never_zero() -> None:
    text = "Two officers and an unknown number of rebels were killed in a shoot-out."
    found = {c.whom: c for c in claims(text, "killed")}
    assert found["insurgents"].value == Figure(None, None)
    assert found["insurgents"].certainty == "unknown"
    assert found["police"].value == Figure(2, 2)
    assert None not in found


def test_parts_are_not_added() -> None:
    text = "At least 20 people, five of them children, were killed in the blast."
    assert set(figures(text, "killed")) == {(None, 20, None), ("children", 5, 5)}


def test_others_beside_a_child_may_be_anybody() -> None:
    text = "A boy was killed and three others were wounded in a blast."
    assert figures(text, "injured") == [(None, 3, 3)]


def test_five_more_takes_over_the_group() -> None:
    text = (
        "Rebels attacked a post, killing two officers and wounding five more. "
        "Three rebels were killed."
    )
    assert ("police", 5, 5) in figures(text, "injured")


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to kill three hostages.",
        "If they kill 12 people, the talks will end.",
        "The group planned to kill 50 soldiers.",
    ],
)
def test_harm_that_did_not_happen_is_no_toll(text: str) -> None:
    assert figures(text, "killed") == []


def test_blame_names_the_blamed() -> None:
    text = "The government blamed the Kelm Front for the attack in Varn."
    found = claims(text, "responsible")
    assert any(isinstance(c.value, Named) and "Kelm Front" in c.value.text for c in found)
    assert all(c.polarity == "affirmed" for c in found)


def test_claimed_responsibility() -> None:
    text = "The Kelm Front claimed responsibility for the bombing in Varn."
    found = claims(text, "responsible")
    assert any(isinstance(c.value, Named) and "Kelm Front" in c.value.text for c in found)


def test_a_denied_deed_is_a_denied_claim() -> None:
    text = "The army denied responsibility for the attack in Varn."
    found = claims(text, "responsible")
    assert [c.polarity for c in found] == ["denied"]
    assert isinstance(found[0].value, Named)
    assert "army" in found[0].value.text


def test_nobody_has_claimed_it() -> None:
    text = "No group has claimed responsibility for the attack in Varn."
    assert [c.certainty for c in claims(text, "responsible")] == ["unknown"]


def test_a_passive_agent_is_a_claim_and_not_a_fact() -> None:
    text = "Police said the bus was attacked by rebels near Varn."
    [claim] = claims(text, "responsible")
    assert isinstance(claim.value, Named)
    assert claim.value.text == "rebels"
    assert source(text, claim) == "Police"


def test_who_began() -> None:
    text = (
        "A clash between police and rebels shook Varn. The rebels broke off the talks, "
        "the ministry said."
    )
    [claim] = claims(text, "initiated")
    assert isinstance(claim.value, Named)
    assert "rebels" in claim.value.text


def test_returned_fire_says_that_the_others_began() -> None:
    text = "Soldiers returned fire against the rebels in Varn, the ministry said."
    [claim] = claims(text, "initiated")
    assert isinstance(claim.value, Named)
    assert "rebels" in claim.value.text


def test_a_named_persons_fate() -> None:
    text = "Jona Velk was killed in the clash, an official said. The fate of Velk is unknown."
    found = {
        c.value.key: c for c in claims(text, "fate_of_person") if isinstance(c.value, Statement)
    }
    assert found["dead"].certainty == "asserted"
    assert found["unknown"].certainty == "unknown"
    assert found["dead"].whom == found["unknown"].whom == "Jona Velk"


@pytest.mark.parametrize(
    ("text", "polarity", "certainty"),
    [
        ("“There are civilians here, women and children,” he shouted.", "affirmed", "asserted"),
        ("No women or children can be seen in the video.", "denied", "hedged"),
        ("It is unclear whether civilians were present.", "affirmed", "unknown"),
    ],
)
def test_were_civilians_there(text: str, polarity: str, certainty: str) -> None:
    [claim] = claims(text, "civilians_present")
    assert (claim.polarity, claim.certainty) == (polarity, certainty)


def test_every_attribution_bears_a_claim() -> None:
    text = (
        "Police said two people died in a blast in Varn. The mayor said the market was old. "
        "“We will rebuild,” she added. According to a witness, men ran away."
    )
    doc = annotated(text, MONDAY)
    bearing = {c.attribution for c in doc.layer(Claim)}
    assert {a.id for a in doc.layer(Attribution)} <= bearing


def test_denied_altogether() -> None:
    text = "The ministry denied the reports of an attack in Varn."
    found = claims(text, "occurred")
    assert [c.polarity for c in found] == ["denied"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "police",
                "said",
                "that",
                "killed",
                "two",
                "people",
                ".",
                ",",
                "and",
                "the",
                "attack",
                "by",
                "rebels",
                "denied",
                "it",
                "blamed",
                "army",
                "for",
                "12",
                "were",
                "injured",
                "unclear",
                "whether",
                "civilians",
                "present",
                "“",
                "”",
                "not",
                "a",
                "bomb",
            ]
        ),
        max_size=28,
    )
)
def test_any_words_make_claims_with_evidence_of_their_own_document(words: list[str]) -> None:
    text = " ".join(words)
    doc = annotated(text)
    found = doc.layer(Claim)
    assert len({c.id for c in found}) == len(found)
    known = {a.id for a in doc.layer(Attribution)}
    happenings = {e.id for e in doc.layer(Event)}
    for claim in found:
        assert claim.attribution is None or claim.attribution in known
        assert claim.event is None or claim.event in happenings
        assert all(0 <= s.start < s.end <= len(text) for s in claim.evidence)
        if claim.aspect in {"killed", "injured", "captured", "missing"}:
            assert isinstance(claim.value, Figure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two soldiers had died in Varn.", [("soldiers", 2, 2)]),
        ("Four police officers were killed in Varn.", [("police", 4, 4)]),
        ("Six people were killed in Varn.", [(None, 6, 6)]),
        ("The shelling killed nine residents of Varn.", [(None, 9, 9)]),
        ("The shelling killed nine civilians in Varn.", [("civilians", 9, 9)]),
        (
            "Raiders shelled Varn and killed at least 15 civilians, among them four children.",
            [("children", 4, 4), ("civilians", 15, None)],
        ),
    ],
)
def test_whom_is_told_by_the_words_alone(
    text: str, expected: list[tuple[str | None, int | None, int | None]]
) -> None:
    assert sorted(figures(text, "killed"), key=str) == sorted(expected, key=str)


def test_a_part_has_its_own_words() -> None:
    text = "Raiders shelled Varn and killed at least 15 civilians, among them four children."
    [part] = [c for c in claims(text, "killed") if c.whom == "children"]
    assert part.evidence[0].text(text) == "four children"


def test_an_increment_is_no_toll() -> None:
    text = "The toll in Varn has risen to 14 after three of the wounded died overnight."
    assert figures(text, "killed") == [(None, 14, 14)]
    assert claims(text, "date") == []


def test_the_toll_in_a_headline_counts_the_dead() -> None:
    assert figures("Toll in Varn fighting rises to 14 as wounded die", "killed") == [(None, 14, 14)]


def test_nobody_asked_after_is_counted() -> None:
    text = "The ministry did not say how many civilians had been wounded in the attack."
    assert claims(text, "injured") == []


def named_in(text: str, aspect: str) -> list[tuple[str, str]]:
    return [(c.value.text, c.polarity) for c in claims(text, aspect) if isinstance(c.value, Named)]


def test_a_relative_pronoun_is_no_perpetrator() -> None:
    text = "Four guards died in an ambush in Varn, which the army blamed on the Oru Front."
    assert named_in(text, "responsible") == [("Oru Front", "affirmed")]
    assert named_in("Somebody in there was shooting at the patrol.", "responsible") == []


def test_victims_are_not_their_own_killers() -> None:
    text = "Army shells Varn market, at least 15 civilians slaughtered"
    assert all("civilians" not in name for name, _ in named_in(text, "responsible"))


def test_what_befell_nobody_is_denied_of_its_agent() -> None:
    text = "No civilian was killed by the army in Varn."
    assert figures(text, "killed") == [("civilians", 0, 0)]
    assert named_in(text, "responsible") == [("army", "denied")]


def test_denying_to_have_started_it() -> None:
    text = "Gunmen attacked Varn. The Oru Front again denied having started the fighting."
    assert named_in(text, "initiated") == [("Oru Front", "denied")]
    assert ("Oru Front", "denied") not in named_in(text, "responsible")


def test_denying_a_claim_that_says_its_content_denies_only_that() -> None:
    text = "The rebels attacked Varn. The mayor dismissed the claim that Jona Velk had been killed."
    assert [name for name, polarity in named_in(text, "responsible") if polarity == "denied"] == []
    [fate] = claims(text, "fate_of_person")
    assert (fate.whom, fate.polarity) == ("Jona Velk", "denied")


def test_firing_on_people_who_give_up_breaks_it_off() -> None:
    text = "Troops were continuing to open fire on the men despite their attempts to surrender."
    assert ("Troops", "affirmed") in named_in(text, "initiated")


def test_coming_under_fire() -> None:
    text = "The patrol came under fire from rebels near Varn."
    assert named_in(text, "initiated") == [("rebels", "affirmed")]


def test_the_other_side_is_answered() -> None:
    text = "Soldiers returned fire against the rebels after they broke the ceasefire."
    assert {name for name, _ in named_in(text, "initiated")} == {"rebels"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The army maintained that no civilians had been in the area.", "denied"),
        ("Shells fell on Varn when the square was full of traders and families.", "affirmed"),
    ],
)
def test_who_was_at_the_scene(text: str, polarity: str) -> None:
    [claim] = claims(text, "civilians_present")
    assert claim.polarity == polarity


def test_ignorance_of_a_fate_behind_a_clause() -> None:
    text = "The fate of Jona Velk, who leads the rebels in the hills of Oru, is not known."
    [claim] = claims(text, "fate_of_person")
    assert isinstance(claim.value, Statement)
    assert (claim.whom, claim.value.key) == ("Jona Velk", "unknown")


def test_an_attitude_asserts_nothing() -> None:
    assert claims("The group wanted to call on the guard.", "other") == []


def test_members_of_a_body_are_never_the_whole_toll() -> None:
    text = "Troops broke up an armed unit near Varn. Four members of the unit had been killed."
    assert figures(text, "killed") == [("insurgents", 4, 4)]


def test_what_came_after_does_not_date_the_fighting() -> None:
    text = "Two traders reported missing after the fighting were found unhurt on Friday."
    assert claims(text, "date") == []


def said(text: str, aspect: str) -> list[tuple[str, str, str, str, str | None]]:
    """Value, polarity, certainty, words and source of the claims of one aspect."""
    found: list[tuple[str, str, str, str, str | None]] = []
    for claim in claims(text, aspect):
        value = claim.value
        told = f"{value.low}-{value.high}" if isinstance(value, Figure) else value.text
        words = " … ".join(" ".join(span.text(text).split()) for span in claim.evidence)
        found.append((told, claim.polarity, claim.certainty, words, source(text, claim)))
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Six others were killed in a village near Varn.", "Six others were killed in a village"),
        ("There were at least 56 dead after the raid.", "There were at least 56 dead"),
        ("The blast left 10 dead and 30 injured.", "left 10 dead"),
        ("Two officers were killed, the ministry said.", "Two officers were killed"),
    ],
)
def test_a_figure_has_its_short_complements(text: str, words: str) -> None:
    assert any(claim[3].startswith(words) for claim in said(text, "killed"))


@pytest.mark.parametrize(
    ("text", "who", "certainty"),
    [
        ("The attackers were soldiers in uniform, a trader said.", "soldiers", "asserted"),
        ("The raid was the work of the Harvane Front, police said.", "Harvane Front", "asserted"),
        ("The attack may have been carried out by rebels.", "rebels", "hedged"),
        ("Harvanese aircraft were responsible for the strike.", "Harvanese", "asserted"),
        ("Documents linking the rebels with the attack were found.", "rebels", "asserted"),
        ("The strikes were carried out by Harvanese warplanes.", "Harvanese", "asserted"),
    ],
)
def test_more_ways_to_name_who_did_it(text: str, who: str, certainty: str) -> None:
    assert any(
        who in value and polarity == "affirmed" and sure == certainty
        for value, polarity, sure, _, _ in said(text, "responsible")
    )


@pytest.mark.parametrize(
    "text",
    [
        "It was unclear who carried out the attack on the bus.",
        "Police do not know who carried out the attack.",
        "There was no immediate claim of responsibility for the attack.",
        "No group has claimed responsibility for the attack.",
        "The rebels neither claimed nor denied responsibility for the attack.",
    ],
)
def test_who_did_it_may_be_said_to_be_unknown(text: str) -> None:
    found = said(text, "responsible")
    assert found
    assert {certainty for _, _, certainty, _, _ in found} == {"unknown"}


def test_nobody_is_no_source() -> None:
    assert {
        told[4] for told in said("No group has claimed the attack in Varn.", "responsible")
    } <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "The Front said that its men had not taken part in the attack.",
        "The army denied any role in the attack.",
        "The army denied having carried out the attack.",
    ],
)
def test_a_part_denied_is_a_denied_claim(text: str) -> None:
    assert {polarity for _, polarity, _, _, _ in said(text, "responsible")} == {"denied"}


def test_denying_the_claim_denies_what_was_claimed() -> None:
    text = (
        "Harvane accused the Ostland army of killing six traders in Varn. "
        "The accusation was denied by the Ostland government."
    )
    denied = [told for told in said(text, "responsible") if told[1] == "denied"]
    assert [(value, words) for value, _, _, words, _ in denied] == [
        ("Ostland army", "The accusation")
    ]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Most of the dead were traders and children, a nurse said.", "affirmed"),
        ("The victims were women from the village.", "affirmed"),
        ("None of the dead were civilians, the army said.", "affirmed"),
    ],
)
def test_who_the_dead_were(text: str, polarity: str) -> None:
    found = said(text, "civilians_present")
    if text.startswith("None"):
        assert not found or found[0][0]
    else:
        assert [told[1] for told in found] == [polarity]


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("Chemical weapons were used in the attack on Varn.", "Chemical weapons"),
        ("The attack was carried out by a suicide car bomber.", "suicide car bomber"),
        ("A truck loaded with 80 kg of dynamite exploded in Varn.", "dynamite"),
        ("They were killed with two bursts of machinegun fire.", "machinegun fire"),
        ("The bomb was in a van outside the office; the blast killed two.", "bomb"),
    ],
)
def test_means_outside_an_events_arguments(text: str, weapon: str) -> None:
    assert any(weapon in told[0] for told in said(text, "weapon"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A bomb exploded in a downtown Varn street.", "in a downtown Varn street"),
        ("The attack near the Molk border crossing killed two.", "near the Molk border crossing"),
    ],
)
def test_a_place_that_no_gazetteer_knows(text: str, words: str) -> None:
    assert words in {told[3] for told in said(text, "place")}


def test_what_lasts_since_then_is_no_date() -> None:
    text = "The market had been closed since the previous evening when the attack killed two."
    assert not [told for told in said(text, "date") if "evening" in told[0]]


def test_when_it_took_place() -> None:
    text = "The attack took place on Sunday morning, police said."
    assert [told[3] for told in said(text, "date")] == ["The attack took place on Sunday morning"]


def test_the_outlet_tells_what_nobody_is_quoted_on() -> None:
    text = "Armed men stormed the residence in Varn.\n\nPolice said the road was closed."
    [told] = [told for told in said(text, "what_happened") if told[4] is None] or [
        told for told in said(text, "responsible") if told[4] is None
    ][:1]
    assert told[1:3] == ("affirmed", "asserted")


def test_a_content_of_two_clauses_makes_two_claims() -> None:
    text = (
        "The monitor said that the army shelled the market in Varn "
        "and that the traders had been mistaken for rebels."
    )
    words = {c.evidence[0].text(text) for c in claims(text) if c.attribution is not None}
    assert not any("shelled" in told and "mistaken" in told for told in words)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("It is unclear whether the market was open when the shooting started.", "unknown"),
        ("It remains unknown how many people were wounded in the attack.", "unknown"),
        ("Rebels may have attacked the bus, police said.", "hedged"),
        ("The army reportedly shelled the market in Varn.", "hedged"),
        ("Rebels attacked the bus in Varn.", "asserted"),
    ],
)
def test_certainty_is_that_of_the_words(text: str, certainty: str) -> None:
    found = claims(text)
    assert found
    assert any(claim.certainty == certainty for claim in found)
    if certainty == "asserted":
        assert {claim.certainty for claim in found} == {certainty}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The army denied that it had shelled the market.", "denied"),
        ("The army did not shell the market, the ministry said.", "denied"),
        ("The army admitted that it had shelled the market.", "affirmed"),
        ("The ministry dismissed reports of an attack as false.", "denied"),
    ],
)
def test_denials(text: str, polarity: str) -> None:
    told = [c for c in claims(text) if c.aspect in {"responsible", "what_happened", "occurred"}]
    assert told
    assert {c.polarity for c in told} == {polarity}


def test_who_condemns_does_not_count_the_dead() -> None:
    text = "The Harvane government condemned the attack in which two guards were killed."
    assert {source(text, claim) for claim in claims(text, "killed")} == {None}


def test_a_blast_that_claims_lives_says_nothing() -> None:
    text = "The blast in Varn claimed the lives of two guards."
    assert {source(text, claim) for claim in claims(text, "killed")} == {None}
