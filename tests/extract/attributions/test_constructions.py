"""Every construction that reports, with its gold in the sentence."""

from __future__ import annotations

import pytest

from rashomon.records import Attribution
from tests.extract.attributions.marked import (
    annotated,
    attributions,
    entity_name,
    printed,
    the,
    told,
)

INDIRECT = [
    "<source>Police</source> <cue>said</cue> <content>two people died in the market</content>.",
    "<source>The governor of Harvane</source> <cue>stated</cue> <content>that "
    "no soldier had entered the village</content>.",
    "<source>The ministry</source> <cue>affirms</cue> <content>that three guards "
    "were wounded on Tuesday</content>.",
    "<source>Residents</source> <cue>claim</cue> <content>the shells came from "
    "the eastern hills</content>.",
    "<cue>According to</cue> <source>the Red Lantern Society</source>, <content>forty "
    "families fled the valley</content>.",
    "<content>Forty families fled the valley</content>, <cue>according to</cue> "
    "<source>the Red Lantern Society</source>.",
    "<content>Forty families</content>, <cue>according to</cue> <source>aid "
    "workers</source>, <content>fled the valley at dawn</content>.",
    "<content>The convoy</content>, <source>the colonel</source> <cue>said</cue>, "
    "<content>was hit near the bridge</content>.",
    "<source>The army</source> <cue>confirmed</cue> <content>the deaths of four "
    "recruits</content>.",
    "<source>The commander</source> gathered his men at noon, <cue>claiming</cue> "
    "<content>that the army had broken the truce</content>.",
    "<source>The mayor</source> <cue>states</cue> <content>that the bridge was "
    "mined</content>, and says that nobody was on it.",
    "<source>The mayor</source> states that the bridge was mined, and <cue>says</cue> "
    "<content>that nobody was on it</content>.",
    "<content>Twelve prisoners were shot</content>, <source>a former guard</source> "
    "<cue>told</cue> reporters.",
    "<source>A former guard</source> <cue>told</cue> reporters <content>that "
    "twelve prisoners were shot</content>.",
    "It <cue>was reported</cue> <content>that the rebels had left Tolmar</content>.",
    "<source>Colonel Adan Brisko</source> <cue>was quoted as saying</cue> <content>that "
    "the rebels had left Tolmar</content>.",
    "<content>The rebels</content> <cue>are said</cue> <content>to have left Tolmar</content>.",
    "<content>The gunman</content> <cue>is believed</cue> <content>to be hiding "
    "in the forest</content>.",
    "<source>Villagers</source> <cue>denied</cue> <content>that the fighters "
    "had slept there</content>.",
    "<source>The army</source> <cue>denied</cue> <content>having shelled the school</content>.",
    "<source>The general</source> <cue>rejected</cue> <content>the allegations</content>.",
    "<source>Police</source><cue>:</cue> <content>Two dead in Tolmar market blast</content>",
    "<source>Marta Oduya, who runs the clinic</source>, <cue>said</cue> <content>the "
    "wounded came on foot</content>.",
]

DIRECT = [
    "<content>“We heard two blasts,”</content> <cue>said</cue> <source>Ilse "
    "Vantreen, a baker</source>.",
    '<content>"We heard two blasts,"</content> <source>she</source> <cue>said</cue>.',
    "<content>``We heard two blasts,''</content> <cue>said</cue> <source>the baker</source>.",
    "<content>‘We heard two blasts,’</content> <cue>said</cue> <source>the baker</source>.",
    "<content>«We heard two blasts»</content>, <cue>said</cue> <source>the baker</source>.",
    "<source>The baker</source> <cue>said:</cue> <content>“We heard two blasts.”</content>",
    "<content>“The invaders opened fire on our post and fled,”</content> <cue>reads</cue> "
    "<source>the statement</source>.",
    "<content>“The guards did their duty,”</content> <source>it</source> <cue>continues</cue>.",
    "<content>“Stop! There are children here!”</content> <source>he</source> <cue>shouts</cue>.",
    "<content>“Come with us, there is still time,”</content> <source>he</source> "
    "<cue>is heard saying</cue>, turning to the guard.",
    "<content>“My orders are clear,”</content> <cue>says</cue> <source>the officer</source>.",
    "<content>“We heard two blasts,”</content> <source>he</source> <cue>said</cue>. "
    "<content>“Then the roof fell.”</content>",
    "<content>“We heard two blasts,”</content> <source>he</source> <cue>said</cue>, "
    "<content>“and then the roof fell.”</content>",
    "<source>Brisko</source> <cue>said</cue> <content>that his men were “here, "
    "waiting” for an answer</content>.",
]


@pytest.mark.parametrize("marked", INDIRECT)
def test_indirect(marked: str) -> None:
    assert the(marked).mode == "indirect"


@pytest.mark.parametrize("marked", DIRECT[:-1])
def test_direct(marked: str) -> None:
    assert the(marked).mode == "direct"


def test_a_quotation_inside_indirect_speech_is_mixed() -> None:
    assert the(DIRECT[-1]).mode == "mixed"


