"""What a store keeps, and what it does when asked twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.errors import PipelineError, StoreError, UnknownRecordError
from rashomon.records import (
    Account,
    Claim,
    Document,
    Figure,
    Judgement,
    Party,
    Problem,
    Provenance,
    Sentence,
    Span,
    Token,
    digest_id,
)
from rashomon.stage import AnnotatedDocument
from rashomon.stage import View as ViewProtocol
from rashomon.stage import Writer as WriterProtocol
from rashomon.store import Store
from rashomon.store.kinds import CASE_KINDS, LAYERS
from rashomon.store.opening import URL_VARIABLE, location
from tests.records.strategies import of
from tests.server import fresh_database


@pytest.fixture(params=["memory", "file", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The same behaviour is wanted of every database."""
    if request.param == "server":
        with fresh_database() as url, Store.open(url) as opened:
            yield opened
        return
    with Store.open(":memory:" if request.param == "memory" else tmp_path / "c.sqlite") as opened:
        yield opened


def annotated(number: int, version: str = "1", killed: int = 2) -> AnnotatedDocument:
    """A document with a sentence and two claims."""
    text = f"Report {number}: two people died."
    document = Document(
        id=digest_id("doc", number),
        name=f"{number:03}.txt",
        text=text,
        text_sha256="0" * 64,
        raw_sha256=f"{number:064}",
        publisher="The Norvia Herald",
        published=datetime(2020, 3, 4, 8, 15, tzinfo=UTC),
    )
    span = Span(document.id, 0, 6)
    sentence = Sentence(span, 0, (Token(0, 6, "report", "NOUN", "NN", "ROOT", 0),))
    claims = tuple(
        Claim(
            id=digest_id("clm", document.id, aspect, killed),
            document=document.id,
            aspect=aspect,
            value=Figure(killed, killed),
            evidence=(span,),
        )
        for aspect in ("killed", "injured")
    )
    return (
        AnnotatedDocument(document)
        .with_layer(Sentence, (sentence,), Provenance("sentences", version, "abc"))
        .with_layer(Claim, claims, Provenance("claims", version, "abc", ("Sentence",)))
    )


def without_sentences(doc: AnnotatedDocument) -> AnnotatedDocument:
    layers = {kind: kept for kind, kept in doc.layers.items() if kind is not Sentence}
    made = {kind: kept for kind, kept in doc.provenance.items() if kind is not Sentence}
    return AnnotatedDocument(doc.document, layers, made, doc.problems)


def test_it_fulfils_the_protocols(store: Store) -> None:
    view: ViewProtocol = store.view()
    writer: WriterProtocol = store.writer()
    assert list(view.documents()) == []
    writer.replace(Party, ())


def test_documents_come_back_as_they_were_ordered_by_id(store: Store) -> None:
    docs = [annotated(number) for number in range(120)]
    assert store.add_documents(docs) == 120
    expected = sorted((without_sentences(doc) for doc in docs), key=lambda doc: doc.document.id)
    assert list(store.view().documents()) == expected
    assert store.view().document(docs[7].document.id) == without_sentences(docs[7])


def test_sentences_are_kept_but_only_given_when_asked_for(store: Store) -> None:
    doc = annotated(1)
    store.add_document(doc)
    (found,) = store.view().documents()
    with pytest.raises(PipelineError):
        found.layer(Sentence)
    assert store.view().layer(doc.document.id, Sentence) == doc.layer(Sentence)
    assert store.view().layer(doc.document.id, Claim) == doc.layer(Claim)


def test_a_rerun_with_the_same_stages_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "case.sqlite"
    for _ in range(2):
        with Store.open(file) as store:
            store.add_documents(annotated(number) for number in range(5))
            store.add_problem(Problem("x.txt", "read", "x.txt: is empty"))
            store.writer().replace(Party, [Party("pty_1", "Front", "armed_group", ("ent_1",))])
    assert len(list(tmp_path.iterdir())) == 1
    with sqlite3.connect(file) as raw:
        assert raw.execute("select count(*), max(generation) from layers").fetchone() == (10, 0)
        assert raw.execute("select count(*) from claims").fetchone() == (10,)
        assert raw.execute("select count(*) from problems").fetchone() == (1,)
        assert raw.execute("pragma journal_mode").fetchone() == ("wal",)


