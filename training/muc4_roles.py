"""Fit `data/muc4_roles.toml`: which drafts and which strings the annotators would have recorded.

Runs the pipeline and the encoder over the training messages that the encoder did not learn from
(`held_out` in training/encoder/muc.py) and fits logistic regressions on them: one for drafts, one a
layer, one a type of incident, one a detail. Thresholds are chosen for the best sum of official
F, GTT F and CEAF-REE on those messages, in cross-validation, and on the development split. Run it
again after every training of the encoder or of its top for parts.

    python training/muc4_roles.py --data ../shared/data/muc4 [--docs CACHE] [--heads CACHE]

`--docs` and `--heads` take the place of the pipeline and of the package's encoder: pickled
`[(document, layers)]`, and `{message: {layer: [words, 3] probabilities}}` with `--version`.
`--score` is the same as `--docs`, of the development split.
"""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.muc4.corpus import Muc4Split, read_split
from rashomon.evaluate.muc4.official import align
from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.evaluate.muc4.rolescore import micro
from rashomon.evaluate.muc4.suite import score_response
from rashomon.extract.roles import DETAILS, KINDS, TOP, role_mentions
from rashomon.neural import encoder
from rashomon.neural.scores import Scores
from rashomon.neural.words import words
from rashomon.render.exports.muc4.candidates import SLOTS, Sketch, plain
from rashomon.render.exports.muc4.details import (
    DAMAGE,
    GROUPS,
    HARM,
    detailed,
    kind_features,
    kind_of,
    told_features,
)
from rashomon.render.exports.muc4.form import ResponseTemplate, printed, printed_all, quoted
from rashomon.render.exports.muc4.joined import assembled
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
Models = dict[str, Regression]


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


def documents(data: Path, cache: Path | None, split: str) -> list[AnnotatedDocument]:
    """The held-out messages of the training split, or all of another, with their layers."""
    if cache:
        return [AnnotatedDocument(d, layers) for d, layers in pickle.loads(cache.read_bytes())]
    settings = load_settings(None)
    pipeline = Pipeline(document_stages(settings, CaseContext()), settings)
    every = [d for d in read_split(data, split).documents if d.name != REPEATED]
    if split == "train":
        every = every[::5]
    return [pipeline.annotate(document) for document in every]


def sketches(docs: Sequence[AnnotatedDocument], heads: Path | None) -> list[Sketch]:
    """The documents with their candidates."""
    table = pickle.loads(heads.read_bytes()) if heads else None
    made = []
    for doc in docs:
        if table is None:
            scores = encoder().top(TOP, doc.document.text)
        else:
            scores = Scores(words(doc.document.text), table[doc.document.name], {}, (), ())
        made.append(Sketch(doc, role_mentions(scores)))
    return made


def matched(sketch: Sketch, keys: Sequence[Template]) -> list[Template | None]:
    """The key that the official scorer aligns each draft with."""
    name = sketch.doc.document.name
    made = [ResponseTemplate(name, n + 1, fills) for n, fills in enumerate(sketch.fills)]
    given = read_templates("\n".join(printed(one) for one in made))
    pairs = align([key for key in keys if not key.empty], given)
    found = {pair.response.number: pair.key for pair in pairs if pair.key and pair.response}
    return [found.get(str(one.number)) for one in made]


def values(keys: Sequence[Template], slot: int) -> set[str]:
    """The acceptable strings of a slot."""
    return {plain(o.value) for key in keys for f in key.fillers(slot) for o in f.options}


def kinds(made: Sequence[Sketch], keys: Mapping[str, list[Template]], penalty: float) -> Models:
    """A regression for each type of incident, on drafts that have a key."""
    rows: dict[str, list[Row]] = {layer: [] for layer in KINDS}
    labels: dict[str, list[bool]] = {layer: [] for layer in KINDS}
    for sketch in made:
        for at, key in enumerate(matched(sketch, keys[sketch.doc.document.name])):
            if key is None:
                continue
            told = {o.value for f in key.fillers(4) for o in f.options}
            for layer, kind in KINDS.items():
                rows[layer].append(kind_features(sketch, at, layer))
                labels[layer].append(kind in told)
    return {layer: fit(rows[layer], labels[layer], penalty) for layer in KINDS}


def details(made: Sequence[Sketch], keys: Mapping[str, list[Template]], penalty: float) -> Models:
    """A regression for each detail, on strings that a key has."""
    rows: dict[str, list[Row]] = {layer: [] for layer in (*HARM, *DAMAGE)}
    labels: dict[str, list[bool]] = {layer: [] for layer in (*HARM, *DAMAGE)}
    for sketch in made:
        known = keys[sketch.doc.document.name]
        for one in sketch.candidates:
            if one.layer not in GROUPS or plain(one.text) not in values(known, SLOTS[one.layer]):
                continue
            slot, layers = GROUPS[one.layer]
            told = {
                o.value
                for key in known
                for f in key.fillers(slot)
                for o in f.options
                if plain(one.text) in map(plain, o.tags)
            }
            fills = [fill for at, _ in one.ruled for fill in sketch.fills[at].get(slot, ())]
            said = [fill.split(":")[0] for fill in fills if quoted(one.text) in fill]
            near = [sketch.drafts[at].kind for at, _ in one.ruled]
            kind = near[0] if near else "ATTACK"
            for layer in layers:
                rows[layer].append(told_features(one, layer, said, kind))
                labels[layer].append(DETAILS[layer] in told)
    return {layer: fit(rows[layer], labels[layer], penalty) for layer in rows}


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


