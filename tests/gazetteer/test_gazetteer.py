"""The gazetteer: names, levels, a case's own places. The index is built once per machine."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rashomon
from rashomon.errors import CasePlacesError
from rashomon.gazetteer import Gazetteer, distance_km, name_key
from rashomon.gazetteer.build import middle


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    opened = Gazetteer()
    opened.lookup("Paris")
    return opened


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("São Paulo", "SAO PAULO"),
        ("Saint-Étienne", "St. Etienne"),
        ("Al-Bab", "El Bab"),
        ("Deir ez-Zor", "Deir al-Zor"),
        ("The Hague", "Hague"),
        ("Fort Worth", "Ft. Worth"),
        ("Guinea-Bissau", "Guinea Bissau"),
        ("Xi'an", "Xi’an"),
    ],
)
def test_spellings_of_one_name_have_one_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right) != ""


@given(st.text(max_size=40))
def test_any_text_has_a_key(name: str) -> None:
    assert isinstance(name_key(name), str)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Venezuela", "country", "VE"),
        ("U.S.", "country", "US"),
        ("Britain", "country", "GB"),
        ("Caracas", "place", "VE"),
        ("Va.", "admin1", "US"),
        ("Middle East", "region", None),
    ],
)
def test_first_entry_of_a_name(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    first = gazetteer.lookup(name)[0]
    assert (first.kind, first.country) == (kind, country)


def test_areas_have_a_middle_and_a_radius(gazetteer: Gazetteer) -> None:
    area = next(e for e in gazetteer.lookup("Miranda") if e.country == "VE" and e.kind == "admin1")
    assert distance_km(area.lat, area.lon, 10.25, -66.4) < 50
    assert 30 < area.radius_km < 150


def test_demonyms(gazetteer: Gazetteer) -> None:
    for word, code in (("Venezuelan", "VE"), ("Palestinians", "PS"), ("French", "FR")):
        found = gazetteer.demonym(word)
        assert found is not None
        assert found.country == code
    assert gazetteer.demonym("Harvane") is None


def test_unknown_and_empty_names_have_no_entry(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwertzuiopharvane") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("'; DROP TABLE place; --") == ()


def test_opens_in_200_ms(gazetteer: Gazetteer) -> None:
    begun = time.perf_counter()
    Gazetteer().lookup("Lagos")
    assert time.perf_counter() - begun < 0.2


def test_survives_pickling(gazetteer: Gazetteer) -> None:
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.lookup("Caracas") == gazetteer.lookup("Caracas")


def test_case_places_go_first(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Harvane", "aliases": ["Old Harvane"], "country": "VE"},
            "geometry": {"type": "Point", "coordinates": [-66.5, 10.2]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Paris"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[0, 0], [0.2, 0], [0.2, 0.2], [0, 0.2], [0, 0]]],
            },
        },
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    case = gazetteer.with_case_places(path)
    assert case.lookup("old harvane")[0].id == "case:Harvane"
    polygon = case.lookup("Paris")[0]
    assert polygon.id == "case:Paris"
    assert polygon.radius_km == pytest.approx(15.7, abs=0.5)
    assert gazetteer.lookup("Paris")[0].id != "case:Paris"


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"features": [{"properties": {}, "geometry": {}}]}',
        '{"features": [{"properties": {"name": "A"},'
        ' "geometry": {"type": "Point", "coordinates": [500, 0]}}]}',
    ],
)
def test_broken_case_places_are_refused(gazetteer: Gazetteer, tmp_path: Path, content: str) -> None:
    path = tmp_path / "places.geojson"
    path.write_text(content)
    with pytest.raises(CasePlacesError, match=r"places\.geojson"):
        gazetteer.with_case_places(path)


@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-179, 179), st.integers(0, 10**7)), min_size=1)
)
def test_middle_is_on_the_globe(points: list[tuple[float, float, int]]) -> None:
    lat, lon, radius = middle(points)
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert radius >= 5


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_stays_under_300_mb(gazetteer: Gazetteer) -> None:
    names = "Paris,London,San Jose,Victoria,Odessa,Springfield,Miranda,Aleppo"
    script = (
        "from rashomon.gazetteer import Gazetteer\n"
        "opened = Gazetteer()\n"
        f"for name in {names!r}.split(',') * 50: opened.lookup(name)\n"
        "lines = open('/proc/self/status').read().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))\n"
    )
    source = Path(rashomon.__file__).parents[1]
    told = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert int(told.stdout) / 1024 < 300


def test_places_know_their_time_zone(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Caracas")[0].timezone == "America/Caracas"
    assert gazetteer.lookup("Venezuela")[0].timezone == "America/Caracas"
    assert gazetteer.lookup("Russia")[0].timezone is None
