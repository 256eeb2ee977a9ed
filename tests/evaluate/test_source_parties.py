"""Source parties: whose a claim is, against an annotator's labels, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

from rashomon.evaluate.source_parties import (
    GoldSource,
    SourceCounts,
    count_sources,
    read_sources,
)
from rashomon.records import Attribution, Claim, Document, Entity, Figure, Mention, Party, Span
from rashomon.stage import AnnotatedDocument

TEXT = (
    "The Molker Watch said two died. The monitor said three died. Ilda Quen denied it. Five died."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span("doc", start, start + len(words))


def entity(name: str, *mentions: str) -> Entity:
    return Entity(
        id=f"ent-{name}",
        document="doc",
        kind="organization",
        name=name,
        mentions=tuple(Mention(span(words), "name") for words in mentions),
    )


def attribution(number: int, source: str | None, content: str, name: str | None) -> Attribution:
    return Attribution(
        id=f"att-{number}",
        document="doc",
        source=span(source) if source else None,
        entity=f"ent-{name}" if name else None,
        content=(span(content),),
    )


def claim(number: int, words: str, bearer: str | None) -> Claim:
    return Claim(
        id=f"clm-{number}",
        document="doc",
        attribution=bearer,
        aspect="killed",
        value=Figure(1, 1),
        evidence=(span(words),),
    )


WATCH = entity("Molker Watch", "The Molker Watch", "The monitor")
ILDA = entity("Ilda Quen", "Ilda Quen")
DOC = AnnotatedDocument(
    Document(id="doc", name="one", text=TEXT, raw_sha256="0", text_sha256="0", publisher="Lantern"),
    {
        Entity: (WATCH, ILDA),
        Attribution: (
            attribution(1, "The Molker Watch", "two died", "Molker Watch"),
            attribution(2, "The monitor", "three died", "Molker Watch"),
            attribution(3, "Ilda Quen", "it", "Ilda Quen"),
        ),
        Claim: (
            claim(1, "two died", "att-1"),
            claim(2, "three died", "att-2"),
            claim(3, "it", "att-3"),
            claim(4, "Five died", None),
        ),
    },
)
PARTIES = (
    Party("p1", "Molker Watch", "monitor", ("ent-Molker Watch",)),
    Party("p2", "Ilda Quen", "person", ("ent-Ilda Quen",), member_of="p3"),
    Party("p3", "Ministry of Roads", "government", ()),
    Party("p4", "Lantern", "outlet", (), documents=("doc",)),
)
MATCHED = {f"clm-{n}": f"g{n}" for n in (1, 2, 3, 4)}


def gold(words: str, label: str) -> GoldSource:
    found = span(words)
    return GoldSource("one", found.start, found.end, label)


def counts(**labels: GoldSource | None) -> SourceCounts:
    return count_sources(labels, {"one": DOC}, PARTIES, MATCHED)


RIGHT: dict[str, GoldSource | None] = {
    "g1": gold("The Molker Watch", "opposition watch (MW)"),
    "g2": gold("The monitor", "opposition watch (MW)"),
    "g3": gold("Ilda Quen", "roads ministry"),
    "g4": None,
}


def test_a_perfect_answer_scores_everything() -> None:
    found = counts(**RIGHT)
    assert (found.claims, found.borne, found.spans, found.named) == (4, 4, 3, 3)
    assert (found.gold, found.found, found.right) == (1, 1, 1)
    assert set(found.metrics().values()) == {100.0}


def test_own_voice_is_not_somebodys() -> None:
    assert counts(**{**RIGHT, "g4": gold("Five", "clinic")}).borne == 3
    assert counts(**{**RIGHT, "g1": None}).borne == 3


def test_the_outlets_own_name_is_its_own_voice() -> None:
    assert counts(**{**RIGHT, "g4": gold("Five", "Lantern (newspaper)")}).borne == 4


def test_another_party_is_wrong_unless_the_text_calls_it_so() -> None:
    assert counts(**{**RIGHT, "g3": gold("Ilda Quen", "clinic")}).borne == 4
    other = {**RIGHT, "g3": gold("Five", "clinic")}
    assert counts(**other).borne == 3


def test_nothing_found_scores_nothing() -> None:
    bare = AnnotatedDocument(DOC.document, {Entity: (), Attribution: (), Claim: ()})
    assert count_sources(RIGHT, {"one": bare}, (), {}).metrics()["claim_source_party"] == 0.0


def test_sources_are_read_by_claim(tmp_path: Path) -> None:
    told = {"start": 0, "end": 3, "text": "The", "party": "clinic"}
    claims = [
        {"id": "g1", "doc_id": "one", "source": told},
        {"id": "g2", "doc_id": "one", "source": None},
    ]
    row = {"cluster_id": "c", "claims": claims}
    (tmp_path / "clusters.jsonl").write_text(json.dumps(row) + "\n")
    assert read_sources(tmp_path) == {"c": {"g1": GoldSource("one", 0, 3, "clinic"), "g2": None}}
