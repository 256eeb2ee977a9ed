"""An index built from a GeoNames dump, here a small invented one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from rashomon.cli import cli
from rashomon.errors import GazetteerError
from rashomon.gazetteer import Gazetteer, build_geonames_index
from rashomon.gazetteer.geonames import find_dump


def _place(
    number: int,
    name: str,
    feature: str,
    lat: float,
    lon: float,
    admin: str = "",
    people: int = 0,
    others: str = "",
    country: str = "VE",
) -> str:
    first, _, second = admin.partition(".")
    kind, code = feature.split(".")
    return "\t".join(
        (str(number), name, name, others, str(lat), str(lon), kind, code, country, "", first,
         second, "", "", str(people), "", "10", "America/Caracas", "2026-01-01")
    )  # fmt: skip


PLACES = [
    _place(1, "Republic of Veltia", "A.PCLI", 8.0, -66.0, people=900_000, others="Veltia"),
    _place(2, "Odell State", "A.ADM1", 10.0, -66.0, "14"),
    _place(3, "Tarn District", "A.ADM2", 10.1, -66.1, "14.1401"),
    _place(4, "Harvane", "P.PPLA", 10.2, -66.2, "14.1401", 52_000, "Harvan,Харване"),
    _place(5, "El Kestrel", "P.PPL", 10.25, -66.3, "14.1401", 300),
    _place(6, "Kestrel Hills", "T.MTS", 10.4, -66.4, "14"),
    _place(7, "Old Harvane", "P.PPLH", 10.2, -66.2, "14.1401"),
    _place(8, "Saint Ode Hotel", "S.HTL", 10.2, -66.2, "14.1401"),
]


def quiet(table: str, done: int, total: int) -> None:
    assert 0 <= done <= total, table


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    with zipfile.ZipFile(folder / "allCountries.zip", "w") as archive:
        archive.writestr("allCountries.txt", "\n".join(PLACES) + "\n")
    (folder / "alternateNamesV2.txt").write_text(
        "1\t4\ten\tHarvane City\t\t\t\t\t\t\n2\t4\tlink\thttps://harvane.example\t\t\t\t\t\t\n"
        "3\t99\ten\tNowhere\t\t\t\t\t\t\n",
        encoding="utf-8",
    )
    (folder / "admin1CodesASCII.txt").write_text("VE.14\tOdell\tOdell\t2\n", encoding="utf-8")
    (folder / "readme.txt").write_text("not a table", encoding="utf-8")
    return folder


@pytest.fixture
def index(dump: Path, tmp_path: Path) -> Path:
    target = tmp_path / "big.sqlite"
    build_geonames_index([dump], target, quiet)
    return target


def test_small_places_areas_and_features_are_found(index: Path) -> None:
    gazetteer = Gazetteer(index)
    small = gazetteer.lookup("El Kestrel")[0]
    assert (small.kind, small.admin1, small.admin2_code) == ("place", "Odell", "VE.14.1401")
    assert small.timezone == "America/Caracas"
    assert gazetteer.lookup("Odell State")[0].kind == "admin1"
    assert gazetteer.lookup("Tarn District")[0].kind == "admin2"
    assert gazetteer.lookup("Veltia")[0].id == "iso:VE"
    assert gazetteer.lookup("Kestrel Hills")[0].radius_km > 10
    assert gazetteer.lookup("Old Harvane") == ()
    assert gazetteer.lookup("Saint Ode Hotel") == ()


def test_alternate_names_count_and_links_do_not(index: Path) -> None:
    gazetteer = Gazetteer(index)
    assert gazetteer.lookup("Harvane City")[0].id == "geonames:4"
    assert gazetteer.lookup("Harvan")[0].official is False
    assert gazetteer.lookup("Nowhere") == ()
    assert gazetteer.lookup("https://harvane.example") == ()


def test_the_index_says_what_it_is(index: Path) -> None:
    about = Gazetteer(index).about()
    assert "GeoNames" in about["attribution"]
    assert "allCountries.zip" in about["source"]


def test_files_may_be_named_one_by_one(dump: Path, tmp_path: Path) -> None:
    country = tmp_path / "VE.txt"
    country.write_text("\n".join(PLACES), encoding="utf-8")
    build_geonames_index([country], tmp_path / "ve.sqlite", quiet)
    assert Gazetteer(tmp_path / "ve.sqlite").lookup("Harvane")[0].population == 52_000
    assert find_dump([dump, country]).places == (dump / "allCountries.zip",)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("9\tHarvane", "2 columns"),
        (_place(9, "Harvane", "P.PPL", 99.0, 0.0), "not on the globe"),
        (_place(9, "Harvane", "P.PPL", 9.0, 0.0).replace("9.0\t", "x\t"), "float"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, cause: str) -> None:
    table = tmp_path / "VE.txt"
    table.write_text("\n".join([*PLACES, line]), encoding="utf-8")
    target = tmp_path / "out.sqlite"
    with pytest.raises(GazetteerError, match=rf"VE\.txt, line {len(PLACES) + 1}: .*{cause}"):
        build_geonames_index([table], target, quiet)
    assert list(tmp_path.glob("out*")) == []


def test_a_broken_archive_and_a_bare_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "VE.zip").write_bytes(b"no archive")
    with pytest.raises(GazetteerError, match=r"VE\.zip"):
        build_geonames_index([tmp_path / "VE.zip"], tmp_path / "out.sqlite", quiet)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(GazetteerError, match="holds no allCountries"):
        find_dump([empty])
    with pytest.raises(GazetteerError, match="is not there"):
        find_dump([tmp_path / "gone"])


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("no database", encoding="utf-8")
    with pytest.raises(GazetteerError, match="is no gazetteer index"):
        Gazetteer(path).lookup("Harvane")
    with pytest.raises(GazetteerError, match="is not there"):
        Gazetteer(tmp_path / "gone.sqlite").lookup("Harvane")


def test_built_and_looked_up_from_the_command_line(dump: Path, tmp_path: Path) -> None:
    target, settings = tmp_path / "own.sqlite", tmp_path / "settings.toml"
    settings.write_text(f"[places]\ngazetteer = '{target}'\n", encoding="utf-8")
    built = CliRunner().invoke(
        cli, ["gazetteer", "build", "--geonames", str(dump), "-o", str(target)]
    )
    assert built.exit_code == 0, built.output
    assert target.exists()
    found = CliRunner().invoke(
        cli, ["--settings", str(settings), "gazetteer", "lookup", "El Kestrel"]
    )
    assert found.exit_code == 0, found.output
    assert "geonames:5" in found.output
    missing = CliRunner().invoke(
        cli, ["--settings", str(settings), "gazetteer", "lookup", "Qwertz"]
    )
    assert missing.exit_code == 1
