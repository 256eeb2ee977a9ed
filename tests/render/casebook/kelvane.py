"""The example case: its incidents, copies and parties; `kelvane()` enters all of it by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from rashomon.ingest.reading import read
from rashomon.records import Document, Interval, Place
from rashomon.settings import ReadSettings
from tests.render.casebook import outlets
from tests.render.casebook.book import Casebook, day
from tests.render.casebook.facts import facts

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "kelvane"


def example_documents() -> list[Document]:
    """The reports of the example, as the reader gives them."""
    found = read([EXAMPLE], ReadSettings())
    return [document for document in found if isinstance(document, Document)]


def kelvane() -> Casebook:
    """The example case, its statements and claims entered by hand."""
    book, told = Casebook(example_documents()), SimpleNamespace()
    _incidents(book, told)
    for enter in (
        outlets.wires,
        outlets.update,
        outlets.ministry,
        outlets.voice,
        outlets.lantern,
        outlets.registers,
        outlets.observatory,
    ):
        enter(book, told)
    facts(book, told)
    return book


def _incidents(book: Casebook, told: SimpleNamespace) -> None:
    kelvane_town = Place(
        "Kelvane", "case:1", -37.86, -118.05, 3.0, "XT", "Sulmar District", "exact", None, 0.9
    )
    pass_ = Place(
        "Terrin Pass", "case:3", -37.84, -117.71, 4.0, "XT", "Sulmar District", "exact", None, 0.9
    )
    told.main = book.incident(
        "main",
        "armed_clash",
        {
            "meridian-wire": "exchanged fire",
            "ansell-courier": "exchanged fire",
            "harbour-post": "exchanged fire",
            "information-service": "operation",
            "voice-of-sulmar": "shelled",
            "the-lantern": "shelling",
            "island-register": "operation",
            "meridian-update": "fighting",
            "register-correction": "killed",
            "harm-observatory": "shelled",
        },
        day(2023, 10, 12),
        kelvane_town,
    )
    told.ambush = book.incident(
        "ambush",
        "attack",
        {
            "meridian-wire": "ambushed",
            "ansell-courier": "ambushed",
            "information-service": "murder",
            "island-register": "ambush",
            "register-correction": "ambush",
            "harm-observatory": "gunmen",
        },
        day(2023, 9, 21),
        pass_,
    )
    july = Interval(datetime(2023, 7, 1, tzinfo=UTC), datetime(2023, 8, 1, tzinfo=UTC), "month")
    told.wedding = book.incident(
        "wedding", "air_attack", {"harm-observatory": "wedding party"}, july, Place("Brask")
    )
    book.copy("ansell-courier", "meridian-wire", "verbatim", 1.0)
    book.copy("harbour-post", "meridian-wire", "trimmed", 0.97)
    for name, kind in (
        ("Ministry of Defence", "government"),
        ("Sulmar Free Front", "armed_group"),
        ("Jonas Pell", "government"),
        ("Dr Ilse Maron", "hospital"),
        ("Mira Tolland", "witness"),
        ("Pavel Dorrick", "witness"),
        ("Harbour Evening Post", "outlet"),
    ):
        book.party(name, kind)  # type: ignore[arg-type]
    book.party("an unnamed intelligence officer", "unnamed_official", anonymous=True)
