"""From the paths that a user names to documents and problems.

The reader table is here: another format is another line. A file that cannot be read becomes a
problem that names it, the cause and what was done, and reading goes on. Names, order and ids
depend on the files' names and bytes alone, never on the order of the paths, file times or the
machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from rashomon.errors import UnreadableFileError
from rashomon.ingest.composing import compose
from rashomon.ingest.drafts import Draft, Reader
from rashomon.ingest.files import STAGE, Found
from rashomon.ingest.files import find_files as _find_files
from rashomon.ingest.jsonlines import read_lines
from rashomon.ingest.languages import understands
from rashomon.ingest.metadata import Noted, read_sidecar, sidecar_of
from rashomon.ingest.plaintext import read_text
from rashomon.ingest.webpages import read_page
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings

__all__ = ["READERS", "find_files", "read", "understands"]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    "": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
}
"""Lower-case ending to reader."""


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
    for name, path in found.files:
        while waiting and waiting[0].name <= name:
            yield waiting.pop(0)
        yield from _read_file(name, path, settings)
    yield from waiting


def _read_file(name: str, path: Path, settings: ReadSettings) -> Iterator[Document | Problem]:
    noted, complaint = _noted(path)
    if complaint is not None:
        yield _problem(name, complaint)
    reader = READERS[path.suffix.lower()]
    try:
        for part in reader(path, settings):
            if isinstance(part, Draft):
                document, problems = compose(part, noted, name + part.part, settings)
                yield from problems
                yield document
            else:
                yield _problem(name + part.part, part.cause)
    except UnreadableFileError as error:
        yield _problem(name, f"{error.cause}; skipped")


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


def _problem(name: str, cause: str) -> Problem:
    return Problem(name=name, stage=STAGE, message=f"{name}: {cause}")
