"""Invariants that records keep on construction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.records import (
    Assessment,
    Attribution,
    Claim,
    Entity,
    Figure,
    Incident,
    Interval,
    Quantity,
    Span,
    Statement,
    digest_id,
)
from tests.records.strategies import of


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_an_empty_reversed_or_negative_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span("doc_1", start, end)


def test_nothing_comparable_comes_without_evidence() -> None:
    with pytest.raises(ValueError, match="evidence"):
        Claim(
            id="clm_1", document="doc_1", aspect="other", value=Statement("it rained"), evidence=()
        )
    with pytest.raises(ValueError, match="content"):
        Attribution(id="att_1", document="doc_1", content=())
    with pytest.raises(ValueError, match="mention"):
        Entity("ent_1", "doc_1", "person", "Ada Brel", ())
    with pytest.raises(ValueError, match="at least one event"):
        Incident("inc_1", (), (), "attack")
    with pytest.raises(ValueError, match="without claims"):
        Assessment(
            id="ass_1",
            incident="inc_1",
            aspect="killed",
            whom=None,
            status="agreed",
            independent_sources=2,
            values=(),
            relations=(),
            trace=(),
        )


def test_reversed_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Figure(3, 2)
    with pytest.raises(ValueError, match="low <= high"):
        Quantity(3, 2, "person")


def test_an_interval_needs_time_zones_and_length() -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="start < end"):
        Interval(moment, moment, "day")
    with pytest.raises(ValueError, match="time zone"):
        Interval(datetime(2020, 1, 1), None, "after")


@given(of(Interval), of(Interval))
def test_overlap_is_symmetric_and_follows_from_containment(a: Interval, b: Interval) -> None:
    assert a.overlaps(b) == b.overlaps(a)
    if a.contains(b):
        assert a.overlaps(b)
    assert a.contains(a)


@given(of(Span), of(Span))
def test_a_contained_span_overlaps(a: Span, b: Span) -> None:
    assert a.overlaps(b) == b.overlaps(a)
    if a.contains(b):
        assert a.overlaps(b)
        assert len(b) <= len(a)


@given(st.lists(st.text(), max_size=4))
def test_ids_are_digests_of_meaning(parts: list[str]) -> None:
    assert digest_id("evt", *parts) == digest_id("evt", *parts)
    assert digest_id("evt", *parts).startswith("evt_")
    assert digest_id("evt", *parts, "more") != digest_id("evt", *parts)
