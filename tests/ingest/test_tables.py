"""CSV files and JSON lines with columns of the user's."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.drafts import Unread
from rashomon.ingest.jsonlines import read_lines
from rashomon.ingest.tables import read_table
from rashomon.settings import ColumnSettings, ReadSettings
from tests.ingest.homecoming import STRANGE, come_home
from tests.ingest.opened import drafts, opened

COLUMNS = ReadSettings(
    columns=ColumnSettings(text="story", title="meta.head", published="day", publisher="paper")
)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(STRANGE), min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_cell_is_the_text_and_its_own_original(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["title", "text", "paper"])
    texts = ["\r\n".join(row) for row in rows]
    for text in texts:
        writer.writerow(["Blast", text, "Herald"])
    found = drafts(read_table, out.getvalue().encode(encoding))
    assert [draft.text for draft in found] == texts
    assert [draft.part for draft in found] == [f"#{n}" for n in range(2, len(rows) + 2)]
    for draft in found:
        come_home(draft.text, draft.anchors, {"column:text": draft.text}.__getitem__)


def test_the_columns_mean_what_the_settings_say() -> None:
    raw = b"paper;day;meta.head;story\nThe Herald;2021-03-04;Blast;Five people died.\n;;;\n"
    (draft,) = drafts(read_table, raw, COLUMNS)
    assert (draft.text, draft.title, draft.publisher) == (
        "Five people died.",
        "Blast",
        "The Herald",
    )
    assert draft.published == datetime(2021, 3, 4, tzinfo=UTC)
    assert draft.published_from == "column"


def test_keys_of_json_lines_may_lie_in_objects() -> None:
    line = json.dumps({"story": "Five died 😔.", "meta": {"head": "Blast"}, "day": "2021-03-04"})
    (draft,) = drafts(read_lines, line.encode(), COLUMNS)
    assert (draft.text, draft.title) == ("Five died 😔.", "Blast")
    come_home(draft.text, draft.anchors, {"key:story": draft.text}.__getitem__)


def test_json_that_nests_too_deep_is_refused() -> None:
    deep = b'{"text": "Two died.", "x": ' + b"[" * 25 + b"]" * 25 + b"}"
    (unread,) = opened(read_lines, deep)
    assert isinstance(unread, Unread)
    assert "more than 20 deep" in unread.cause
    flat = b'{"text": "Two [[[[[[[[[[[[[[[[[[[[[[[[[[[[ died.", "x": [' + b"[]," * 40 + b"[]]}"
    assert len(drafts(read_lines, flat)) == 1


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column"),
        (b"text\n", "no row"),
        (b"text\x00\nx\n", "NUL"),
        (b"text," * 5_000 + b"x\n1", "columns"),
    ],
)
def test_what_is_no_table(raw: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        opened(read_table, raw)


def test_a_bad_row_is_told_and_the_rest_is_read() -> None:
    found = opened(read_table, b"title,text\na,Two died.\nb,Five died.,too,many\nc,Six died.\n")
    assert [getattr(item, "text", None) for item in found] == ["Two died.", None, "Six died."]


def test_an_open_quotation_does_not_swallow_memory() -> None:
    raw = b'text\n"' + b"Two died.\n" * 300_000
    (unread,) = opened(read_table, raw, ReadSettings(max_text_mb=0.5))
    assert isinstance(unread, Unread)
    assert "field larger" in unread.cause


def test_a_legacy_encoding_is_doubted() -> None:
    raw = "title,text\nx,Fünf Menschen starben in Härvane und im größten Hafen der Küste.\n"
    (draft,) = drafts(read_table, raw.encode("cp1252"))
    assert "Fünf" in draft.text
    assert "guess" in draft.doubts[0]


_STREAMED = """
import resource, sys
from pathlib import Path
from rashomon.ingest.reading import read
from rashomon.records import Document
from rashomon.settings import ReadSettings
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(isinstance(item, Document) for item in read([Path(sys.argv[1])], ReadSettings()))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base)
"""


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    grown = []
    for rows in (200, 4_000):
        text = "Five people died in the port of Harvane, the police said. " * 100
        row = json.dumps({"text": text, "language": "en", "published": "2021-03-04"})
        with (tmp_path / f"{rows}{suffix}").open("w") as file:
            if suffix == ".csv":
                file.write("language,published,text\n")
                row = f"en,2021-03-04,{text.replace(',', ';')}"
            for _ in range(rows):
                file.write(row + "\n")
        told = subprocess.run(
            [sys.executable, "-c", _STREAMED, str(tmp_path / f"{rows}{suffix}")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert int(told[0]) == rows
        grown.append(int(told[1]))
    # 23 MB against 1 MB; ru_maxrss counts kilobytes on Linux
    assert grown[1] - grown[0] < 10_000
