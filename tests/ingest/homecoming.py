"""The property of every reader: what the text says stands where its anchors say."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable

from rashomon.ingest.markup import UNSEEN
from rashomon.records import Anchor, CharacterAnchor

STRANGE = (
    "Two people died in Harvane",
    "😔👩\u200d👩\u200d👧🇳🇴",
    "cafe\u0301 a\u0327\u0308",
    "مات شخصان في \u200fهارفان\u200e",
    "\u202bשניים נהרגו\u202c",
    "of\ufb01ce \ufb00 ﷺ",
    "po\u00adlice har\u00adbour",
    "line\r\nline\rline\nline",
    "a \t  b\u00a0c\u2009d\u3000e",
    "二人が死亡した。",
    "x²½ ① Ⅳ",
    "&amp; &lt;b&gt; &hellip; &#8364; &#x1F614; &nbsp;&notit;",
    "&NotEqualTilde; &bogus; & &#150; &#0;",
    "𝔘𝔫𝔦 \U000e0041",
    "5 < 6 & 7 > 3",
    "\"quoted\" 'thus'",
)
"""Pieces of text on which offsets go wrong."""


def come_home(
    text: str, anchors: Iterable[Anchor], original: Callable[[str], str], *, markup: bool = False
) -> int:
    """Every anchored range equals its original, white space and references aside.

    Args:
        text: the document's.
        anchors: its.
        original: the decoded text of a part.
        markup: the original is one of character references.

    Returns:
        How many characters that are no white space have an anchor.
    """
    anchored = 0
    for anchor in anchors:
        assert isinstance(anchor, CharacterAnchor)
        there = original(anchor.part)
        assert anchor.original_end <= len(there)
        mine = text[anchor.start : anchor.end]
        theirs = there[anchor.original_start : anchor.original_end]
        if markup and not anchor.linear:
            theirs = html.unescape(theirs)
        assert _blanks(mine) == _blanks(theirs), (mine, theirs)
        anchored += sum(not char.isspace() for char in mine)
    return anchored


def visible(text: str) -> str:
    """The characters that a reader of the page sees, composed alike."""
    bare = re.sub(rf"[\s\u00ad{UNSEEN}]+", "", text)
    return unicodedata.normalize("NFC", bare)


def _blanks(words: str) -> str:
    return re.sub(r"\s", " ", words)
