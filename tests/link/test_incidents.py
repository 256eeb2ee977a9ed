from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.link.clustering import cluster
from rashomon.link.episodes import episodes_of, is_vague
from rashomon.link.incidents import Incidents, find_incidents
from rashomon.records import (
    Entity,
    Event,
    Incident,
    Interval,
    Judgement,
    Place,
    Provenance,
    Span,
    digest_id,
)
from rashomon.stage import AnnotatedDocument
from tests.case import MemoryCase, report

START = datetime(2021, 5, 1, tzinfo=UTC)
MADE = Provenance("test", "1", "", ())
HARVANE = Place(
    "Harvane", "case:1", 40.0, 10.0, 4.0, precision="exact", confidence=0.9, country="TV"
)
MOLKER = Place("Molker", "case:2", 47.0, 10.0, 4.0, precision="exact", confidence=0.9, country="TV")


def on(day: int, days: int = 1) -> Interval:
    start = START + timedelta(days=day - 1)
    return Interval(start, start + timedelta(days=days), "day" if days == 1 else "month")


def doc(name: str, text: str, events: Sequence[tuple[str, dict[str, Any]]], day: int = 1) -> Any:
    """A document whose events are triggered by words of its text, in order of mention."""
    document = report(
        name, text, published=START + timedelta(days=day - 1), title=text.split("\n")[0]
    )
    made = []
    reached = 0
    for word, fields in events:
        at = text.index(word, reached)
        reached = at + len(word)
        made.append(
            Event(
                id=digest_id("evt", name, at),
                document=name,
                trigger=Span(name, at, at + len(word)),
                **{"type": "bombing", **fields},
            )
        )
    layers: dict[type, tuple[Any, ...]] = {Event: tuple(made), Entity: ()}
    return AnnotatedDocument(document, layers, dict.fromkeys(layers, MADE))


def blast(name: str, day: int = 1) -> Any:
    return doc(
        name,
        "Blast at Harvane grain market kills four\n\nA bombing tore through the Ostrel arcade in "
        "Harvane on Saturday, said mayor Ilda Quenmar. The explosion came at noon when farmers "
        "from Vossel and Drimmen unloaded barley.",
        [
            ("bombing", {"interval": on(1), "place": HARVANE}),
            ("explosion", {}),
        ],
        day,
    )


def siege(name: str, day: int = 2) -> Any:
    return doc(
        name,
        "Gunmen hold Molker radio station\n\nA shooting at the Molker transmitter left engineer "
        "Tobin Arrask hurt, broadcaster Radio Velm reported on Sunday.",
        [("shooting", {"type": "shooting", "interval": on(2), "place": MOLKER})],
        day,
    )


def documents_of(incidents: Sequence[Incident]) -> list[tuple[str, ...]]:
    return sorted(incident.documents for incident in incidents)


def test_two_reports_on_one_event_are_one_incident() -> None:
    found = find_incidents([blast("a"), blast("b", 2), siege("c")])
    assert documents_of(found) == [("a", "b"), ("c",)]
    joined = next(i for i in found if len(i.documents) == 2)
    assert len(joined.events) == 4
    assert joined.type == "bombing"
    assert joined.place == HARVANE
    assert joined.interval == on(1)
    assert len(joined.links) == 3
    assert any("wording" in why for _, _, why in joined.links)


def background() -> Any:
    return doc(
        "a",
        "Siege at Harvane ends\n\nA siege of a house in Harvane ended on Monday.\n\nThe shoot-out "
        "began at dawn.\n\nIn March he led an attack on the ministry from the air.\n\nIn "
        "April he led an assault on a barracks. During the attack, soldiers were handcuffed.\n\nHe "
        "had planned a bombing of the market.",
        [
            ("siege", {"type": "siege", "interval": on(1), "place": HARVANE}),
            ("shoot-out", {"type": "armed_clash"}),
            ("attack", {"type": "attack", "interval": on(-60, 30)}),
            ("assault", {"type": "attack", "interval": on(-29, 29), "place": MOLKER}),
            ("attack", {"type": "attack"}),
            ("bombing", {"stage": "planned"}),
        ],
    )


def test_background_events_of_one_report_stay_apart() -> None:
    found = find_incidents([background()])
    assert sorted(len(incident.events) for incident in found) == [1, 2, 2]
    (first, *_) = episodes_of(background())
    assert first.foreground
    assert [e.type for e in first.events] == ["siege", "armed_clash"]


def test_plans_found_an_incident_only_where_nothing_else_happened() -> None:
    planned = doc("a", "A bombing was planned", [("bombing", {"stage": "planned"})])
    assert len(find_incidents([planned])) == 1
    events = {e for i in find_incidents([background()]) for e in i.events}
    assert background().layer(Event)[-1].id not in events


def test_a_manhunt_without_a_date_is_part_of_what_it_followed() -> None:
    text = "Siege ends\n\nA siege in Harvane ended on Monday. It followed a manhunt."
    events: list[tuple[str, dict[str, Any]]] = [
        ("siege", {"type": "siege", "interval": on(1)}),
        ("manhunt", {"type": "manhunt"}),
    ]
    assert len(find_incidents([doc("a", text, events)])) == 1


def judgement(left: str, right: str, verdict: Any, hour: int = 0) -> Judgement:
    return Judgement(left, right, verdict, "an editor", START + timedelta(hours=hour), "I looked")


