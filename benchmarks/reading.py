"""How fast files are read, beside the libraries that read them: `python benchmarks/reading.py`.

Enters nothing: pages of invented words are made into HTML, PDF and WARC files. Leaves a table, or
with `--json` the same as data: documents and megabytes a second of `rashomon.ingest.reading.read`,
and of the bare library over the same files in the same run, one after the other in turns. Counted
is processor time, that of the process that runs PDFium included, of the cheapest turn of each:
other work on the machine changes it least. The clock's times are in the data. `--most 1.5` exits
with 1 where some format takes more than that many times the library's time.
"""

from __future__ import annotations

import argparse
import functools
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WORDS = """harbour police said that two people were killed near the northern gate when a lorry blew
up during the march of the dockers on Monday the ministry of transport blamed the Front whose
spokesman denied any part in it and called for an inquiry by three judges of the high court"""
DOCUMENTS = 60


def story(chance: random.Random, paragraphs: int) -> list[str]:
    """Paragraphs of invented sentences."""
    return [
        " ".join(
            " ".join(
                chance.choice(WORDS.split()) for _ in range(chance.randint(9, 24))
            ).capitalize()
            + "."
            for _ in range(chance.randint(2, 5))
        )
        for _ in range(paragraphs)
    ]


def page(chance: random.Random, number: int) -> bytes:
    """A news page with navigation, metadata and a footer around its story.

    Of three pages one names its author in the metadata, one in print and one not at all: the
    library takes half its time to look for a byline where the metadata name none.
    """
    stated = '<meta name="author" content="Ada Verel">' if number % 3 == 0 else ""
    printed = '<p class="byline">By Ada Verel</p>' if number % 3 == 1 else ""
    links = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in range(30))
    body = "".join(f"<p>{words}</p>\n" for words in story(chance, 14))
    related = "".join(
        f'<div class="card"><a href="/r{at}">Story {at}</a></div>' for at in range(20)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Blast {number} in Harvane | The Norvia Herald</title>
<meta property="og:site_name" content="The Norvia Herald">
<meta property="og:title" content="Blast {number} in Harvane">
<meta property="article:published_time" content="2021-03-04T08:15:00Z">
<link rel="canonical" href="https://herald.example/{number}">{stated}</head><body>
<nav><ul>{links}</ul></nav><article><h1>Blast {number} in Harvane</h1>{printed}{body}</article>
<aside>{related}</aside><footer>All rights reserved.</footer></body></html>""".encode()


def portable(chance: random.Random, number: int, paragraphs: int = 40) -> bytes:
    """A PDF report: some four pages, or more."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    parts = [Paragraph(f"Report {number} on Harvane", styles["Title"])]
    parts += [Paragraph(words, styles["BodyText"]) for words in story(chance, paragraphs)]
    out = io.BytesIO()
    SimpleDocTemplate(out, title=f"Report {number} on Harvane").build(parts)
    return out.getvalue()


def crawl(pages: Sequence[bytes]) -> bytes:
    """A WARC of these pages, each record packed, with an image's record after each."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, raw in enumerate(pages):
        for url, kind, payload in (
            (f"https://herald.example/{number}", "text/html; charset=utf-8", raw),
            (f"https://herald.example/{number}.png", "image/png", bytes(20_000)),
        ):
            http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(payload), http_headers=http
            )
            writer.write_record(record)
    return out.getvalue()


# the bare libraries


def bare_html(files: Sequence[Path]) -> None:
    """Trafilatura's text and metadata of each file."""
    for file in files:
        _extract(file.read_bytes())


def bare_pdf(files: Sequence[Path]) -> None:
    """PDFium's text of each page of each file."""
    import pypdfium2

    for file in files:
        document = pypdfium2.PdfDocument(file.read_bytes())
        for sheet in document:
            text = sheet.get_textpage()
            text.get_text_range()
            text.close()
            sheet.close()
        document.close()


def placed_pdf(files: Sequence[Path]) -> None:
    """PDFium's text of each page and the rectangles in which it stands."""
    import pypdfium2

    for file in files:
        document = pypdfium2.PdfDocument(file.read_bytes())
        for sheet in document:
            text = sheet.get_textpage()
            text.get_text_range()
            for at in range(text.count_rects()):
                text.get_rect(at)
            text.close()
            sheet.close()
        document.close()


def boxed_pdf(files: Sequence[Path]) -> None:
    """PDFium's text with the box of each character."""
    import pypdfium2

    for file in files:
        document = pypdfium2.PdfDocument(file.read_bytes())
        for sheet in document:
            text = sheet.get_textpage()
            text.get_text_range()
            for at in range(text.count_chars()):
                text.get_charbox(at)
            text.close()
            sheet.close()
        document.close()


def bare_warc(files: Sequence[Path]) -> None:
    """warcio's records, Trafilatura's text and metadata of each page."""
    from warcio.archiveiterator import ArchiveIterator

    for file in files:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                kind = record.http_headers.get_header("Content-Type") or ""
                if record.rec_type == "response" and kind.startswith("text/html"):
                    _extract(record.content_stream().read())


def _extract(raw: bytes) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False)


