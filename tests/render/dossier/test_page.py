"""The page as a whole: what it must hold and what it must never hold."""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.html
import msgspec
import pytest

from rashomon import codec
from rashomon.records import BoxAnchor, CharacterAnchor
from rashomon.render import case, dossier, formats
from tests.render.casebook import EXAMPLE, kelvane
from tests.render.dossier.payloads import PAYLOADS
from tests.render.small import small_case

GOLDEN = Path(__file__).parent / "golden" / "small.html"


@pytest.fixture(scope="module")
def example() -> formats.Case:
    return case.build(kelvane().view(), title="Kelvane, October 2023")


@pytest.fixture(scope="module")
def page(example: formats.Case) -> str:
    return dossier.render(example, EXAMPLE / "places.geojson")


def parsed(page: str) -> Any:
    return lxml.html.document_fromstring(page)


def masked(page: str) -> str:
    """The page without what changes for reasons that are not the case's."""
    page = re.sub(r"<style>.*?</style>", "<style>…</style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "<script>…</script>", page, flags=re.DOTALL)
    page = re.sub(r"(?<=&#39;sha256-)[^&]+(?=&#39;)", "…", page)
    page = re.sub(r"rashomon \d+\.\d+\.\d+\w*", "rashomon …", page)
    page = re.sub(r'(class="land" d=")[^"]*', r"\1…", page)
    return re.sub(r"\n\s*\n+", "\n", page)


def test_the_small_case_gives_the_golden_page() -> None:
    found = masked(dossier.render(small_case()))
    if os.environ.get("RASHOMON_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(found, encoding="utf-8", newline="\n")
    assert found == GOLDEN.read_text(encoding="utf-8"), "look, then set RASHOMON_UPDATE_GOLDEN=1"


def test_the_same_case_gives_the_same_page(example: formats.Case, page: str) -> None:
    again = codec.from_json(codec.to_json(example), formats.Case)
    assert dossier.render(again, EXAMPLE / "places.geojson") == page


def test_the_page_loads_nothing(page: str) -> None:
    tree = parsed(page)
    assert not tree.xpath("//*[@src or @srcset or @data or @poster or @background or @action]")
    assert not tree.xpath("//link | //iframe | //object | //embed | //base | //img | //use")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    styles = "".join(tree.xpath("//style/text()")) + "".join(tree.xpath("//@style"))
    assert not re.search(r"url\(|@import|https?:|//\w", styles)
    script = "".join(tree.xpath("//script/text()"))
    assert not re.search(r"fetch|XMLHttpRequest|import\(|https?:|innerHTML|eval\(", script)


def test_the_policy_allows_the_pages_own_style_and_script_only(page: str) -> None:
    tree = parsed(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (source,) = tree.xpath(f"//{name}/text()")
        assert dossier._digest(source) in policy
    assert not tree.xpath("//@style")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")


def test_every_link_arrives_and_every_id_is_given_once(page: str) -> None:
    tree = parsed(page)
    ids = Counter(tree.xpath("//@id"))
    assert [key for key, count in ids.items() if count > 1] == []
    assert {href[1:] for href in tree.xpath("//@href")} - set(ids) == set()
    for attribute in ("aria-labelledby", "aria-describedby"):
        for value in tree.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids)


def test_every_claim_leads_to_its_words_its_offsets_and_its_hash(
    example: formats.Case, page: str
) -> None:
    tree = parsed(page)
    documents = {document.id: document for document in example.documents}
    for claim in example.claims:
        document = documents[claim.document]
        (anchor,) = tree.xpath(f"//mark[@id='{claim.id}']")
        report = anchor.xpath("ancestor::article[contains(@class, 'report')]")[0]
        assert report.get("id") == document.id
        for ref in anchor.xpath(".//a[contains(@class, 'ref')]"):
            ref.drop_tree()
        words = re.sub(r"\s+", " ", anchor.text_content())
        first = claim.content[0]
        # Where two claims' words cross, the later one's mark is cut and anchored at its beginning.
        assert words
        assert re.sub(r"\s+", " ", document.text[first.start : first.end]).startswith(words)
        (note,) = report.xpath(f".//li[@data-claim='{claim.id}']")
        assert f"{first.start}–{claim.content[-1].end}" in note.text_content()
        assert document.text_sha256[:12] in note.getparent().getparent().text_content()
        assert document.text_sha256 in report.xpath(".//header")[0].text_content()


def test_every_cell_and_quotation_leads_to_a_claim(example: formats.Case, page: str) -> None:
    tree = parsed(page)
    claims = {claim.id for claim in example.claims}
    cells = tree.xpath("//table[contains(@class, 'matrix')]//td//a/@href")
    quotes = tree.xpath("//li[contains(@class, 'citation')]//blockquote//a/@href")
    figures = tree.xpath("//table[@class='figures']//td//a/@href")
    assert len(cells) > 20
    assert len(quotes) > 20
    assert len(figures) > 10
    assert {href[1:] for href in (*cells, *quotes, *figures)} <= claims
    assert not tree.xpath("//li[contains(@class, 'citation')]//blockquote[not(.//a)]")
    filled = "//table[contains(@class, 'matrix')]//td[not(.//a) and not(.//*[@class='none'])]"
    assert not tree.xpath(filled)


def test_a_wires_copies_stand_in_its_column(page: str) -> None:
    tree = parsed(page)
    heads = [
        " ".join(head.text_content().split())
        for head in tree.xpath("(//table[contains(@class, 'matrix')])[1]/thead//th")
    ]
    assert any("carried by The Ansell Courier, Harbour Evening Post" in head for head in heads)
    assert not any(head.startswith(("The Ansell Courier", "Harbour Evening")) for head in heads)


def test_the_machine_never_confirms(page: str) -> None:
    tree = parsed(page)
    for quoted in tree.xpath(
        "//blockquote | //p[contains(@class,'text')] | //bdi | //style | //script"
    ):
        quoted.drop_tree()
    assert not re.search(r"confirm|verified|\btrue\b|\bproven\b", tree.text_content(), re.I)


def test_the_page_can_be_walked_by_landmark_heading_and_table_header(page: str) -> None:
    tree = parsed(page)
    assert tree.get("lang") == "en"
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    for landmark in ("header", "nav[@aria-label]", "footer"):
        assert tree.xpath(f"//body/{landmark}")
    assert tree.xpath("//body/*[1][@href='#main']")
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in tree.xpath("//table"):
        assert table.xpath("./caption")
        assert not table.xpath(".//th[not(@scope)]")
    assert tree.xpath("//*[local-name()='svg' and @role='img' and @aria-labelledby]")


def test_incidents_without_a_point_are_listed_beside_the_map(page: str) -> None:
    text = " ".join(parsed(page).get_element_by_id("map").text_content().split())
    assert "Not on the map 1 Air attack, Brask, July 2023" in text


_UNTOLD = ("title", "whom", "url", "qualifier", "admin1", "author", "container", "encoding")
_WORDS = ("credits", "aliases", "trace", "inputs")
_REFERENCES = ("claims", "chain", "documents", "events", "links", "sources")


def test_every_text_of_a_case_is_words_or_refers_to_a_record() -> None:
    """A field that is new must be decided upon: it is made hostile below, or is an id."""

    def undecided(value: Any) -> set[str]:
        if isinstance(value, tuple):
            return {name for item in value for name in undecided(item)}
        if not isinstance(value, msgspec.Struct):
            return set()
        found = set()
        for field in msgspec.structs.fields(value):
            held = getattr(value, field.name)
            if isinstance(held, tuple) and str(field.type) == "tuple[str, ...]":
                if field.name not in _WORDS + _REFERENCES:
                    found.add(f"{type(value).__name__}.{field.name}")
            else:
                found |= undecided(held)
        return found

    assert undecided(small_case()) == set()


def hostile(value: Any, payload: str) -> Any:
    """The record with the payload in every free text that it holds."""
    keep = {
        "id",
        "document",
        "documents",
        "incident",
        "event",
        "events",
        "attribution",
        "within",
        "party",
        "origin",
        "claims",
        "source_id",
        "a",
        "b",
        "copy",
        "original",
        "member_of",
    }
    if isinstance(value, msgspec.Struct):
        changed: dict[str, Any] = {}
        for field in msgspec.structs.fields(value):
            held = getattr(value, field.name)
            if isinstance(held, str) and field.name not in keep:
                literal = "Literal" in str(field.type) or field.name in (
                    "kind",
                    "aspect",
                    "status",
                    "polarity",
                    "certainty",
                    "mode",
                    "precision",
                    "relation",
                    "stage",
                    "verdict",
                )
                changed[field.name] = held if literal else payload + held
            elif held is None and field.name in _UNTOLD:
                changed[field.name] = payload
            elif isinstance(held, tuple) and field.name in _WORDS:
                changed[field.name] = (payload, *(payload + each for each in held))
            elif isinstance(held, tuple | msgspec.Struct) and field.name not in keep - {
                "documents",
                "claims",
                "events",
            }:
                changed[field.name] = hostile(held, payload)
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(hostile(item, payload) for item in value)
    return value


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_any_field_stays_text(payload: str) -> None:
    clean = small_case()
    plain = parsed(dossier.render(clean))
    page = dossier.render(hostile(clean, payload))
    page.encode("utf-8")
    tree = parsed(page)
    shown = re.sub(r"[\x00-\x08\x0e-\x1f\ud800]", "", payload)
    assert " ".join(shown.split()) in " ".join(tree.text_content().split())
    for name in ("script", "style", "img", "iframe", "object", "base", "link", "form"):
        assert len(tree.xpath(f"//{name}")) == len(plain.xpath(f"//{name}")), name
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//@style")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert len(tree.xpath("//comment()")) == 0
    assert "\x00" not in page


def test_a_note_leads_home_to_the_source_or_the_page() -> None:
    clean = small_case()
    document = clean.documents[0]
    length = len(document.text)
    for anchor, told in (
        (CharacterAnchor(0, length, 900, 900 + length, "mime:1.2"), "mime:1.2 9"),
        (BoxAnchor(0, length, 7, 1.0, 1.0, 2.0, 2.0), "page 7"),
        (CharacterAnchor(length - 1, length, 0, 1), "not in the original"),
    ):
        anchored = msgspec.structs.replace(document, anchors=(anchor,))
        page = dossier.render(
            msgspec.structs.replace(clean, documents=(anchored, *clean.documents[1:]))
        )
        report = parsed(page).xpath(f"//article[@id='{document.id}']")[0]
        assert f"({told}" in report.text_content()


def test_an_empty_case_is_a_page_too() -> None:
    empty = formats.Case(
        version="1.0",
        tool="t",
        title="Nothing",
        documents=(),
        claims=(),
        entities=(),
        events=(),
        incidents=(),
        accounts=(),
        facts=(),
        dependences=(),
        judgements=(),
        provenance=(),
        problems=(),
    )
    assert "No comparable claims" in dossier.render(empty)
