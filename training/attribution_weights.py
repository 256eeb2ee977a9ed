"""Train the linear models of `rashomon.extract.attributions` on a folder laid out as PolNeAR.

    python training/attribution_weights.py CORPUS src/rashomon/data/attribution_weights.tsv.gz

Three models: `cue` (is this word the head of a cue), `source` and `content` (which option), each a
logistic or softmax regression with an L2 penalty, fitted by L-BFGS on the train split. Candidates
inside the content of an attribution are left out of the cue model's data: the corpus annotates
outermost attributions only, so that nothing is known about them. Weights near zero are dropped and
the rest rounded; a feature seen in fewer than `MIN_COUNT` options is not kept. Deterministic.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from rashomon.evaluate.polnear import read_spans
from rashomon.extract.attributions.contents import content_options
from rashomon.extract.attributions.cues import Cue, candidates, cue_features
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.sources import source_options
from rashomon.extract.paragraphs import paragraphs
from rashomon.extract.sentences import Sentences
from rashomon.records import Document
from rashomon.stage import AnnotatedDocument

HELD_OUT = 0.1
"""Share of the train split, its end by name, on which the choice among options is fitted."""
MIN_COUNT = 3
PENALTY = {"cue": 1.0, "source": 0.5, "content": 0.5}
DROP = 0.02


class Corpus:
    """Feature lists and labels of the three models, gathered document by document."""

    def __init__(self) -> None:
        self.rows: dict[str, list[list[str]]] = {"cue": [], "source": [], "content": []}
        self.labels: list[int] = []
        self.groups: dict[str, list[int]] = {"source": [], "content": []}
        self.targets: dict[str, list[int]] = {"source": [], "content": []}

    def add(self, reading: Reading, gold: list[tuple[set[int], set[int], set[int]]]) -> None:
        """Take in one document."""
        heads = {cue_head(reading, cue): (source, cue, content) for source, cue, content in gold}
        inside = set().union(*(content for _, _, content in gold)) if gold else set()
        for number in range(len(reading.trees)):
            base = reading.bases[number]
            for index in candidates(reading, number):
                is_cue = (number, index) in heads
                if is_cue or base + index not in inside:
                    self.rows["cue"].append(cue_features(reading, number, index))
                    self.labels.append(int(is_cue))
        for (number, index), (source, _, content) in sorted(heads.items(), key=lambda kv: kv[0]):
            base = reading.bases[number]
            cue = marked_cue(reading, number, index, heads[number, index][1])
            options = source_options(reading, cue)
            marks = [
                jaccard(set(range(base + o.first, base + o.last + 1)), source)
                if o.head is not None
                else float(not source)
                for o in options
            ]
            self._choose("source", [list(o.features) for o in options], marks)
            contents = content_options(reading, cue, source)
            marks = [
                jaccard({p for a, b in o.runs for p in range(a, b + 1)}, content) for o in contents
            ]
            self._choose("content", [list(o.features) for o in contents], marks)

    def _choose(self, model: str, options: list[list[str]], marks: list[float]) -> None:
        if len(options) < 2 or max(marks) < 0.5:
            return
        self.rows[model].extend(options)
        self.groups[model].append(len(options))
        self.targets[model].append(marks.index(max(marks)))


def split_paths(corpus: Path) -> tuple[list[Path], list[Path]]:
    """Texts of the train split: what the encoder and this script see, and what neither does."""
    paths = sorted((corpus / "train" / "text").glob("*.txt"))
    cut = round(len(paths) * (1 - HELD_OUT))
    return paths[:cut], paths[cut:]


def jaccard(left: set[int], right: set[int]) -> float:
    """Shared over all."""
    return len(left & right) / len(left | right) if left | right else 1.0


def cue_head(reading: Reading, cue: set[int]) -> tuple[int, int]:
    """The token of the cue whose head stands outside it, as (sentence, index)."""
    number = reading.sentence_of(min(cue))
    base = reading.bases[number]
    local = [p - base for p in sorted(cue) if p in reading.sentence_places(number)]
    tokens = reading.trees[number].tokens
    for index in local:
        if tokens[index].head not in local or tokens[index].head == index:
            return number, index
    return number, local[0]


def marked_cue(reading: Reading, sentence: int, head: int, places: set[int]) -> Cue:
    """The cue as the corpus marks it, the run of places around its head."""
    base = reading.bases[sentence]
    first = last = head
    while base + first - 1 in places and first > 0:
        first -= 1
    while base + last + 1 in places and last + 1 < len(reading.trees[sentence]):
        last += 1
    return Cue(sentence, head, first, last)


def vectorise(rows: list[list[str]]) -> tuple[csr_matrix, list[str]]:
    """Rows of feature names as a binary matrix, rare features left out."""
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    number = {name: index for index, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns.extend(number[name] for name in row if name in number)
        ends.append(len(columns))
    matrix = csr_matrix(
        (np.ones(len(columns), dtype=np.float64), np.array(columns), np.array(ends)),
        shape=(len(rows), len(names)),
    )
    return matrix, names


def fit_logistic(matrix: csr_matrix, labels: np.ndarray, penalty: float) -> np.ndarray:
    """Weights of a penalised logistic regression."""
    signs = 2.0 * labels - 1.0
    transposed = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (matrix @ weights)
        value = np.logaddexp(0, -margins).sum() + penalty / 2 * weights @ weights
        slope = -signs / (1 + np.exp(np.clip(margins, -50, 50)))
        return value, transposed @ slope + penalty * weights

    start = np.zeros(matrix.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)


def fit_softmax(
    matrix: csr_matrix, sizes: list[int], targets: list[int], penalty: float
) -> np.ndarray:
    """Weights of a penalised conditional logit: one option of each group is right."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array(targets)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    transposed = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        powers = np.exp(scores)
        totals = np.add.reduceat(powers, starts)
        value = (np.log(totals) - scores[right]).sum() + penalty / 2 * weights @ weights
        slope = powers / totals[owner]
        slope[right] -= 1.0
        return value, transposed @ slope + penalty * weights

    start = np.zeros(matrix.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)


