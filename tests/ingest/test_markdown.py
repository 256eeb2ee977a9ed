"""Markdown without its marks."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.ingest.markdown import read_markdown
from tests.ingest.homecoming import STRANGE, come_home
from tests.ingest.opened import drafts

REPORT = """---
title: "Blast in port"
date: 2021-03-04
author: A. Writer
---
# Blast in *port*

Five **people** died in [Harvane](https://herald.example/a_(b) "x"), the
harbour police said \\* &amp; others.

- Two men
- Three `women`

> "We had no part in it," the Front said. ![a map](map.png) <b>Later</b>

| who | dead |
|-----|------|
| men | 2 |

    code line one
    code line two
"""


def test_marks_are_no_words() -> None:
    (draft,) = drafts(read_markdown, REPORT.encode())
    assert draft.text.split("\n\n") == [
        "Blast in port",
        "Five people died in Harvane, the harbour police said * & others.",
        "Two men",
        "Three women",
        '"We had no part in it," the Front said.  Later',
        "who",
        "dead",
        "men",
        "2",
        "code line one\ncode line two",
    ]
    come_home(draft.text, draft.anchors, lambda _: REPORT, markup=True)


def test_a_front_matter_is_metadata() -> None:
    (draft,) = drafts(read_markdown, REPORT.encode())
    assert (draft.title, draft.author) == ("Blast in port", "A. Writer")
    assert draft.published == datetime(2021, 3, 4, tzinfo=UTC)
    assert draft.published_from == "front matter"


_MARKS = ("**", "*", "_", "`", "[", "](x)", "![", "\n\n", "\n- ", "\n# ", "\n> ", "\\", "\r\n\r\n")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*STRANGE, *_MARKS, " ", "<i>", "~~~\n", "\t")), max_size=14))
def test_every_word_has_its_place(pieces: list[str]) -> None:
    source = "Five people died. " + "".join(pieces)
    (draft,) = drafts(read_markdown, source.encode())
    anchored = come_home(
        draft.text, draft.anchors, lambda _: source.removeprefix("\ufeff"), markup=True
    )
    assert anchored == sum(not char.isspace() for char in draft.text)
    assert "Five people died." in draft.text
