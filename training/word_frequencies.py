"""Document frequencies of English news words, for weighing rare words.

Counts in how many documents of some corpora each folded word stands, and writes the words that
stand in at least MIN_DOCUMENTS, with their share of documents in parts per million. Words below
that count as rare, so that names of private people are not in the table.

    python training/word_frequencies.py OUT.tsv.gz FOLDER_WITH_TXT_OR_JSONL...
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rashomon.link.wording import folded_words

MIN_DOCUMENTS = 12


def texts(path: Path) -> Iterator[str]:
    """The texts under a file or folder: `.jsonl` rows' title and text, or whole `.txt` files."""
    if path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield f"{row.get('title') or ''}\n{row.get('text') or ''}"
    else:
        for file in sorted(path.rglob("*.txt")):
            yield file.read_text(encoding="utf-8", errors="replace")


def main(out: str, *folders: str) -> None:
    """Write the table."""
    counts: Counter[str] = Counter()
    documents = 0
    for folder in folders:
        for text in texts(Path(folder)):
            documents += 1
            counts.update(frozenset(folded_words(text)))
    kept = sorted((w, n) for w, n in counts.items() if n >= MIN_DOCUMENTS and not w.isdigit())
    with gzip.GzipFile(out, "wb", mtime=0) as file:
        for word, number in kept:
            file.write(f"{word}\t{round(1_000_000 * number / documents)}\n".encode())
    print(f"{len(kept)} words of {documents} documents")


if __name__ == "__main__":
    main(*sys.argv[1:])
