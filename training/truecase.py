"""Makes `src/rashomon/data/truecase.tsv.gz`: how often each word is written in which casing.

Usage: python training/truecase.py SHARED_DATA_DIR

Counts words of mixed-case corpora (PolNeAR train, gun-violence documents, re3d, LGL) anywhere but
at the start of a sentence, keeps words seen three times or more, and writes the commonest casing
of those that are usually not all lower case. Only counts leave the corpora, no text.
"""

from __future__ import annotations

import collections
import gzip
import json
import pathlib
import re
import sys

WORD = re.compile(r"(?<![.!?:\"'“”‘’(\n])(?<=[ \-])[^\W\d_][\w'’]*")
OUT = pathlib.Path(__file__).resolve().parent.parent / "src/rashomon/data/truecase.tsv.gz"


def texts(root: pathlib.Path) -> list[str]:
    """Running text of the training corpora."""
    found = [
        p.read_text(encoding="utf-8", errors="replace")
        for p in sorted((root / "polnear").rglob("*.txt"))
        if "train" in p.parts
    ]
    with (root / "gun_violence" / "documents.jsonl").open(encoding="utf-8") as lines:
        found += [json.loads(line)["text"] for line in lines]
    for path in sorted((root / "re3d").rglob("documents.json")):
        found += [
            json.loads(line).get("text", "")
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
    lgl = (root / "geoparsing" / "lgl.xml").read_text(encoding="utf-8", errors="replace")
    found += re.findall(r"<text>(.*?)</text>", lgl, flags=re.S)
    return found


def main() -> None:
    """Count, choose, write."""
    counts: dict[str, collections.Counter[str]] = {}
    for text in texts(pathlib.Path(sys.argv[1])):
        for word in WORD.findall(text):
            if not (len(word) > 4 and word.isupper()):
                counts.setdefault(word.lower(), collections.Counter())[word] += 1
    lines = []
    for _, forms in sorted(counts.items()):
        form, times = max(forms.items(), key=lambda item: (item[1], item[0]))
        if sum(forms.values()) >= 3 and times * 2 > sum(forms.values()):
            lines.append(form)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    print(f"{len(lines)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
