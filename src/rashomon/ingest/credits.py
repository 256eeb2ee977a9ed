"""Credits: wire agencies and outlets that a report says its *text* comes from.

What enters is a text and its dateline; what leaves are names as printed. A picture's credit is
no credit of the text, and neither is an attribution ("the ministry told Reuters"). An agency in
brackets at a paragraph's end credits the text only where that paragraph is the last: elsewhere it
ends a caption.
"""

from __future__ import annotations

import functools
import re

from rashomon.ingest.agencies import is_agency, lexicon
from rashomon.ingest.openings import opening_lines
from rashomon.records import Dateline

_TAIL = 3_000
_BYLINES = 8
_NAME = r"[^\W\d_][\w&./'’-]*(?:[ ][^\W\d_][\w&./'’-]*){0,4}"
_SOURCE = re.compile(
    r"^[\W_]*(?:source|sources|via|credit|agency|agencies)[ ]?:[ \t]*"
    rf"(?P<names>{_NAME}(?:,[ ]?{_NAME}){{0,3}})[\W_]*$",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"""^[\W_]*(?:
        (?:with|based[ ]on|compiled[ ]from|adapted[ ]from|including)[ ]
        (?:(?:additional|further)[ ])?
        (?:reporting|reports?|inputs?|files?|material|information|contributions?)?[ ]?
        (?:by|from|of)?[ ]?(?:the[ ])?(?P<names>{_NAME})
        (?:[ ](?:reports?|agencies|dispatch(?:es)?|reporting|inputs?|material))?
      | (?:the[ ])?(?P<contributor>{_NAME})[ ](?:has[ ])?contributed[ ]to[ ]this
        [ ](?:report|story|article)
      | (?:this[ ](?:report|story|article)[ ])(?:was[ ])?(?:first[ ]|originally[ ])?
        (?:published|provided|supplied|produced)[ ]by[ ](?:the[ ])?(?P<maker>{_NAME})
    )[\W_]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_BYLINE = re.compile(rf"^[\W_]*(?:by[ ])?(?:the[ ])?(?P<name>{_NAME})[\W_]*$", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?P<inside>[^()\[\]\r\n]{2,60})[)\]][\s\W]*$")
_STOP = re.compile(r"[.!?][\"'”’]?\s*$")
_NAMES = re.compile(r"[A-Z][\w.&’'-]+(?:[ ,/&]+(?:and )?[A-Z][\w.&’'-]+){0,4}")
_SPLIT = re.compile(r"\s*(?:/|,|;|\band\b|&)\s*")
_WORDS = re.compile(r"[\w-]+")
_TRAILING = re.compile(r"\s+(?:reports?|dispatch(?:es)?|inputs?|material)$", re.IGNORECASE)
_GENERIC = re.compile(
    r"^(?:news )?(?:agencies|agency|wires?|wire services?)(?: (?:reports?|dispatches|material))?$",
    re.IGNORECASE,
)


def find_credits(
    text: str, dateline: Dateline | None, author: str | None = None
) -> tuple[str, ...]:
    """The outlets that the text credits, as printed, in reading order, each once.

    Args:
        text: the report.
        dateline: its agency is a credit.
        author: the author that metadata name; a credit where it is an agency.
    """
    found: list[str] = []
    if author is not None and is_agency(author):
        found.append(author.strip())
    if dateline is not None and dateline.agency is not None and not _of_picture(dateline.agency):
        found.append(dateline.agency)
    for line in opening_lines(text, _BYLINES):
        found += _in_line(line.text, byline=len(line.text) <= 60)
    tail = [words for piece in re.split(r"[\r\n]+", text[-_TAIL:]) if (words := piece.strip())]
    for closing in tail[-4:]:
        found += _in_line(closing, byline=len(closing) <= 60)
    if tail:
        found += _closing(tail[-1])
    return _unique(found)


def _in_line(line: str, *, byline: bool) -> list[str]:
    """What a line that is nothing but a credit names."""
    if len(line) > 200 or _of_picture(line):
        return []
    if match := _SOURCE.match(line):
        return [name for name in _SPLIT.split(match["names"]) if name]
    if match := _WITH.match(line):
        if match["maker"]:
            return [match["maker"]] if match["maker"][0].isupper() else []
        names = match["names"] or match["contributor"]
        if _GENERIC.match(names):
            return [names]
        names = _TRAILING.sub("", names)
        return [name for name in _SPLIT.split(names) if is_agency(name)]
    if byline and (match := _BYLINE.match(line)) and is_agency(match["name"]):
        return [name for name in _SPLIT.split(match["name"]) if is_agency(name)]
    if bracketed := re.fullmatch(r"[\W_]*\((?P<inside>[^()]{2,60})\)[\W_]*", line):
        return [n for n in _SPLIT.split(bracketed["inside"]) if is_agency(n)]
    return []


def _closing(line: str) -> list[str]:
    """The agency in brackets, or after a dash, that ends the text."""
    if match := _BRACKETED.search(line):
        inside = match["inside"]
        if not _of_picture(inside):
            # a name in brackets after the last full stop is a credit, known or not
            after_stop = _STOP.search(line[: match.start()]) and _NAMES.fullmatch(inside)
            return [name for name in _SPLIT.split(inside) if after_stop or _creditable(name)]
    if match := re.search(rf"[.!?”\"']\s*[-–—]+\s*(?P<name>{_NAME})[\W_]*$", line):
        return [n for n in _SPLIT.split(match["name"]) if is_agency(n)]
    return []


def _creditable(name: str) -> bool:
    return is_agency(name) or bool(_GENERIC.match(name))


def _of_picture(words: str) -> bool:
    return not _picture_words().isdisjoint(_WORDS.findall(words.lower()))


@functools.cache
def _picture_words() -> frozenset[str]:
    return frozenset(lexicon().picture)


def _unique(names: list[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        bare = " ".join(name.split()).strip(" .,")
        if bare:
            kept.setdefault(bare.casefold(), bare)
    return tuple(kept.values())
