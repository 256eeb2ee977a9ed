"""HTML pages: text, paragraphs, metadata, and pages that are broken."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.drafts import Draft
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.ingest.webpages import read_page
from rashomon.settings import ReadSettings

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Two die in port blast | The Norvia Herald</title>
<meta property="og:site_name" content="The Norvia Herald">
<meta property="og:title" content="Two die in port blast">
<meta property="article:published_time" content="2021-03-04T08:15:00+02:00">
<meta name="author" content="AFP">
<link rel="canonical" href="https://herald.example/port-blast">
<script>document.write("never")</script></head>
<body><header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>
<article><h1>Two die in port blast</h1>
<p>HARVANE, March 3 (Norvia Press) &mdash; Two people died on Wednesday when a
 lorry blew up, <b>harbour</b> police said.</p>
<p>The ministry of transport blamed the Northern Front.</p>
<blockquote><p>&ldquo;We had no part in it,&rdquo; a spokesman of the Front said.</p></blockquote>
<ul><li>Two dead</li><li>Five injured</li></ul>
</article>
<aside>Most read: <a href="/x">Ferry fares rise</a></aside>
<footer>&copy; 2021 The Norvia Herald. All rights reserved.</footer></body></html>"""


def read(path: Path, page: str | bytes, settings: ReadSettings | None = None) -> Draft:
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    settings = settings or ReadSettings()
    (draft,) = read_page(Source(path.name, path=path), settings, Allowance(settings))
    assert isinstance(draft, Draft)
    return draft


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def test_the_main_text_keeps_its_paragraphs(file: Path) -> None:
    assert read(file, PAGE).text.split("\n\n") == [
        "Two die in port blast",
        "HARVANE, March 3 (Norvia Press) — Two people died on Wednesday when a lorry blew up, "
        "harbour police said.",
        "The ministry of transport blamed the Northern Front.",
        "“We had no part in it,” a spokesman of the Front said.",
        "Two dead",
        "Five injured",
    ]


def test_metadata_come_with_their_evidence(file: Path) -> None:
    draft = read(file, PAGE)
    assert draft.title == "Two die in port blast"
    assert draft.publisher == "The Norvia Herald"
    assert draft.author == "AFP"
    assert draft.url == "https://herald.example/port-blast"
    assert draft.language == "en"
    assert draft.published == datetime(2021, 3, 4, 6, 15, tzinfo=UTC)
    assert draft.published_from == "meta:article:published_time"
    assert draft.doubts == ()


@pytest.mark.parametrize(
    ("head", "evidence"),
    [
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",'
            '"datePublished":"2021-03-04"}]}</script>',
            "meta:ld+json:datePublished",
        ),
        ('<meta name="pubdate" content="4 March 2021">', "meta:pubdate"),
        ('<meta itemprop="datePublished" content="2021-03-04">', "meta:datepublished"),
        ('<meta name="DC.date.issued" content="2021-03-04">', "meta:dc.date.issued"),
    ],
)
def test_dates_of_other_kinds(file: Path, head: str, evidence: str) -> None:
    page = f"<html><head>{head}</head><body><p>Two people died in Harvane port.</p></body></html>"
    draft = read(file, page)
    assert draft.published == datetime(2021, 3, 4, tzinfo=UTC)
    assert draft.published_from == evidence


def test_no_date_is_made_up(file: Path) -> None:
    draft = read(file, "<p>Two people died in the port of Harvane, police said.</p>")
    assert (draft.published, draft.published_from) == (None, None)


def test_a_headline_that_the_text_lacks_is_put_before_it(file: Path) -> None:
    draft = read(
        file,
        "<html><head><title>Two die in port blast</title></head><body><article>"
        "<p>Two people died on Wednesday, police said.</p></article></body></html>",
    )
    assert draft.text == "Two die in port blast\n\nTwo people died on Wednesday, police said."


def test_a_page_is_read_in_its_declared_encoding(file: Path) -> None:
    page = (
        '<html><head><meta charset="windows-1251"></head><body><p>Два человека погибли в порту.</p>'
    )
    draft = read(file, page.encode("cp1251"))
    assert draft.text == "Два человека погибли в порту."
    assert draft.doubts == ()


def test_entities_and_line_breaks(file: Path) -> None:
    draft = read(file, "<p>Two &amp; three&nbsp;people<br>died in Harvane &#x1F614; on Monday.</p>")
    assert draft.text == "Two & three people\ndied in Harvane 😔 on Monday."


def test_two_line_breaks_end_a_paragraph(file: Path) -> None:
    draft = read(file, "<article><div>Two died.<br>\n <br/>Five were\n\nhurt.</div></article>")
    assert draft.text == "Two died.\n\nFive were hurt."


def test_a_page_of_bare_blocks_keeps_them_apart(file: Path) -> None:
    draft = read(file, "<div>Two died.</div><div>Five were hurt.</div>")
    assert "Two died." in draft.text
    assert "died.Five" not in draft.text


@pytest.mark.parametrize(
    ("page", "cause"),
    [
        ("<html><body></body></html>", "without any text"),
        ("<script>x()</script>", "without any text"),
        ("<div>" * 5_000 + "Two died.", "deep"),
    ],
)
def test_pages_that_cannot_be_read(file: Path, page: str, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        read(file, page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>Two died<p>in <b>Harvane<i></b> port</i>",
        "<html><head><title>x</title></html><body><p>Two people died",
        "Two people died in Harvane < 3 days & more",
        '<?xml version="1.0" encoding="utf-16"?><html><body><p>Two people died.</p></body></html>',
        "<p>" + "Two people died. " * 20_000 + "</p>",
        "<table>" + "<tr><td>Two</td><td>died</td></tr>" * 2_000 + "</table>",
        '<p>Two died.</p><script type="application/ld+json">' + "[" * 50_000 + "</script>",
    ],
)
def test_broken_pages_are_read(file: Path, page: str) -> None:
    assert "Two" in read(file, page).text


def test_a_page_made_to_be_slow_is_read_at_once(file: Path) -> None:
    started = time.perf_counter()
    draft = read(file, "<div>" * 150 + "<p>Two died.</p>" * 50_000)
    assert draft.text.startswith("Two died.\n\nTwo died.")
    assert "could not be told apart" in draft.doubts[0]
    assert time.perf_counter() - started < 10


def test_reading_opens_no_connection(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = PAGE.replace("<!doctype html>", '<!DOCTYPE html SYSTEM "http://dtd.example/x.dtd">')
    read(file, page.replace("<article>", '<article><img src="http://img.example/x.png">'))


def test_the_same_page_gives_the_same_draft(file: Path) -> None:
    assert read(file, PAGE) == read(file, PAGE)


_PIECES = [
    *("<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<li>", "<br>", "<h1>"),
    *("<!--", "-->", "<script>", "</script>", "<svg>", "<body>", "</html>", "<frameset>", "<p:x>"),
    *("<meta name=date content=x>", "<time datetime=1>", "<![CDATA[", "]]>", "<?xml x?>"),
    *("&#0;", "&#11;", "&#xD800;", "&amp", "\x0b", "\ufffe", "\u2028", "😔", "مات"),
    "Two people died in Harvane.",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join))
def test_any_page_is_read_or_refused(page: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(UnreadableFileError):
        draft = read(Path(folder) / "page.html", page)
        draft.text.encode("utf-8")
        assert draft.text.strip()
