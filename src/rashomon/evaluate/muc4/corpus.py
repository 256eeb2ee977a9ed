"""The MUC-4 corpus as it lies in a folder: messages and keys of a split.

What enters is a folder laid out as the distribution (`corpora/dev`, `corpora/tst1`, ...); what
leaves are documents, key templates and the list of gold files. It finds files by pattern, because
the names of keys differ by version (`key-tst2.v4`) and a mixed-case copy may lie beside the text.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rashomon.errors import CorpusError
from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.records import Dateline, Document, Span, digest_id

SPLITS: dict[str, tuple[str, ...]] = {
    "train": ("dev",),
    "dev": ("tst1", "tst2"),
    "test": ("tst3", "tst4"),
}
"""The folders under `corpora` that make up each split."""

_PROCESSED = {"train": "train.json", "dev": "dev.json", "test": "test.json"}
_ID_LINE = re.compile(r"^[ \t]*([A-Z]+\d*-MUC\d-\d{4})\b[^\n]*$", re.MULTILINE)
_DATELINE = re.compile(
    r"""\s*(?P<place>[A-Z][^,\n]*?),\s+
    (?:(?P<day>\d{1,2})\s+(?P<month>[A-Z]{3})[A-Z]*\.?\s*(?:19)?(?P<year>\d{2})|NO\s+DATE)\b
    \s*(?:\((?P<agency>[^()]{1,120})\))?\s*--""",
    re.VERBOSE,
)
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


@dataclass(frozen=True)
class Muc4Split:
    """One split, read.

    Args:
        documents: in the order of the files; `name` is the message's identifier.
        keys: every key template, empty ones included.
        gold_files: the key files and, where present, the processed files.
        gtt: `processed_gtt` file of the split, or None.
        grit: `processed_grit` file of the split, or None.
    """

    documents: tuple[Document, ...]
    keys: tuple[Template, ...]
    gold_files: tuple[Path, ...]
    gtt: Path | None
    grit: Path | None

    @property
    def texts(self) -> dict[str, str]:
        """Text by message."""
        return {document.name: document.text for document in self.documents}


def read_split(folder: Path, split: str) -> Muc4Split:
    """The messages and keys of a split.

    Args:
        folder: holds `corpora` (or is that folder).
        split: train, dev or test.

    Raises:
        CorpusError: if a folder, its text or its key is missing.
    """
    root = folder / "corpora" if (folder / "corpora").is_dir() else folder
    documents: list[Document] = []
    keys: list[Template] = []
    gold: list[Path] = []
    for part in SPLITS[split]:
        place = root / part
        if not place.is_dir():
            there = [name for name, parts in SPLITS.items() if (root / parts[0]).is_dir()]
            hint = f"; there is {', '.join(there)} to choose with --split" if there else ""
            raise CorpusError(place, f"no such folder; split {split} needs it{hint}")
        text_files, key_files = _files(place)
        if not text_files or not key_files:
            missing = "text" if not text_files else "key"
            raise CorpusError(place, f"no {missing} file found")
        for path in text_files:
            documents.extend(read_messages(path))
        for path in key_files:
            keys.extend(read_templates(_text(path)))
        gold.extend(key_files)
    processed = _PROCESSED[split]
    gtt, grit = folder / "processed_gtt" / processed, folder / "processed_grit" / processed
    found = [path for path in (gtt, grit) if path.is_file()]
    return Muc4Split(
        tuple(documents),
        tuple(keys),
        (*gold, *found),
        gtt if gtt in found else None,
        grit if grit in found else None,
    )


def _text(path: Path) -> str:
    # The distribution is ASCII with a few stray bytes; Latin-1 reads any byte as one character.
    return path.read_bytes().decode("latin-1").replace("\r\n", "\n")


def _files(place: Path) -> tuple[list[Path], list[Path]]:
    """Text files and key files of a folder; a mixed-case copy only where no other text is."""
    files = sorted(path for path in place.iterdir() if path.is_file())
    keys = [path for path in files if path.name.lower().startswith("key")]
    texts = [
        path
        for path in files
        if path not in keys
        and path.name.lower().startswith(place.name.lower())
        and "-muc" in path.name.lower()
    ]
    plain = [path for path in texts if "mixed" not in path.name.lower()]
    return plain or texts, keys


def holds_messages(path: Path) -> bool:
    """Whether a file has the distribution's layout: its first line is an identifier."""
    try:
        with path.open("rb") as file:
            head = file.read(400).decode("latin-1").lstrip()
    except OSError:
        return False
    return _ID_LINE.match(head) is not None


def read_messages(path: Path) -> list[Document]:
    """Every message of a text file as a document.

    The text is what stands after the identifier's line up to the next identifier, untouched. The
    dateline's date, where there is one, is the day of publication.
    """
    text = _text(path)
    starts = list(_ID_LINE.finditer(text))
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        found.append(message(start[1], text[start.end() + 1 : end]))
    return found


def message(name: str, text: str) -> Document:
    """One message as a document.

    Args:
        name: its identifier.
        text: all of it, dateline included.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    document_id = digest_id("doc", name, digest)
    dateline = _dateline(document_id, text)
    day = dateline.date if dateline else None
    return Document(
        id=document_id,
        name=name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
        published=datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None,
        published_from="dateline" if day else None,
        dateline=dateline,
    )


def _dateline(document_id: str, text: str) -> Dateline | None:
    """The dateline in the distribution's form: `PLACE (COUNTRY), DD MMM YY (SOURCE) --`.

    Source: `text-headers-info` of the distribution.
    """
    found = _DATELINE.match(text)
    if not found:
        return None
    day = None
    if found["day"] and found["month"] in _MONTHS:
        try:
            year, month = 1900 + int(found["year"]), _MONTHS.index(found["month"]) + 1
            day = date(year, month, int(found["day"]))
        except ValueError:
            day = None
    start = len(text) - len(text.lstrip())
    agency = " ".join(found["agency"].split()) if found["agency"] else None
    place = " ".join(found["place"].split())
    return Dateline(Span(document_id, start, found.end()), place, day, agency)
