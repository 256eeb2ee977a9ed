"""Readers of containers over damaged files whose insides lie open.

What `test_readers` damages is mostly packed: checksums refuse it at the door. Here the seeds
are stored unpacked and made by code, and each reader stands alone, without the frame that forgives
what a library raises: it must tell a cause itself.
"""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import time
import zipfile

import pytest

from rashomon.errors import UnreadableFileError
from rashomon.ingest.archives import read_tar, read_zip
from rashomon.ingest.captures import read_warc
from rashomon.ingest.composing import compose
from rashomon.ingest.docx import read_docx
from rashomon.ingest.drafts import Draft, Nested, Reader, Unread
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.metadata import Noted
from rashomon.ingest.pdf.reader import read_pdf
from rashomon.ingest.sources import Source
from rashomon.ingest.wacz import read_wacz
from rashomon.settings import ReadSettings
from tests.fuzz.mutation import mutations
from tests.fuzz.test_readers import SECONDS, SEED, SLOW
from tests.ingest.building.pdfs import lines, pdf
from tests.ingest.building.warcs import wacz, warc
from tests.ingest.test_archives import tarred, zipped
from tests.ingest.test_docx import package

STORY = "Two people died in the port of Harvane, the harbour police said."
PAGE = f"<p>{STORY}</p>".encode()
URL = "https://herald.example/port"
CAPTURES = warc((URL, PAGE, {}), (URL + "/2", PAGE, {"Transfer-Encoding": "chunked"}), gzip=False)
PACKED = warc((URL, gzip.compress(PAGE), {"Content-Encoding": "gzip"}))
BODY = (
    f"<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>{STORY}</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a &amp; b</w:t><w:br/></w:r></w:p></w:tc><w:tc/></w:tr>"
    "</w:tbl><w:del><w:r><w:t>x</w:t></w:r></w:del>"
)


def stored(entries: dict[str, bytes]) -> bytes:
    """Uncompressed, so that mutations reach the contents; checksums are damage too."""
    return zipped(entries, zipfile.ZIP_STORED)


def unpacked(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return stored({name: archive.read(name) for name in archive.namelist()})


def special() -> bytes:
    link = tarfile.TarInfo()
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return tarred({"a.txt": STORY.encode(), "l": link, "x" * 300: b"long name"}, "w")


CASES: dict[str, tuple[Reader, list[bytes]]] = {
    "pdf": (
        read_pdf,
        [
            pdf([lines(STORY, STORY), lines("Page 2", "po-", "lice")], {"Title": "T"}, rotate=90),
            pdf([lines(STORY, STORY), []]),
        ],
    ),
    "docx": (read_docx, [unpacked(package(BODY)), package(BODY)]),
    "warc": (read_warc, [CAPTURES, PACKED]),
    "wacz": (
        read_wacz,
        [
            wacz({"data.warc": CAPTURES}, pages=[{"url": URL, "ts": "20210305060708"}]),
            unpacked(wacz({"data.warc.gz": PACKED})),
        ],
    ),
    "zip": (
        read_zip,
        [stored({"a.txt": STORY.encode(), "a.json": b"{}"}), zipped({"b/c.html": PAGE})],
    ),
    "tar": (
        read_tar,
        [special(), tarred({"a.txt": STORY.encode()}), tarred({"a.txt": PAGE}, "w:xz")],
    ),
}
SETTINGS = ReadSettings(
    max_text_mb=1.0, max_entry_mb=4.0, max_total_mb=16.0, max_entries=200, max_seconds=5.0
)


def check(reader: Reader, raw: bytes) -> None:
    """The reader gives what holds together, or a refusal with a cause, in time."""
    started = time.monotonic()
    try:
        for item in reader(Source("damaged", raw=raw), SETTINGS, Allowance(SETTINGS)):
            assert isinstance(item, Draft | Nested | Unread)
            if isinstance(item, Draft):
                document, _ = compose(item, Noted(), "damaged", SETTINGS)
                (document.text + (document.title or "")).encode("utf-8")
            elif isinstance(item, Unread):
                (item.part + item.cause).encode("utf-8")
            else:
                item.part.encode("utf-8")
    except (UnreadableFileError, LimitError) as refusal:
        str(refusal).encode("utf-8")
    assert time.monotonic() - started < SLOW


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", CASES)
def test_a_reader_alone_tells_every_cause_itself(kind: str) -> None:
    reader, seeds = CASES[kind]
    for seed in seeds:
        check(reader, seed)
    stop = time.monotonic() + SECONDS
    for raw in mutations(seeds, random.Random(f"{SEED}{kind}")):
        try:
            check(reader, raw)
        except Exception as error:
            raise AssertionError(f"{type(error).__name__}: {error}; {raw.hex()}") from error
        if time.monotonic() > stop:
            break