def documents(corpus: Path) -> Iterator[tuple[Reading, list[tuple[set[int], set[int], set[int]]]]]:
    """The train split's readings with their gold."""
    parse = Sentences()
    for path in split_paths(corpus)[0]:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        digest = hashlib.sha256(raw).hexdigest()
        document = Document(
            id=f"doc_{digest[:16]}",
            name=path.name,
            text=text,
            text_sha256=digest,
            raw_sha256=digest,
        )
        sentences = tuple(parse(AnnotatedDocument(document)))
        reading = Reading(text, sentences, paragraphs(text))
        annotated = sorted((corpus / "train" / "attributions").glob(f"{path.stem}_*.ann"))
        gold = []
        for event in read_spans(annotated[0]):
            source, cue, content = (
                {p for a, b in event[part] for p in reading.places(a, b)}
                for part in ("Source", "Cue", "Content")
            )
            if cue and content:
                gold.append((source, cue, content))
        yield reading, gold


def train(corpus: Corpus) -> dict[str, dict[str, float]]:
    """The three weight tables."""
    tables = {}
    for model in ("cue", "source", "content"):
        started = time.perf_counter()
        matrix, names = vectorise(corpus.rows[model])
        if model == "cue":
            weights = fit_logistic(matrix, np.array(corpus.labels), PENALTY[model])
        else:
            weights = fit_softmax(
                matrix, corpus.groups[model], corpus.targets[model], PENALTY[model]
            )
        tables[model] = {
            name: round(float(weight), 3)
            for name, weight in zip(names, weights, strict=True)
            if abs(weight) >= DROP
        }
        print(
            f"{model}: {matrix.shape[0]} rows, {len(names)} features, {len(tables[model])} kept, "
            f"{time.perf_counter() - started:.0f} s",
            file=sys.stderr,
        )
    return tables


def write(tables: dict[str, dict[str, float]], path: Path) -> None:
    """The tables as a sorted, gzipped TSV without a time stamp."""
    lines = [
        f"{model}\t{name}\t{weight:g}"
        for model, table in sorted(tables.items())
        for name, weight in sorted(table.items())
    ]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    path.write_bytes(buffer.getvalue())


def main() -> None:
    """Train and write."""
    corpus = Corpus()
    for reading, gold in documents(Path(sys.argv[1])):
        corpus.add(reading, gold)
    write(train(corpus), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
