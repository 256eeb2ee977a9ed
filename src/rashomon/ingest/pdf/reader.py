"""PDF files: the text layer with paragraphs, each span with its page and box.

A page without a text layer, or one that cannot be loaded, is told with its number; the others are
read. What the file's own information says of title, author and making goes out beside the text:
a date of making is no date of publication and counts only where nothing tells that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from rashomon.errors import UnreadableFileError
from rashomon.ingest.decoding import sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.pdf.layout import composed
from rashomon.ingest.pdf.pages import Extracted, Page, Request
from rashomon.ingest.pdf.process import WorkerDiedError, ask
from rashomon.ingest.sources import Source
from rashomon.ingest.titles import locate
from rashomon.settings import ReadSettings

_MOMENT = re.compile(
    r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?"
)
# titles that word processors put in by themselves
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|untitled.*|document\d*"
    r"|.*\.(?:docx?|odt|rtf|indd|pdf|txt))$",
    re.IGNORECASE,
)


def read_pdf(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of a PDF, after what is wrong with its pages."""
    raw = _bytes(source, settings)
    most = int(settings.max_text_mb * 1_000_000)
    try:
        found = ask(
            Request(raw, settings.max_pages, most, settings.pdf_boxes == "word"),
            settings.max_seconds,
            settings.pdf_memory_mb,
        )
    except WorkerDiedError as error:
        raise UnreadableFileError(source.name, str(error)) from error
    if found.cause is not None:
        raise UnreadableFileError(source.name, found.cause)
    content = composed(found.pages)
    if not content.text:
        raise UnreadableFileError(source.name, _why_empty(found))
    title = _title(found.metadata.get("Title", ""), content.title, content.text)
    made = moment(found.metadata.get("CreationDate", ""))
    yield Draft(
        text=content.text,
        raw_sha256=sha256(raw),
        title=title,
        author=" ".join(found.metadata.get("Author", "").split()) or None,
        made=made,
        made_from="meta:CreationDate" if made is not None else None,
        anchors=content.anchors,
        doubts=tuple(_doubts(found, settings)),
    )


def _bytes(source: Source, settings: ReadSettings) -> bytes:
    """The file, where it is not too large; its declared size is not trusted."""
    most = int(settings.max_entry_mb * 1_000_000)
    cause = f"has more than {settings.max_entry_mb:g} MB (setting read.max_entry_mb)"
    if source.size > most:
        raise UnreadableFileError(source.name, cause)
    with source.open() as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise UnreadableFileError(source.name, cause)
    if not raw:
        raise UnreadableFileError(source.name, "is empty (0 bytes)")
    return raw


def _why_empty(found: Extracted) -> str:
    if not found.pages:
        return "is a PDF without any page"
    causes = sorted({page.cause for page in found.pages if page.cause is not None})
    if causes:
        return f"has no page that can be read: {'; '.join(causes)}"
    return (
        f"has no text layer on any of its {found.page_count} pages (scanned?); "
        "text in pictures is not read"
    )


def _doubts(found: Extracted, settings: ReadSettings) -> Iterator[str]:
    empty = [page for page in found.pages if page.cause is None and not _has_text(page)]
    if empty:
        yield (
            f"has no text layer on {_numbers(empty)} of {found.page_count} (scanned or blank?); "
            "text in pictures is not read"
        )
    for cause in sorted({page.cause for page in found.pages if page.cause is not None}):
        pages = [page for page in found.pages if page.cause == cause]
        yield f"has a fault on {_numbers(pages)} of {found.page_count}: it {cause}; skipped"
    if found.too_long:
        yield (
            f"holds more text than {settings.max_text_mb:g} MB (setting read.max_text_mb); what "
            f"follows page {found.pages[-1].number} was not read"
        )
    elif found.page_count > len(found.pages):
        yield (
            f"has {found.page_count} pages, more than the limit of {settings.max_pages} "
            "(setting read.max_pages); the rest was not read"
        )


def _has_text(page: Page) -> bool:
    return any(line.text.strip() for line in page.lines)


def _numbers(pages: Sequence[Page]) -> str:
    """`page 3`, `pages 1, 3-7 and 9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page.number == runs[-1][-1] + 1:
            runs[-1][1:] = [page.number]
        else:
            runs.append([page.number])
    words = ["-".join(str(number) for number in run) for run in runs]
    if len(pages) == 1:
        return f"page {words[0]}"
    head = ", ".join(words[:-1])
    return f"pages {head} and {words[-1]}" if head else f"pages {words[-1]}"


def _title(stated: str, printed: str | None, text: str) -> str | None:
    """The title that the file states where its text bears it out, else the printed one."""
    words = " ".join(stated.split())
    usable = bool(words) and _NO_TITLE.match(words) is None
    if usable and (printed is None or locate(words, text) is not None):
        return words
    return printed


def moment(stated: str) -> datetime | None:
    """The UTC moment of a PDF date (`D:20210304081500+02'00'`), or None where it is none."""
    match = _MOMENT.match(stated)
    if match is None:
        return None
    year, *rest = match.groups()[:6]
    month, day, hour, minute, second = (
        int(part) if part else start for part, start in zip(rest, (1, 1, 0, 0, 0), strict=True)
    )
    away = timedelta(hours=int(match[9]), minutes=int(match[10] or 0)) if match[8] else timedelta()
    try:
        zone = timezone(-away if match[8] == "-" else away)
        return datetime(int(year), month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
