"""Toponyms: recognition, reading, resolution, and places that no gazetteer knows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.places import PlaceMentions, Query, resolve
from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.gazetteer import Gazetteer
from rashomon.records import Dateline, Document, Place, PlaceMention, Span
from rashomon.run.pipeline import Pipeline
from rashomon.settings import Settings

_GAZETTEER = Gazetteer()
_PIPELINE = Pipeline(
    (Sentences(), TimeExpressions(), PlaceMentions(_GAZETTEER)),
    Settings(),
)


def read(text: str, dateline: Dateline | None = None) -> dict[str, PlaceMention]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id="doc_1",
        name="a.txt",
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        published=datetime(2019, 5, 6, tzinfo=UTC),
        dateline=dateline,
    )
    annotated = _PIPELINE.annotate(document)
    assert not annotated.problems
    return {m.span.text(text): m for m in annotated.layer(PlaceMention)}


def test_place_is_literal_and_demonym_is_associative() -> None:
    found = read("Venezuelan authorities said two men died in Caracas.")
    assert found["Venezuelan"].toponymy == "associative"
    assert found["Caracas"].toponymy == "literal"
    assert found["Caracas"].place.country == "VE"
    assert found["Caracas"].place.precision == "exact"


def test_capital_that_speaks_is_an_actor() -> None:
    found = read("Moscow said that it would answer. A shell fell in Moscow on Friday.")
    assert found["Moscow"].toponymy == "literal"
    said = read("Moscow said that it would answer the note.")
    assert said["Moscow"].toponymy == "associative"


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Three people were hurt in Paris, Texas, on Friday.", "Paris", "US", "Texas"),
        ("Three people were hurt in Paris, France, on Friday.", "Paris", "FR", "Île-de-France"),
        ("Soldiers fled barracks in Miranda state, Venezuela.", "Miranda", "VE", "Miranda"),
        ("Syria's Aleppo was shelled again.", "Aleppo", "SY", None),
    ],
)
def test_containment_decides(text: str, name: str, country: str, admin1: str | None) -> None:
    place = read(text)[name].place
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1
    assert place.name == name


def test_other_names_decide() -> None:
    american = read("A fire broke out in Athens, police in Atlanta and Savannah, Georgia, said.")
    assert american["Athens"].place.country == "US"
    greek = read("A fire broke out in Athens, and the Greek port of Piraeus was closed.")
    assert greek["Athens"].place.country == "GR"


def test_unknown_village_is_placed_by_its_neighbour_and_keeps_its_name() -> None:
    found = read("Rebels held a farm in rural El Harvanito, just outside of Caracas, for a day.")
    village, city = found["El Harvanito"].place, found["Caracas"].place
    assert village.name == "El Harvanito"
    assert village.gazetteer_id is None
    assert village.within == city.gazetteer_id
    assert village.precision == "near"
    assert (village.lat, village.lon) == (city.lat, city.lon)
    assert village.radius_km is not None
    assert city.radius_km is not None
    assert village.radius_km > city.radius_km
    assert village.confidence < city.confidence


def test_distance_and_direction_move_the_point() -> None:
    place = resolve(
        [Query("Harvanito", near=("Caracas",), distance_km=100.0, bearing_deg=180.0)], _GAZETTEER
    )[0]
    assert place.lat is not None
    assert place.lat == pytest.approx(10.488 - 100 / 111.2, abs=0.02)
    assert place.precision == "near"


def test_unknown_name_without_a_neighbour_stays_unplaced() -> None:
    assert resolve([Query("Harvanito")], _GAZETTEER) == [Place(name="Harvanito")]


def test_person_is_no_place() -> None:
    found = read("Sen. Carla Lisbon resigned. Lisbon told reporters that she was tired.")
    assert "Lisbon" not in found


def test_dateline_is_no_event_place() -> None:
    text = "BOGOTA, May 3 (Agency) - Two men died in Caracas."
    found = read(text, Dateline(Span("doc_1", 0, 24), "BOGOTA", None, "Agency"))
    assert found["Caracas"].toponymy == "literal"
    assert all(m.toponymy == "associative" for name, m in found.items() if name == "BOGOTA")


def test_upper_case_wire_text() -> None:
    found = read("TWO SOLDIERS WERE KILLED IN SAN SALVADOR, EL SALVADOR, ON MONDAY NIGHT.")
    assert found["SAN SALVADOR"].place.country == "SV"


def test_month_is_no_place() -> None:
    assert read("They met in March and in May.") == {}


def test_resolution_does_not_depend_on_order() -> None:
    names = ["Athens", "Atlanta", "Savannah", "Georgia", "Paris"]
    forth = resolve([Query(name) for name in names], _GAZETTEER)
    back = resolve([Query(name) for name in reversed(names)], _GAZETTEER)
    assert [p.gazetteer_id for p in forth] == [p.gazetteer_id for p in reversed(back)]


_PIECES = st.sampled_from(
    ["Paris", ",", "in", "El", "Harvane", "10 km south of", "near", "Texas", "'s", "Province", "of",
     "the", "Street", "St.", "(", "\n", "🙂", "U.S.", "Georgia", "Mr", "AL-BAB",
     "and", "ــ", "said", "New York"]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=25).map(" ".join), st.text(max_size=100)))
def test_any_text(text: str) -> None:
    for mention in read(text).values():
        assert 0 <= mention.place.confidence <= 1
        assert mention.place.name == mention.span.text(text)
