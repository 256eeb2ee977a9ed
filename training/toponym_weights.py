"""Fits the models of toponyms on GeoWebNews and writes `rashomon/data/toponym_weights.tsv.gz`.

Usage: python training/toponym_weights.py FOLDER [--out FILE] [--folds 5]

FOLDER holds `GeoWebNews/`. Needs `python-crfsuite` and `scikit-learn`, which the package does not.
First the score by cross-validation over documents is printed (that is the figure to quote), then
both models are fitted on all documents. LGL and GeoVirus are not looked at. The reader learns from
what taggers found in documents that they had not seen, and from what rules, encoder and parser
propose beside. Run it again whenever the encoder changes: the weights of its states fit no other
(the package refuses them if their number differs).
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from rashomon.evaluate import geoparse
from rashomon.extract.places.candidates import candidates
from rashomon.extract.places.features import run_features
from rashomon.extract.places.models import (
    LABELS,
    LITERAL,
    Reader,
    Tagger,
    TokenNames,
    all_names,
    parse,
    tag_values,
)
from rashomon.extract.places.signals import Signals
from rashomon.extract.places.stage import sentence_features
from rashomon.extract.sentences import Sentences
from rashomon.extract.times import TimeExpressions
from rashomon.gazetteer import Gazetteer
from rashomon.neural import encoder
from rashomon.records import Sentence, TimeExpression
from rashomon.run.pipeline import Pipeline
from rashomon.settings import Settings

TARGET = Path(__file__).parents[1] / "src/rashomon/data/toponym_weights.tsv.gz"
PENALTY = 0.05
"""The inverse of the second model's L2 penalty."""
STATES = 0.3
"""The standard deviation of each of the encoder's states, beside features that are 0 or 1."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """A document: features and labels of its sentences' tokens, the encoder's view, the gold."""

    features: list[list[TokenNames]]
    labels: list[list[str]]
    sentences: tuple[Sentence, ...]
    signals: Signals
    literal: list[Span]
    associative: list[Span]


def examples(folder: Path) -> list[Example]:
    """The documents of GeoWebNews."""
    gazetteer = Gazetteer()
    pipeline = Pipeline((Sentences(), TimeExpressions()), Settings())
    kinds = (geoparse._LITERAL, geoparse._ASSOCIATIVE)
    pairs = [list(geoparse._brat(folder / "GeoWebNews", gazetteer, kind)) for kind in kinds]
    found = []
    for (document, literal), (_, other) in zip(*pairs, strict=True):
        doc = pipeline.annotate(document)
        sentences = doc.layer(Sentence)
        features = sentence_features(
            sentences, document.text, gazetteer, [t.span for t in doc.layer(TimeExpression)]
        )[0]
        spans = [[(one.start, one.end) for one in gold] for gold in (literal, other)]
        labels = [_labels([(t.start, t.end) for t in s.tokens], *spans) for s in sentences]
        signals = Signals(encoder()(document.text))
        found.append(Example(features, labels, sentences, signals, *spans))
    return found


def _labels(places: list[Span], literal: list[Span], associative: list[Span]) -> list[str]:
    """The label of each token; where annotations nest, the shorter one counts."""
    labels = ["O"] * len(places)
    told = [(span, "literal") for span in literal] + [(span, "associative") for span in associative]
    for (start, end), kind in sorted(told, key=lambda one: (one[0][1] - one[0][0], one)):
        inside = [i for i, (a, b) in enumerate(places) if a < end and start < b]
        if inside and all(labels[i] == "O" for i in inside):
            for i in inside:
                labels[i] = f"{'B' if i == inside[0] else 'I'}-{kind}"
    return labels


def fit_tagger(train: list[Example]) -> list[str]:
    """The tagger's lines."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in train:
        for features, labels in zip(example.features, example.labels, strict=True):
            trainer.append([all_names(features, at) for at in range(len(features))], labels)
    trainer.set_params(
        {
            "c1": 0.05,
            "c2": 0.05,
            "max_iterations": 80,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
    rows: dict[str, list[float]] = {}
    for (name, label), weight in info.state_features.items():
        rows.setdefault(name, [0.0] * len(LABELS))[LABELS.index(label)] = weight
    steps = [[0.0] * len(LABELS) for _ in LABELS]
    for (first, second), weight in info.transitions.items():
        steps[LABELS.index(first)][LABELS.index(second)] = weight
    lines = [_line("tag", name, row) for name, row in sorted(rows.items())]
    return lines + [_line("step", *pair) for pair in zip(LABELS, steps, strict=True)]


def _line(kind: str, name: str, numbers: list[float]) -> str:
    return "\t".join((kind, name, *(f"{number:.3f}" for number in numbers)))


@dataclass(frozen=True)
class Found:
    """A toponym as found or proposed: its evidence, its truth, who found it, where it stands."""

    features: list[str]
    values: dict[str, float]
    states: np.ndarray
    literal: bool
    tagged: bool
    document: int
    span: Span


def found_by(tagger: Tagger, number: int, example: Example) -> list[Found]:
    """What a tagger finds in a document, and what others propose beside."""
    rows = []
    for features, sentence in zip(example.features, example.sentences, strict=True):
        runs = [(first, last, tag_values(s), True) for first, last, s in tagger.runs(features)]
        covered = {at for first, last, *_ in runs for at in range(first, last + 1)}
        for one in candidates(sentence, features, example.signals, covered):
            runs.append((one.first, one.last, {one.feature: 1.0}, False))
        for first, last, evidence, tagged in runs:
            start, end = sentence.tokens[first].start, sentence.tokens[last].end
            names = run_features(features, first, last)
            values = evidence | example.signals.of(sentence, first, last)
            states = example.signals.states(sentence, first, last)
            literal = any(a < end and start < b for a, b in example.literal)
            rows.append(Found(names, values, states, literal, tagged, number, (start, end)))
    return rows


def fit_reader(rows: list[Found]) -> list[str]:
    """The reader's lines, from toponyms that taggers found in documents unknown to them."""
    counts = Counter(name for row in rows for name in row.features)
    table = DictVectorizer()
    matrix = table.fit_transform(
        {name: 1.0 for name in row.features if counts[name] > 1} | row.values for row in rows
    )
    states = np.array([row.states for row in rows])
    mean, width = states.mean(axis=0), states.std(axis=0) + 1e-6
    scaled = STATES * (states - mean) / width
    model = LogisticRegression(C=PENALTY, max_iter=500)
    model.fit(hstack([matrix, csr_matrix(scaled)]).tocsr(), [row.literal for row in rows])
    size = matrix.shape[1]
    weights = STATES * model.coef_[0][size:] / width
    constant = model.intercept_[0] - float(weights @ mean)
    lines = [f"read\t\t{constant:.4f}"]
    for name, weight in zip(table.get_feature_names_out(), model.coef_[0][:size], strict=True):
        if abs(weight) >= 5e-4:
            lines.append(f"read\t{name}\t{weight:.4f}")
    if len(weights):
        lines.append("states\t\t" + "\t".join(f"{weight:.4f}" for weight in weights))
    return lines


def score(found: list[Span], gold: list[Span]) -> int:
    """How many gold spans have a partner, one to one."""
    left = list(found)
    matched = 0
    for start, end in gold:
        over = [span for span in left if span[0] < end and start < span[1]]
        partner = next((s for s in over if s == (start, end)), over[0] if over else None)
        if partner:
            left.remove(partner)
            matched += 1
    return matched


def main() -> None:
    """Cross-validate, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    documents = examples(options.folder)
    rows: list[Found] = []
    for fold in range(options.folds):
        known = [d for i, d in enumerate(documents) if i % options.folds != fold]
        tagger, _ = parse("\n".join(fit_tagger(known)))
        for number in range(fold, len(documents), options.folds):
            rows.extend(found_by(tagger, number, documents[number]))
    tables = {}
    for fold in range(options.folds):
        kept = [row for row in rows if row.document % options.folds != fold]
        tables[fold] = parse("\n".join(fit_reader(kept)))[1]
    # the encoder was trained on every second document, so that only the others can be quoted
    for name, step in (("of all documents", 1), ("of those the encoder never saw", 2)):
        print(name)
        report(documents[:], rows, tables, step)
    lines = fit_tagger(documents) + fit_reader(rows)
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)
    options.out.write_bytes(packed)
    print(f"{len(lines)} weights, {len(packed)} bytes: {options.out}")


def report(
    documents: list[Example], rows: list[Found], tables: dict[int, Reader], step: int
) -> None:
    """Print scores by cross-validation over every `step`-th document."""
    read: Counter[str] = Counter()
    for number in range(0, len(documents), step):
        reader = tables[number % len(tables)]
        proposed = [row for row in rows if row.document == number]
        chances = [reader.probability(r.features, r.values, r.states) for r in proposed]
        mine = [
            r for r, chance in zip(proposed, chances, strict=True) if chance > LITERAL or r.tagged
        ]
        literal = [r.span for r, p in zip(proposed, chances, strict=True) if p > LITERAL]
        gold, other = documents[number].literal, documents[number].associative
        read["gold"] += len(gold)
        read["found"] += len(literal)
        read["matched"] += score(literal, gold)
        read["all gold"] += len(gold) + len(other)
        read["all found"] += len(mine)
        read["all matched"] += score([row.span for row in mine], sorted(gold + other))
    for name in ("", "all "):
        p = read[f"{name}matched"] / read[f"{name}found"]
        r = read[f"{name}matched"] / read[f"{name}gold"]
        print(f"{name or 'literal '}P {p:.3f} R {r:.3f} F {2 * p * r / (p + r):.3f}", flush=True)


if __name__ == "__main__":
    main()
