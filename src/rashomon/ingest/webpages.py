"""HTML pages: main text without navigation, and what the page's metadata say.

Trafilatura separates the text from the boilerplate; it is given the page's own characters and
never an address, so that it opens no connection. What it chose is found again in the source, so
that every word of the text has its place there; see `rashomon.ingest.alignment`. Paragraphs are
set apart by blank lines. A headline that the main text lacks is put before it.
"""

from __future__ import annotations

import copy
import functools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from rashomon.errors import UnreadableFileError
from rashomon.ingest.alignment import Placed, place
from rashomon.ingest.decoding import decode, read_bytes, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.pagefacts import Facts, page_facts
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

# what it warns of ("discarding data") comes out as a problem that names the file
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BLOCKS = frozenset({"p", "head", "item", "row", "cell", "ab", "fw", "code", "quote"})
_BORDER = "\u2029"
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
_DEEPEST = 200
_MOST_DEPTHS = 1_000_000
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (_DEEPEST + 1) + ")")
_COUNT = etree.XPath("count(//*)")


@dataclass(frozen=True)
class Page:
    """A page as read.

    Args:
        placed: its text, with anchors into the page's decoded text.
        facts: its metadata.
        doubts: what the user should know.
    """

    placed: Placed
    facts: Facts
    doubts: tuple[str, ...]


def read_page(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of an HTML file."""
    raw = read_bytes(source, settings)
    named = _DECLARED.search(raw[:4_096])
    decoded = decode(
        raw, source.name, source.charset or (named[1].decode("ascii", "replace") if named else None)
    )
    page = read_markup(decoded.text, source.name)
    facts = page.facts
    yield Draft(
        text=page.placed.text,
        raw_sha256=sha256(raw),
        encoding=decoded.encoding,
        anchors=page.placed.anchors,
        title=facts.title,
        publisher=facts.publisher,
        author=facts.author,
        url=facts.url,
        language=facts.language,
        published=facts.published,
        published_from=facts.published_from,
        doubts=(*((decoded.doubt,) if decoded.doubt else ()), *page.doubts),
    )


def read_markup(text: str, name: str, part: str = "") -> Page:
    """The report in a page's decoded text.

    Args:
        text: the whole page.
        name: for messages.
        part: of the original that `text` is, for the anchors.

    Raises:
        UnreadableFileError: if it cannot be parsed, nests too deep, or has no text.
    """
    tree = _tree(text, name)
    # the search for the main text takes time in proportion to the sum of the depths
    found = _extracted(tree) if _depths(tree) <= _MOST_DEPTHS else None
    units = _body_units(found.body) if found is not None and found.body is not None else []
    doubts = []
    if not units:
        units = _plain_units(tree)
        if not units:
            raise UnreadableFileError(name, "is a page without any text")
        doubts.append("is a page whose main text could not be told apart; all its text was taken")
    facts = page_facts(tree)
    placed = place(text, units, facts.title, part)
    if not placed.text.strip():
        raise UnreadableFileError(name, "is a page without any text")
    if placed.homeless:
        doubts.append(
            f"is a page whose source does not show {placed.homeless} characters of its main text; "
            "they have no place there"
        )
    return Page(placed, facts, tuple(doubts))


def read_fragment(text: str, name: str, title: str | None = None, part: str = "") -> Placed:
    """All visible words of markup that somebody wrote as a whole: a message, an entry of a feed.

    Args:
        text: the markup, decoded.
        name: for messages.
        title: a headline, put before the words where their opening lacks it.
        part: of the original that `text` is, for the anchors.

    Raises:
        UnreadableFileError: if it cannot be parsed or nests too deep.
    """
    if not text.strip():
        return Placed("", ())
    tree = _tree(text, name)
    return place(text, _plain_units(tree), title, part)


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
    if _TOO_DEEP(tree):
        raise UnreadableFileError(name, f"nests its elements more than {_DEEPEST} deep")
    return tree


def _depths(tree: Any) -> int:
    """The sum of all elements' depths; at most that of a page as deep as can be, if it is small."""
    if (most := int(_COUNT(tree)) * _DEEPEST) <= _MOST_DEPTHS:
        return most
    depth = total = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth if event == "start" else 0
    return total


@functools.cache
def _options() -> Any:
    """How Trafilatura searches for the main text."""
    # loaded on first use: only web pages need it, and no other command should wait for it
    from trafilatura.settings import DEFAULT_CONFIG, Extractor

    config = copy.deepcopy(DEFAULT_CONFIG)
    # the default of 250 throws the paragraphs of short reports together
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "40"
    return Extractor(config=config, output_format="python", comments=False)


def _extracted(tree: Any) -> Any:
    """Trafilatura's document, or None where it finds nothing."""
    import trafilatura

    try:
        return trafilatura.bare_extraction(copy.deepcopy(tree), options=_options())
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def _body_units(body: Any) -> list[str]:
    """The blocks and cells of an extracted body."""
    units: list[str] = []
    loose: list[str] = []

    def close() -> None:
        if words := "".join(loose).strip():
            units.append(words)
        loose.clear()

    def walk(element: Any) -> None:
        block = element.tag in _BLOCKS
        if block:
            close()
        loose.append(element.text or "")
        for child in element:
            walk(child)
            loose.append(child.tail or "")
        if block:
            close()

    walk(body)
    close()
    return units


def _plain_units(tree: Any) -> list[str]:
    """All visible text of a page, block by block."""
    words: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            words.append("" if hidden else element.tail or "")
            continue
        hidden += (1 if event == "start" else -1) * (element.tag in _DROPPED)
        if element.tag in _PAGE_BLOCKS:
            words.append(_BORDER)
        if not hidden:
            words.append((element.text if event == "start" else element.tail) or "")
    return [unit for each in "".join(words).split(_BORDER) if (unit := each.strip())]
