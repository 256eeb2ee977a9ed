"""Web archives: captures, their evidence, encodings, faults; WACZ validated in full."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rashomon.ingest.captures import read_warc
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.limits import Allowance
from rashomon.ingest.reading import read
from rashomon.ingest.sources import Source
from rashomon.records import Document, Orphan, Problem, Span
from rashomon.settings import ReadSettings
from tests.ingest.building.pdfs import lines, pdf
from tests.ingest.building.warcs import wacz, warc
from tests.ingest.homecoming import STRANGE, come_home

STORY = "Two people died in the port of Harvane on Monday, the harbour police said."
PAGE = (
    "<html><head><title>Port blast</title></head><body><article>"
    f"<p>{STORY}</p><p>{STORY}</p></article></body></html>"
).encode()
URL = "https://herald.example/port-blast"


def items(
    folder: Path, name: str, raw: bytes, **options: object
) -> tuple[list[Document], list[str]]:
    (folder / name).write_bytes(raw)
    found = list(read([folder / name], ReadSettings(**options)))  # type: ignore[arg-type]
    return (
        [item for item in found if isinstance(item, Document)],
        [item.message for item in found if isinstance(item, Problem)],
    )


@pytest.mark.parametrize("packed", [True, False])
def test_a_capture_is_a_report_with_its_evidence(tmp_path: Path, packed: bool) -> None:
    raw = warc((URL, PAGE, {"Last-Modified": "Wed, 03 Mar 2021 10:00:00 GMT"}), gzip=packed)
    (document,), problems = items(tmp_path, "crawl.warc.gz" if packed else "crawl.warc", raw)
    assert problems == []
    assert document.name.endswith(f"!{URL}")
    assert document.url == URL
    assert document.captured_at == datetime(2021, 3, 5, 6, 7, 8, tzinfo=UTC)
    assert document.published == datetime(2021, 3, 3, 10, tzinfo=UTC)
    assert document.published_from == "http:Last-Modified"
    assert document.raw_sha256 == hashlib.sha256(PAGE).hexdigest()


def test_the_moment_of_the_answer_is_no_moment_of_publication(tmp_path: Path) -> None:
    raw = warc((URL, PAGE, {"Last-Modified": "Fri, 05 Mar 2021 06:07:08 GMT"}))
    (document,), _ = items(tmp_path, "crawl.warc.gz", raw)
    assert document.published is None


def test_the_server_states_address_language_and_charset(tmp_path: Path) -> None:
    page = f"<p>{STORY} Café.</p>".encode("cp1252")
    headers = {
        "Content-Type": "text/html; charset=windows-1252",
        "Link": '<https://herald.example/true>; rel="canonical"',
        "Content-Language": "en-GB",
    }
    (document,), problems = items(tmp_path, "crawl.warc.gz", warc((URL + "?x=1", page, headers)))
    assert document.url == "https://herald.example/true"
    assert "Café" in document.text
    assert problems == [] or all("told apart" in each for each in problems)


def test_other_kinds_of_page_go_through_their_readers(tmp_path: Path) -> None:
    raw = warc(
        (URL + ".pdf", pdf([lines(STORY)]), {"Content-Type": "application/pdf"}),
        (URL + ".txt", STORY.encode(), {"Content-Type": "text/plain"}),
        (URL + ".png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://herald.example/robots.txt", b"Allow: *", {"Content-Type": "text/plain"}),
    )
    documents, problems = items(tmp_path, "crawl.warc.gz", raw)
    assert [document.text for document in documents] == [STORY, STORY]
    assert problems == []


def chunked(payload: bytes) -> bytes:
    half = len(payload) // 2
    parts = (payload[:half], payload[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in parts) + b"0\r\n\r\n"


def raw_deflate(payload: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(payload) + packer.flush()


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (raw_deflate(PAGE), {"Content-Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (
            chunked(gzip.compress(PAGE)),
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        ),
        (PAGE, {"Transfer-Encoding": "chunked"}),
        (PAGE, {"Content-Encoding": "gzip"}),
        (PAGE, {"Content-Encoding": "identity"}),
    ],
)
def test_encodings_are_undone(tmp_path: Path, payload: bytes, headers: Mapping[str, str]) -> None:
    (document,), problems = items(tmp_path, "crawl.warc.gz", warc((URL, payload, headers)))
    assert problems == []
    assert document.raw_sha256 == hashlib.sha256(PAGE).hexdigest()


@pytest.mark.parametrize(
    ("payload", "headers", "words"),
    [
        (gzip.compress(PAGE)[:-20], {"Content-Encoding": "gzip"}, "packing is damaged"),
        (brotli.compress(PAGE)[:-5], {"Content-Encoding": "br"}, "packing is damaged"),
        (PAGE, {"Content-Encoding": "zstd"}, "packed with zstd"),
        (gzip.compress(b" " * 20_000_000), {"Content-Encoding": "gzip"}, "read.max_ratio"),
        (brotli.compress(b" " * 20_000_000), {"Content-Encoding": "br"}, "read.max_ratio"),
        (b"", {}, "without content"),
    ],
)
def test_bad_content_is_told_and_the_next_capture_is_read(
    tmp_path: Path, payload: bytes, headers: Mapping[str, str], words: str
) -> None:
    raw = warc((URL, payload, headers), (URL + "/next", PAGE, {}))
    documents, problems = items(tmp_path, "crawl.warc.gz", raw)
    assert words in problems[0]
    assert f"!{URL}:" in problems[0]
    assert documents[-1].url == URL + "/next"


def test_a_cut_off_capture_says_so(tmp_path: Path) -> None:
    raw = warc((URL, PAGE, {}), extra={"WARC-Truncated": "length"})
    documents, problems = items(tmp_path, "crawl.warc.gz", raw)
    assert len(documents) == 1
    assert "WARC-Truncated: length" in problems[0]


def test_a_cut_off_file_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    for packed, name in ((True, "crawl.warc.gz"), (False, "crawl.warc")):
        raw = warc((URL, PAGE, {}), (URL + "/2", PAGE * 3, {}), gzip=packed)
        documents, problems = items(tmp_path, name, raw[:-200])
        assert documents[0].url == URL
        assert problems


def test_a_changed_record_is_told(tmp_path: Path) -> None:
    raw = warc((URL, PAGE, {}), gzip=False)
    changed = raw.replace(b"Two people died", b"Six people died", 1)
    documents, problems = items(tmp_path, "crawl.warc", changed)
    assert len(documents) == 1
    assert "WARC-Block-Digest" in problems[0]


def test_other_answers_are_passed_over(tmp_path: Path) -> None:
    raw = warc((URL, PAGE, {}), status="404 Not Found") + warc((URL + "/2", PAGE, {}))
    documents, problems = items(tmp_path, "crawl.warc.gz", raw)
    assert [document.url for document in documents] == [URL + "/2"]
    assert problems == []
    _, (problem,) = items(tmp_path, "empty.warc.gz", warc((URL, PAGE, {}), status="500 No"))
    assert "holds no capture" in problem


def revisit(original: str) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record = writer.create_revisit_record(
        URL,
        digest="sha1:OTHER",
        refers_to_uri=original,
        refers_to_date="2020-01-01T00:00:00Z",
        http_headers=StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
        ),
    )
    writer.write_record(record)
    return out.getvalue()


def test_revisits_are_no_reports_but_told_where_their_original_is_missing(tmp_path: Path) -> None:
    page = warc((URL, PAGE, {}))
    documents, problems = items(tmp_path, "held.warc.gz", page + revisit(URL))
    assert len(documents) == 1
    assert problems == []
    documents, problems = items(
        tmp_path, "missing.warc.gz", page + revisit("https://other.example/")
    )
    assert len(documents) == 1
    assert "repeats a capture of https://other.example/" in problems[0]


class _List:
    def __init__(self, *urls: str) -> None:
        self.urls = set(urls)

    def takes(self, url: str) -> bool:
        return url in self.urls


def test_a_list_of_addresses_chooses() -> None:
    raw = warc((URL, PAGE, {}), (URL + "/2", PAGE, {}))
    chosen = ReadSettings()
    source = Source("crawl.warc.gz", raw=raw, wanted=_List(URL + "/2"))
    found = list(read_warc(source, chosen, Allowance(chosen)))
    assert [item.stated.url for item in found if isinstance(item, Nested)] == [URL + "/2"]


def test_a_bomb_in_the_packing_of_the_records_is_met(tmp_path: Path) -> None:
    raw = warc((URL, PAGE, {}), (URL + ".bin", bytes(150_000_000), {"Content-Type": "image/png"}))
    documents, problems = items(tmp_path, "crawl.warc.gz", raw)
    assert len(documents) == 1
    assert "read.max_ratio" in problems[0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(STRANGE), min_size=1, max_size=6))
def test_every_word_of_a_capture_points_home(pieces: list[str]) -> None:
    import html
    import tempfile

    body = "".join(f"<p>{STORY} {html.escape(piece)}</p>" for piece in pieces)
    page = f"<html><body><article>{body}</article></body></html>".encode()
    with tempfile.TemporaryDirectory() as folder:
        packed = warc((URL, gzip.compress(page), {"Content-Encoding": "gzip"}))
        (document,), _ = items(Path(folder), "crawl.warc.gz", packed)
    original = page.decode()
    assert come_home(document.text, document.anchors, lambda part: original, markup=True)
    for at, char in enumerate(document.text):
        if char.isalnum():
            assert not isinstance(document.homes(Span(document.id, at, at + 1)), Orphan)


# WACZ

WARC = warc((URL, PAGE, {}))


def test_a_valid_package_has_no_problem_and_its_pages_have_titles(tmp_path: Path) -> None:
    page = b"<p>" + STORY.encode() + b"</p>"
    raw = wacz(
        {"data.warc.gz": warc((URL, page, {}))},
        pages=[{"url": URL, "ts": "2021-03-05T06:07:08Z", "title": "Blast in the port"}],
    )
    (document,), problems = items(tmp_path, "crawl.wacz", raw)
    assert [each for each in problems if "told apart" not in each] == []
    assert document.url == URL
    assert document.title == "Blast in the port"


TAMPERED = warc((URL, PAGE.replace(b"Two", b"Six"), {}))
FULL = {
    "name": "data.warc.gz",
    "path": "archive/data.warc.gz",
    "hash": f"sha256:{hashlib.sha256(WARC).hexdigest()}",
    "bytes": len(WARC),
}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            wacz({"data.warc.gz": WARC}, tamper={"archive/data.warc.gz": TAMPERED}),
            "'archive/data.warc.gz' does not match its sha256",
        ),
        (
            wacz({"data.warc.gz": WARC}, tamper={"pages/pages.jsonl": b"{}"}),
            "'pages/pages.jsonl' does not match",
        ),
        (
            wacz({"data.warc.gz": WARC}, tamper={"datapackage.json": b"{}"}),
            "does not match the hash in datapackage-digest.json",
        ),
        (wacz({"data.warc.gz": WARC}, tamper={"datapackage.json": b"["}), "no JSON object"),
        (wacz({"data.warc.gz": WARC}, index=False), "it holds no index"),
        (wacz({"data.warc.gz": WARC}, compress=True), "compressed and not stored"),
        (wacz({"data.warc.gz": WARC}, resources=[FULL]), "does not list"),
        (
            wacz({"data.warc.gz": WARC}, resources=[{**FULL, "path": "archive/gone.warc"}]),
            "'archive/gone.warc', which it does not hold",
        ),
        (
            wacz({"data.warc.gz": WARC}, resources=[{**FULL, "bytes": 3}]),
            f"has {len(WARC)} bytes, datapackage.json states 3",
        ),
        (
            wacz({"data.warc.gz": WARC}, resources=[{**FULL, "hash": "md5:x"}]),
            "states no sha256",
        ),
        (wacz({"data.warc.gz": WARC}, package={"profile": "other"}), "profile"),
        (wacz({"data.warc.gz": WARC}, package={"wacz_version": None}), "no wacz_version"),
        (wacz({"data.warc.gz": WARC}, pages=[{"title": "no url"}]), "line 2 of pages/pages.jsonl"),
        (
            wacz(
                {"data.warc.gz": WARC},
                tamper={
                    "indexes/index.cdxj": b'a)/ 20210305060708 {"filename": "data.warc.gz", '
                    b'"offset": "99999999", "length": "5"}\n'
                },
            ),
            "points past the end",
        ),
        (
            wacz({"data.warc.gz": WARC}, tamper={"indexes/index.cdxj": b"nonsense\n"}),
            "no entry of a CDXJ index",
        ),
    ],
)
def test_what_is_wrong_with_a_package_is_named_and_it_is_read(
    tmp_path: Path, raw: bytes, words: str
) -> None:
    documents, problems = items(tmp_path, "crawl.wacz", raw)
    assert any(words in problem for problem in problems), problems
    assert len(documents) == 1


def test_a_package_without_description_or_archive_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", WARC)
    documents, problems = items(tmp_path, "bare.wacz", out.getvalue())
    assert len(documents) == 1
    assert any("holds no datapackage.json" in each for each in problems)
    documents, problems = items(tmp_path, "empty.wacz", wacz({}))
    assert documents == []
    assert any("holds no archive" in each for each in problems)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_of_a_seal_is_always_named(place: int, change: int) -> None:
    import tempfile

    at = place % len(WARC)
    changed = WARC[:at] + bytes([WARC[at] ^ change]) + WARC[at + 1 :]
    raw = wacz({"data.warc.gz": WARC}, tamper={"archive/data.warc.gz": changed})
    with tempfile.TemporaryDirectory() as folder:
        _, problems = items(Path(folder), "crawl.wacz", raw)
    assert any("does not match its sha256" in problem for problem in problems)


def test_readers_give_only_what_the_frame_knows() -> None:
    chosen = ReadSettings()
    source = Source("crawl.warc.gz", raw=WARC)
    for item in read_warc(source, chosen, Allowance(chosen)):
        assert isinstance(item, Draft | Nested | Unread)