def test_claims_are_never_overwritten(store: Store) -> None:
    old, new = annotated(1, "1", killed=2), annotated(1, "2", killed=3)
    store.add_document(old)
    store.add_document(new)
    view = store.view()
    (found,) = view.documents()
    assert found.layer(Claim) == new.layer(Claim)
    assert [claim.value for claim in view.claims("killed")] == [Figure(3, 3)]
    history = view.generations(old.document.id, Claim)
    assert [kept for _, kept in history] == [old.layer(Claim), new.layer(Claim)]
    assert [made.version for made, _ in history] == ["1", "2"]
    assert {made.version for made in store.provenance()} == {"2"}


def test_a_document_with_new_metadata_takes_the_place_of_the_old(store: Store) -> None:
    import msgspec

    doc = annotated(1)
    store.add_document(doc)
    renamed = msgspec.structs.replace(doc.document, publisher="The Elso Times")
    store.add_document(AnnotatedDocument(renamed, doc.layers, doc.provenance))
    (found,) = store.view().documents()
    assert found.document.publisher == "The Elso Times"
    assert found.layer(Claim) == doc.layer(Claim)


def test_claims_can_be_asked_for_by_aspect(store: Store) -> None:
    store.add_documents(annotated(number) for number in range(60))
    claims = list(store.view().claims("injured"))
    assert len(claims) == 60
    assert {claim.aspect for claim in claims} == {"injured"}
    assert [claim.document for claim in claims] == sorted(claim.document for claim in claims)


def test_problems_of_stages_go_with_their_document(store: Store) -> None:
    doc = annotated(1)
    failed = Problem("001.txt", "events", "001.txt: stage events failed", doc.document.id)
    foreign = Problem("001.txt", "read", "001.txt: is in Spanish (es)", doc.document.id)
    missing = Problem("000.txt", "read", "000.txt: does not exist")
    store.add_problem(foreign)
    store.add_document(doc.with_problem(failed))
    store.add_problem(missing)
    store.add_problem(missing)
    assert list(store.problems()) == [missing, failed, foreign]
    (found,) = store.view().documents()
    assert found.problems == (failed,)
    store.add_document(doc)
    assert list(store.problems()) == [missing, foreign]


def test_case_records_are_replaced_and_sorted(store: Store) -> None:
    view, writer = store.view(), store.writer()
    parties = [Party(f"pty_{number:04}", "Front", "armed_group", ()) for number in range(1_200)]
    made = Provenance("parties", "1", "abc")
    writer.replace(Party, reversed(parties), made)
    assert list(view.all(Party)) == parties
    assert list(store.provenance()) == [made]
    writer.replace(Party, parties[:1])
    assert list(view.all(Party)) == parties[:1]
    assert list(view.all(Account)) == []
    assert list(store.provenance()) == []


def test_a_replacement_that_fails_changes_nothing(store: Store) -> None:
    view, writer = store.view(), store.writer()
    account = Account("inc_1", None, "Herald", ("clm_1",))
    writer.replace(Account, [account])
    with pytest.raises(StoreError, match="two different Account"):
        writer.replace(Account, [account, Account("inc_1", None, "Herald", ("clm_2",))])

    def broken() -> Iterator[Account]:
        yield Account("inc_2", "pty_1", None, ())
        raise RuntimeError("stage failed")

    with pytest.raises(RuntimeError):
        writer.replace(Account, broken())
    assert list(view.all(Account)) == [account]


def test_a_stage_may_read_the_case_while_it_replaces(store: Store) -> None:
    docs = [annotated(number) for number in range(120)]
    store.add_documents(docs)
    view, writer = store.view(), store.writer()
    writer.replace(Party, (Party(doc.document.id, "x", "outlet", ()) for doc in view.documents()))
    assert len(list(view.all(Party))) == 120


