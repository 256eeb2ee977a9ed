"""Words for parties: the shipped lists, and a user's own beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.extract.party_words import party_words, use_parties
from rashomon.link.parties import find_parties
from rashomon.records import Entity, Provenance
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import PartySettings, Settings, load_settings
from rashomon.stage import AnnotatedDocument
from tests.conftest import document

OWN = """
[[parties.words]]
kind = "armed_group"
words = ["dawnwatch", "river guard"]

[[parties.words]]
kind = "witness"
words = ["activist"]

[[parties.bodies]]
name = "Molker Dawn"
kind = "armed_group"
aliases = ["MD"]

[[parties.bodies]]
name = "Velk"
kind = "outlet"
of = "Molker Dawn"

[[parties.outlets]]
name = "Harvane Morning"
kind = "agency"
state = "Harvane"
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    path = tmp_path / "mine.toml"
    path.write_text(OWN)
    settings = load_settings(path)
    use_parties(settings.parties)
    yield settings
    use_parties(PartySettings())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("security forces", "state_forces"),
        ("the ministry", "government"),
        ("rebel fighters", "armed_group"),
        ("war monitor", "monitor"),
        ("clinic", "hospital"),
        ("residents", "witness"),
        ("radio station", "outlet"),
        ("news agency", "agency"),
        ("a senior official", "unnamed_official"),
        ("peacekeepers", "international"),
    ],
)
def test_kinds_that_are_shipped(words: str, kind: str) -> None:
    assert party_words().kind_of_description(words.split()) == kind


def test_a_users_words_count_beside_the_shipped_ones(own: Settings) -> None:
    table = party_words()
    assert table.kind_of_description(["dawnwatch"]) == "armed_group"
    assert table.kind_of_description(["the", "river", "guard"]) == "armed_group"
    assert table.kind_of_description(["rebel"]) == "armed_group"


def test_a_users_kind_of_a_word_wins(own: Settings) -> None:
    assert party_words().kind_of_description(["activist"]) == "witness"


def test_a_users_bodies_and_outlets_are_known(own: Settings) -> None:
    table = party_words()
    body, outlet = table.body("the MD"), table.outlet("Harvane Morning")
    assert body is not None
    assert (body.name, body.kind) == ("Molker Dawn", "armed_group")
    assert outlet is not None
    assert outlet.state == "Harvane"


def test_without_the_file_they_are_not(own: Settings) -> None:
    use_parties(PartySettings())
    assert party_words().body("Molker Dawn") is None
    assert party_words().kind_of_description(["activist"]) == "monitor"


def test_they_change_the_digest(own: Settings) -> None:
    assert own.digest != Settings().digest


def test_who_belongs_to_whom_reaches_the_parties(own: Settings) -> None:
    text = (
        "Fighters of Molker Dawn attacked the bridge in Varn, police said. "
        "Velk said on Monday that the Molker Dawn had taken the bridge."
    )
    doc = AnnotatedDocument(document(text))
    for stage in document_stages(own, CaseContext()):
        doc = doc.with_layer(stage.writes, tuple(stage(doc)), Provenance("test", "1", ""))
    assert any(entity.name == "Velk" for entity in doc.layer(Entity))
    parties = {party.name: party for party in find_parties([doc])}
    assert parties["Molker Dawn"].kind == "armed_group"
    assert parties["Velk"].member_of == parties["Molker Dawn"].id
