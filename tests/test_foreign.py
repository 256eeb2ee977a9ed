"""Other people's JSON: the same limits wherever it comes from."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from rashomon.errors import ForeignJsonError
from rashomon.foreign import DEEPEST, decoded
from rashomon.ingest.reading import read
from rashomon.records import Document, Problem
from rashomon.run.brought import use_places
from rashomon.settings import ReadSettings

STORY = "Two people died in the port of Harvane on Monday, the harbour police said.\n"


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b'["}]"]' + b"}" * (depth - 1)


def test_twenty_deep_is_read_and_one_more_is_not() -> None:
    assert DEEPEST == 20
    assert decoded(nested(DEEPEST))
    for depth in (DEEPEST + 1, 1_000, 200_000):
        with pytest.raises(ForeignJsonError, match="nests more than 20 deep"):
            decoded(nested(depth))


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b"\xef\xbb\xbf", b"[NaN]", b'["\\ud800"]', b"1e999", b'{"a":1}x']
)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ForeignJsonError, match="is no JSON"):
        decoded(raw)


def test_brackets_in_strings_and_many_in_a_row_are_no_depth() -> None:
    assert decoded(b"\xef\xbb\xbf" + json.dumps(["[{" * 50, *([[]] * 50)]).encode())


@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000])
def test_every_door_has_the_limit_and_the_report_is_read(tmp_path: Path, depth: int) -> None:
    deep = b'{"title": ' + nested(depth) + b"}"
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.json").write_bytes(deep)
    (tmp_path / "b.jsonl").write_bytes(deep + b"\n" + json.dumps({"text": STORY}).encode())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("c.txt", STORY)
        archive.writestr("c.json", deep)
    (tmp_path / "c.zip").write_bytes(packed.getvalue())
    linked = deep.replace(b"title", b"datePublished").decode()
    page = f'<script type="application/ld+json">{linked}</script><p>{STORY}</p>'
    (tmp_path / "d.html").write_text(page)
    found = list(read([tmp_path], ReadSettings()))
    names = [item.name for item in found if isinstance(item, Document)]
    assert names == ["a.txt", "b.jsonl#2", "c.zip!c.txt", "d.html"]
    told = [item.message for item in found if isinstance(item, Problem)]
    assert [message.split(":")[0] for message in told] == ["a.txt", "b.jsonl#1", "c.zip!c.txt"]
    assert all("nests more than 20 deep" in message for message in told)
    (tmp_path / "places.geojson").write_bytes(deep)
    (problem,) = use_places(tmp_path / "places.geojson").problems
    assert problem.message == "places.geojson: nests more than 20 deep; it was left out"
