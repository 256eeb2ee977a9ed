"""What a page's metadata say: headline, outlet, byline, date with evidence, address, language.

What enters is a page's tree; what leaves are typed values. Trafilatura's rules find what no one
meta element states, each only where its answer is wanted: its whole search for metadata takes as
long as its search for the text, and half of that is for what nobody here asks (tags, licences) or
for bylines that the page cannot have. The words of the report are not read here, and nothing is
fetched.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

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


# bounds are fixed: the library's own default is the day of the run
_DATES: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1970-01-01",
    "max_date": "2200-01-01",
}
_OUTLET_ADDRESS = re.compile(r"https?://(?:www\.|w[0-9]+\.)?([^/]+)")
_VALUES = etree.XPath("//@*", smart_strings=False)
# every rule by which Trafilatura looks for a byline asks for one of these
BYLINE_MARKS = (
    "uthor", "username", "byl", "Byl", "BBL", "channel-name", "zuozhe", "bianji", "xiaobian",
    "submitted-by", "posted-by", "journalist-name", "screenname", "writer",
)  # fmt: skip
"""What some attribute holds of a page in which Trafilatura can find a byline."""
BYLINE_ELEMENTS = ("author", "rel")
"""Elements that stand for such an attribute."""
_BYLINE_MARK = re.compile("|".join(BYLINE_MARKS))


@dataclass(frozen=True)
class Facts:
    """What a page states of itself; None where it is silent."""

    title: str | None
    publisher: str | None
    author: str | None
    url: str | None
    language: str | None
    published: datetime | None
    published_from: str | None


def page_facts(tree: Any) -> Facts:
    """The facts of a page, whose tree stays as it is."""
    stated = _metas(tree)
    found = _found(tree)
    published, evidence = _published(tree, stated, found.url)
    language = tree.get("lang") or tree.get("xml:lang")
    return Facts(
        title=found.title,
        publisher=found.publisher,
        # Trafilatura drops bylines of one word: those of agencies
        author=_single(stated.get("author")) or found.author,
        url=found.url,
        language=normal_code(language) if language else None,
        published=published,
        published_from=evidence,
    )


def may_have_byline(tree: Any) -> bool:
    """Whether some attribute or element is of those by which Trafilatura finds bylines."""
    if _BYLINE_MARK.search("\n".join(_VALUES(tree))):
        return True
    return any(tree.find(f".//{name}") is not None for name in BYLINE_ELEMENTS)


@dataclass(frozen=True)
class _Found:
    """What Trafilatura's rules find."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None


def _found(tree: Any) -> _Found:
    """What `trafilatura.extract_metadata` says of these four, in its order of precedence."""
    rules = _rules()
    try:
        metadata = rules.examine_meta(tree)
        if metadata.author and " " not in metadata.author:
            metadata.author = None
        metadata = rules.extract_meta_json(tree, metadata)
        metadata.title = metadata.title or rules.extract_title(tree)
        if not metadata.author and may_have_byline(tree):
            metadata.author = rules.extract_author(tree)
        metadata.url = metadata.url or rules.extract_url(tree)
        metadata.sitename = _outlet(metadata.sitename or rules.extract_sitename(tree), metadata.url)
        metadata.clean_and_trim()
    # what its rules take for granted and a page need not hold
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return _Found()
    return _Found(
        _single(metadata.title),
        _single(metadata.sitename),
        _single(metadata.author),
        _single(metadata.url),
    )


def _outlet(stated: str | None, url: str | None) -> str | None:
    """The outlet's name: stated, or the server's where none is."""
    if not stated:
        address = _OUTLET_ADDRESS.match(url or "")
        return address[1] if address is not None else None
    stated = stated.lstrip("@")
    return stated.title() if stated and "." not in stated and not stated[0].isupper() else stated


@functools.cache
def _rules() -> Any:
    # loaded on first use, like the library's face in `webpages`
    from trafilatura import metadata

    return metadata


def _dated(tree: Any, url: str | None) -> str | None:
    """The day that htmldate finds in a page that states none where pages do."""
    from htmldate import find_date

    try:
        day: str | None = find_date(copy.deepcopy(tree), url=url, **_DATES)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    return day


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
    tree: Any, stated: dict[str, str], url: str | None
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
    day_found = _dated(tree, url)
    if day_found and (moment := parse_moment(day_found)) is not None:
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
