"""A page's facts: what Trafilatura's own search for metadata finds, without its whole search."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from trafilatura.metadata import extract_metadata
from trafilatura.xpaths import AUTHOR_XPATHS

from rashomon.ingest.pagefacts import BYLINE_ELEMENTS, BYLINE_MARKS, may_have_byline, page_facts

_HEADS = (
    '<meta property="og:site_name" content="the norvia herald">',
    '<meta property="og:title" content="Blast &amp; fire">',
    '<meta name="author" content="Ada Verel">',
    '<meta name="author" content="NORVIA">',
    '<meta name="twitter:site" content="@norviaherald">',
    '<link rel="canonical" href="https://www.herald.example/a">',
    '<meta property="og:url" content="https://herald.example/b">',
    "<title>Blast in Harvane | herald.example</title>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Fire in Orvel", '
    '"author": {"@type": "Person", "name": "Ivo Brask"}, "publisher": {"name": "Orvel Post"}}'
    "</script>",
    '<script type="application/ld+json">{"@type": </script>',
)
_BODIES = (
    "<h1>Blast in Harvane</h1>",
    "<h1></h1><h2>Fire</h2>",
    '<p class="byline">By Ada Verel</p>',
    '<span itemprop="author name">Ada Verel</span>',
    '<a rel="author" href="/ada">Ada Verel</a>',
    '<div id="postAuthor">Ivo Brask</div>',
    '<div class="posted-by">Ivo Brask</div>',
    "<author>Ivo Brask</author>",
    '<div class="comments"><b class="author">A reader</b></div>',
    "<p>The authorities said that nobody was hurt in the harbour.</p>",
)


def _tree(heads: list[str], bodies: list[str]) -> Any:
    page = f"<html><head>{''.join(heads)}</head><body>{''.join(bodies)}</body></html>"
    return html.document_fromstring(page)


def _single(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_HEADS), max_size=4), st.lists(st.sampled_from(_BODIES), max_size=4)
)
def test_facts_are_those_of_the_librarys_whole_search(heads: list[str], bodies: list[str]) -> None:
    facts = page_facts(_tree(heads, bodies))
    library = extract_metadata(_tree(heads, bodies))
    stated = [each for each in heads if 'name="author"' in each]
    assert facts.title == _single(library.title)
    assert facts.publisher == _single(library.sitename)
    assert facts.url == _single(library.url)
    if not stated:
        assert facts.author == _single(library.author)


def test_the_tree_stays_as_it_is() -> None:
    tree = _tree([], list(_BODIES))
    before = html.tostring(tree)
    page_facts(tree)
    assert html.tostring(tree) == before


@pytest.mark.parametrize("expression", AUTHOR_XPATHS)
def test_every_rule_for_bylines_asks_for_a_known_mark(expression: Any) -> None:
    """A version of the library with another rule fails here: its mark belongs into the table."""
    for rule in re.split(r"\bor\b", expression.path.split("][", 1)[-1]):
        words = re.findall(r"'([^']+)'", rule) if "http" not in rule else []
        alternatives = [each for word in words for each in word.split("|")]
        for wanted in alternatives:
            plain = re.sub(r"\[(.)[^]]*\]", r"\1", wanted).replace("-?", "-")
            marked = any(mark.lower() in plain.lower() for mark in BYLINE_MARKS)
            assert marked or any(f"{name}=" in rule for name in BYLINE_ELEMENTS), rule


@pytest.mark.parametrize("body", [each for each in _BODIES if "Ivo" in each or "Ada" in each])
def test_pages_with_bylines_may_have_them(body: str) -> None:
    assert may_have_byline(_tree([], [body]))


def test_words_of_the_report_are_no_mark() -> None:
    assert not may_have_byline(_tree([_HEADS[0]], ["<h1>Authors</h1>", _BODIES[-1]]))