def test_judgements_are_only_ever_added(store: Store) -> None:
    at = datetime(2024, 5, 1, tzinfo=UTC)
    first = Judgement("evt_2", "evt_1", "same", "Ada", at, "one place, one day")
    second = Judgement("evt_1", "evt_2", "different", "Brel", at)
    for judgement in (first, second, first):
        store.add_judgement(judgement)
    assert list(store.judgements()) == [first, second, first]


def test_unknown_kinds_are_refused(store: Store) -> None:
    with pytest.raises(UnknownRecordError, match="Span"):
        list(store.view().all(Span))
    with pytest.raises(UnknownRecordError, match="Span"):
        store.view().layer("doc_1", Span)
    with pytest.raises(UnknownRecordError, match="doc_1"):
        store.view().document("doc_1")


@pytest.mark.parametrize("kind", LAYERS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_layer_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    records = tuple(data.draw(st.lists(of(kind), max_size=3)))
    document = annotated(1).document
    doc = AnnotatedDocument(document).with_layer(kind, records, Provenance("x", "1", "abc"))
    with Store.open(":memory:") as store:
        store.add_document(doc)
        assert store.view().layer(document.id, kind) == records


@pytest.mark.parametrize("kind", CASE_KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_case_kind_comes_back_in_one_order(kind: type, data: st.DataObject) -> None:
    unique = st.lists(of(kind), max_size=4, unique_by=CASE_KINDS[kind])
    records = data.draw(unique)
    with Store.open(":memory:") as store:
        store.writer().replace(kind, records)
        first: list[Any] = list(store.view().all(kind))
        store.writer().replace(kind, records[::-1])
        assert list(store.view().all(kind)) == first
        assert sorted(map(CASE_KINDS[kind], first)) == sorted(map(CASE_KINDS[kind], records))
        assert all(record in first for record in records)


# opening


def test_a_case_outlives_its_opening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "case.sqlite") as store:
        store.add_document(annotated(1))
    with Store.open(f"sqlite:///{tmp_path}/case.sqlite") as store:
        assert [doc.document.name for doc in store.view().documents()] == ["001.txt"]


def test_two_readers_while_one_writes(tmp_path: Path) -> None:
    file = tmp_path / "case.sqlite"
    with Store.open(file) as writing, Store.open(file) as one, Store.open(file) as two:
        writing.add_documents(annotated(number) for number in range(60))
        reading = one.view().documents()
        next(reading)
        writing.add_document(annotated(99))
        assert len(list(two.view().documents())) == 61


def test_a_newer_case_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.sqlite"
    Store.open(file).close()
    with sqlite3.connect(file) as raw:
        raw.execute("update rashomon_marks set value = '999'")
    raw.close()
    with pytest.raises(StoreError, match=r"newer Rashomon \(schema 999"):
        Store.open(file)


def test_what_is_no_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("Two people died in the port of Harvane. " * 50)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(tmp_path / "text.sqlite")
    with sqlite3.connect(tmp_path / "other.sqlite") as raw:
        raw.execute("create table documents (id text)")
    raw.close()
    with pytest.raises(StoreError, match="something else"):
        Store.open(tmp_path / "other.sqlite")
    with pytest.raises(StoreError, match="no folder"):
        Store.open(tmp_path / "nowhere" / "case.sqlite")
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)


def test_no_message_shows_a_password() -> None:
    for url in ("nosuch://user:geheim@host/case", "postgresql+nosuch://user:geheim@host/case"):
        with pytest.raises(StoreError) as refused:
            Store.open(url)
        assert "geheim" not in str(refused.value)


def test_the_environment_may_name_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert location(Path("case.sqlite")) == Path("case.sqlite")
    monkeypatch.setenv(URL_VARIABLE, "postgresql://server/case")
    assert location(Path("case.sqlite")) == "postgresql://server/case"
