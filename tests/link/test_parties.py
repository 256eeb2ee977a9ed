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
