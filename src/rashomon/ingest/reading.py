"""From the paths that a user names to documents and problems.

The reader table is here: another format is another line. A file that cannot be read becomes a
problem that names it, the cause and what was done, and reading goes on. Names, order and ids
depend on the files' names and bytes alone, never on the order of the paths, file times or the
machine.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rashomon.errors import UnreadableFileError
from rashomon.ingest.addresses import AddressList, unfound
from rashomon.ingest.archives import read_tar, read_zip
from rashomon.ingest.captures import read_warc
from rashomon.ingest.composing import compose
from rashomon.ingest.docx import read_docx
from rashomon.ingest.drafts import SILENT, Draft, Nested, Reader, Stated, Unread
from rashomon.ingest.feeds import read_feed
from rashomon.ingest.files import STAGE, Found, ending
from rashomon.ingest.files import find_files as _find_files
from rashomon.ingest.jsonlines import read_lines
from rashomon.ingest.languages import understands
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.mail import read_mailbox, read_message
from rashomon.ingest.markdown import read_markdown
from rashomon.ingest.metadata import Noted, read_sidecar, sidecar_of
from rashomon.ingest.pdf.reader import read_pdf
from rashomon.ingest.plaintext import read_text
from rashomon.ingest.sources import Source
from rashomon.ingest.tables import read_table
from rashomon.ingest.wacz import read_wacz
from rashomon.ingest.webpages import read_page
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings

__all__ = ["READERS", "find_files", "read", "read_file", "understands", "unfound"]


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    "": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".eml": read_message,
    ".mbox": read_mailbox,
    ".rss": read_feed,
    ".atom": read_feed,
    ".rdf": read_feed,
    ".xml": read_feed,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".docm": read_docx,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".wacz": read_wacz,
    ".zip": read_zip,
    ".tar": read_tar,
    ".tar.gz": read_tar,
    ".tgz": read_tar,
    ".tar.bz2": read_tar,
    ".tbz2": read_tar,
    ".tar.xz": read_tar,
    ".txz": read_tar,
}
"""Lower-case ending to reader."""

MEDIA_TYPES: dict[str, str] = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rdf",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/warc": ".warc",
    "application/wacz": ".wacz",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/x-tar": ".tar",
}
"""Media type, as a container declares it, to the ending under which `READERS` has its reader."""


UNFORESEEN = "its reader failed"
"""What the problem says where a reader raised what it should have told."""


def find_files(paths: Sequence[Path]) -> Found:
    """The files among and under `paths` that some reader reads, sorted by name, and problems."""
    return _find_files(paths, READERS.keys())


def read(paths: Sequence[Path], settings: ReadSettings) -> Iterator[Document | Problem]:
    """Every report among and under `paths`, in order of name, each after its problems.

    A document in a language that the settings do not list comes out all the same, after a problem
    that says so; `understands` tells whether to extract from it.
    """
    found = find_files(paths)
    waiting = list(found.problems)
    names: set[str] = set()
    for name, path in found.files:
        while waiting and waiting[0].name <= name:
            yield waiting.pop(0)
        for item in read_file(name, path, settings):
            if settings.urls:
                names.add(item.name)
            yield item
    yield from waiting
    yield from unfound(settings.urls, names)


def read_file(name: str, path: Path, settings: ReadSettings) -> Iterator[Document | Problem]:
    """Every report in one of the files that `find_files` found, each after its problems.

    Args:
        name: under which the case knows the file.
        path: where it lies, or a copy of it; a sidecar is looked for beside it.
        settings: in force.
    """
    noted, complaint = _noted(path)
    if complaint is not None:
        yield _problem(name, complaint)
    wanted = AddressList(settings.urls) if settings.urls else None
    source = Source(name, path=path, wanted=wanted)
    frame = _Frame(name, noted, settings, Allowance(settings))
    try:
        yield from frame.read(source, READERS[ending(name, READERS)], SILENT)
    except LimitError as error:
        yield _problem(name, error.cause)


@dataclass(frozen=True)
class _Frame:
    """One file of the user's with all that lies in it.

    Args:
        file: its name.
        noted: in its sidecar.
        settings: in force.
        allowance: left for it.
    """

    file: str
    noted: Noted
    settings: ReadSettings
    allowance: Allowance

    def read(self, source: Source, reader: Reader, stated: Stated) -> Iterator[Document | Problem]:
        """Everything that `source` unfolds to, depth first, in its own order.

        Raises:
            LimitError: if a limit of the file as a whole is reached.
        """
        seen: Counter[str] = Counter()
        try:
            for piece in reader(source, self.settings, self.allowance):
                if isinstance(piece, Unread):
                    yield _problem(source.name + piece.part, piece.cause)
                    continue
                name = source.name + piece.part
                seen[name] += 1
                if seen[name] > 1:
                    # an archive may hold one path twice; names are unique in a case
                    name = f"{name}#{seen[name]}"
                if isinstance(piece, Nested):
                    yield from self._nested(name, piece, source)
                else:
                    yield from self._composed(name, piece, stated)
        except UnreadableFileError as error:
            yield _problem(source.name, f"{error.cause}; skipped")
        except LimitError as error:
            if error.final:
                raise
            yield _problem(source.name, error.cause)
        except Exception as error:  # the file boundary: libraries meet bytes made to break them
            yield _problem(
                source.name,
                f"{UNFORESEEN} ({type(error).__name__}: {_shown(error)}); "
                "the rest of it was not read",
            )

    def _nested(self, name: str, piece: Nested, within: Source) -> Iterator[Document | Problem]:
        kind = _kind_of(name, piece.media_type)
        if kind is None:
            what = piece.media_type or f"the ending {PurePosixPath(name).suffix or '(none)'}"
            yield _problem(name, f"has {what}, which no reader reads; skipped")
            return
        try:
            self.allowance.depth(within.depth + 1)
        except LimitError as error:
            yield _problem(name, error.cause)
            return
        source = Source(
            name,
            raw=piece.raw,
            media_type=piece.media_type,
            charset=piece.charset,
            depth=within.depth + 1,
            wanted=within.wanted,
        )
        yield from self.read(source, READERS[kind], piece.stated)

    def _composed(self, name: str, draft: Draft, stated: Stated) -> Iterator[Document | Problem]:
        part = name != self.file
        noted = self.noted
        if part:
            # what is noted of many reports at once is not the headline, date or address of each
            noted = Noted(publisher=noted.publisher, language=noted.language)
        document, problems = compose(
            draft, noted, name, self.settings, stated=stated, container=self.file if part else None
        )
        yield from problems
        yield document


def _kind_of(name: str, media_type: str | None) -> str | None:
    """Which line of the table reads an entry: by its media type, else by its ending; None for none.

    A container's `text/plain` and `application/octet-stream` say less than an ending does.
    """
    declared = MEDIA_TYPES.get(media_type or "")
    by_name = ending(name.rpartition("!")[2], READERS)
    if declared is not None and declared != ".txt":
        return declared
    if by_name in READERS and (by_name or media_type in {None, "text/plain"}):
        return by_name
    return declared


def _noted(path: Path) -> tuple[Noted, str | None]:
    """What the report's sidecar notes, and what is wrong with the sidecar."""
    sidecar = sidecar_of(path)
    if not os.path.lexists(sidecar):
        return Noted(), None
    try:
        noted = read_sidecar(sidecar)
    except UnreadableFileError as error:
        return Noted(), f"its sidecar {sidecar.name} {error.cause}; the report was read without it"
    if noted.complaints:
        return noted, f"in its sidecar {sidecar.name} " + "; ".join(noted.complaints)
    return noted, None


def _shown(error: Exception) -> str:
    return " ".join(str(error).encode("utf-8", "backslashreplace").decode().split())[:200]


def _problem(name: str, cause: str) -> Problem:
    return Problem(name=name, stage=STAGE, message=f"{name}: {cause}")
