"""From paths to documents and problems."""

from __future__ import annotations

import hashlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.ingest.reading import find_files, read
from rashomon.records import Document, Problem, digest_id
from rashomon.settings import ReadSettings

STORY = "Two people died in the port of Harvane on Monday, the harbour police said.\n"
SETTINGS = ReadSettings(max_text_mb=1.0)


def documents(*paths: Path, settings: ReadSettings = SETTINGS) -> list[Document]:
    return [item for item in read(paths, settings) if isinstance(item, Document)]


def problems(*paths: Path, settings: ReadSettings = SETTINGS) -> list[Problem]:
    return [item for item in read(paths, settings) if isinstance(item, Problem)]


# text


@settings(max_examples=60)
@given(
    st.text(
        st.sampled_from(list("ab .\r\n\té😔مشر\u0301\u200f\u202b\u00a0")), min_size=1, max_size=80
    )
)
def test_text_is_the_decoded_file_and_spans_point_into_it(text: str) -> None:
    import tempfile

    text = "Two people died\r\n\r\n" + text
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_bytes(text.encode())
        (document,) = documents(file)
        with file.open(encoding="utf-8", newline="") as same:
            assert document.text == same.read()
        assert document.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
        if document.title_span is not None:
            assert document.title_span.text(document.text) == document.title


def test_offsets_count_code_points(tmp_path: Path) -> None:
    text = "😔 Blast in port\r\n\r\nقال شاهد\r\nHARVANE (AP) — Two died.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (document,) = documents(tmp_path)
    assert document.text == text
    assert document.title == "😔 Blast in port"
    assert document.title_span is not None
    assert document.title_span.text(text) == document.title
    assert document.dateline is not None
    assert document.dateline.span.text(text) == "HARVANE (AP) —"


# names, order, ids


def test_names_are_relative_and_order_is_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", "a.txt", "sub/deep/z.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY + name)
    names = ["a.txt", "b.txt", "sub/a.txt", "sub/deep/z.md"]
    assert [document.name for document in documents(tmp_path)] == names
    assert len(find_files([tmp_path])) == 4
    assert documents(tmp_path / "b.txt")[0].name == "b.txt"


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "report.txt").write_text(STORY + folder.name)
        (folder / "empty.txt").touch()
    paths = [one, two, one / "report.txt", tmp_path / "missing.txt"]
    forward, backward = list(read(paths, SETTINGS)), list(read(paths[::-1], SETTINGS))
    assert forward == backward
    names = [item.name for item in forward if isinstance(item, Document)]
    assert names == ["one/report.txt", "two/report.txt"]
    assert len({item.id for item in forward if isinstance(item, Document)}) == 2


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(STORY)
    found = documents(tmp_path / "sub" / "a.txt", tmp_path, tmp_path / "sub")
    assert [document.name for document in found] == ["sub/a.txt"]


def test_ids_depend_on_name_and_bytes_only(tmp_path: Path) -> None:
    ids: list[Document] = []
    for place in ("here", "there"):
        file = tmp_path / place / "a.txt"
        file.parent.mkdir()
        file.write_text(STORY)
        os.utime(file, (len(ids), len(ids)))
        (document,) = documents(file.parent)
        ids.append(document)
    assert ids[0] == ids[1]
    assert ids[0].id == digest_id("doc", "a.txt", hashlib.sha256(STORY.encode()).hexdigest())


def test_what_is_no_report_is_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.json").write_text('{"publisher": "The Norvia Herald"}')
    for name in (".hidden.txt", "README.md", "places.geojson", "case.toml"):
        (tmp_path / name).write_text(STORY)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.txt").write_text(STORY)
    (tmp_path / "out").mkdir()
    for name in ("case.sqlite", "dossier.html", "case.json", "claims.csv"):
        (tmp_path / "out" / name).write_text(STORY)
    assert [item.name for item in read([tmp_path], SETTINGS)] == ["a.txt"]
    everything = sorted(tmp_path.glob("*.*"))
    assert "README.md" not in [item.name for item in read(everything, SETTINGS)]


# sidecars and evidence


def write(folder: Path, text: str, **sidecar: object) -> Path:
    file = folder / "report.txt"
    file.write_text(text)
    if sidecar:
        file.with_suffix(".json").write_text(json.dumps(sidecar))
    return file


def test_a_sidecar_goes_before_all_else(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "BLAST IN PORT\n\nHARVANE, March 3 (AP) - Two people died in the port, police said.",
        doc_id="x1",
        corpus="made up",
        title="Blast in port",
        publisher="The Norvia Herald",
        date="2020-03-04",
        url="https://herald.example/1",
        language="en-GB",
    )
    (document,) = documents(file)
    assert document.title == "Blast in port"
    assert document.title_span is not None
    assert document.title_span.text(document.text) == "BLAST IN PORT"
    assert document.publisher == "The Norvia Herald"
    assert document.published == datetime(2020, 3, 4, tzinfo=UTC)
    assert document.published_from == "sidecar"
    assert document.url == "https://herald.example/1"
    assert document.language == "en"
    assert document.credits == ("AP",)
    assert document.dateline is not None
    assert str(document.dateline.date) == "2020-03-03"
    assert problems(file) == []


