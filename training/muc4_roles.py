"""Fit `data/muc4_roles.toml`: which drafts and which strings the annotators would have recorded.

Runs the pipeline and the encoder over the training messages that the encoder did not learn from
(`held_out` in training/encoder/muc.py), fits one logistic regression for drafts and one a layer,
and chooses their thresholds for the best sum of official F, GTT F and CEAF-REE in cross-validation
over messages. Run it again after every training of the encoder or of its top for parts.

    python training/muc4_roles.py --data ../shared/data/muc4 [--docs CACHE] [--heads CACHE]

`--docs` and `--heads` take the place of the pipeline and of the package's encoder: pickled
`[(document, layers)]`, and `{message: [words, layers, 3] probabilities}` with `--version`.
`--score CACHE` prints the three scores on the development split from such a pair of caches.
"""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.muc4.corpus import Muc4Split, read_split
from rashomon.evaluate.muc4.official import align
from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.evaluate.muc4.rolescore import micro
from rashomon.evaluate.muc4.suite import score_response
from rashomon.extract.roles import LAYERS, TOP, role_mentions
from rashomon.neural import encoder
from rashomon.neural.scores import Scores
from rashomon.neural.words import words
from rashomon.render.exports.muc4.candidates import SLOTS, Sketch, plain
from rashomon.render.exports.muc4.form import ResponseTemplate, printed, printed_all
from rashomon.render.exports.muc4.joined import assembled, joined
from rashomon.render.exports.muc4.judgement import (
    Regression,
    candidate_features,
    draft_features,
)
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import load_settings
from rashomon.stage import AnnotatedDocument

FOLDS = 5
PENALTY = {"draft": 20.0}
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
REPEATED = "DEV-MUC3-1133"

Row = dict[str, float]


