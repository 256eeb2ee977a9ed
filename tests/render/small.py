"""A case of three short reports, two of them one: small enough to read its golden page."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from rashomon.records import Document, Figure, Place, Statement, digest_id
from rashomon.render import case, formats
from tests.render.casebook import Casebook, at, day

WIRE = (
    "OSTEL, March 3 (Veil News) - At least four people died at the ferry landing, police said.\n\n"
    "Channel Nine reported that a docker had said the guards fired first."
)
COPY = "At least four people died at the ferry landing, police said."
LATER = "Six people died at the landing, the harbour clinic said. It is not known who fired first."


def document(name: str, text: str, publisher: str, hour: int) -> Document:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest_id("doc", name, sha256),
        name=name,
        text=text,
        text_sha256=sha256,
        raw_sha256=sha256,
        publisher=publisher,
        published=datetime(2024, 3, 3, hour, tzinfo=UTC),
        published_from="sidecar",
        language="en",
        title=f"Landing: report {name[0]}",
        url=f"https://news.example/{name}",
    )


def small_book() -> Casebook:
    """The case before it is put into the published shape."""
    book = Casebook(
        [
            document("a.txt", WIRE, "Veil News", 9),
            document("b.txt", COPY, "Morning Sheet", 11),
            document("c.txt", LATER, "Harbour Letter", 20),
        ]
    )
    landing = Place("Ostel", "case:1", -38.2, -118.1, 5.0, "XT", "Ostel", "exact", None, 0.9)
    incident = book.incident(
        "main", "shooting", {"a": "died", "b": "died", "c": "died"}, day(2024, 3, 3), landing
    )
    book.copy("b", "a", "trimmed", 0.98)
    book.party("police", "state_forces")
    book.party("a docker", "witness")
    book.party("Channel Nine", "outlet")
    four = Figure(4, None, "at least")
    first = [
        book.claim(
            stem,
            book.say(
                stem,
                "police",
                "said",
                "At least four people died at the ferry landing",
                party="police",
            ),
            "killed",
            four,
            "At least four people died",
        )
        for stem in ("a", "b")
    ]
    clinic = book.say("c", "the harbour clinic", "said", "Six people died at the landing")
    six = book.claim("c", clinic, "killed", Figure(6, 6), "Six people died")
    outer = book.say(
        "a",
        "Channel Nine",
        "reported",
        "a docker had said the guards fired first",
        party="Channel Nine",
    )
    inner = book.say(
        "a",
        "a docker",
        "had said",
        "the guards fired first",
        party="a docker",
        within=outer,
    )
    guards = book.claim("a", inner, "initiated", Statement("the guards"), "the guards fired first")
    open_question = book.say("c", None, "It is not known", "who fired first", certainty="unknown")
    unknown = book.claim(
        "c", open_question, "initiated", Statement("who"), "who fired first", certainty="unknown"
    )
    book.fact(
        incident,
        "killed",
        "superseded",
        2,
        at(four, *first, sources=["police"], superseded=True),
        at(Figure(6, 6), six, sources=["the harbour clinic"]),
        relations=[(first[0], six, "supersede"), (first[0], first[1], "copy")],
        trace=(f"{six} is later than {first[0]}",),
    )
    book.fact(
        incident,
        "initiated",
        "single_source",
        1,
        at(Statement("the guards"), guards, sources=["a docker"]),
        at(Statement("who"), unknown, sources=["Harbour Letter"]),
    )
    return book


def small_case() -> formats.Case:
    """The case of the three reports."""
    return case.build(small_book().view(), title="Ostel landing")
