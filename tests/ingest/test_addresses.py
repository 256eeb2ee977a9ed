"""Lists of addresses and the web archives that answer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon import api
from rashomon.errors import SettingsError
from rashomon.ingest.addresses import AddressList, read_addresses, unfound
from rashomon.ingest.reading import read
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings, Settings

CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"


def archive(folder: Path) -> Path:
    file = folder / "crawl.warc.gz"
    file.write_bytes((CORPUS / "warc.gz" / "two").read_bytes())
    return file


def test_only_listed_captures_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    file = archive(tmp_path)
    (tmp_path / "note.txt").write_text("Two people died in the port of Harvane, police said.")
    urls = ("http://HERALD.example:80/2#top", "https://herald.example/missing")
    found = list(read([file, tmp_path / "note.txt"], ReadSettings(urls=urls)))
    names = [item.name for item in found if isinstance(item, Document)]
    assert names == ["crawl.warc.gz!https://herald.example/2", "note.txt"]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert problem.name == "https://herald.example/missing"
    assert "nothing is fetched" in problem.message


def test_a_report_tells_it_too_and_again_when_nothing_is_read(tmp_path: Path) -> None:
    listed = tmp_path / "urls.list"
    listed.write_text("# two\nhttps://herald.example/1\n\nhttps://herald.example/missing\n")
    settings = api.with_urls(Settings(), listed)
    for _ in range(2):
        written = api.report([archive(tmp_path)], tmp_path / "out", settings)
        assert len(written.case.documents) == 1
        assert ["missing" in problem.message for problem in written.case.problems] == [True]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "no address"),
        (b"ftp://x.example\n", "line 1"),
        (b"https://a.example\nfile:///etc/passwd\n", "line 2"),
        (b"https://[broken\n", "line 1"),
        (b"\xff\xff", "decode"),
    ],
)
def test_what_is_no_list(tmp_path: Path, content: bytes, cause: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(SettingsError, match=cause):
        read_addresses(tmp_path / "x")


def test_spellings_of_one_address() -> None:
    wanted = AddressList(["https://a.example"])
    assert wanted.takes("http://A.example/#x")
    assert not wanted.takes("https://a.example/b")
    assert not wanted.takes("https://a.example:8443/")
    assert not list(unfound(["https://a.example/b"], ["x.zip!y.warc!https://a.example/b#2"]))
