"""Writes what nobody annotated by hand and the network may still learn from: silver labels.

Usage: python training/encoder/silver.py names --data ../shared/data --out names.json
       python training/encoder/silver.py links --data ../shared/data --teacher best.pt
              --backbone FOLDER [--layers 6] --names names.json --out silver.json

`names` are the named spans of the package's parser on PolNeAR's training documents and on reports
that no suite scores by name or attribution: articles of the gun-violence folder outside its grouped
splits, and MUC-4's development messages. `links` are a larger network's attributions on the same
reports (not on PolNeAR, which people annotated). The file holds the reports' text: keep it out of
the project.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from batches import Pieces
from corpora import Example, words
from layers import ATTRIBUTION, NAMES
from manners import document, pipeline
from scoring import attributions
from train import load

from rashomon.evaluate.muc4.corpus import read_split
from rashomon.neural.words import shape
from rashomon.records import Sentence

EVERY_ARTICLE = 4
EVERY_MESSAGE = 3
LONGEST = 12_000
REPEATED = "DEV-MUC3-1133"  # repeats a sealed document


def reports(data: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the reports without labels."""
    rows = (data / "gun_violence" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [row for row in map(json.loads, rows) if row.get("gvc_split") is None]
    for row in articles[::EVERY_ARTICLE]:
        yield f"gun-{row['doc_id']}", row["text"][:LONGEST]
    for message in read_split(data / "muc4", "train").documents[::EVERY_MESSAGE]:
        if REPEATED not in message.name:
            yield f"muc-{message.name}", message.text[:LONGEST]


def named(data: Path) -> Iterator[tuple[str, str, dict[str, list[tuple[int, int]]]]]:
    """Name, text and word ranges by layer of every report and of PolNeAR's training documents."""
    reading = pipeline(Sentence)
    texts = [
        (path.stem, path.open(encoding="utf-8", newline="").read())
        for path in sorted((data / "polnear" / "train" / "text").glob("*.txt"))
    ]
    for name, text in [*texts, *reports(data)]:
        found = words(text)
        starts = {word.start: number for number, word in enumerate(found)}
        ends = {word.end: number + 1 for number, word in enumerate(found)}
        spans: dict[str, list[tuple[int, int]]] = {}
        for sentence in reading.annotate(document(name, text)).layer(Sentence):
            opened: tuple[str, int, int] | None = None
            for token in [*sentence.tokens, None]:
                label = token.entity if token else ""
                if opened and not label.startswith("I-"):
                    layer, start, end = opened
                    if start in starts and end in ends:
                        spans.setdefault(layer, []).append((starts[start], ends[end]))
                    opened = None
                if token is None or not label:
                    continue
                if opened:
                    opened = (opened[0], opened[1], token.end)
                elif label[2:] in NAMES:
                    opened = (NAMES[label[2:]], token.start, token.end)
        yield name, text, spans


def main() -> None:
    """Write one of the two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("names", "links"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--backbone", type=Path)
    parser.add_argument("--layers", type=int)
    args = parser.parse_args()
    if args.what == "names":
        args.out.write_text(json.dumps([*named(args.data)]))
        return
    teacher = load(args.backbone, args.teacher, args.layers).eval()
    pieces = Pieces(args.backbone)
    annotated = {path.stem for path in (args.data / "polnear" / "train" / "text").glob("*.txt")}
    rows = json.loads(args.names.read_text())
    for number, row in enumerate(rows):
        name, text, _ = row
        if name not in annotated:
            found = words(text)
            shapes = tuple(shape(word.text) for word in found)
            example = Example(name, found, shapes, {}, frozenset(ATTRIBUTION))
            links = attributions(teacher, example, pieces)
            row.append([(link.cue, link.source, link.content) for link in links])
        if number % 100 == 0:
            print(f"{number}/{len(rows)}", flush=True)
    args.out.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
