"""Words of a page and their places in its source."""

from __future__ import annotations

import contextlib
import html
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from rashomon.errors import UnreadableFileError
from rashomon.ingest.alignment import place
from rashomon.ingest.markup import take_apart
from rashomon.ingest.webpages import Page, read_markup
from rashomon.records import Orphan, Span, homes
from tests.ingest.homecoming import STRANGE, come_home, visible


def read(page: str) -> Page:
    found = read_markup(page, "page.html")
    come_home(found.placed.text, found.placed.anchors, lambda _: page, markup=True)
    return found


_MARKS = (
    *(
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='x?a=1&b=2'>",
        "</a>",
        '<span title="a>b">',
        "</span>",
    ),
    *("<br>", "<br/>", "<!-- a -- <p>never</p> -->", "<script>never</script>", "<wbr>"),
    *("<style>p { never }</style>", "</p><p>", "<sup>", "</sup>", "<img alt='never' src=x>"),
)
_BROKEN = ("<!-", "&#", "\x0b", "<a '\"")
_INLINE = st.lists(st.sampled_from((*STRANGE, *_MARKS, " ", "\n   ")), max_size=14).map("".join)


@settings(max_examples=120, deadline=None)
@given(st.lists(_INLINE, min_size=1, max_size=5))
def test_every_word_of_a_page_has_its_place_in_the_source(paragraphs: list[str]) -> None:
    body = "".join(
        f"<p>Police in Harvane said that five people died. {each}</p>" for each in paragraphs
    )
    page = f"<html><head><title>Blast &amp; fire</title></head><body><article>{body}</article>"
    found = read(page)
    text = found.placed.text
    assert "never" not in text
    assert found.placed.homeless == 0
    anchored = come_home(text, found.placed.anchors, lambda _: page, markup=True)
    assert anchored == sum(not char.isspace() for char in text) - text.count(" | ")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*STRANGE, *_MARKS, "<", "<!", "</", *_BROKEN))))
def test_any_source_is_taken_apart(pieces: list[str]) -> None:
    page = "".join(pieces)
    words = take_apart(page).words
    assert words.key == "".join(
        atom.text.replace(" ", "") for atom in words.atoms if atom.key_length
    )
    for atom in words.atoms:
        there = page[atom.start : atom.end]
        assert atom.text == re.sub(r"\s", " ", there) or atom.text in html.unescape(there)


@pytest.mark.parametrize("strange", STRANGE)
def test_the_tokeniser_sees_what_a_parser_sees(strange: str) -> None:
    if "&#0;" in strange:
        strange = strange.replace("&#0;", "").replace("&NotEqualTilde;", "").replace("&#150;", "")
    page = f"<div><p>One {strange} two<p>three<!-- x --> four</div><textarea>five</textarea>"
    assert visible(take_apart(page).words.key) == visible(lxml_html.fromstring(page).text_content())


def test_a_span_goes_home_in_pieces() -> None:
    page = "<p>Police said <b>five&nbsp;people</b> died &amp; two were hurt in Harvane.</p>"
    found = read(page)
    text = found.placed.text
    start = text.index("said five people died &")
    span = Span("doc_x", start, start + len("said five people died &"))
    pieces = homes(found.placed.anchors, span, text)
    assert not isinstance(pieces, Orphan)
    slices = [page[piece.original_start : piece.original_end] for piece in pieces]  # type: ignore[union-attr]
    assert slices == ["said ", "five", "&nbsp;", "people", " died ", "&amp;"]


def test_a_soft_hyphen_is_no_letter() -> None:
    found = read("<p>The har&shy;bour po\u00adlice said that five people died in Harvane.</p>")
    assert found.placed.text == "The harbour police said that five people died in Harvane."


def test_a_teaser_does_not_draw_the_paragraph_to_itself() -> None:
    lead = "<p>Five people died in the port of Harvane on Monday, harbour police said.</p>"
    page = (
        f"<html><body><div class=teaser>{lead}</div><article><h1>Blast in port</h1>"
        f"<p>HARVANE, March 3 (Norvia Press) - The ministry spoke of a lorry.</p>{lead}"
        "<p>The ministry of transport blamed the Northern Front for the blast.</p></article>"
    )
    found = read(page)
    text = found.placed.text
    if text.count("Five people died") == 1:
        start = text.index("Five people died")
        home = next(a for a in found.placed.anchors if a.start <= start < a.end)
        assert home.original_start + start - home.start == page.rindex("Five people died")


def test_an_article_that_only_the_linked_data_hold_has_its_place_there() -> None:
    body = (
        "Five people died in the port of Harvane on Monday.\\n\\nThe \\u201charbour\\u201d police "
        "said that a lorry blew up \\ud83d\\ude14 at noon, and that a sixth man was missing."
    )
    page = f'<script type="application/ld+json">{{"articleBody": "{body}"}}</script><p>Share</p>'
    placed = place(page, ["The “harbour” police said that a lorry blew up 😔 at noon"])
    assert placed.text == "The “harbour” police said that a lorry blew up 😔 at noon"
    assert placed.homeless == 0
    for anchor in placed.anchors:
        assert page[anchor.original_start : anchor.original_end] in body


def test_what_the_source_does_not_hold_is_kept_without_a_place() -> None:
    placed = place("<p>Five people died.</p>", ["Five people died.", "Quite another sentence."])
    assert placed.text == "Five people died.\n\nQuite another sentence."
    assert placed.homeless == len("Quite another sentence.")
    assert placed.anchors[-1].end == len("Five people died.")


def test_preformatted_lines_and_paragraphs_survive() -> None:
    wire = "HARVANE (NP) - Two men\ndied on Monday.\n\nThe police of the port\nsaid so."
    found = read(f"<html><body><pre>{wire}</pre></body></html>")
    assert found.placed.text == wire


@pytest.mark.parametrize(
    "page",
    [
        "<a '" * 100_000,
        "<a \"'>" * 100_000,
        "<!--" * 100_000,
        "<!" * 100_000,
        "&#" * 200_000,
        "<p" * 200_000,
        "<title>" * 50_000,
        "<p x=" + "y" * 1_000_000 + ">Two died.",
        "<p>" + "&amp" * 100_000,
        "<p>Two</p>" * 30_000,
        "<div>ab" * 180 + "<p>" + "ab" * 200_000,
    ],
)
def test_a_source_made_to_be_slow_is_read_at_once(page: str) -> None:
    started = time.perf_counter()
    take_apart(page)
    assert time.perf_counter() - started < 4
    with contextlib.suppress(UnreadableFileError):
        read_markup(page, "page.html")
    assert time.perf_counter() - started < 12
