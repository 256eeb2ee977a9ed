"""What a page's metadata say: date with evidence, outlet, byline, address, language.

What enters is a page's tree and what Trafilatura found; what leaves are typed values. The words of
the report are not read here, and nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rashomon.ingest.dates import midnight, parse_day, parse_moment
from rashomon.ingest.languages import normal_code

_DATE_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "pubdate",
    "published-date",
    "date",
)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/._-]|$)")


@dataclass(frozen=True)
class Facts:
    """What a page states of itself; None where it is silent."""

    publisher: str | None
    author: str | None
    url: str | None
    language: str | None
    published: datetime | None
    published_from: str | None


def page_facts(tree: Any, found: Any) -> Facts:
    """The facts of a page.

    Args:
        tree: of the page, as lxml gives it.
        found: Trafilatura's document, or None.
    """
    stated = _metas(tree)
    url = _single(found.url) if found is not None else None
    published, evidence = _published(tree, stated, url, found)
    language = tree.get("lang") or tree.get("xml:lang")
    return Facts(
        publisher=_single(found.sitename) if found is not None else None,
        # Trafilatura drops bylines of one word: those of agencies
        author=_single(stated.get("author") or (found.author if found is not None else None)),
        url=url,
        language=normal_code(language) if language else None,
        published=published,
        published_from=evidence,
    )


def _metas(tree: Any) -> dict[str, str]:
    """The page's meta elements, lower-case name to content; the first of a name counts."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name, content = meta.get(key), meta.get("content")
            if name and content:
                stated.setdefault(name.strip().lower(), content)
    return stated


def _published(
    tree: Any, stated: dict[str, str], url: str | None, found: Any
) -> tuple[datetime | None, str | None]:
    """The moment of publication and the name of the metadata that state it."""
    for name in _DATE_METAS[:2]:
        if name in stated and (moment := parse_moment(stated[name])) is not None:
            return moment, f"meta:{name}"
    for block in tree.xpath("//script[@type='application/ld+json']"):
        for value in _linked_dates(block.text or ""):
            if (moment := parse_moment(value)) is not None:
                return moment, "meta:ld+json:datePublished"
    for name in _DATE_METAS[2:]:
        if name in stated and (moment := parse_moment(stated[name])) is not None:
            return moment, f"meta:{name}"
    for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        value = element.get("datetime") or element.get("content") or element.text_content()
        if value and (moment := parse_moment(value)) is not None:
            return moment, "meta:itemprop:datePublished"
    times = tree.xpath("//article//time[@datetime]") or tree.xpath("//time[@datetime]")
    if len(times) == 1 and (moment := parse_moment(times[0].get("datetime"))) is not None:
        return moment, "meta:time"
    if (match := _URL_DAY.search(url or "")) is not None:
        day = parse_day("-".join(match.groups()))
        if day is not None and (date := day.complete(None)) is not None:
            return midnight(date), "url"
    if found is not None and found.date and (moment := parse_moment(found.date)) is not None:
        return moment, "meta:htmldate"
    return None, None


def _linked_dates(payload: str) -> Iterator[str]:
    """Every `datePublished` of a JSON-LD block, in order."""
    try:
        pending = deque([json.loads(payload)])
    except (ValueError, RecursionError):
        return
    while pending:
        node = pending.popleft()
        if isinstance(node, dict):
            value = node.get("datePublished")
            if isinstance(value, str):
                yield value
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)


def _single(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
