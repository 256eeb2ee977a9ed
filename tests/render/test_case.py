from __future__ import annotations

import random
from dataclasses import replace

import jsonschema

from rashomon import codec
from rashomon.records import Judgement, Problem
from rashomon.render import case, formats
from tests.render.casebook import EXAMPLE, Casebook, MemoryView, kelvane
from tests.render.small import small_book, small_case

SCHEMA = codec.schema(formats.Case, "rashomon case", formats.CASE_VERSION)


def shuffled(book: Casebook, seed: int) -> MemoryView:
    """The same case as a store with another order would show it."""
    chance = random.Random(seed)
    view = book.view()
    documents = [
        replace(
            doc,
            layers={
                kind: tuple(chance.sample(records, len(records)))
                for kind, records in doc.layers.items()
            },
        )
        for doc in view.documents()
    ]
    chance.shuffle(documents)
    records = {kind: chance.sample(list(held), len(held)) for kind, held in view._records.items()}
    return MemoryView(documents, records)


def test_the_case_does_not_depend_on_any_order() -> None:
    expected = codec.to_json(case.build(kelvane().view(), title="K"))
    for seed in range(5):
        assert codec.to_json(case.build(shuffled(kelvane(), seed), title="K")) == expected


def test_the_case_fits_its_published_schema() -> None:
    for found in (small_case(), case.build(kelvane().view(), title="K")):
        payload = codec.to_json(found)
        jsonschema.Draft202012Validator(SCHEMA).validate(codec.from_json(payload, dict))
        assert codec.from_json(payload, formats.Case) == found


def test_every_span_holds_its_words() -> None:
    found = case.build(kelvane().view(), title="K")
    texts = {document.id: document.text for document in found.documents}
    spans = [
        (claim.document, span)
        for claim in found.claims
        for span in (*claim.content, *claim.statement, *([claim.cue] if claim.cue else []))
    ]
    spans += [(s.document, span) for s in found.statements for span in s.content]
    assert len(spans) > 100
    for document, span in spans:
        assert texts[document][span.start : span.end] == span.text
    for party in found.entities:
        for mention in party.mentions:
            assert texts[mention.document][mention.start : mention.end] == mention.text


def test_copies_name_the_report_at_the_root_of_their_chain() -> None:
    book = small_book()
    book.copy("c", "b", "rewritten", 0.7)
    found = case.build(book.view(), title="t")
    root = book.doc("a").id
    assert [document.origin for document in found.documents] == [root, root, root]


def test_a_ring_of_copies_has_one_root_whatever_the_order() -> None:
    book = small_book()
    book.dependences.clear()
    for left, right in (("a", "b"), ("b", "c"), ("c", "a")):
        book.copy(left, right, "rewritten", 0.7)
    found = case.build(book.view(), title="t")
    assert len({document.origin for document in found.documents}) == 1


def test_incidents_come_in_order_of_time_with_neutral_titles() -> None:
    found = case.build(kelvane().view(), title="K")
    assert [incident.title for incident in found.incidents] == [
        "Air attack, Brask, July 2023",
        "Attack, Terrin Pass, 21 September 2023",
        "Armed clash, Kelvane, 12 October 2023",
    ]


def test_a_claim_speaks_with_its_partys_name_else_as_printed_else_as_the_outlet() -> None:
    found = case.build(kelvane().view(), title="K")
    voices = {claim.content[0].text: claim.voice for claim in found.claims}
    assert voices["Venn is dead"] == "Ministry of Defence"
    assert voices["Seventeen people were killed"] == "a count by the Register"
    assert voices["Three officers were killed"] == "The Island Register"


def test_a_statement_inside_another_names_it() -> None:
    found = small_case()
    by_id = {statement.id: statement for statement in found.statements}
    inner = next(s for s in found.statements if s.within)
    assert by_id[inner.within or ""].source is not None
    assert by_id[inner.within or ""].source.text == "Channel Nine"  # type: ignore[union-attr]


def test_problems_and_judgements_are_kept_once_and_sorted() -> None:
    problems = [Problem("z.txt", "read", "z"), Problem("a.txt", "read", "a")]
    at_time = small_case().documents[0].published
    assert at_time is not None
    judgements = [
        Judgement("doc_b", "doc_c", "same", "ana", at_time),
        Judgement("doc_a", "doc_c", "different", "ana", at_time),
    ]
    found = case.build(
        small_book().view(), title="t", problems=[*problems, *problems], judgements=judgements
    )
    assert [problem.name for problem in found.problems] == ["a.txt", "z.txt"]
    assert [judgement.left for judgement in found.judgements] == ["doc_a", "doc_b"]


def test_the_example_is_ten_reports_with_their_metadata() -> None:
    found = case.build(kelvane().view(), title="K")
    assert len(found.documents) == 10
    assert all(document.publisher and document.published for document in found.documents)
    assert (EXAMPLE / "places.geojson").is_file()
