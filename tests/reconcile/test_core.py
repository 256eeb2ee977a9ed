from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.reconcile.core import PAIRWISE_LIMIT, reconcile
from rashomon.reconcile.views import ClaimView
from rashomon.records import Assessment, Figure, Value
from tests.reconcile.claims import claim, exactly, floor


def only(claims: list[ClaimView]) -> Assessment:
    (made,) = reconcile(claims)
    return made


@st.composite
def cases(draw: st.DrawFn) -> list[ClaimView]:
    """Up to nine claims on who died and who did it, by few parties in few reports."""
    made = []
    for number in range(draw(st.integers(1, 9))):
        document = draw(st.sampled_from(["one", "two", "three", "four"]))
        value: Value | str
        if draw(st.booleans()):
            low = draw(st.integers(0, 40))
            value = draw(st.sampled_from([Figure(low, low), Figure(low, None), Figure(None, low)]))
        else:
            value = draw(st.sampled_from(["Oskel Front", "Tarvan army", "armed men", "rebels"]))
        made.append(
            claim(
                f"c{number}",
                value,
                draw(st.none() | st.sampled_from(["army", "monitor", "hospital"])),
                doc=document,
                on={"one": 1, "two": 1, "three": 2, "four": 5}[document],
                order=number * 10,
                said=draw(st.sampled_from(["", "the toll has risen to", "an earlier toll"])),
                polarity=draw(st.sampled_from(["affirmed", "affirmed", "denied"])),
                certainty=draw(st.sampled_from(["asserted", "hedged", "unknown"])),
            )
        )
    return made


@settings(max_examples=150, deadline=None)
@given(cases(), st.randoms())
def test_order_does_not_matter(claims: list[ClaimView], rng: object) -> None:
    shuffled = list(claims)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reconcile(shuffled) == reconcile(claims)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_an_exact_copy_of_a_report_adds_copies_only(claims: list[ClaimView]) -> None:
    """A second masthead over report one changes no status, no count, no relation of the others."""
    copies = [
        replace(c, id=f"{c.id}-copy", document="zz-copy", outlet="outlet:zz-copy", verbatim="one")
        for c in claims
        if c.document == "one"
    ]
    before, after = reconcile(claims), reconcile([*claims, *copies])
    assert [(a.aspect, a.status, a.independent_sources) for a in before] == [
        (a.aspect, a.status, a.independent_sources) for a in after
    ]
    ids = {c.id for c in claims}
    for old, new in zip(before, after, strict=True):
        kept = tuple(r for r in new.relations if r.a in ids and r.b in ids)
        assert kept == old.relations


@settings(max_examples=80, deadline=None)
@given(cases(), cases())
def test_an_unrelated_report_changes_nothing(
    claims: list[ClaimView], more: list[ClaimView]
) -> None:
    others = [
        replace(c, id=f"other-{c.id}", incident="other", document=f"other-{c.document}")
        for c in more
    ]
    made = reconcile([*claims, *others])
    assert tuple(a for a in made if a.incident == "inc") == reconcile(claims)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_every_claim_stands_in_one_position(claims: list[ClaimView]) -> None:
    for made in reconcile(claims):
        placed = [c for position in made.values for c in position.claims]
        assert sorted(placed) == sorted(c.id for c in claims if c.aspect == made.aspect)
        assert made.trace


def test_statuses() -> None:
    agreed = only([claim("a", exactly(4), "police"), claim("b", exactly(4), "hospital")])
    assert (agreed.status, agreed.independent_sources) == ("agreed", 2)
    single = only([claim("a", exactly(4), "police"), claim("b", exactly(4), "police")])
    assert (single.status, single.independent_sources) == ("single_source", 1)
    disputed = only([claim("a", exactly(4), "police"), claim("b", exactly(9), "hospital")])
    assert disputed.status == "disputed"
    updated = only([claim("a", exactly(4), "police"), claim("b", exactly(9), "police", on=3)])
    assert updated.status == "superseded"
    unknown = only([claim("a", Figure(None, None), "police")])
    assert unknown.status == "unknown"
    many = only([claim("a", "Oskel Front", "all sources", many=True)])
    assert (many.status, many.independent_sources) == ("agreed", 2)


def test_a_floor_backs_the_figure_that_makes_it_precise() -> None:
    made = only(
        [
            claim("a", floor(3), "clinic"),
            claim("b", exactly(2), "mayor"),
            claim("c", exactly(4), "police"),
        ]
    )
    assert [position.claims for position in made.values] == [("c",), ("a",), ("b",)]


def test_a_conflict_that_an_update_settles_is_not_a_dispute() -> None:
    made = only(
        [
            claim("a", exactly(4), "police"),
            claim("b", exactly(6), "hospital"),
            claim("c", exactly(9), "police", on=3),
            claim("d", exactly(9), "hospital", on=3),
        ]
    )
    assert made.status != "disputed"
    assert any(r.relation == "conflict" for r in made.relations)


def test_denial_stands_as_its_own_position() -> None:
    made = only(
        [claim("a", "Tarvan army", "council"), claim("b", "Tarvan army", "army", polarity="denied")]
    )
    assert made.status == "disputed"
    assert [(p.polarity_denied, p.sources) for p in made.values] == [
        (False, ("council",)),
        (True, ("army",)),
    ]


def test_a_fact_with_very_many_claims_stays_small() -> None:
    claims = [
        claim(f"c{n:04}", floor(10 + n % 3), f"party{n % 4}", doc=f"d{n}") for n in range(600)
    ]
    assert len(claims) > PAIRWISE_LIMIT
    made = only(claims)
    assert made.independent_sources == 4
    assert len(made.relations) < 3 * len(claims)


def test_an_outlet_that_repeats_two_sources_does_not_make_them_one() -> None:
    made = only(
        [
            claim("a", exactly(4), "police", doc="one", order=1),
            claim("b", exactly(4), "hospital", doc="one", order=2),
            claim("c", exactly(4), doc="one", order=3),
        ]
    )
    assert (made.status, made.independent_sources) == ("agreed", 2)
