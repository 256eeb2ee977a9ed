"""Fuzzers of PDF, DOCX, WARC, WACZ, ZIP and tar."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest

from rashomon.ingest.archives import read_tar, read_zip
from rashomon.ingest.captures import read_warc
from rashomon.ingest.docx import read_docx
from rashomon.ingest.drafts import Reader
from rashomon.ingest.pdf.reader import read_pdf
from rashomon.ingest.wacz import read_wacz
from tests.fuzz.mutation import fuzz
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


CASES: dict[str, tuple[Reader, list[bytes], list[bytes]]] = {
    "pdf": (
        read_pdf,
        [
            pdf([lines(STORY, STORY), lines("Page 2", "po-", "lice")], {"Title": "T"}, rotate=90),
            pdf([lines(STORY, STORY), []]),
        ],
        [b"<<", b">>", b"endobj", b"/Kids [2 0 R]", b"stream", b"/Rotate 77", b" Tj ", b"[", b"<"],
    ),
    "docx": (
        read_docx,
        [unpacked(package(BODY)), package(BODY)],
        [b"<w:p>", b"</w:p>", b"<!DOCTYPE", b"&#0;", b"&amp;", b"<![CDATA[", b"\r\n", b"\xff"],
    ),
    "warc": (
        read_warc,
        [CAPTURES, PACKED],
        [b"\r\n", b"WARC/1.0\r\n", b"Content-Length: 9999", b"chunked", b"WARC-Type: revisit\r\n"],
    ),
    "wacz": (
        read_wacz,
        [
            wacz({"data.warc": CAPTURES}, pages=[{"url": URL, "ts": "20210305060708"}]),
            unpacked(wacz({"data.warc.gz": PACKED})),
        ],
        [b"{", b"}", b'"path": null', b"[]", b"\n"],
    ),
    "zip": (
        read_zip,
        [stored({"a.txt": STORY.encode(), "a.json": b"{}"}), zipped({"b/c.html": PAGE})],
        [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"../", b"\0"],
    ),
    "tar": (
        read_tar,
        [special(), tarred({"a.txt": STORY.encode()}), tarred({"a.txt": PAGE}, "w:xz")],
        [b"ustar", b"7777777", b"../", b"\0" * 64, b"L", b"x"],
    ),
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", CASES)
def test_no_mutant_gets_past_the_reader(kind: str) -> None:
    reader, seeds, tokens = CASES[kind]
    assert fuzz(reader, seeds, tokens) > 10
