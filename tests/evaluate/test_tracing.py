from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.evaluate.claim_gold import GoldCluster
from rashomon.evaluate.tracing import Found, Layer, Traced, table_of, trace_conflicts
from rashomon.reconcile.views import ClaimView
from tests.reconcile.claims import claim, exactly

POLICE = claim("g1", exactly(4), "police", doc="one")
CLINIC = claim("g2", exactly(9), "clinic", doc="two")
GOLD = GoldCluster(
    cluster_id="c",
    documents=(),
    claims=(POLICE, CLINIC),
    spans={"g1": ("one", 10, 30), "g2": ("two", 5, 25)},
    relations=(("g1", "g2", "conflict"),),
    statuses={},
    sources={"g1": (0, 6), "g2": (0, 4)},
)


def found(*views: ClaimView, conflicts: frozenset[tuple[str, str]] = frozenset()) -> Found:
    """A case whose predicted claim p1 stands for g1, and so on, as far as given."""
    return Found(
        views={view.id: view for view in views},
        matched={view.id: f"g{view.id[1:]}" for view in views},
        spans={"p1": ("one", 10, 30), "p2": ("two", 5, 25)},
        aspects={"p1": "killed", "p2": "killed"},
        sources=[("one", 0, 6), ("two", 0, 4)],
        conflicts=conflicts,
        rules={},
    )


ONE = replace(POLICE, id="p1")
TWO = replace(CLINIC, id="p2")


def layer(made: Found) -> Layer:
    (traced,) = trace_conflicts(GOLD, made)
    return traced.layer


def test_a_conflict_that_was_found_is_not_traced() -> None:
    assert trace_conflicts(GOLD, found(ONE, TWO, conflicts=frozenset({("g1", "g2")}))) == ()


@pytest.mark.parametrize(
    ("wrong", "blamed"),
    [
        ({"whom": "police"}, "claims: whom"),
        ({"polarity": "denied"}, "claims: polarity"),
        ({"certainty": "unknown"}, "claims: polarity"),
        ({"value": exactly(5)}, "claims: value"),
        ({"parties": frozenset()}, "sources"),
        ({"parties": frozenset({"police"})}, "sources"),
        ({"incident": "another"}, "incidents"),
        ({}, "rules"),
    ],
)
def test_the_first_layer_that_differs_answers(wrong: dict[str, object], blamed: Layer) -> None:
    assert layer(found(ONE, replace(TWO, **wrong))) == blamed  # type: ignore[arg-type]


def test_an_earlier_layer_goes_before_a_later_one() -> None:
    both = replace(TWO, whom="police", value=exactly(5), incident="another")
    assert layer(found(ONE, both)) == "claims: whom"


def test_a_claim_that_nothing_stands_for() -> None:
    made = found(ONE)
    assert layer(made) == "claims: other extent"
    assert layer(replace(made, aspects={"p1": "killed", "p2": "injured"})) == "claims: other aspect"
    bare = replace(made, spans={"p1": ("one", 10, 30)}, aspects={"p1": "killed"})
    assert layer(bare) == "claims: not found"
    assert layer(replace(bare, sources=[("one", 0, 6)])) == "attributions"


def test_a_claim_of_no_incident() -> None:
    made = found(ONE, TWO)
    assert layer(replace(made, views={"p1": ONE})) == "incidents"


def test_a_conflict_that_is_not_there() -> None:
    quiet = replace(GOLD, relations=())
    (traced,) = trace_conflicts(quiet, found(ONE, TWO, conflicts=frozenset({("g1", "g2")})))
    assert (traced.kind, traced.layer) == ("false", "rules")


def test_the_table_has_the_worst_layer_first() -> None:
    rows = table_of(
        [
            Traced("missed", "g1", "g2", "rules", "g1", ""),
            Traced("missed", "g1", "g3", "incidents", "g1", ""),
            Traced("false", "g2", "g3", "incidents", "g1", ""),
        ]
    )
    assert rows[1].split() == ["incidents", "1", "1"]
    assert rows[2].split() == ["rules", "1", "0"]
