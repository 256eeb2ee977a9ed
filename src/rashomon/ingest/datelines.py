"""Datelines: where and when a report says that it was written.

What enters is a text and the day near which it was written, if metadata tell; what leaves is a
`Dateline` or None. A dateline opens a paragraph of the opening. Which shapes count errs towards
silence: a place alone before a dash is one only in capitals, in a text that is not all capitals,
since a sentence may open with a name and a dash too.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date

import msgspec

from rashomon.ingest.agencies import is_agency
from rashomon.ingest.dates import DAY_NAME, PRINTED, last_weekday, parse_day
from rashomon.ingest.openings import paragraph_starts
from rashomon.lexicon import load
from rashomon.records import Dateline, Span

_PARAGRAPHS = 10
_WINDOW = 320
_UPPER_SHARE = 0.7
_TOWN_WORDS = 3
_TOWN_LENGTH = 40

_SPACE = r"(?:[ \t\u00a0]|\r?\n(?![ \t]*\r?\n))"
_BLANK = r"[ \t\u00a0]"
_DASH = r"(?:--+|[-‐-―−_])"
_WORD = r"[^\W\d_][\w'’ʼ`.]*"
_CAPITAL = rf"(?-i:(?=[^\W\d_])(?![a-zß-öø-ÿа-я])){_WORD}"
_LINK = (
    r"(?:of|the|and|de|del|la|las|los|le|el|al|ar|as|ad|an|bin|ben|da|do|dos|du|upon|on|in|near"
    r"|sur|y)"
)
_NAME = rf"""{_CAPITAL}(?:[-‐’']{_WORD})*
    (?:(?:{_BLANK}+(?:{_LINK}{_BLANK}+){{0,2}}|{_BLANK}*/{_BLANK}*){_CAPITAL}(?:[-‐’']{_WORD})*){{0,4}}"""
_DATE = rf"(?:{PRINTED}|{DAY_NAME}|NO[ ]DATE)"
_PLACE = rf"""{_NAME}
    (?:{_SPACE}*\((?P<country>{_NAME})\)(?={_SPACE}*[,(]))?
    (?:,{_SPACE}*(?!{_DATE}){_NAME}(?={_SPACE}*[,(]|{_SPACE}*{_DASH})){{0,2}}"""
_AGENCY = r"(?:\((?P<agency>[^()\r\n]{0,60}(?:\r?\n[^()\r\n]{1,40})?)\)|(?P<open>\())"

_PLACED = re.compile(
    rf"""(?P<place>{_PLACE})
    (?P<dated>{_SPACE}*,?{_SPACE}*(?P<date>{_DATE}))?
    {_SPACE}*,?{_SPACE}*(?:{_AGENCY}{_SPACE}*)?
    (?P<dash>{_DASH}|:(?=\s))?""",
    re.VERBOSE | re.IGNORECASE,
)
# a monitoring service's way to say that a broadcast states no place
_UNNAMED = re.compile(r"NO CITY(?: \((?P<country>[^()]+)\))?$")
_UNPLACED = re.compile(
    rf"""(?P<date>{_DATE})?{_SPACE}*,?{_SPACE}*
    (?:\((?P<agency>[^()\r\n]{{2,60}})\)|(?P<bare>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,3}}))
    {_SPACE}*(?P<dash>{_DASH})""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE_AGENCY = re.compile(
    rf"(?P<place>{_NAME}),{_SPACE}*(?P<agency>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,3}}){_SPACE}*"
    rf"(?P<dash>{_DASH})",
    re.VERBOSE | re.IGNORECASE,
)
# one of these stands in every dateline
_SIGN = re.compile(rf"{_DASH}|[:(]")
_LABELS = re.compile(r"\s*\[(?P<label>[^\[\]]{2,120})\]")


class DatelineLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/datelines.toml`, all in capitals.

    Args:
        labels: words before a dash or colon that name no place.
        kinds: words of bracketed labels.
        authored: those of `kinds` that announce somebody else's text.
        openers: words that open a sentence and no place.
    """

    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    authored: tuple[str, ...]
    openers: tuple[str, ...]


@functools.cache
def _lexicon() -> DatelineLexicon:
    words: DatelineLexicon = load("datelines", DatelineLexicon)
    return words


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    place: str | None
    date: str | None
    agency: str | None


def find_dateline(text: str, document_id: str, near: date | None) -> Dateline | None:
    """The dateline of a report, or None.

    Args:
        text: the report.
        document_id: for the span.
        near: a day close to which it was written; completes a missing year and a bare weekday.
    """
    head = text[:2_000]
    for start in paragraph_starts(text, _PARAGRAPHS):
        found = _at(text, start, head)
        if found is not None:
            return Dateline(
                span=Span(document_id, found.start, found.end),
                place=found.place,
                date=_day(found.date, near),
                agency=found.agency,
            )
    return None


def _at(text: str, start: int, head: str) -> _Found | None:
    """The dateline that begins at `start`, or None; `head` shows if the text is in capitals."""
    window = text[start : start + _WINDOW]
    if _SIGN.search(window) is None:
        return None
    for attempt in (_placed, _place_agency, _unplaced):
        found = attempt(window, head)
        if found is not None:
            end = _labels_end(text, start + found.end)
            return _Found(start, end, found.place, found.date, found.agency)
    return None


def _placed(window: str, head: str) -> _Found | None:
    """`PLACE, date (AGENCY) -`, each of date, agency and dash optional within limits."""
    match = _PLACED.match(window)
    if match is None:
        return None
    place, printed = match["place"], match["date"]
    agency, dash = match["agency"], match["dash"]
    if agency is None and match["country"] is not None and printed is None and dash:
        # `PARIS (Reuters) -`: what looked like the country is the agency
        country = match["country"]
        if is_agency(country):
            place, agency = place[: place.rindex("(")].strip(), country
    unnamed = _UNNAMED.match(place)
    first = re.split(r"[\s,]", place, maxsplit=1)[0]
    if unnamed is not None:
        place = unnamed["country"] or ""
    elif first.upper() in _lexicon().openers or _is_label(place) or is_agency(place):
        return None
    known = agency is not None and is_agency(agency)
    town = re.split(r"[,(]", place, maxsplit=1)[0]
    capitals = town == town.upper() and sum(char.isalpha() for char in town) > 2
    bracketed = agency is not None and (known or capitals or agency == agency.upper())
    weekday = printed is not None and re.fullmatch(DAY_NAME, printed, re.IGNORECASE) is not None
    if dash == ":":
        good = printed is not None and not weekday and capitals
    elif printed is not None:
        good = bool(dash) and (not weekday or bracketed or (capitals and not _is_upper(head)))
        good = good or known
    elif agency is not None:
        good = (bool(dash) and bracketed) or (known and capitals)
    else:
        short = len(town.split()) <= _TOWN_WORDS and len(place) <= _TOWN_LENGTH
        good = bool(dash) and capitals and short and not _is_upper(head)
        good = good and _opens_prose(window, match.end("dash"))
    if not good or not _begins_sentence(window[match.end() :]):
        return None
    end = match.end("dash") if dash else len(window[: match.end()].rstrip())
    return _Found(0, end, _clean(place), printed, _clean(agency))


def _place_agency(window: str, head: str) -> _Found | None:
    """`Place, AGENCY -`."""
    match = _PLACE_AGENCY.match(window)
    if match is None or not is_agency(match["agency"]) or _is_label(match["place"]):
        return None
    return _Found(0, match.end(), _clean(match["place"]), None, match["agency"])


def _unplaced(window: str, head: str) -> _Found | None:
    """`March 3 (Agency) -`, `(Agency) -`, `Agency -`."""
    match = _UNPLACED.match(window)
    if match is None:
        return None
    agency = match["agency"] or match["bare"]
    if not is_agency(agency) or not _begins_sentence(window[match.end() :]):
        return None
    if match["bare"] and not _apart(window, match.end()):
        return None
    return _Found(0, match.end(), None, match["date"], _clean(agency))


def _day(printed: str | None, near: date | None) -> date | None:
    if printed is None:
        return None
    day = parse_day(" ".join(printed.split()))
    if day is not None:
        return day.complete(near)
    return last_weekday(printed, near) if near is not None else None


def _labels_end(text: str, end: int) -> int:
    """The end of a monitoring service's labels (`[TEXT]`, `[REPORT] [A NAME] [TEXT]`).

    A name between two labels is the correspondent's and belongs to the dateline; after a label of
    an authored text it is the issuer's, that is a source, and stays in the text.
    """
    best = end
    position = end
    authored = False
    while (match := _LABELS.match(text, position)) is not None:
        words = re.findall(r"[A-Z]+", match["label"])
        kind = bool(words) and all(word in _lexicon().kinds for word in words)
        if kind and not (authored and best != position):
            best = match.end()
        authored = authored or bool(set(_lexicon().authored) & set(words))
        position = match.end()
    return best


def _is_label(place: str) -> bool:
    bare = re.sub(r"[^A-Z ]", "", place.upper()).strip()
    first = bare.split(" ")[0]
    return bare in _lexicon().labels or first in _lexicon().labels


@functools.lru_cache(maxsize=4)
def _is_upper(text: str) -> bool:
    letters = "".join(filter(str.isalpha, text))
    return sum(map(str.isupper, letters)) >= _UPPER_SHARE * len(letters) > 0


def _opens_prose(window: str, end: int) -> bool:
    """Whether the dash that ends at `end` stands apart, and prose in natural case follows it."""
    return _apart(window, end) and not _is_upper(
        re.split(r"[\r\n]", window[end:].lstrip(), maxsplit=1)[0]
    )


def _apart(window: str, end: int) -> bool:
    """Whether white space stands before or after the dash that ends at `end`."""
    dashed = window[:end].rstrip("-‐‑‒–—―−_")
    return dashed[-1:].isspace() or window[end : end + 1].isspace()


def _begins_sentence(rest: str) -> bool:
    """Whether what follows a dateline could open a sentence."""
    opening = rest.lstrip(" \t\r\n\u00a0\"'“‘«„([-–—")
    return bool(opening) and (not opening[0].isalpha() or not opening[0].islower())


def _clean(words: str | None) -> str | None:
    if words is None:
        return None
    return " ".join(words.split()).strip(" ,") or None
