"""What must hold of a whole case, from invented reports to assessments."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.evaluate.memory import MemoryCase
from rashomon.link.incidents import find_incidents
from rashomon.records import (
    Account,
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Event,
    Incident,
    Judgement,
    Party,
    Provenance,
)
from rashomon.run.registry import CaseContext, case_stages, document_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, DocumentStage
from tests.case import report

DAY = datetime(2026, 5, 4, tzinfo=UTC)
RESULTS = (Dependence, Party, Incident, Assessment, Account)
TEXTS = {
    "coast": "A bombing in the grain market of Harvane killed nine people on Monday, mayor Ilda "
    "Quenmar said. She blamed the Ostrel Liberation Front for the attack.",
    "ridge": "The Ostrel Liberation Front denied any involvement in the bombing of the grain "
    "market of Harvane on Monday. At least 14 people were killed, doctor Tobin Arrask of the "
    "Harvane hospital said.",
    "vale": "The death toll of Monday's bombing in the grain market of Harvane has risen to 14, "
    "mayor Ilda Quenmar said on Tuesday. It is not known who planted the bomb.",
    "night": "Police said that 11 people died when a bomb exploded in the grain market of Harvane "
    "on Monday. Eleven others were wounded, mayor Ilda Quenmar said.",
}
ELSEWHERE = (
    "Two miners were wounded in a landslide above Brask in 2019, the colliery said at the time."
)
_BY = Provenance("test", "1", "")


@functools.cache
def _stages() -> tuple[DocumentStage, ...]:
    return document_stages(Settings(), CaseContext())


@functools.cache
def read(name: str, text: str, day: int = 0) -> AnnotatedDocument:
    """An outlet's report with every layer."""
    document = report(
        name,
        text,
        publisher=f"The {name.title()} Post",
        published=DAY + timedelta(days=day),
        language="en",
    )
    doc = AnnotatedDocument(document)
    for stage in _stages():
        doc = doc.with_layer(stage.writes, tuple(stage(doc)), _BY)
    return doc


def reports() -> list[AnnotatedDocument]:
    return [read(name, text, number) for number, (name, text) in enumerate(TEXTS.items())]


def made(docs: Iterable[AnnotatedDocument], judged: Sequence[Judgement] = ()) -> MemoryCase:
    """The case of these reports, after all stages."""
    case = MemoryCase(docs)
    case.replace(Judgement, judged)
    return case.run(case_stages(Settings()))


def state(case: MemoryCase) -> list[object]:
    return [tuple(case.all(kind)) for kind in RESULTS]


def test_the_reports_disagree() -> None:
    statuses = {a.status for a in made(reports()).all(Assessment)}
    assert "disputed" in statuses


def test_every_assessment_resolves_to_claims_and_every_claim_to_words() -> None:
    docs = reports()
    case = made(docs)
    claims = {claim.id: claim for doc in docs for claim in doc.layer(Claim)}
    attributions = {a.id for doc in docs for a in doc.layer(Attribution)}
    events = {event.id for doc in docs for event in doc.layer(Event)}
    texts = {doc.document.id: doc.document.text for doc in docs}
    incidents = {incident.id: incident for incident in case.all(Incident)}
    parties = {party.id for party in case.all(Party)}
    found = list(case.all(Assessment))
    assert found
    for assessment in found:
        stood = {c for value in assessment.values for c in value.claims}
        assert stood
        assert assessment.incident in incidents
        assert {end for r in assessment.relations for end in (r.a, r.b)} <= stood
        assert stood <= set(claims)
    for claim in claims.values():
        assert claim.evidence
        for span in claim.evidence:
            assert span.text(texts[claim.document]).strip()
        assert claim.attribution is None or claim.attribution in attributions
        assert claim.event is None or claim.event in events
    for incident in incidents.values():
        assert set(incident.events) <= events
        assert {end for a, b, _ in incident.links for end in (a, b)} <= set(incident.events)
    assert all(c in claims for account in case.all(Account) for c in account.claims)
    assert parties


@given(st.permutations(range(len(TEXTS))))
@settings(max_examples=8, deadline=None)
def test_the_order_of_reports_changes_nothing(order: list[int]) -> None:
    docs = reports()
    assert state(made([docs[n] for n in order])) == state(made(docs))


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 9))
@settings(max_examples=12, deadline=None)
def test_an_exact_copy_adds_no_source_and_changes_no_status(name: str, later: int) -> None:
    docs = reports()
    before = {
        (a.aspect, a.whom): (a.status, a.independent_sources) for a in made(docs).all(Assessment)
    }
    copy = read("echo", TEXTS[name], list(TEXTS).index(name) + later)
    after = {
        (a.aspect, a.whom): (a.status, a.independent_sources)
        for a in made([*docs, copy]).all(Assessment)
    }
    assert after == before


def test_an_unrelated_report_changes_nothing_of_the_others() -> None:
    docs = reports()
    alone, beside = made(docs), made([*docs, read("far", ELSEWHERE, 2)])
    for kind in RESULTS:
        there = list(beside.all(kind))
        assert all(record in there for record in alone.all(kind))


def _judgements() -> list[Judgement]:
    """Two people's words on the same pairs, crossing each other."""
    first = [doc.layer(Event)[0].id for doc in reports()]
    hour = timedelta(hours=1)
    return [
        Judgement(first[0], first[1], "different", "Ada Brel", DAY, "two markets"),
        Judgement(first[1], first[0], "same", "Ivo Tamsin", DAY + hour, "one market"),
        Judgement(first[2], first[3], "different", "Ivo Tamsin", DAY + hour, "two days"),
        Judgement(first[0], first[2], "same", "Ada Brel", DAY + 2 * hour, "the mayor in both"),
        # Both at one moment: nothing but their words decides, and always alike.
        Judgement(first[1], first[3], "same", "Ada Brel", DAY + 3 * hour, "one bomb"),
        Judgement(first[1], first[3], "different", "Ivo Tamsin", DAY + 3 * hour, "two bombs"),
    ]


@given(st.permutations(range(6)), st.integers(0, 6))
@settings(max_examples=15, deadline=None)
def test_two_people_s_judgements_replay_to_the_same_state(order: list[int], again: int) -> None:
    judged = _judgements()
    docs = reports()
    shuffled = [judged[n] for n in order]
    assert state(made(docs, [*shuffled, *shuffled[:again]])) == state(made(docs, judged))


def test_the_later_word_of_two_people_holds() -> None:
    judged = _judgements()
    found = find_incidents(reports(), judged[:2])
    first = judged[0]
    assert any({first.left, first.right} <= set(incident.events) for incident in found)
    early = find_incidents(reports(), judged[:1])
    assert not any({first.left, first.right} <= set(incident.events) for incident in early)


def test_a_correction_s_earlier_report_is_the_outlet_and_no_party_of_its_own() -> None:
    text = (
        "Corrections and clarifications\n\nA report on Friday said that 17 people had been killed "
        "in the bombing of the grain market of Harvane. That was wrong. Nine people were killed. "
        "The Post regrets the error."
    )
    case = made([*reports(), read("coast", text, 6)])
    speakers = {s for a in case.all(Assessment) for value in a.values for s in value.sources}
    assert "The Coast Post" in speakers
    assert not any("report" in speaker.lower() for speaker in speakers)