@dataclass
class Judged:
    """Documents with all probabilities, before any threshold.

    Args:
        made: their sketches.
        drafted: of each document's drafts.
        sure: of each document's candidates.
        told: the regressions of types and details.
    """

    made: Sequence[Sketch]
    drafted: Sequence[Sequence[float]]
    sure: Sequence[Sequence[float]]
    told: Models

    def __post_init__(self) -> None:
        self._kinds = [
            [kind_of(sketch, number, self.told) for number in range(len(sketch.drafts))]
            for sketch in self.made
        ]

    def response(self, thresholds: Mapping[str, float]) -> list[ResponseTemplate]:
        """The templates under some thresholds."""
        fitted = {
            name: Regression(model.bias, thresholds.get(name, 0.5), model.weights)
            for name, model in self.told.items()
        }
        found = []
        for sketch, drafts, strings, each in zip(
            self.made, self.drafted, self.sure, self._kinds, strict=True
        ):
            fills = assembled(sketch, drafts, strings, each, thresholds)
            fills = [detailed(sketch, one, fitted) for one in fills]
            found += templates(sketch.doc.document.name, fills)
        return found


def judged(made: Sequence[Sketch], models: Models, told: Models) -> Judged:
    """Documents that the regressions have not seen."""
    drafted = [
        [models["draft"].probability(draft_features(s, at)) for at in range(len(s.drafts))]
        for s in made
    ]
    sure = [
        [models[c.layer].probability(candidate_features(s, c, odds)) for c in s.candidates]
        for s, odds in zip(made, drafted, strict=True)
    ]
    return Judged(made, drafted, sure, told)


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
    made = sketches(documents(args.data, args.docs, "train"), args.heads)
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
        known = matched(sketch, keys[sketch.doc.document.name])
        labels += [key is not None for key in known]
        folds += [number] * len(sketch.drafts)
    chances, model = crossed(rows, labels, folds, PENALTY["draft"])
    models = {"draft": model}
    left = iter(chances)
    drafted = [[next(left) for _ in sketch.drafts] for sketch in made]
    sure = [[0.0] * len(sketch.candidates) for sketch in made]
    for layer, slot in SLOTS.items():
        rows, labels, folds, spots = [], [], [], []
        for at, sketch in enumerate(made):
            gold = values(keys[sketch.doc.document.name], slot)
            for number, one in enumerate(sketch.candidates):
                if one.layer == layer:
                    rows.append(candidate_features(sketch, one, drafted[at]))
                    labels.append(plain(one.text) in gold)
                    folds.append(where[at])
                    spots.append((at, number))
        chances, models[layer] = crossed(rows, labels, folds, args.penalty)
        for (at, number), chance in zip(spots, chances, strict=True):
            sure[at][number] = chance

    told = kinds(made, keys, args.penalty) | details(made, keys, args.penalty)
    parts = [(held, Judged(made, drafted, sure, told))]
    corpus = read_split(args.data, "dev")
    developing = sketches(documents(args.data, args.score, "dev"), args.heads)
    parts.append((corpus, judged(developing, models, told)))

    def reached(thresholds: dict[str, float]) -> float:
        return sum(sum(three(gold, part.response(thresholds))) for gold, part in parts)

    chosen = dict.fromkeys(models, 0.3) | dict.fromkeys((*HARM, *DAMAGE), 0.5)
    best = reached(chosen)
    for _ in range(2):
        for name in chosen:
            for value in THRESHOLDS:
                tried = reached(chosen | {name: value})
                if tried > best:
                    best, chosen = tried, chosen | {name: value}
    models |= told
    chosen = dict.fromkeys(told, 0.5) | chosen
    print(chosen)
    for name, (gold, part) in zip(("held out, crossed", "development"), parts, strict=True):
        print(name, [round(value, 2) for value in three(gold, part.response(chosen))])
    version = args.version or encoder().header.tops[TOP].version
    lines = [
        "# Written by training/muc4_roles.py from the training messages that the encoder did not",
        "# learn from. Holds for that version of the encoder's top only.",
        f'encoder = "{version}"',
    ]
    for name, model in models.items():
        lines += ["", f"[models.{name}]", f"bias = {model.bias:.4f}"]
        lines += [f"threshold = {chosen[name]}", "", f"[models.{name}.weights]"]
        lines += [f'"{key}" = {value}' for key, value in sorted(model.weights.items())]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