def test_people_decide() -> None:
    docs = [blast("a"), blast("b"), siege("c")]
    a, c = docs[0].layer(Event)[0].id, docs[2].layer(Event)[0].id
    joined = find_incidents(docs, [judgement(a, c, "same")])
    assert documents_of(joined) == [("a", "b", "c")]
    assert any("joined by an editor: I looked" in why for _, _, why in joined[0].links)
    assert documents_of(find_incidents(docs, [judgement("a", "b", "different")])) == [
        ("a",),
        ("b",),
        ("c",),
    ]


def test_the_latest_judgement_wins() -> None:
    docs = [blast("a"), blast("b")]
    first, second = judgement("a", "b", "different", 1), judgement("b", "a", "same", 2)
    assert len(find_incidents(docs, [first, second])) == 1
    assert len(find_incidents(docs, [second, first])) == 1
    assert len(find_incidents(docs, [first, judgement("a", "b", "same", 0)])) == 2


def test_a_person_can_part_events_of_one_report() -> None:
    one, other = blast("a").layer(Event)
    found = find_incidents([blast("a")], [judgement(one.id, other.id, "different")])
    assert {i.events for i in found} == {(one.id,), (other.id,)}


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)))
def test_order_does_not_matter(order: list[int]) -> None:
    docs = [blast("a"), blast("b", 3), siege("c"), siege("d"), background()]
    docs[4] = AnnotatedDocument(docs[4].document, docs[4].layers)
    assert find_incidents([docs[i] for i in order]) == find_incidents(docs)


def test_an_unrelated_report_changes_nothing() -> None:
    alone = find_incidents([blast("a"), blast("b", 2)])
    more = find_incidents([blast("a"), blast("b", 2), siege("c")])
    assert set(alone) <= set(more)


def test_capitals_only_texts_link_by_rare_words() -> None:
    def shouted(name: str) -> Any:
        plain = blast(name)
        text = plain.document.text.upper()
        return doc(name, text, [("BOMBING", {"interval": on(1)}), ("EXPLOSION", {})])

    assert documents_of(find_incidents([shouted("a"), shouted("b")])) == [("a", "b")]


def test_stage_replaces_and_survives_documents_without_events() -> None:
    empty = AnnotatedDocument(report("z", ""), {Event: (), Entity: ()})
    case = MemoryCase([blast("a"), empty])
    Incidents()(case, case)
    Incidents()(case, case)
    assert documents_of(list(case.all(Incident))) == [("a",)]


def test_clustering_obeys_must_and_cannot() -> None:
    scored = [(0, 1, 3.0), (1, 2, 3.0), (0, 2, 3.0), (2, 3, -2.0)]
    assert cluster(4, scored, 0.0) == [[0, 1, 2], [3]]
    assert [0, 1] not in cluster(4, scored, 0.0, cannot=[(0, 1)])
    parted = cluster(4, scored, 0.0, cannot=[(0, 2), (1, 2)])
    assert parted == [[0, 1], [2], [3]]
    assert any({2, 3} <= set(group) for group in cluster(4, scored, 0.0, must=[(2, 3)]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_clustering_is_a_partition_that_keeps_every_constraint(data: st.DataObject) -> None:
    nodes = data.draw(st.integers(2, 9))
    pair = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(
        lambda p: p[0] < p[1]
    )
    scored = data.draw(
        st.dictionaries(pair, st.floats(-8, 8, allow_nan=False)).map(
            lambda d: [(a, b, s) for (a, b), s in sorted(d.items())]
        )
    )
    cannot = data.draw(st.lists(pair, max_size=3))
    # People who join across what people part are settled before: no chain of joins holds a parting.
    must: list[tuple[int, int]] = []
    for joined in data.draw(st.lists(pair, max_size=3)):
        held = cluster(nodes, (), 0.0, must=[*must, joined])
        if not any({a, b} <= set(group) for group in held for a, b in cannot):
            must.append(joined)
    groups = cluster(nodes, scored, 0.0, must=must, cannot=cannot)
    assert sorted(n for group in groups for n in group) == list(range(nodes))
    home = {n: i for i, group in enumerate(groups) for n in group}
    assert all(home[a] != home[b] for a, b in cannot)
    assert all(home[a] == home[b] for a, b in must)


def test_earlier_attacks_without_a_place_join_no_incident() -> None:
    def event(interval: Interval | None) -> Event:
        return Event(
            id="e", document="d", type="bombing", trigger=Span("d", 0, 4), interval=interval
        )

    noon = datetime(2021, 5, 1, 12, tzinfo=UTC)
    assert is_vague(event(Interval(None, noon, "before")))
    assert not is_vague(event(Interval(noon, noon + timedelta(hours=1), "about")))
    assert not is_vague(event(None))


def test_an_earlier_event_at_a_neighbouring_place_is_another_one() -> None:
    near = Place("Oren Pass", "case:3", 40.2, 10.0, 1.0, precision="exact", confidence=0.9)
    before = Interval(None, START + timedelta(days=1), "before")
    told = doc(
        "a",
        "A bombing shook Harvane. It came three weeks after an ambush at Oren Pass.",
        [
            ("bombing", {"interval": on(1), "place": HARVANE}),
            ("ambush", {"type": "attack", "interval": before, "place": near}),
        ],
    )
    assert sorted(len(incident.events) for incident in find_incidents([told])) == [1, 1]
