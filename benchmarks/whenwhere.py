"""How fast times are found and places resolved, and what the gazetteer costs.

    python benchmarks/whenwhere.py FOLDER [--texts 60] [--turns 5]

`FOLDER` holds `.txt` files, itself or below it; the first ones by path are read. Times: the stage
alone, one thread of Python over parsed texts. Places: what follows recognition, from the toponyms'
surroundings to their places, with a gazetteer opened anew in each turn, so that no turn finds the
last one's answers. Seconds are processor time; the median turn counts, and the slowest is printed
beside it. Opening, until the first answer, and memory are those of fresh processes; the second
resolves every name found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rashomon.extract.places.neighbours import surroundings
from rashomon.extract.places.resolution import resolve
from rashomon.extract.places.stage import queries_of, read_toponyms
from rashomon.extract.places.toponyms import Toponym
from rashomon.extract.sentences import Sentences
from rashomon.extract.times.stage import TimeExpressions
from rashomon.gazetteer import Gazetteer
from rashomon.records import Document, Sentence, TimeExpression
from rashomon.run.pipeline import Pipeline
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument

OPENING = """
import time
from rashomon.gazetteer import Gazetteer
started = time.perf_counter()
Gazetteer().lookup("Lagos")
print(1000 * (time.perf_counter() - started))
"""
HOLDING = """
import json, sys
from pathlib import Path
from rashomon.extract.places.resolution import Query, resolve
from rashomon.gazetteer import Gazetteer
opened = Gazetteer()
for names in json.load(sys.stdin):
    resolve([Query(name) for name in names], opened)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def document_of(text: str) -> Document:
    """A text as a document without a date of publication."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=f"doc_{digest[:16]}",
        name="text",
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )


def find_times(read: Sequence[AnnotatedDocument]) -> None:
    """The stage of times over parsed texts."""
    stage = TimeExpressions()
    for doc in read:
        tuple(stage(doc))


def resolve_places(texts: Sequence[str], toponyms: Sequence[list[Toponym]]) -> None:
    """What follows recognition, over the toponyms of every text."""
    gazetteer = Gazetteer()
    for text, found in zip(texts, toponyms, strict=True):
        queries, _ = queries_of(found, surroundings(found, text, gazetteer), text)
        resolve(queries, gazetteer)


def seconds(run: Callable[[], None], turns: int) -> list[float]:
    """Processor seconds of each turn, in rising order."""
    taken = []
    for _ in range(turns):
        started = time.process_time()
        run()
        taken.append(time.process_time() - started)
    return sorted(taken)


def fresh(code: str, given: str = "") -> float:
    """The number that a process of its own prints."""
    source = str(Path(__file__).resolve().parent.parent / "src")
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    return float(done.stdout)


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--turns", type=int, default=5)
    args = parser.parse_args()
    paths = sorted(args.folder.rglob("*.txt"))[: args.texts]
    if not paths:
        parser.error(f"no .txt file in {args.folder}")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    words = sum(len(text.split()) for text in texts)
    parsing = Pipeline((Sentences(),), Settings())
    parsed = [parsing.annotate(document_of(text)) for text in texts]
    timing = Pipeline((Sentences(), TimeExpressions()), Settings())
    timed = [timing.annotate(document_of(text)) for text in texts]
    gazetteer = Gazetteer()
    toponyms = [
        [
            toponym
            for toponym, _ in read_toponyms(
                doc.layer(Sentence),
                doc.document.text,
                gazetteer,
                [one.span for one in doc.layer(TimeExpression)],
            )
        ]
        for doc in timed
    ]
    names = [
        [text[one.start : one.end] for one in found]
        for text, found in zip(texts, toponyms, strict=True)
    ]
    times = seconds(lambda: find_times(parsed), args.turns)
    places = seconds(lambda: resolve_places(texts, toponyms), args.turns)
    print(
        json.dumps(
            {
                "texts": len(texts),
                "words": words,
                "toponyms": sum(map(len, toponyms)),
                "times_words_per_s": round(words / statistics.median(times)),
                "times_words_per_s_slowest": round(words / times[-1]),
                "places_words_per_s": round(words / statistics.median(places)),
                "places_words_per_s_slowest": round(words / places[-1]),
                "opening_ms": round(statistics.median(fresh(OPENING) for _ in range(5)), 1),
                "memory_mb": round(fresh(HOLDING, json.dumps(names))),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
