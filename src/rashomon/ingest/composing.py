"""A draft and its sidecar to a document: which evidence counts for title, date and language.

A sidecar goes before the page's metadata, these before what the text shows. The time of a file is
never evidence.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime

from rashomon.ingest.credits import find_credits
from rashomon.ingest.datelines import find_dateline
from rashomon.ingest.dates import PRINTED, midnight, parse_day
from rashomon.ingest.drafts import SILENT, Draft, Stated
from rashomon.ingest.files import STAGE
from rashomon.ingest.languages import detect, language_name, understands
from rashomon.ingest.metadata import Noted
from rashomon.ingest.openings import opening_lines
from rashomon.ingest.titles import headline, locate
from rashomon.records import Document, Problem, Span, digest_id
from rashomon.settings import ReadSettings

_DATE_LINES = 8
_LEAD_IN = (
    r"(?:(?:first[ ])?(?:published|posted|updated|last[ ]updated|created|issued|released|date)"
    r"(?:[ ]of[ ]publication)?(?:[ ]?[:|-])?[ ]+(?:on[ ]+|at[ ]+)?)"
)
_CLOCK = (
    r"(?:,?[ ]+(?:at[ ]+)?\d{1,2}[:.h]?\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ]?(?:GMT|UTC|[A-Z]{2,4}))?)"
)
_DATE_LINE = re.compile(
    rf"""^[\W_]*(?:
        {_LEAD_IN}(?P<stated>{PRINTED})\b
      | (?:{_CLOCK}[ ]+)?(?P<alone>{PRINTED})\b
        (?:{_CLOCK}|[ ]*\(?(?:last[ ])?updated.*|[ ]*[|].*)?[\W_]*$
      | (?P<opening>{PRINTED})\b(?=[ ]+(?-i:[A-Z0-9\d]))(?!,)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def compose(
    draft: Draft,
    noted: Noted,
    name: str,
    settings: ReadSettings,
    *,
    stated: Stated = SILENT,
    container: str | None = None,
) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a draft under its name, and what the user should know about it.

    Args:
        draft: as its reader gave it.
        noted: in its sidecar; goes before all else.
        name: the case's name for it.
        settings: in force.
        stated: by the container that it lies in; counts where the draft is silent.
        container: name of the file that the user named, if the report is only a part of it.
    """
    draft = _completed(draft, stated)
    document_id = digest_id("doc", name, draft.raw_sha256)
    text = draft.text
    title, place = _title(noted.title or draft.title, text)
    published, evidence = _stated_moment(draft, noted)
    printed = _printed_date(text) if published is None else None
    near = published.date() if published is not None else printed
    dateline = find_dateline(text, document_id, near)
    if published is None and dateline is not None and dateline.date is not None:
        published, evidence = midnight(dateline.date), "dateline"
    if published is None and printed is not None:
        published, evidence = midnight(printed), "text"
    if published is None:
        published, evidence = draft.made, draft.made_from
    document = Document(
        id=document_id,
        name=name,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        raw_sha256=draft.raw_sha256,
        url=noted.url or draft.url,
        publisher=noted.publisher or draft.publisher,
        published=published,
        published_from=evidence,
        language=_language(draft, noted),
        title=title,
        title_span=Span(document_id, *place) if place is not None else None,
        credits=find_credits(text, dateline, noted.author or draft.author),
        dateline=dateline,
        author=noted.author or draft.author,
        container=container,
        captured_at=stated.captured_at,
        encoding=draft.encoding,
        anchors=draft.anchors,
    )
    return document, tuple(_doubts(document, draft, settings))


def _completed(draft: Draft, stated: Stated) -> Draft:
    """The draft with its container's word where it has none of its own."""
    silent = {
        field: getattr(stated, field)
        for field in ("title", "publisher", "author", "url", "language")
        if getattr(draft, field) is None
    }
    if draft.published is None:
        silent |= {"published": stated.published, "published_from": stated.published_from}
    if draft.made is None:
        silent |= {"made": stated.made, "made_from": stated.made_from}
    return replace(draft, **silent)


def _title(stated: str | None, text: str) -> tuple[str | None, tuple[int, int] | None]:
    """The headline and where it stands."""
    if stated is not None:
        return stated, locate(stated, text)
    place = headline(text)
    return (text[place[0] : place[1]], place) if place is not None else (None, None)


def _stated_moment(draft: Draft, noted: Noted) -> tuple[datetime | None, str | None]:
    if noted.published is not None:
        return noted.published, "sidecar"
    return draft.published, draft.published_from


def _printed_date(text: str) -> date | None:
    """The date of a line of the opening that is a date of publication and no sentence."""
    for line in opening_lines(text, _DATE_LINES):
        match = _DATE_LINE.match(line.text[:200])
        if match is None:
            continue
        day = parse_day(match["stated"] or match["alone"] or match["opening"])
        if day is not None and day.year is not None:
            return day.complete(None)
    return None


def _language(draft: Draft, noted: Noted) -> str | None:
    if noted.language is not None:
        return noted.language
    if draft.language_stated and draft.language is not None:
        return draft.language
    return detect(draft.text) or draft.language


def _doubts(document: Document, draft: Draft, settings: ReadSettings) -> list[Problem]:
    causes = list(draft.doubts)
    if not understands(document, settings):
        known = ", ".join(settings.languages)
        causes.append(
            f"is in {language_name(document.language or '')}, which is not read (known: {known}); "
            "the report is kept, no claim is taken from it"
        )
    return [
        Problem(
            name=document.name,
            stage=STAGE,
            message=f"{document.name}: {cause}",
            document=document.id,
        )
        for cause in causes
    ]
