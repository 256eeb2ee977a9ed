from __future__ import annotations

from typing import Any

from rashomon.evaluate.memory import MemoryCase
from rashomon.reconcile.assessments import Assessments
from rashomon.records import (
    Account,
    Assessment,
    Dependence,
    Incident,
    Party,
)
from rashomon.stage import AnnotatedDocument
from tests.reconcile.reports import toll_report


def spoken(
    name: str, number: int, published: int = 1, speaker: str = "The Velm Observatory"
) -> AnnotatedDocument:
    """A report in which one source gives one toll."""
    return toll_report(name, speaker, number, published)


def run(docs: list[Any], united: bool = True, copies: tuple[Dependence, ...] = ()) -> MemoryCase:
    case = MemoryCase(docs)
    names = sorted(doc.document.id for doc in docs)
    case.replace(
        Incident, [Incident("inc", tuple(f"evt-{n}" for n in names), tuple(names), "bombing")]
    )
    groups = [names] if united else [[n] for n in names]
    case.replace(
        Party,
        [
            Party(f"pty-{g[0]}", f"Source {g[0]}", "monitor", tuple(f"ent-{n}" for n in g))
            for g in groups
        ],
    )
    case.replace(Dependence, copies)
    Assessments()(case, case)
    return case


def only(case: MemoryCase) -> Assessment:
    (made,) = case.all(Assessment)
    return made


def test_one_party_in_two_outlets_is_one_source() -> None:
    made = only(run([spoken("a", 4), spoken("b", 4)]))
    assert (made.status, made.independent_sources) == ("single_source", 1)
    assert [r.relation for r in made.relations] == ["copy"]


def test_two_parties_disagree() -> None:
    made = only(run([spoken("a", 4), spoken("b", 9)], united=False))
    assert (made.status, made.independent_sources) == ("disputed", 2)
    assert [p.sources for p in made.values] == [("Source a",), ("Source b",)]


def test_a_later_figure_of_one_party_supersedes() -> None:
    made = only(run([spoken("a", 4), spoken("b", 9, published=3)]))
    assert made.status == "superseded"
    assert [(r.a, r.b, r.relation) for r in made.relations] == [("clm-a", "clm-b", "supersede")]


def test_accounts_by_party() -> None:
    accounts = list(run([spoken("a", 4), spoken("b", 9)], united=False).all(Account))
    assert [(a.source, a.claims) for a in accounts] == [
        ("pty-a", ("clm-a",)),
        ("pty-b", ("clm-b",)),
    ]


def test_a_verbatim_copy_of_a_later_day_changes_no_order_of_events() -> None:
    copies = (Dependence("c", "a", "verbatim", 1.0, "all"),)
    docs = [spoken("a", 4), spoken("b", 9, published=3), spoken("c", 4, published=5)]
    made = only(run(docs, copies=copies))
    assert {(r.a, r.b, r.relation) for r in made.relations} == {
        ("clm-a", "clm-b", "supersede"),
        ("clm-c", "clm-b", "supersede"),
        ("clm-a", "clm-c", "copy"),
    }


def test_a_claim_without_an_incident_is_left_out() -> None:
    case = MemoryCase([spoken("a", 4)])
    Assessments()(case, case)
    assert list(case.all(Assessment)) == []
    assert list(case.all(Account)) == []
