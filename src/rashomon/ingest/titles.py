"""Headlines of texts that come without one, and where a known headline stands.

A headline is the first line, short, without a closing full stop, with a blank line after it.
"""

from __future__ import annotations

import re

from rashomon.ingest.dates import PRINTED
from rashomon.ingest.openings import OPENING, opening_lines

_LONGEST = 200
_MARKDOWN = re.compile(r"^#{1,3}[ \t]+")
_DATE_ONLY = re.compile(rf"^\W*{PRINTED}\W*$", re.VERBOSE | re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.:;,][\"'”’)\]]*$")


def headline(text: str) -> tuple[int, int] | None:
    """Where the text's own headline stands, half-open, or None."""
    lines = opening_lines(text, 2)
    if len(lines) < 2:
        return None
    first = lines[0]
    mark = _MARKDOWN.match(first.text)
    start = first.start + (mark.end() if mark else 0)
    words = text[start : first.end]
    if (
        not first.before_blank
        or len(words) > _LONGEST
        or not any(char.isalpha() for char in words)
        or _SENTENCE_END.search(words)
        or _DATE_ONLY.match(words)
        or words.startswith("[")
    ):
        return None
    return start, first.end


def locate(title: str, text: str) -> tuple[int, int] | None:
    """Where `title` first stands in the opening of `text`, whatever its case and white space."""
    words = title.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.compile(pattern, re.IGNORECASE).search(text[:OPENING])
    return (match.start(), match.end()) if match else None
