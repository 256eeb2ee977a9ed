"""HTML pages: main text without navigation, and what the page's metadata say.

Trafilatura separates the text from the boilerplate; it is given the page's own characters and
never an address, so that it opens no connection. Paragraphs are set apart by blank lines. A
headline that the main text lacks is put before it.
"""

from __future__ import annotations

import copy
import functools
import json
import logging
import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree, html

from rashomon.errors import UnreadableFileError
from rashomon.ingest.dates import parse_moment
from rashomon.ingest.decoding import decode, read_bytes, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.languages import normal_code
from rashomon.ingest.limits import Allowance
from rashomon.ingest.sources import Source
from rashomon.ingest.titles import locate
from rashomon.settings import ReadSettings

# bounds are fixed: the library's own default is the day of the run
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1970-01-01",
    "max_date": "2200-01-01",
}

# what it warns of ("discarding data") comes out as a problem that names the file
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BLOCKS = frozenset({"p", "head", "item", "row", "ab", "fw", "code"})
# fmt: off
_PAGE_BLOCKS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dd", "dt",
    "div", "section", "article", "figcaption", "header", "footer", "main", "body",
))
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "nav", "form", "button", "select", "svg",
    "object", "head", "aside",
))
# fmt: on
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
_LINE, _PARAGRAPH = "\u2028", "\u2029"
_TWO_LINES = re.compile("\u2028\\s*\u2028")
_DEEPEST = 200
_MOST_DEPTHS = 1_000_000


def read_page(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of an HTML file."""
    raw = read_bytes(source, settings)
    named = _DECLARED.search(raw[:4_096])
    decoded = decode(
        raw, source.name, named[1].decode("ascii", "replace") if named else source.charset
    )
    tree = _tree(decoded.text, source.name)
    deepest, total = _depths(tree)
    if deepest > _DEEPEST:
        raise UnreadableFileError(source.name, f"nests its elements more than {_DEEPEST} deep")
    # the search for the main text takes time in proportion to the sum of the depths
    found = _extracted(tree) if total <= _MOST_DEPTHS else None
    text = _body_text(found.body) if found is not None and found.body is not None else ""
    doubts = [decoded.doubt] if decoded.doubt else []
    if not text:
        text = _plain(tree)
        if not text:
            raise UnreadableFileError(source.name, "is a page without any text")
        doubts.append("is a page whose main text could not be told apart; all its text was taken")
    title = _single(found.title) if found is not None else None
    if title is not None and locate(title, text) is None:
        text = f"{title}\n\n{text}"
    stated = _metas(tree)
    published, evidence = _published(tree, stated, found)
    language = tree.get("lang") or tree.get("xml:lang")
    yield Draft(
        text=text,
        raw_sha256=sha256(raw),
        encoding=decoded.encoding,
        title=title,
        publisher=_single(found.sitename) if found is not None else None,
        # Trafilatura drops bylines of one word: those of agencies
        author=_single(stated.get("author") or (found.author if found is not None else None)),
        url=_single(found.url) if found is not None else None,
        language=normal_code(language) if language else None,
        published=published,
        published_from=evidence,
        doubts=tuple(doubts),
    )


def _tree(text: str, name: str) -> Any:
    # the text is decoded: a declaration left in it would make the parser decode again
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    # the end tags may be left out, and the parser drops what stands after a stray one
    text = re.sub(r"</(?:html|body)\s*>", "", text, flags=re.IGNORECASE)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=False, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFileError(name, f"cannot be parsed as HTML ({error})") from error
    return tree


def _depths(tree: Any) -> tuple[int, int]:
    """How deep the deepest element lies, and the sum over all elements."""
    deepest = depth = total = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        total += depth if event == "start" else 0
    return deepest, total


@functools.cache
def _config() -> Any:
    """Trafilatura's settings with ours over them."""
    from trafilatura.settings import DEFAULT_CONFIG

    config = copy.deepcopy(DEFAULT_CONFIG)
    # the default of 250 throws the paragraphs of short reports together
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "40"
    return config


def _extracted(tree: Any) -> Any:
    """Trafilatura's document, or None where it finds nothing."""
    # loaded on first use: only web pages need it, and no other command should wait for it
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            copy.deepcopy(tree),
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            include_links=False,
            include_formatting=False,
            deduplicate=False,
            date_extraction_params=_DATES,
            config=_config(),
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _body_text(body: Any) -> str:
    """The text of an extracted body, one blank line between blocks."""
    blocks: list[str] = []
    loose: list[str] = []

    def close() -> None:
        blocks.extend(_paragraphs("".join(loose)))
        loose.clear()

    def walk(element: Any) -> None:
        block = element.tag in _BLOCKS
        if block:
            close()
        if element.tag == "lb":
            loose.append(_LINE)
        loose.append(element.text or "")
        for child in element:
            if element.tag == "row" and len(loose) > 1:
                loose.append(" | ")
            walk(child)
            loose.append(child.tail or "")
        if block:
            close()

    walk(body)
    close()
    return "\n\n".join(blocks)


def _plain(tree: Any) -> str:
    """All visible text of a page, a blank line between blocks."""
    words: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            words.append("" if hidden else element.tail or "")
            continue
        hidden += (1 if event == "start" else -1) * (element.tag in _DROPPED)
        if element.tag in _PAGE_BLOCKS:
            words.append(_PARAGRAPH)
        elif element.tag == "br" and event == "start":
            words.append(_LINE)
        if not hidden:
            words.append((element.text if event == "start" else element.tail) or "")
    return "\n\n".join(_paragraphs("".join(words)))


def _paragraphs(words: str) -> list[str]:
    """The paragraphs of marked text: two line breaks in a row end one, as a block's border does.

    White space of the source means no more than a blank.
    """
    marked = _TWO_LINES.sub(_PARAGRAPH, words)
    pieces = (
        "\n".join(line for each in piece.split(_LINE) if (line := " ".join(each.split())))
        for piece in marked.split(_PARAGRAPH)
    )
    return [piece for piece in pieces if piece]


def _metas(tree: Any) -> dict[str, str]:
    """The page's meta elements, lower-case name to content; the first of a name counts."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name, content = meta.get(key), meta.get("content")
            if name and content:
                stated.setdefault(name.strip().lower(), content)
    return stated


def _published(tree: Any, stated: dict[str, str], found: Any) -> tuple[datetime | None, str | None]:
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
