"""Memory while a large JSON Lines file is read: `python benchmarks/streaming.py --megabytes 1000`.

Enters nothing: lines of invented words are written to a temporary file. Leaves one row a mark on
the way: reports read and the most memory that the process has held so far, in megabytes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

WORDS = """harbour police said that two people were killed near the northern gate when a lorry blew
up during the march of the dockers on Monday the ministry of transport blamed the Front"""
MARKS = (100, 1_000, 10_000, 100_000, 1_000_000)


def written(place: Path, size: int, words: int) -> None:
    """`place` holds lines of about so many words each, `size` bytes or a line more."""
    chance, words_of_all = random.Random(8), WORDS.split()
    with place.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < size:
            number += 1
            body = " ".join(chance.choice(words_of_all) for _ in range(min(words, 500)))
            text = f"Report {number}. " + f"{body}. " * max(1, words // 500)
            line = {"text": text, "publisher": "The Norvia Herald", "date": "2021-03-04"}
            file.write(json.dumps(line) + "\n")


def held() -> int:
    """The most memory so far, in megabytes; `ru_maxrss` counts kilobytes on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


def main() -> int:
    """Memory is printed at each mark; 1 where it passes what was allowed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1_000)
    parser.add_argument("--words", type=int, default=4_000, help="of a line")
    parser.add_argument("--most", type=int, help="megabytes that may be held")
    given = parser.parse_args()
    from rashomon.ingest.reading import read_file
    from rashomon.settings import ReadSettings

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "reports.jsonl"
        written(place, given.megabytes * 1_000_000, given.words)
        size, started, number = place.stat().st_size, time.perf_counter(), 0
        for number, _ in enumerate(read_file(place.name, place, ReadSettings()), start=1):
            if number in MARKS:
                print(f"{number:9} reports: {held()} MB")
        seconds = time.perf_counter() - started
    print(f"{number:9} reports, {size / 1e9:.2f} GB in {seconds:.0f} s: {held()} MB")
    return int(given.most is not None and held() > given.most)


if __name__ == "__main__":
    sys.exit(main())
