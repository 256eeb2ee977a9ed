from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.records import Place
from rashomon.render import formats
from rashomon.render.dossier import atlas, outlines
from tests.render.casebook import EXAMPLE


def incident(number: int, place: Place | None) -> tuple[int, formats.CaseIncident]:
    found = formats.CaseIncident(
        id=f"inc_{number}",
        title="t",
        type="attack",
        interval=None,
        place=place,
        documents=(),
        events=("evt",),
        links=(),
    )
    return number, found


def at(name: str, lat: float, lon: float, radius_km: float = 5.0) -> Place:
    return Place(name, None, lat, lon, radius_km)


def test_no_place_no_map() -> None:
    assert atlas.draw([incident(1, None), incident(2, Place("Nowhere"))], None) is None


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.floats(0, 400)),
        min_size=1,
        max_size=5,
    )
)
def test_every_marker_and_its_doubt_lie_in_the_frame(places: list[tuple[float, ...]]) -> None:
    drawn = atlas.draw(
        [incident(n, at(f"P{n}", *where)) for n, where in enumerate(places, 1)], None
    )
    assert drawn is not None
    assert sorted(n for marker in drawn.markers for n in marker.numbers) == list(
        range(1, len(places) + 1)
    )
    for marker in drawn.markers:
        assert -1 <= marker.x <= drawn.width + 1
        assert -1 <= marker.y <= drawn.height + 1
    assert 0 < drawn.scale_px <= drawn.width


def test_places_on_both_sides_of_the_date_line_stay_together() -> None:
    drawn = atlas.draw([incident(1, at("A", -17, 179.6)), incident(2, at("B", -17, -179.6))], None)
    assert drawn is not None
    assert drawn.land, "the islands there are drawn"
    assert drawn.scale_km <= 200


def test_incidents_on_one_spot_share_a_marker() -> None:
    drawn = atlas.draw([incident(1, at("A", 1, 1)), incident(2, at("A", 1, 1))], None)
    assert drawn is not None
    assert [marker.text for marker in drawn.markers] == ["1,2"]


def test_the_cases_own_outlines_frame_the_map() -> None:
    where = at("Kelvane", -37.86, -118.05, 3)
    drawn = atlas.draw([incident(1, where)], EXAMPLE / "places.geojson")
    assert drawn is not None
    assert len(drawn.areas) == 4
    assert "Port Ansell" in [label.text for label in drawn.spots]
    assert drawn.land == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"features": 3}',
        '{"features": [3, {"geometry": null}]}',
        json.dumps(
            {
                "features": [
                    {
                        "properties": {},
                        "geometry": {
                            "type": "Polygon",
                            "coordinates": [["x"], [[1]], [[1, 2], [3, "4"]]],
                        },
                    }
                ]
            }
        ),
        json.dumps(
            {
                "features": [
                    {"properties": {}, "geometry": {"type": "Point", "coordinates": [1, 99]}}
                ]
            }
        ),
    ],
)
def test_a_broken_gazetteer_file_draws_nothing(content: str, tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    path.write_text(content)
    assert outlines.own(path) == ((), ())
    assert outlines.own(tmp_path / "missing.geojson") == ((), ())


def test_the_packaged_world_is_whole_and_small() -> None:
    packed = Path(outlines.__file__).parents[2] / "data" / "outlines.json.gz"
    assert packed.stat().st_size < 700_000
    names = {area.name for area in outlines.world()}
    assert len(names) > 200
    assert all(len(ring) >= 4 for area in outlines.world() for ring in area.rings)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12))
def test_a_clipped_ring_stays_in_its_box(points: list[tuple[float, float]]) -> None:
    for lon, lat in outlines.clipped(tuple(points), -10, -10, 10, 10):
        assert -10 - 1e-9 <= lon <= 10 + 1e-9
        assert -10 - 1e-9 <= lat <= 10 + 1e-9


def test_a_ring_around_the_box_becomes_the_box() -> None:
    ring = ((-50.0, -50.0), (50.0, -50.0), (50.0, 50.0), (-50.0, 50.0))
    assert set(outlines.clipped(ring, -1, -1, 1, 1)) == {(-1, -1), (1, -1), (1, 1), (-1, 1)}
