"""Bytes to text: what is kept, what is guessed and what is refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.decoding import decode

FILE = "report.txt"
_PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


@given(_PRINTABLE.filter(lambda text: text.strip("\ufeff\u200b \u2028\u2029").strip() != ""))
def test_utf8_is_read_untouched(text: str) -> None:
    text = text.lstrip("\ufeff")
    if text.strip("\u200b") and not text.isspace() and text[:3] != "ID3" and text[:3] != "BZh":
        assert decode(text.encode(), FILE).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_text(encoding: str) -> None:
    text = "Two people died.\r\nمات شخصان 😔\n"
    assert decode(text.encode(encoding), FILE).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Police said “two men” died in São Martín – near the café."),
        ("cp1251", "Министр заявил, что два человека погибли в понедельник в порту."),
        ("cp1256", "قال الوزير إن شخصين قتلا يوم الاثنين في هجوم على الميناء"),
        ("shift_jis", "警察は月曜日に港で二人が死亡したと述べた。調査は続いている。"),
    ],
)
def test_a_legacy_encoding_is_guessed_and_said_so(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), FILE)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.doubt is not None
    assert encoding in decoded.doubt


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (b"%PDF-1.7 Two people died", "PDF"),
        (b"PK\x03\x04 Two people died", "ZIP"),
        (b"\x89PNG\r\n\x1a\n Two people", "PNG"),
        (b"Two\0people died", "NUL byte at 3"),
        (b"\x01\x02\x03\x04\x05\x06Two people died", "controls"),
        (b"Police said \xff\xfe\x80 two people died in the port.", "cannot be decoded"),
        (b"Police said \xe2\x80\x9ctwo\xe2\x80 people died", "damaged UTF-8"),
        (b"\x80\x81\x82\x83\xfe\xff", "cannot be decoded"),
        (b"\xff\xfe\xfa", "byte-order mark"),
        (b" \r\n\t\n", "white space"),
        (b"\xef\xbb\xbf \n", "white space"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cause(raw: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause) as refused:
        decode(raw, FILE)
    assert refused.value.path == "report.txt"


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(UnreadableFileError):
        decode(raw, FILE).text.encode("utf-8")


def test_a_declared_encoding_goes_before_a_guess() -> None:
    text = "Два человека погибли"
    assert decode(text.encode("koi8_r"), FILE, "koi8-r").text == text
    assert decode("São".encode("latin-1"), FILE, "ISO-8859-1").text == "São"
    with pytest.raises(UnreadableFileError):
        decode(b"\x81\x8d", FILE, "no such encoding")