def ours(files: Sequence[Path], **options: Any) -> int:
    """How many documents `read` makes of the files."""
    from rashomon.ingest.reading import read
    from rashomon.records import Document
    from rashomon.settings import ReadSettings

    found = read(list(files), ReadSettings(**options))
    return sum(isinstance(item, Document) for item in found)


def spent() -> float:
    """Processor seconds of this process and of the one that runs PDFium, so far."""
    from rashomon.ingest.pdf import process

    seconds = time.process_time()
    if process.child_id() is not None:
        # nanoseconds on a processor: the ticks of `stat` are too coarse
        fields = Path(f"/proc/{process.child_id()}/schedstat").read_text().split()
        seconds += int(fields[0]) / 1e9
    return seconds


def fastest(turns: int, *runs: Callable[[], object]) -> list[tuple[float, float]]:
    """Processor and clock seconds of the best of some turns of each, after one that warms up."""
    for run in runs:
        run()
    best = [(float("inf"), float("inf"))] * len(runs)
    for _ in range(turns):
        for at, run in enumerate(runs):
            started, clock = spent(), time.perf_counter()
            run()
            taken = spent() - started, time.perf_counter() - clock
            best[at] = min(best[at][0], taken[0]), min(best[at][1], taken[1])
    return best


def measured(folder: Path, turns: int, formats: Sequence[str]) -> list[dict[str, Any]]:
    """One row a comparison; of some formats only, where any are named."""
    chance = random.Random(8)
    pages = [page(chance, number) for number in range(DOCUMENTS)]
    made = {
        "html": {f"{number}.html": raw for number, raw in enumerate(pages)},
        "pdf": {f"{number}.pdf": portable(chance, number) for number in range(DOCUMENTS // 3)},
        "long": {f"{number}.pdf": portable(chance, number, 400) for number in range(4)},
        "warc": {"crawl.warc.gz": crawl(pages)},
    }
    rows = []
    for kind, bare, library, options in (
        ("html", bare_html, "trafilatura", {}),
        ("pdf", bare_pdf, "pypdfium2, text", {}),
        ("pdf", placed_pdf, "pypdfium2, text and rectangles", {}),
        ("long", bare_pdf, "pypdfium2, text (some 35 pages)", {}),
        ("long", placed_pdf, "pypdfium2, text and rectangles (some 35 pages)", {}),
        ("pdf", boxed_pdf, "pypdfium2, text and boxes", {"pdf_boxes": "word"}),
        ("warc", bare_warc, "warcio + trafilatura", {}),
    ):
        if formats and kind not in formats:
            continue
        place = folder / kind
        place.mkdir(exist_ok=True)
        files = []
        for name, raw in made[kind].items():
            (place / name).write_bytes(raw)
            files.append(place / name)
        documents = ours(files, **options)
        size = sum(file.stat().st_size for file in files)
        (mine, my_clock), (theirs, their_clock) = fastest(
            turns,
            functools.partial(ours, files, **options),
            functools.partial(bare, files),
        )
        rows.append(
            {
                "format": kind,
                "library": library,
                "documents": documents,
                "megabytes": round(size / 1e6, 3),
                "documents_per_s": round(documents / mine, 1),
                "megabytes_per_s": round(size / mine / 1e6, 2),
                "library_documents_per_s": round(documents / theirs, 1),
                "ratio": round(mine / theirs, 2),
                "clock_ratio": round(my_clock / their_clock, 2),
            }
        )
    return rows


def main() -> int:
    """The comparison is printed; 1 where a format takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--format", action="append", default=[], help="html, pdf, long or warc")
    parser.add_argument("--most", type=float, help="greatest ratio to the library's time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(Path(folder), given.turns, given.format)
    if given.json:
        print(json.dumps(rows, indent=2))
    else:
        print("format  documents/s    MB/s  library's documents/s  time / library's  library")
        for row in rows:
            print(
                f"{row['format']:6} {row['documents_per_s']:12} {row['megabytes_per_s']:7} "
                f"{row['library_documents_per_s']:22} {row['ratio']:17}  {row['library']}"
            )
    return int(given.most is not None and any(row["ratio"] > given.most for row in rows))


if __name__ == "__main__":
    sys.exit(main())