@pytest.mark.parametrize(
    "marked",
    [
        "<source>Villagers</source> <cue>denied</cue> <content>that the fighters had slept there"
        "</content>.",
        "<source>The general</source> <cue>rejected</cue> <content>the allegations</content>.",
    ],
)
def test_a_denial_names_what_is_denied(marked: str) -> None:
    assert the(marked).polarity == "denied"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Police suspect that the blast was an accident.", "hedged"),
        ("Police said the blast may have been an accident.", "hedged"),
        ("The blast was allegedly set off by a guard.", "hedged"),
        ("Police said the blast was an accident.", "asserted"),
        ("Police could not say whether the blast was an accident.", "unknown"),
    ],
)
def test_certainty(text: str, certainty: str) -> None:
    assert certainty in {one.certainty for one in attributions(text)}


@pytest.mark.parametrize(
    "marked",
    [
        "It <cue>is unclear</cue> <content>whether anyone was inside</content>.",
        "It <cue>was not immediately known</cue> <content>how many had fled</content>.",
        "<content>The fate of Marta Oduya</content> <cue>remains unknown</cue>.",
        "It <cue>is not clear</cue> <content>who fired first</content>.",
    ],
)
def test_a_stated_unknown_has_no_source(marked: str) -> None:
    one = the(marked)
    assert one.certainty == "unknown"
    assert one.source is None
    assert one.entity is None


def test_who_rejects_a_claim_does_not_make_it() -> None:
    text = "Claims that the rebels had fired first were rejected by Colonel Brisko."
    told = {printed(one, text)[1]: one for one in attributions(text)}
    assert printed(told["were rejected by"], text)[0] == "Colonel Brisko"
    assert told["Claims"].source is None


def test_people_who_do_not_know_are_the_source() -> None:
    one = the(
        "<source>The doctor</source> <cue>could not say</cue> <content>whether the boy would live"
        "</content>."
    )
    assert one.certainty == "unknown"


def test_sayings_nest_to_any_depth() -> None:
    text = (
        "The Harvane Courier reported that a senior official had told the paper that witnesses "
        "said the bridge was mined."
    )
    found = {printed(one, text)[0]: one for one in attributions(text)}
    courier, official, witnesses = (
        found["The Harvane Courier"],
        found["a senior official"],
        found["witnesses"],
    )
    assert courier.within is None
    assert official.within == courier.id
    assert witnesses.within == official.id


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = (
        "“We heard two blasts,” said Marta Oduya, a baker.\n\n"
        "“Then the roof fell, and nobody came to help us for an hour.”\n\n"
        "The army did not answer calls."
    )
    one = next(one for one in attributions(text) if one.mode == "direct")
    assert printed(one, text)[2][-1].startswith("“Then the roof fell")


def test_a_quotation_that_each_paragraph_opens_again_is_one() -> None:
    text = (
        "The envoy said: “The talks have failed, and we regret it deeply.\n\n"
        "“We shall not return to the table before the siege is lifted.”"
    )
    one = next(one for one in attributions(text) if one.source and one.mode == "direct")
    assert "siege" in " ".join(printed(one, text)[2])


def test_a_quotation_without_a_cue_belongs_to_who_was_spoken_of() -> None:
    text = "Marta Oduya wept at the gate. “They took my son and my two brothers away.”"
    one = next(one for one in attributions(text) if one.mode == "direct")
    assert printed(one, text)[0] == "Marta Oduya"


def test_a_missing_closing_mark_loses_no_quotation() -> None:
    text = "The envoy said: “The talks have failed, and we regret it.\n\nThe siege goes on."
    one = next(one for one in attributions(text) if one.source)
    assert one.mode == "direct"
    assert "siege" not in " ".join(printed(one, text)[2])


@pytest.mark.parametrize(
    "text",
    [
        "The “liberators” burned the mill and left.",
        "The choir sang “River of Stone” at the gate.",
        "The bus stopped at noon and nobody got out.",
        "The rebels attacked the village and targeted the mill.",
    ],
)
def test_scare_quotes_titles_and_deeds_are_no_speech(text: str) -> None:
    assert told(text) == []


def test_the_statement_speaks_for_who_made_it() -> None:
    text = (
        "In a statement on Friday, the Interior Ministry said that two guards were dead.\n\n"
        "“The attackers fled in a truck,” reads the statement.\n\n"
        "“They left their weapons behind,” it continues."
    )
    doc = annotated(text)
    names = [entity_name(doc, one) for one in doc.layer(Attribution)]
    assert len(names) == 3
    assert names[0] is not None
    assert set(names) == {names[0]}


def test_a_place_that_files_the_story_is_no_speaker() -> None:
    text = "France: Two dead in market blast\n\nThe market was empty at noon."
    assert told(text) == []


def test_a_pronoun_is_resolved_to_its_entity() -> None:
    text = "Pedro Salinas ran to the mill. He said that the guard was already dead."
    doc = annotated(text)
    assert [entity_name(doc, one) for one in doc.layer(Attribution)] == ["Pedro Salinas"]


def test_the_dateline_is_never_a_source() -> None:
    text = "HARVANE, March 3 (Norpress) - Two guards were killed on Monday, police said."
    doc = annotated(text, dateline=(0, text.index(" Two")))
    for one in doc.layer(Attribution):
        assert one.source is None or one.source.start > text.index("Two")
        assert all(span.start >= text.index("Two") for span in one.content)
    assert "police" in {printed(one, text)[0] for one in doc.layer(Attribution)}


def test_plans_and_wishes_are_attitudes() -> None:
    text = "The rebels want to hold the bridge. The rebels said they held the bridge."
    assert [one.act for one in attributions(text)] == ["attitude", "statement"]