@pytest.mark.parametrize(
    ("text", "day", "evidence"),
    [
        ("HARVANE, 3 March 2020 (AP) - Two died.", "2020-03-03", "dateline"),
        (
            "Blast\n\nPublished: 4 March 2020\n\nHARVANE, March 3 (AP) - Two.",
            "2020-03-03",
            "dateline",
        ),
        ("Blast in port\n\nPosted on March 4 2020 by staff\n\nTwo died.", "2020-03-04", "text"),
        ("Blast in port\n\nWednesday, 4 March 2020\n\nTwo died.", "2020-03-04", "text"),
        ("Blast in port\n\n04.03.2020 (updated 05.03.2020)\n\nTwo died.", "2020-03-04", "text"),
        ("Blast in port\n\n4 Mar 2020 Two people died in the port.", "2020-03-04", "text"),
        ("On March 3, 2020, at least two people died in the port.", None, None),
        ("March 3, 2020, was the day on which two people died.", None, None),
        ("Two died on 3 March 2020.", None, None),
    ],
)
def test_evidence_for_the_day_of_publication(
    tmp_path: Path, text: str, day: str | None, evidence: str | None
) -> None:
    (document,) = documents(write(tmp_path, text))
    found = document.published.date().isoformat() if document.published else None
    assert (found, document.published_from) == (day, evidence)


@pytest.mark.parametrize(
    ("sidecar", "cause"),
    [
        ("[1]", "no JSON object"),
        ("{broken", "no JSON"),
        ("\xff", "no JSON"),
        ('{"date": "03/04/2020"}', "03/04/2020"),
        ('{"title": 3}', "'title'"),
        ('{"language": "English"}', "English"),
    ],
)
def test_a_broken_sidecar_is_told_and_the_report_read(
    tmp_path: Path, sidecar: str, cause: str
) -> None:
    file = write(tmp_path, STORY)
    file.with_suffix(".json").write_bytes(sidecar.encode("latin-1"))
    (document,) = documents(file)
    assert document.text == STORY
    (problem,) = problems(file)
    assert cause in problem.message
    assert problem.message.startswith("report.txt: ")
    assert "report.json" in problem.message


def test_a_report_in_another_language_is_kept_and_told(tmp_path: Path) -> None:
    file = write(tmp_path, "Dos personas murieron el lunes en el puerto, según dijo la policía.")
    (document,) = documents(file)
    (problem,) = problems(file)
    assert document.language == "es"
    assert problem.document == document.id
    assert "Spanish (es)" in problem.message
    assert "no claim is taken" in problem.message
    assert problems(file, settings=ReadSettings(languages=("en", "es"))) == []


# bad input


def test_every_bad_file_is_told_with_its_cause_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    causes = {
        "binary.txt": (b"\0\x01\x02", "NUL"),
        "blank.txt": (b" \n\t", "white space"),
        "damaged.txt": (b"Police said \xe2\x80\x9ctwo\xe2\x80 died", "damaged UTF-8"),
        "empty.txt": (b"", "empty"),
        "huge.txt": (b"x" * 1_000_001, "limit of 1 MB"),
        "image.txt": (b"\x89PNG\r\n\x1a\n", "PNG"),
        "page.html": (b"<html></html>", "without any text"),
        "report.xyz": (STORY.encode(), ".xyz"),
        "zip.txt": (b"PK\x03\x04", "ZIP"),
    }
    for name, (raw, _) in causes.items():
        (folder / name).write_bytes(raw)
    (folder / "good.txt").write_text(STORY)
    (folder / "nothing").mkdir()
    (folder / "lost.txt").symlink_to("nowhere.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").symlink_to(folder)
    found = list(read([folder, tmp_path / "missing.txt", folder / "nothing"], SETTINGS))
    messages = {item.name: item.message for item in found if isinstance(item, Problem)}
    expected = {name: cause for name, (_, cause) in causes.items()}
    expected |= {
        "lost.txt": "no such file",
        "loop.txt": "symbolic links",
        "missing.txt": "does not exist",
        "nothing": "nothing that can be read",
        "round": "link to a directory",
    }
    assert messages.keys() == expected.keys()
    for name, cause in expected.items():
        assert cause in messages[name]
        assert messages[name].startswith(f"{name}: ")
    assert [item.name for item in found if isinstance(item, Document)] == ["good.txt"]
    assert [item.name for item in found] == sorted(item.name for item in found)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, STORY)
    file.chmod(0)
    (problem,) = problems(tmp_path)
    assert "permission denied" in problem.message


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (problem,) = problems(tmp_path)
    assert "no regular file" in problem.message


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000)
    started = time.perf_counter()
    (problem,) = problems(file, settings=ReadSettings())
    assert "50.0 MB" in problem.message
    assert time.perf_counter() - started < 0.5


def test_a_file_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text(STORY)
    except OSError:
        pytest.skip("the file system refuses such names")
    (document,) = documents(tmp_path)
    assert document.name == r"caf\xe9.txt"


# JSON Lines


def test_json_lines_are_read_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    lines = [
        json.dumps({"text": STORY, "title": "Blast", "publisher": "Herald", "date": "2020-03-04"}),
        "{broken",
        "[]",
        "",
        json.dumps({"title": "No text"}),
        '{"text": "half \\ud83d"}',
        json.dumps({"body": "x" * 1_000_100}),
        json.dumps({"content": "Two died in Harvane."}),
    ]
    file.write_text("\n".join(lines))
    first, last = documents(file)
    assert (first.name, first.publisher, first.published_from) == (
        "feed.jsonl#1",
        "Herald",
        "sidecar",
    )
    assert (last.name, last.text) == ("feed.jsonl#8", "Two died in Harvane.")
    names = [problem.name for problem in problems(file)]
    assert names == [f"feed.jsonl#{number}" for number in (2, 3, 5, 6, 7)]
