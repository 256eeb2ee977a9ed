"""RSS and Atom."""

from __future__ import annotations

import html
import socket
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.feeds import read_feed
from tests.ingest.homecoming import STRANGE, come_home
from tests.ingest.opened import drafts, opened

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Norvia Herald</title><language>en-gb</language>
<item><title>Blast in port</title><link>https://herald.example/1</link>
<author>desk@herald.example (A. Writer)</author>
<pubDate>Thu, 04 Mar 2021 08:15:00 +0200</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Five people died &amp; two were hurt.</p><p>Police said so.</p>]]>
</content:encoded></item>
<item><title>Ferry &amp; fares</title>
<description>Fares &lt;b&gt;rise&lt;/b&gt;.</description></item>
<item></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title>
<entry><title>Blast in port</title><updated>2021-03-04T08:15:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Five <b>people</b> died.</p>
</div></content></entry></feed>"""


def test_an_entry_is_a_report() -> None:
    blast, fares = drafts(read_feed, RSS.encode())
    assert blast.text == "Blast in port\n\nFive people died & two were hurt.\n\nPolice said so."
    assert blast.published == datetime(2021, 3, 4, 6, 15, tzinfo=UTC)
    assert blast.published_from == "feed:published"
    assert (blast.publisher, blast.url) == ("The Norvia Herald", "https://herald.example/1")
    assert (blast.part, blast.language, blast.title) == ("#1", "en", "Blast in port")
    assert fares.text == "Ferry & fares\n\nFares rise."
    assert len(opened(read_feed, RSS.encode())) == 3


def test_atom() -> None:
    (draft,) = drafts(read_feed, ATOM.encode())
    assert draft.text == "Blast in port\n\nFive people died."
    assert draft.published_from == "feed:updated"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from((*STRANGE, "<b>", "</b>", "<br>", "</p><p>")), max_size=8))
def test_every_word_of_an_entry_has_its_place(pieces: list[str]) -> None:
    content = "<p>Five people died in Harvane. " + " ".join(pieces)
    raw = RSS.replace("Fares &lt;b&gt;rise&lt;/b&gt;.", escape(content)).encode()
    found = drafts(read_feed, raw)
    parsed = feedparser.parse(raw, resolve_relative_uris=False, sanitize_html=False)
    for draft in found:
        entry = parsed.entries[int(draft.part[1:]) - 1]
        originals = {
            f"entry:{draft.part[1:]}/title": entry.title,
            f"entry:{draft.part[1:]}/summary": entry.summary,
        }
        if entry.get("content"):
            originals[f"entry:{draft.part[1:]}/content"] = entry.content[0].value
        anchored = come_home(draft.text, draft.anchors, originals.__getitem__, markup=True)
        assert anchored == sum(not char.isspace() for char in draft.text)
    assert html.unescape("Ferry & fares") in found[1].text


XXE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("prolog", [XXE, BOMB, XXE.replace("ENTITY", "entity")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_of_its_own_are_refused(prolog: str, encoding: str) -> None:
    raw = RSS.replace("<rss", prolog + "<rss", 1).replace("Short.", "&x;&b;").encode(encoding)
    with pytest.raises(UnreadableFileError, match="XXE"):
        opened(read_feed, raw)


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (b"<html><body>x", "no RSS"),
        (b"<rss><channel></channel></rss>", "without entries"),
        (b"<rss>" + b"<a>" * 5_000, "deep"),
    ],
)
def test_what_is_no_feed(raw: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        opened(read_feed, raw)


def test_reading_a_feed_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    raw = RSS.replace("<rss", '<!DOCTYPE rss SYSTEM "http://dtd.example/x.dtd"><rss', 1)
    assert drafts(read_feed, raw.encode())
