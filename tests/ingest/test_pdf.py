"""PDF files: reading order, paragraphs, hyphens, boxes, furniture, faults."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.drafts import Draft
from rashomon.ingest.pdf.reader import moment, read_pdf
from rashomon.records import BoxAnchor
from rashomon.settings import ReadSettings
from tests.ingest.building.pdfs import Text, bomb, lines, pdf
from tests.ingest.opened import drafts

LINE = "the harbour police of the port of Harvane said on Monday that"


def read(raw: bytes, **options: object) -> Draft:
    (draft,) = drafts(read_pdf, raw, ReadSettings(**options))  # type: ignore[arg-type]
    return draft


def paragraphs(*page: Text) -> list[str]:
    return read(pdf([page])).text.split("\n\n")


def test_lines_join_to_paragraphs_at_gaps_indents_and_short_lines() -> None:
    by_gap = [*lines(LINE, LINE, y=700), *lines(LINE, LINE, y=640)]
    assert paragraphs(*by_gap) == [f"{LINE} {LINE}"] * 2
    short = lines(LINE, "two people died.", LINE, LINE)
    assert paragraphs(*short) == [f"{LINE} two people died.", f"{LINE} {LINE}"]
    first, second, third, fourth = lines(LINE, LINE, LINE[:-5], LINE)
    indented = [first, second, Text(third.x + 24, third.y, 12, third.glyphs), fourth]
    assert paragraphs(*indented) == [f"{LINE} {LINE}", f"{LINE[:-5]} {LINE}"]
    bullets = lines(LINE, "• " + LINE[:-2], "• " + LINE[:-2])
    assert len(paragraphs(*bullets)) == 3


def test_a_headline_is_its_own_paragraph_and_the_title() -> None:
    raw = pdf([[*lines("Blast in Harvane", y=770, size=20), *lines(LINE, LINE, y=744)]])
    draft = read(raw)
    assert draft.title == "Blast in Harvane"
    assert draft.text.split("\n\n")[0] == "Blast in Harvane"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("two police-", "men ran", "two policemen ran"),
        ("two police\u00ad", "men ran", "two policemen ran"),
        ("the anti-", "government march", "the anti-government march"),
        ("in Norvia-", "Harvane two died", "in Norvia-Harvane two died"),
        ("the co-op and co-", "op members", "the co-op and co-op members"),
        ("from 2018-", "2019 it was shut", "from 2018-2019 it was shut"),
    ],
)
def test_words_parted_at_a_line_end_are_made_whole(before: str, after: str, joined: str) -> None:
    text = read(pdf([lines(f"{LINE} {before}", f"{after} {LINE}")])).text
    assert text == f"{LINE} {joined} {LINE}"


def test_a_paragraph_goes_on_over_the_page_and_heads_and_numbers_go() -> None:
    pages = [
        [
            *lines("The Norvia Herald", y=810),
            *lines(LINE, LINE, f"{LINE} {number}", LINE, LINE, LINE, LINE),
            *lines(f"Page {number} of 3", y=30),
        ]
        for number in range(1, 4)
    ]
    text = read(pdf(pages)).text
    assert "Herald" not in text
    assert "Page" not in text
    assert "\n" not in text
    assert all(f"{LINE} {number}" in text for number in (1, 2, 3))


def test_one_page_keeps_its_edges() -> None:
    page = [*lines("The Norvia Herald", y=810), *lines(LINE, LINE), *lines("Page 1", y=30)]
    assert paragraphs(*page) == ["The Norvia Herald", f"{LINE} {LINE}", "Page 1"]


@pytest.mark.parametrize("order", ["by column", "by row", "backwards"])
def test_columns_are_read_one_after_the_other(order: str) -> None:
    left = [f"left column line {number} goes on with" for number in range(8)]
    right = [f"right column line {number} goes on" for number in range(8)]
    drawn_left, drawn_right = lines(*left, x=60, size=10), lines(*right, x=320, size=10)
    if order == "by row":
        page = [each for pair in zip(drawn_left, drawn_right, strict=True) for each in pair]
    else:
        page = [*drawn_left, *drawn_right]
    text = " ".join(read(pdf([page[::-1] if order == "backwards" else page])).text.split())
    assert text == " ".join([*left, *right])


def test_rows_of_a_table_stay_rows() -> None:
    cells = [("Harvane", "2", "5"), ("Orvel", "3", "1"), ("Tessin", "4", "9"), ("Brakk", "7", "8")]
    page = [
        Text(60 + 150 * column, 700 - 15 * row, 11, list(cell))
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
    ]
    text = read(pdf([page])).text
    for line in cells:
        assert " ".join(line) in " ".join(text.split())


STRANGE = [
    list("e\u0301a\u0327"),
    ["😔", "👩\u200d👧"],
    ["ffi", "fl", "\ufb01"],
    list("po\u00adlice"),
    list("二人が死亡"),
    list("×½①"),
    list("plain"),
    list("of"),
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(STRANGE), min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from([0, 90, 180, 270]),
)
def test_every_word_stands_in_its_box(page: list[list[list[str]]], rotate: int) -> None:
    """Where the test drew a word is where its anchor says, on a page turned any way."""
    drawn = []
    for at, words in enumerate(page):
        x = 72.0
        for word in words:
            drawn.append(Text(x, 700 - 20 * at, 12, word))
            x += 6 * len(word) + 6
    raw = pdf([drawn], rotate=rotate)
    draft, by_line = read(raw, pdf_boxes="word"), read(raw)
    assert draft.text == by_line.text
    boxes = [anchor for anchor in draft.anchors if isinstance(anchor, BoxAnchor)]
    covered = {at for box in boxes for at in range(box.start, box.end)}
    assert all(char.isspace() or at in covered for at, char in enumerate(draft.text))
    for text in drawn:
        x0, x1 = text.x, text.x + 6 * len(text.glyphs)
        upper, lower = 842 - text.y - 12, 842 - text.y + 4
        place = {
            0: (x0, upper, x1, lower),
            90: (842 - lower, x0, 842 - upper, x1),
            180: (595 - x1, 842 - lower, 595 - x0, 842 - upper),
            270: (upper, 595 - x1, lower, 595 - x0),
        }[rotate]
        near = [
            box
            for box in boxes
            if box.x0 < place[2] - 1
            and box.x1 > place[0] + 1
            and box.y0 < place[3] - 3
            and box.y1 > place[1] + 3
        ]
        assert near, (text, boxes)


def test_words_from_right_to_left_come_in_logical_order_with_their_own_boxes() -> None:
    words = "قال شاهد"
    raw = pdf([[Text(72, 700, 12, list(words[::-1])), Text(72, 660, 12, list("end"))]])
    draft = read(raw, pdf_boxes="word")
    assert draft.text.startswith(words)
    first, second = draft.anchors[:2]
    assert isinstance(first, BoxAnchor)
    assert isinstance(second, BoxAnchor)
    assert first.x0 > second.x1


def test_shaped_letters_and_ligatures_become_letters() -> None:
    raw = pdf([[Text(72, 700, 12, [*"The o", "\ufb03", *"cer \ufefb"])]])
    assert read(raw).text == "The officer لا"


def test_metadata_are_evidence() -> None:
    raw = pdf(
        [[*lines("Blast in Harvane", y=770, size=20), *lines(LINE, LINE, y=744)]],
        {
            "Title": "Blast in Harvane",
            "Author": "Mira  Tolen",
            "CreationDate": "D:20210304081500+02'00'",
        },
    )
    draft = read(raw)
    assert (draft.title, draft.author) == ("Blast in Harvane", "Mira Tolen")
    assert draft.made == datetime(2021, 3, 4, 6, 15, tzinfo=UTC)
    assert draft.made_from == "meta:CreationDate"
    assert draft.published is None
    processor = read(pdf([lines(LINE)], {"Title": "Microsoft Word - report.docx"}))
    assert processor.title is None


@pytest.mark.parametrize(
    ("stated", "moment_of"),
    [
        ("D:2021", datetime(2021, 1, 1, tzinfo=UTC)),
        ("D:20210304", datetime(2021, 3, 4, tzinfo=UTC)),
        ("D:20210304081500Z", datetime(2021, 3, 4, 8, 15, tzinfo=UTC)),
        ("D:20210304081500-05'30'", datetime(2021, 3, 4, 13, 45, tzinfo=UTC)),
        ("D:20211304", None),
        ("D:00010101000000+14'00'", None),
        ("D:20210304081500+99'00'", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_the_format(stated: str, moment_of: datetime | None) -> None:
    assert moment(stated) == moment_of


# faults


def test_pages_without_text_are_named() -> None:
    raw = pdf([lines(LINE), [], lines(LINE), [], []])
    (doubt,) = read(raw).doubts
    assert "no text layer on pages 2 and 4-5 of 5" in doubt


def cause(raw: bytes, **options: object) -> str:
    with pytest.raises(UnreadableFileError) as failure:
        read(raw, **options)
    return failure.value.cause


def test_a_scan_is_told() -> None:
    assert "no text layer on any of its 2 pages" in cause(pdf([[], []]))


def test_broken_and_encrypted_files_are_told() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    assert "broken" in cause(b"%PDF-1.7\nnothing more")
    assert "0 bytes" in cause(b"")
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 700, LINE)
    canvas.save()
    assert "password" in cause(out.getvalue())


def test_limits_are_told() -> None:
    raw = pdf([lines(LINE)] * 4)
    (doubt,) = read(raw, max_pages=2).doubts
    assert "4 pages" in doubt
    assert "read.max_pages" in doubt
    assert "read.max_entry_mb" in cause(raw, max_entry_mb=0.001)
    (doubt,) = read(raw, max_text_mb=0.0001).doubts
    assert "read.max_text_mb" in doubt


def test_a_library_that_hangs_or_dies_is_a_cause_and_the_next_file_is_read() -> None:
    raw = pdf([lines(LINE)])
    assert "read.max_seconds" in cause(bomb(200), max_seconds=0.02)
    assert cause(bomb(200), pdf_memory_mb=300)
    assert read(raw).text == LINE


def test_a_module_beside_the_reports_is_not_taken_for_the_library(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from rashomon.ingest.pdf import process

    folder = Path(str(tmp_path))
    (folder / "pypdfium2.py").write_text("raise SystemExit")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(process, "_running", None)
    assert read(pdf([lines(LINE)])).text == LINE
