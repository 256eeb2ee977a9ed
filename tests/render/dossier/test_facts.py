from __future__ import annotations

import pytest

from rashomon.records import Figure
from rashomon.render import case
from rashomon.render.dossier import facts, glance, timeline
from rashomon.render.dossier.index import Index
from tests.render.casebook import kelvane
from tests.render.small import small_case


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([Figure(7, None, "at least"), Figure(None, 15, "up to")], "7 to 15"),
        ([Figure(7, None), Figure(14, None)], "7 to 14 or more"),
        ([Figure(12, 12), Figure(12, 12)], "12"),
        ([Figure(11, 14)], "11 to 14"),
        ([Figure(None, None), Figure(3, 3)], "3"),
        ([Figure(None, None), Figure(None, None)], "an unstated number"),
    ],
)
def test_a_range_names_the_smallest_and_the_largest(figures: list[Figure], said: str) -> None:
    assert facts.span_of(figures) == said


def test_replaced_figures_leave_the_range_but_stay_on_the_card() -> None:
    card = next(c for c in facts.cards(Index(small_case())) if c.aspect == "Killed")
    assert card.summary == "6"
    assert [(row.answer, row.superseded) for row in card.rows] == [
        ("at least 4", True),
        ("6", False),
    ]
    assert [([b.text for b in c.before], c.after.text) for c in card.changes] == [
        (["at least 4"], "6")
    ]


def test_a_copy_is_cited_under_its_original() -> None:
    card = next(c for c in facts.cards(Index(small_case())) if c.aspect == "Killed")
    (police,) = card.answers[0].citations
    assert police.outlet == "Veil News"
    assert [link.text for link in police.also] == ["Morning Sheet"]


def test_a_nested_speaker_is_cited_with_who_passed_it_on() -> None:
    card = next(c for c in facts.cards(Index(small_case())) if c.aspect == "Began it")
    docker = card.answers[0].citations[0]
    assert (docker.via, docker.voice) == (("Channel Nine",), "a docker")


def test_what_nobody_is_quoted_on_is_the_outlets() -> None:
    card = next(c for c in facts.cards(Index(small_case())) if c.aspect == "Began it")
    assert card.unsettled == ("Harbour Letter",)
    assert card.group == "disputed"
    assert card.answers[1].citations[0].voice == "Harbour Letter"
    assert card.answers[1].citations[0].tags == ("not known",)


def test_the_quotation_is_the_speakers_own_words() -> None:
    found = case.build(kelvane().view(), title="K")
    index = Index(found)
    for card in facts.cards(index):
        for answer in card.answers:
            for citation in (*answer.citations, *answer.more):
                claim = index.claims[citation.claim]
                text = index.documents[claim.document].text
                words = "".join(part.text for part in citation.quote).removeprefix("… ")
                assert words.removesuffix(" …") in text
                strong = [part.text for part in citation.quote if part.strong]
                assert strong == [span.text for span in claim.content]


def test_the_timeline_is_in_order_and_says_what_it_does_not_know() -> None:
    found = timeline.build(Index(case.build(kelvane().view(), title="K")))
    assert [entry.number for entry in found.entries[:3]] == [1, 2, 3]
    july = found.entries[0]
    assert not july.exact
    assert july.low is not None
    assert july.high is not None
    assert july.low < july.high
    assert found.entries[1].gap == "52 days later"


def test_a_sources_succession_is_one_line_with_its_words() -> None:
    index = Index(case.build(kelvane().view(), title="K"))
    card = next(c for c in facts.cards(index) if c.question == "How many soldiers were killed?")
    (change,) = card.changes
    assert change.voice == "Ministry of Defence"
    assert ([b.text for b in change.before], change.after.text) == (["2"], "3")
    assert (change.on, change.words) == ("14 October 2023", "three soldiers had died")


def test_the_main_incident_stands_first_with_its_tolls_and_its_blame() -> None:
    index = Index(case.build(kelvane().view(), title="K"))
    cards = facts.cards(index)
    assert [c.key for c in cards if c.number == cards[0].number][:2] == ["killed", "killed"]
    assert cards[0].whom is None
    blocks = glance.blocks(index, cards)
    assert blocks[0].reports == max(block.reports for block in blocks)
    killed, injured, *rest = blocks[0].points
    assert [toll.whom for toll in killed.tolls] == [None, "children", "civilians", "soldiers"]
    assert [said.answer for said in killed.said] == ["12", "up to 15"]
    assert 1 <= len(killed.changes) <= 2
    assert killed.changes[-1] in cards[0].changes
    assert injured.label == "Injured"
    assert [point.label for point in rest][:2] == ["Who is blamed", "Who began it"]
    blamed = rest[0]
    assert [said.mood for said in blamed.said] == ["", "denied"]
    assert "Fate of Dario Venn" in {point.label for point in rest}


def test_what_is_not_known_is_quoted_with_the_words_that_say_so() -> None:
    index = Index(small_case())
    (block,) = glance.blocks(index, facts.cards(index))
    ((question, said),) = block.unknown
    assert question == "Who is said to have begun it?"
    assert said.voices == ("Harbour Letter",)
    assert "not known" in said.answer
