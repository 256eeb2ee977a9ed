"""Full-text search: the same words find the same places on every database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import QueryError
from rashomon.records import Attribution, Claim, Figure, Provenance, Span, digest_id
from rashomon.stage import AnnotatedDocument
from rashomon.store import Store
from rashomon.store.folding import fold
from rashomon.store.queries import Term, parse
from tests.conftest import document
from tests.server import fresh_database

TEXTS = {
    "harvane": "Two policemen were killed in Harvane’s market. The ministry denied it.",
    "orvel": "Bombs fell on the bridge of Orvel 🕊; nobody was killed.",
    "brask": "José Núñez-Arle said: the BOMBING of Cafe\u0301s went on.\r\nAl-Kareb denied it.",
    "ſtrange": "ﬁre ＢＲＩＤＧＥ ½ «пожар» حريق",
}


@pytest.fixture(params=["file", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "file":
        with Store.open(tmp_path / "case.sqlite") as opened:
            yield opened
        return
    with fresh_database() as url, Store.open(url) as opened:
        yield opened


def annotated(name: str, text: str) -> AnnotatedDocument:
    import msgspec

    made = msgspec.structs.replace(document(text), id=digest_id("doc", name), name=name)
    return AnnotatedDocument(made)


@pytest.fixture
def filled(store: Store) -> Store:
    store.add_documents(annotated(name, text) for name, text in TEXTS.items())
    return store


def found(store: Store, words: str) -> dict[str, tuple[str, ...]]:
    return {
        hit.document.name: tuple(hit.document.text[s.start : s.end] for s in hit.spans)
        for hit in store.search(words)
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("killed", {"harvane": ("killed",), "orvel": ("killed",)}),
        ("KILLED market", {"harvane": ("killed", "market")}),
        ("kill", {"harvane": ("killed",), "orvel": ("killed",)}),
        ("bomb", {"orvel": ("Bombs",), "brask": ("BOMBING",)}),
        ('"bridge of Orvel"', {"orvel": ("bridge of Orvel",)}),
        ('"Orvel bridge"', {}),
        ("killed -bridge", {"harvane": ("killed",)}),
        (
            "market OR bridge",
            {"harvane": ("market",), "orvel": ("bridge",), "ſtrange": ("ＢＲＩＤＧＥ",)},
        ),
        ("mark*", {"harvane": ("market",)}),
        ("jose nunez", {"brask": ("José Núñez",)}),
        ("cafes", {"brask": ("Cafe\u0301s",)}),
        ("kareb", {"brask": ("Kareb",)}),
        ("al-kareb", {"brask": ("Al-Kareb",)}),
        ("пожар", {"ſtrange": ("пожар",)}),
        ("حريق", {"ſtrange": ("حريق",)}),
        ("harvane's", {"harvane": ("Harvane’s",)}),
        ("'; DROP TABLE documents; --", {}),
        ('market AND "', {}),
    ],
)
def test_words_find_their_places(
    filled: Store, words: str, expected: dict[str, tuple[str, ...]]
) -> None:
    assert found(filled, words) == expected


@pytest.mark.parametrize("words", ["", "  ", "🕊 !", "-bridge", "market OR -bridge", '""'])
def test_a_search_for_nothing_is_refused(filled: Store, words: str) -> None:
    with pytest.raises(QueryError):
        list(filled.search(words))


@given(words=st.text(max_size=30))
def test_any_words_are_a_query_or_refused(words: str) -> None:
    with Store.open(":memory:") as store:
        store.add_document(annotated("orvel", TEXTS["orvel"]))
        try:
            hits = list(store.search(words))
        except QueryError:
            return
        for hit in hits:
            assert all(0 <= span.start < span.end for span in hit.spans)


@given(words=st.text(max_size=20))
def test_folding_keeps_length_and_the_beginnings_of_words(words: str) -> None:
    folded = fold(words)
    assert len(folded) == len(words)
    assert fold(folded) == folded
    for place, character in enumerate(folded):
        if character != " " and (place == 0 or folded[place - 1] == " "):
            assert unicodedata.category(words[place])[0] in "LNM"


def test_a_claim_is_found_by_its_source_and_its_words(store: Store) -> None:
    text = "The ministry said on Monday that two men died near Harvane."
    doc = annotated("orvel", text)
    told = Attribution(
        id="att_1",
        document=doc.document.id,
        source=Span(doc.document.id, 0, 12),
        cue=Span(doc.document.id, 13, 17),
        content=(Span(doc.document.id, 33, 58),),
    )
    claim = Claim(
        id="clm_1",
        document=doc.document.id,
        aspect="killed",
        value=Figure(2, 2),
        evidence=(Span(doc.document.id, 33, 45),),
        attribution="att_1",
    )
    made = Provenance("x", "1", "abc")
    store.add_document(doc.with_layer(Attribution, (told,), made).with_layer(Claim, (claim,), made))
    (hit,) = store.search("ministry harvane", "claim")
    assert (hit.kind, hit.claim) == ("claim", "clm_1")
    assert [text[span.start : span.end] for span in hit.spans] == ["ministry", "Harvane"]
    assert {hit.kind for hit in store.search("ministry")} == {"report", "claim"}
    assert [hit.kind for hit in store.search("ministry", "report")] == ["report"]


def test_a_report_that_changes_is_found_by_its_new_words_only(store: Store) -> None:
    import msgspec

    doc = annotated("orvel", "The bridge fell.")
    store.add_document(doc)
    other = msgspec.structs.replace(doc.document, text="The market burned.")
    store.add_document(AnnotatedDocument(other))
    assert found(store, "bridge") == {}
    assert found(store, "market") == {"orvel": ("market",)}


def test_a_very_long_report_is_found_in_its_last_words(store: Store) -> None:
    text = "Nothing happened on that day. " * 20_000 + "Then the bridge fell."
    store.add_document(annotated("orvel", text))
    assert found(store, "bridge") == {"orvel": ("bridge",)}
    store.add_document(annotated("blob", "x" * 2_000_000))
    store.add_document(annotated("marks", "e" + "\u0301" * 300_000 + " bridge"))
    assert set(found(store, "bridge")) == {"orvel", "marks"}


def test_queries_read_as_documented() -> None:
    assert parse('two "men died" -near* OR Ärger*') == (
        (
            Term(("two",)),
            Term(("men", "died")),
            Term(("near",), prefix=True, negated=True),
        ),
        (Term(("arger",), prefix=True),),
    )