def fit(rows: Sequence[Row], labels: Sequence[bool], penalty: float) -> Regression:
    """A ridge logistic regression on features brought to one scale, in plain weights."""
    names = sorted({name for row in rows for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    z = np.hstack([(x - mean) / spread, np.ones((len(rows), 1))])
    y = np.array(labels, float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds = z @ w
        value = np.sum(np.logaddexp(0, odds) - y * odds) + penalty * np.sum(w[:-1] ** 2) / 2
        gradient = z.T @ (1 / (1 + np.exp(-odds)) - y)
        gradient[:-1] += penalty * w[:-1]
        return float(value), gradient

    w = np.asarray(minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x)
    plainly = w[:-1] / spread
    weights = {n: round(float(v), 4) for n, v in zip(names, plainly, strict=True) if abs(v) > 1e-3}
    return Regression(float(w[-1] - plainly @ mean), 0.35, weights)


def documents(data: Path, cache: Path | None) -> list[AnnotatedDocument]:
    """The held-out messages with their layers."""
    if cache:
        return [AnnotatedDocument(d, layers) for d, layers in pickle.loads(cache.read_bytes())]
    settings = load_settings(None)
    pipeline = Pipeline(document_stages(settings, CaseContext()), settings)
    every = [d for d in read_split(data, "train").documents if d.name != REPEATED]
    return [pipeline.annotate(document) for document in every[::5]]


def sketches(docs: Sequence[AnnotatedDocument], heads: Path | None) -> list[Sketch]:
    """The documents with their candidates."""
    table = pickle.loads(heads.read_bytes()) if heads else None
    made = []
    for doc in docs:
        if table is None:
            scores = encoder().top(TOP, doc.document.text)
        else:
            found = table[doc.document.name]
            tags = {layer: found[:, at] for at, layer in enumerate(LAYERS)}
            scores = Scores(words(doc.document.text), tags, {}, (), ())
        made.append(Sketch(doc, role_mentions(scores)))
    return made


def matched(sketch: Sketch, keys: Sequence[Template]) -> list[bool]:
    """Which drafts the official scorer aligns with a key."""
    name = sketch.doc.document.name
    made = [ResponseTemplate(name, n + 1, fills) for n, fills in enumerate(sketch.fills)]
    given = read_templates("\n".join(printed(one) for one in made))
    pairs = align([key for key in keys if not key.empty], given)
    right = {pair.response.number for pair in pairs if pair.key and pair.response}
    return [str(one.number) in right for one in made]


def crossed(
    rows: list[Row], labels: list[bool], folds: list[int], penalty: float
) -> tuple[list[float], Regression]:
    """Each row's probability by a model that did not see its message, and the model of all."""
    found = [0.0] * len(rows)
    for held in range(FOLDS):
        inside = [at for at, fold in enumerate(folds) if fold != held]
        model = fit([rows[at] for at in inside], [labels[at] for at in inside], penalty)
        for at, fold in enumerate(folds):
            if fold == held:
                found[at] = model.probability(rows[at])
    return found, fit(rows, labels, penalty)


def three(corpus: Muc4Split, made: Sequence[ResponseTemplate]) -> tuple[float, float, float]:
    """Official F, GTT F and CEAF-REE of templates."""
    scores = score_response(corpus, read_templates(printed_all(made)))
    return scores.official.all_templates.f(), micro(scores.gtt).f, micro(scores.ceaf).f


def templates(name: str, fills: Sequence) -> list[ResponseTemplate]:
    """Fills as the templates of a message."""
    made = [ResponseTemplate(name, number, one) for number, one in enumerate(fills, start=1)]
    return made or [ResponseTemplate(name)]


def main() -> None:
    """Fit, choose thresholds, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--heads", type=Path)
    parser.add_argument("--version", help="of the encoder behind --heads")
    parser.add_argument("--score", type=Path)
    parser.add_argument("--penalty", type=float, default=10.0)
    root = Path(__file__).parents[1]
    parser.add_argument("--out", type=Path, default=root / "src/rashomon/data/muc4_roles.toml")
    args = parser.parse_args()
    made = sketches(documents(args.data, args.docs), args.heads)
    names = {sketch.doc.document.name for sketch in made}
    train = read_split(args.data, "train")
    keys: dict[str, list[Template]] = defaultdict(list)
    for key in train.keys:
        keys[key.message].append(key)
    held = Muc4Split(
        tuple(d for d in train.documents if d.name in names),
        tuple(k for k in train.keys if k.message in names),
        (),
        None,
        None,
    )
    fold = {name: at % FOLDS for at, name in enumerate(sorted(names))}
    where = [fold[sketch.doc.document.name] for sketch in made]
    rows, labels, folds = [], [], []
    for sketch, number in zip(made, where, strict=True):
        rows += [draft_features(sketch, at) for at in range(len(sketch.drafts))]
        labels += matched(sketch, keys[sketch.doc.document.name])
        folds += [number] * len(sketch.drafts)
    chances, model = crossed(rows, labels, folds, PENALTY["draft"])
    models = {"draft": model}
    left = iter(chances)
    drafted = [[next(left) for _ in sketch.drafts] for sketch in made]
    sure = [[0.0] * len(sketch.candidates) for sketch in made]
    for layer, slot in SLOTS.items():
        rows, labels, folds, spots = [], [], [], []
        for at, sketch in enumerate(made):
            gold = {
                plain(option.value)
                for key in keys[sketch.doc.document.name]
                for filler in key.fillers(slot)
                for option in filler.options
            }
            for number, one in enumerate(sketch.candidates):
                if one.layer == layer:
                    rows.append(candidate_features(sketch, one, drafted[at]))
                    labels.append(plain(one.text) in gold)
                    folds.append(where[at])
                    spots.append((at, number))
        chances, models[layer] = crossed(rows, labels, folds, args.penalty)
        for (at, number), chance in zip(spots, chances, strict=True):
            sure[at][number] = chance

    def reached(thresholds: dict[str, float]) -> float:
        response = []
        for sketch, drafts, strings in zip(made, drafted, sure, strict=True):
            fills = assembled(sketch, drafts, strings, thresholds)
            response += templates(sketch.doc.document.name, fills)
        return sum(three(held, response))

    chosen = dict.fromkeys(models, 0.3)
    best = reached(chosen)
    for _ in range(2):
        for name in chosen:
            for value in THRESHOLDS:
                tried = reached(chosen | {name: value})
                if tried > best:
                    best, chosen = tried, chosen | {name: value}
    print("held out", round(best / 3, 2), chosen)
    version = args.version or encoder().header.tops[TOP].version
    lines = [
        "# Written by training/muc4_roles.py from the training messages that the encoder did not",
        "# learn from. Holds for that version of the encoder only.",
        f'encoder = "{version}"',
    ]
    for name, model in models.items():
        lines += ["", f"[models.{name}]", f"bias = {model.bias:.4f}"]
        lines += [f"threshold = {chosen[name]}", "", f"[models.{name}.weights]"]
        lines += [f'"{key}" = {value}' for key, value in sorted(model.weights.items())]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.score:
        fitted = {n: Regression(m.bias, chosen[n], m.weights) for n, m in models.items()}
        response = []
        for sketch in sketches(documents(args.data, args.score), args.heads):
            response += templates(sketch.doc.document.name, joined(sketch, fitted))
        print("development", three(read_split(args.data, "dev"), response))


if __name__ == "__main__":
    main()
