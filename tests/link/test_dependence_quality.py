"""How well dependence is found on an invented collection, at several strengths of rewriting.

Precision and recall over pairs (copy, original), the expected values beside each strength. What is
not found shows where the method ends: it is in the documentation too.
"""

from __future__ import annotations

import pytest

from rashomon.link.independence import find_dependences
from rashomon.records import Document
from tests.link.newsroom import paragraphs, printed, rewritten, shuffled, trimmed

EVENTS = 20


def score(documents: list[Document], gold: set[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of the pairs found, 1 where nothing was asked for."""
    found = {(d.copy, d.original) for d in find_dependences(documents)}
    right = len(found & gold)
    return (right / len(found) if found else 1.0), (right / len(gold) if gold else 1.0)


def test_writers_who_know_the_same_facts_are_independent() -> None:
    """Six of each event share names, figures and a quotation of 26 words: no copy is found."""
    for event in range(EVENTS):
        documents = [
            printed(f"d{n}", paragraphs(100 * event + n), f"outlet {n}", n + 1) for n in range(6)
        ]
        assert find_dependences(documents) == ()


@pytest.mark.parametrize(
    ("strength", "least_recall"),
    [(0.0, 1.0), (0.05, 1.0), (0.1, 1.0), (0.15, 0.95), (0.2, 0.7)],
)
def test_rewriting_at_several_strengths(strength: float, least_recall: float) -> None:
    """A share of the words is swapped or dropped; two independent writers stand beside."""
    precisions, recalls = [], []
    for event in range(EVENTS):
        original = paragraphs(event)
        documents = [
            printed("wire", original, "Coastal Wire", 1),
            printed("copy", rewritten(original, strength, event), "Velm Gazette", 2),
            printed("own1", paragraphs(1000 + event), "Orvel Post", 1),
            printed("own2", paragraphs(2000 + event), "Harvane Times", 2),
        ]
        precision, recall = score(documents, {("copy", "wire")})
        precisions.append(precision)
        recalls.append(recall)
    assert sum(precisions) / EVENTS == 1.0
    assert sum(recalls) / EVENTS >= least_recall


@pytest.mark.parametrize("share", [0.75, 0.5, 0.3])
def test_trimmed_copies(share: float) -> None:
    for event in range(EVENTS):
        original = paragraphs(event)
        documents = [
            printed("wire", original, "Coastal Wire", 1),
            printed("copy", trimmed(original, share), "Velm Gazette", 1),
            printed("own", paragraphs(1000 + event), "Orvel Post", 1),
        ]
        assert score(documents, {("copy", "wire")}) == (1.0, 1.0)


def test_a_new_headline_dateline_and_order_hide_no_copy() -> None:
    for event in range(EVENTS):
        original = paragraphs(event)
        other = ["Market blast leaves a town in mourning", *shuffled(original, event)]
        documents = [
            printed("wire", ["Twelve killed in Orvel", *original], "Coastal Wire", 1),
            printed("copy", other, "Velm Gazette", 2, title=other[0]),
            printed("own", paragraphs(1000 + event), "Orvel Post", 1),
        ]
        assert score(documents, {("copy", "wire")}) == (1.0, 1.0)


def test_trimmed_rewritten_and_put_in_another_order_at_once() -> None:
    recalls = []
    for event in range(EVENTS):
        original = paragraphs(event)
        short = shuffled(rewritten(trimmed(original, 0.6), 0.08, event), event)
        documents = [
            printed("wire", original, "Coastal Wire", 1),
            printed("copy", short, "Velm Gazette", 2),
            printed("own", paragraphs(1000 + event), "Orvel Post", 1),
        ]
        precision, recall = score(documents, {("copy", "wire")})
        assert precision == 1.0
        recalls.append(recall)
    assert sum(recalls) / EVENTS >= 0.95


def test_a_chain_of_rewrites_ends_at_its_first_report() -> None:
    """Wire, a light rewrite of it, and a light rewrite of that: one source."""
    for event in range(EVENTS):
        original = paragraphs(event)
        second = rewritten(original, 0.07, event)
        third = rewritten(second, 0.07, event + 500)
        documents = [
            printed("wire", original, "Coastal Wire", 1),
            printed("second", second, "Velm Gazette", 2),
            printed("third", third, "Orvel Post", 3),
        ]
        assert score(documents, {("second", "wire"), ("third", "wire")}) == (1.0, 1.0)


def test_an_outlets_house_background_makes_no_copy() -> None:
    """Two events a week apart in one paper, half of each text the paper's standing background."""
    first, second = paragraphs(1), paragraphs(2)
    background = paragraphs(3)[2:9]
    size = min(len(first), len(second))
    documents = [
        printed("a", [*first[2:size], *background], "Velm Gazette", 1),
        printed("b", [*rewritten(second[2:size], 0.3, 1), *background], "Velm Gazette", 8),
    ]
    assert find_dependences(documents) == ()
    other = printed("b", [*rewritten(second[2:size], 0.3, 1), *background], "Orvel Post", 8)
    assert [d.kind for d in find_dependences([documents[0], other])] == ["rewritten"]
