"""Parties across documents: what unites, what never does, and that order does not matter."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from rashomon.extract.entities import Entities
from rashomon.extract.sentences import Sentences
from rashomon.link.parties import Parties, find_parties
from rashomon.records import (
    Dependence,
    Document,
    Entity,
    Judgement,
    Party,
    Place,
    PlaceMention,
    Provenance,
    Sentence,
    Span,
    Verdict,
)
from rashomon.stage import AnnotatedDocument

R = TypeVar("R")
_MADE = Provenance("test", "1", "0", ())


def report(number: int, text: str, country: str | None = None) -> AnnotatedDocument:
    made = Document(
        id=f"doc_{number}", name=f"{number}.txt", text=text, text_sha256="", raw_sha256=""
    )
    doc = AnnotatedDocument(made)
    doc = doc.with_layer(Sentence, tuple(Sentences()(doc)), _MADE)
    doc = doc.with_layer(Entity, tuple(Entities()(doc)), _MADE)
    if country:
        place = PlaceMention(Span(made.id, 0, 1), Place("X", country=country))
        doc = doc.with_layer(PlaceMention, (place,), _MADE)
    return doc


def owner(docs: list[AnnotatedDocument], found: list[Party], number: int, words: str) -> str:
    """The party of the entity that `words` name in a document."""
    entity = next(
        entity
        for doc in docs
        if doc.document.id == f"doc_{number}"
        for entity in doc.layer(Entity)
        if words in (entity.name, *entity.aliases)
    )
    return next(party.id for party in found if entity.id in party.entities)


@pytest.mark.parametrize(
    ("texts", "first", "second", "one"),
    [
        (("Ilan Moret fled.", "Ilan Moret hid."), "Ilan Moret", "Ilan Moret", True),
        (("Col. Ilan Moret fled.", "General Moret hid for days."), "Ilan Moret", "Moret", True),
        (("Ilan Moret fled.", "Dara Moret hid."), "Ilan Moret", "Dara Moret", False),
        (
            ("The Ministry of Justice said so.", "The Justice Ministry said so."),
            "Ministry of Justice",
            "Justice Ministry",
            True,
        ),
        (
            ("The Ministry of Justice said so.", "The Ministry of Health said so."),
            "Ministry of Justice",
            "Ministry of Health",
            False,
        ),
        (
            ("The Harvane Liberation Front (HLF) denied it.", "HLF fighters denied it."),
            "Harvane Liberation Front",
            "HLF",
            True,
        ),
        (("AFP said so.", "Agence France-Presse said so."), "AFP", "Agence France-Presse", True),
        (("The police fired.", "Police fired."), "police", "Police", True),
        (("A witness said so.", "A witness said so."), "witness", "witness", False),
        (("A military source said so.", "A military source said so."),
         "military source", "military source", False),
    ],
)  # fmt: skip
def test_what_unites(texts: tuple[str, str], first: str, second: str, one: bool) -> None:
    docs = [report(number, text) for number, text in enumerate(texts)]
    found = find_parties(docs)
    assert (owner(docs, found, 0, first) == owner(docs, found, 1, second)) is one


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        # One ministry however its report calls it
        (
            (
                "The Ministry of Roads denied it.",
                "The Ministry of Roads of the Republic of Harvane denied it.",
                "The Ministry of Roads in Port Ansa denied it.",
                "Harvane's roads ministry denied it.",
            ),
            ("Ministry of Roads", "Ministry of Roads of the Republic of Harvane",
             "Ministry of Roads", "Harvane's roads ministry"),
        ),
        # A last word with "the" and a capital is the only full name that ends so
        (
            ("The Harvane Free Front denied it.", "Guards said that the Front had fired."),
            ("Harvane Free Front", "Front"),
        ),
    ],
)  # fmt: skip
def test_one_body_under_many_names(texts: tuple[str, ...], names: tuple[str, ...]) -> None:
    docs = []
    for number, text in enumerate(texts):
        doc = report(number, text)
        place = Place("Harvane", gazetteer_id="iso:AA", country="AA", precision="country")
        mention = PlaceMention(Span(doc.document.id, 0, 1), place, "associative")
        docs.append(doc.with_layer(PlaceMention, (mention,), _MADE))
    found = find_parties(docs)
    assert len({owner(docs, found, number, name) for number, name in enumerate(names)}) == 1


def test_two_countries_ministries_stay_two() -> None:
    docs = [report(0, "The Harvanese roads ministry denied it."),
            report(1, "The Ostlandic roads ministry denied it.")]  # fmt: skip
    for number, (name, code) in enumerate((("Harvanese", "AA"), ("Ostlandic", "BB"))):
        place = Place(name, gazetteer_id=f"iso:{code}", country=code, precision="country")
        mention = PlaceMention(Span(f"doc_{number}", 0, 1), place, "associative")
        docs[number] = docs[number].with_layer(PlaceMention, (mention,), _MADE)
    assert len([party for party in find_parties(docs) if party.kind == "government"]) == 2


def test_the_last_word_of_two_fronts_joins_neither() -> None:
    docs = [
        report(0, "The Harvane Free Front denied it."),
        report(1, "The Hill Labour Front denied it."),
        report(2, "Guards said that the Front had fired."),
    ]
    found = find_parties(docs)
    assert owner(docs, found, 2, "Front") not in {
        owner(docs, found, 0, "Harvane Free Front"),
        owner(docs, found, 1, "Hill Labour Front"),
    }


def published(number: int, text: str, publisher: str) -> AnnotatedDocument:
    made = Document(
        id=f"doc_{number}", name=f"{number}.txt", text=text, text_sha256="", raw_sha256="",
        publisher=publisher,
    )  # fmt: skip
    doc = AnnotatedDocument(made)
    doc = doc.with_layer(Sentence, tuple(Sentences()(doc)), _MADE)
    return doc.with_layer(Entity, tuple(Entities()(doc)), _MADE)


def test_an_outlet_is_a_party_under_its_own_and_others_names_for_it() -> None:
    docs = [
        published(0, "The Gazette has learned that nine died.", "The Harvane Gazette"),
        published(1, "Ostara had reported that nine died.", "Ostara Press Agency"),
        published(2, "Ostara said that nine died, and the Gazette said ten.", "Hill Post"),
    ]
    found = find_parties(docs)
    by_name = {party.name: party for party in found if party.documents}
    assert set(by_name) == {"The Harvane Gazette", "Ostara Press Agency", "Hill Post"}
    assert by_name["Ostara Press Agency"].kind == "agency"
    assert by_name["Hill Post"].kind == "outlet"
    assert by_name["The Harvane Gazette"].documents == ("doc_0",)
    assert owner(docs, found, 0, "Gazette") == by_name["The Harvane Gazette"].id
    assert owner(docs, found, 1, "Ostara") == by_name["Ostara Press Agency"].id
    assert owner(docs, found, 2, "Ostara") == by_name["Ostara Press Agency"].id


def test_a_body_that_publishes_its_own_report_is_that_body() -> None:
    docs = [
        published(0, "Nine people died.", "Hill Observatory for Rights"),
        report(1, "The Hill Observatory for Rights counted nine."),
    ]
    found = find_parties(docs)
    party = next(party for party in found if party.documents)
    assert party.kind == "monitor"
    assert owner(docs, found, 1, "Hill Observatory for Rights") == party.id


def test_nameless_sources_are_called_in_full() -> None:
    docs = [report(0, "The Harvane Free Front fired first, a spokesman for the Front said."),
            report(1, "The Harvane Free Front left. Its spokesman denied it.")]  # fmt: skip
    found = {party.name: party for party in find_parties(docs)}
    front = found["Harvane Free Front"]
    assert found["spokesman for the Harvane Free Front"].member_of == front.id
    assert found["spokesman of the Harvane Free Front"].member_of == front.id


def test_generic_institutions_need_one_country() -> None:
    docs = [report(0, "The police fired.", "AA"), report(1, "The police fired.", "BB")]
    found = find_parties(docs)
    assert owner(docs, found, 0, "police") != owner(docs, found, 1, "police")
    docs = [report(0, "The police fired.", "AA"), report(1, "The police fired.")]
    found = find_parties(docs)
    assert owner(docs, found, 0, "police") == owner(docs, found, 1, "police")


def test_a_people_s_name_says_whose_police_they_are() -> None:
    docs = [report(0, "The police fired.", "AA"), report(1, "Ostlandic police fired.", "AA")]
    foreign = PlaceMention(Span("doc_1", 0, 9), Place("Ostland", country="BB"))
    home = docs[1].layer(PlaceMention)[0]
    docs[1] = docs[1].with_layer(PlaceMention, (home, home, foreign), _MADE)
    found = find_parties(docs)
    assert owner(docs, found, 0, "police") != owner(docs, found, 1, "Ostlandic police")


def test_known_bodies_unite_under_any_of_their_names() -> None:
    docs = [report(0, "The United Nations said so."), report(1, "The UN mission fled, U.N. said.")]
    found = find_parties(docs)
    assert next(party for party in found if party.name == "United Nations").kind == "international"


def test_a_copied_sentence_keeps_its_nameless_source() -> None:
    text = "An unnamed official confirmed the toll. Nobody else spoke."
    docs = [report(0, text), report(1, text.replace("Nobody", "No one"))]
    copy = Dependence("doc_1", "doc_0", "verbatim", 1.0, "same words")
    apart, together = find_parties(docs), find_parties(docs, [copy])
    name = "unnamed official"
    assert owner(docs, apart, 0, name) != owner(docs, apart, 1, name)
    assert owner(docs, together, 0, name) == owner(docs, together, 1, name)
    assert next(p for p in together if p.name == name).anonymous


def test_an_acronym_of_two_fronts_joins_neither() -> None:
    docs = [
        report(0, "The Harvane Liberation Front (HLF) denied it."),
        report(1, "The Hill Labour Front (HLF) denied it."),
        report(2, "HLF denied it."),
    ]
    found = find_parties(docs)
    three = {
        owner(docs, found, 0, "Harvane Liberation Front"),
        owner(docs, found, 1, "Hill Labour Front"),
        owner(docs, found, 2, "HLF"),
    }
    assert len(three) == 3


def judged(left: str, right: str, verdict: Verdict, minute: int = 0) -> Judgement:
    return Judgement(left, right, verdict, "coder", datetime(2020, 1, 1, 0, minute, tzinfo=UTC))


def test_judgements_win_and_the_latest_counts() -> None:
    docs = [report(0, "Ilan Moret fled."), report(1, "Dara Venn hid."), report(2, "Moret hid.")]
    found = find_parties(docs)
    ids = [owner(docs, found, 0, "Ilan Moret"), owner(docs, found, 1, "Dara Venn")]
    same = judged(ids[0], ids[1], "same")
    assert len(find_parties(docs, judgements=[same])) == len(found) - 1
    later = judged(ids[1], ids[0], "different", 5)
    assert find_parties(docs, judgements=[same, later]) == found
    assert find_parties(docs, judgements=[later, same]) == found


def test_a_judgement_on_entities_splits_one_party() -> None:
    docs = [report(0, "Ilan Moret fled."), report(1, "Ilan Moret hid.")]
    (party,) = find_parties(docs)
    found = find_parties(
        docs, judgements=[judged(party.entities[0], party.entities[1], "different")]
    )
    assert sorted(len(one.entities) for one in found) == [1, 1]


def test_order_of_documents_is_irrelevant() -> None:
    texts = [
        "Col. Ilan Moret of the Harvane Liberation Front (HLF) spoke to Reuters.",
        "The HLF denied it, Moret said. Police disagreed.",
        "Witnesses told Reuters that the police had left. The Justice Ministry said nothing.",
        "The Ministry of Justice of Ostland blamed the Harvane Liberation Front.",
    ]
    docs = [report(number, text) for number, text in enumerate(texts)]
    found = find_parties(docs)
    for seed in range(5):
        shuffled = docs[:]
        random.Random(seed).shuffle(shuffled)
        assert find_parties(shuffled) == found
    every = [entity for party in found for entity in party.entities]
    assert len(every) == len(set(every))


def test_a_statement_speaks_for_its_issuer() -> None:
    doc = report(0, "In a statement, the Ministry of Justice said so. The statement named nobody.")
    statement = next(entity for entity in doc.layer(Entity) if entity.kind == "work")
    assert len(statement.mentions) == 2
    (party,) = find_parties([doc])
    assert party.name == "Ministry of Justice"
    assert statement.id in party.entities


def test_the_stage_replaces_parties() -> None:
    class Case:
        written: dict[type, list[Any]]

        def __init__(self) -> None:
            self.written = {}

        def documents(self) -> Any:
            yield report(0, "Reuters said so.")

        def all(self, kind: type[R]) -> Any:
            return iter(())

        def replace(self, kind: type[R], records: Any) -> None:
            self.written[kind] = list(records)

    case = Case()
    Parties()(case, case)
    (party,) = case.written[Party]
    assert (party.name, party.kind) == ("Reuters", "agency")
