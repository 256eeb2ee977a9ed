"""Fit `data/muc4_relevance.toml`: which drafts of templates the annotators would have recorded.

Runs the pipeline over the training split only (`corpora/dev`; message 1133, which repeats a message
of the test split, is left out), drafts templates, aligns them with the keys as the official scorer
does, and fits a logistic regression on the drafts' signs. The threshold is the one that gives the
best official F in cross-validation over messages.

    python training/muc4_relevance.py --data ../shared/data/muc4
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.muc4.corpus import read_split
from rashomon.evaluate.muc4.official import align, score
from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.render.exports.muc4.drafts import drafts
from rashomon.render.exports.muc4.fills import TemplateFills
from rashomon.render.exports.muc4.form import ResponseTemplate, printed
from rashomon.render.exports.muc4.places import default_country
from rashomon.render.exports.muc4.plausibility import signs
from rashomon.render.exports.muc4.relevance import irrelevant
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import load_settings
from rashomon.stage import AnnotatedDocument

LEAST = 6
PENALTY = 2.0
FOLDS = 5


def annotated(data: Path, caches: list[Path]) -> list[AnnotatedDocument]:
    """The training messages with their layers."""
    if caches:
        return [
            AnnotatedDocument(document, layers)
            for cache in caches
            for document, layers in pickle.loads(cache.read_bytes())
        ]
    settings = load_settings(None)
    pipeline = Pipeline(document_stages(settings, CaseContext()), settings)
    documents = [d for d in read_split(data, "train").documents if d.name != "DEV-MUC3-1133"]
    return [pipeline.annotate(document) for document in documents]


def fit(rows: list[set[str]], labels: list[bool], names: list[str]) -> np.ndarray:
    """Bias and weights of a ridge logistic regression."""
    index = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for at, row in enumerate(rows):
        for sign in row:
            if sign in index:
                x[at, index[sign]] = 1
    y = np.array(labels, dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.sum(np.logaddexp(0, z) - y * z) + PENALTY * np.sum(w[:-1] ** 2) / 2
        gradient = x.T @ (1 / (1 + np.exp(-z)) - y)
        gradient[:-1] += PENALTY * w[:-1]
        return float(value), gradient

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def main() -> None:
    """Write the file beside the package's other lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, nargs="*", default=[], help="pickled layers")
    parser.add_argument("--threshold", type=float, help="instead of the best in cross-validation")
    root = Path(__file__).parents[1]
    parser.add_argument("--out", type=Path, default=root / "src/rashomon/data/muc4_relevance.toml")
    options = parser.parse_args()
    keys: dict[str, list[Template]] = defaultdict(list)
    for key in read_split(options.data, "train").keys:
        keys[key.message].append(key)
    rows: list[set[str]] = []
    labels: list[bool] = []
    made: list[Template] = []
    read: list[str] = []
    for doc in annotated(options.data, options.cache):
        read.append(doc.document.name)
        country = default_country(doc)
        found = drafts(doc)
        kept = []
        for number, draft in enumerate(found):
            fills = TemplateFills(doc, draft, country)
            if irrelevant(doc, draft, fills.country) is None:
                response = ResponseTemplate(doc.document.name, number + 1, fills.fills())
                kept.append((signs(doc, draft, number, len(found)), printed(response)))
        if not kept:
            continue
        templates = read_templates("\n".join(text for _, text in kept))
        wanted = [key for key in keys[doc.document.name] if not key.empty]
        matched = {p.response.number for p in align(wanted, templates) if p.key and p.response}
        for (row, _), template in zip(kept, templates, strict=True):
            rows.append(row)
            labels.append(template.number in matched)
            made.append(template)
    seen = Counter(sign for row in rows for sign in row)
    names = sorted(sign for sign, count in seen.items() if count >= LEAST)
    messages = sorted({template.message for template in made})
    fold = {message: at % FOLDS for at, message in enumerate(messages)}
    chances = np.zeros(len(rows))
    for held in range(FOLDS):
        inside = [at for at in range(len(rows)) if fold[made[at].message] != held]
        weights = fit([rows[at] for at in inside], [labels[at] for at in inside], names)
        known = dict(zip(names, weights[:-1], strict=True))
        for at in range(len(rows)):
            if fold[made[at].message] == held:
                odds = weights[-1] + sum(known.get(sign, 0.0) for sign in rows[at])
                chances[at] = 1 / (1 + np.exp(-odds))
    every = [key for message in read for key in keys[message]]
    best = (0.0, 0.0)
    for threshold in (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept_now = [t for t, c in zip(made, chances, strict=True) if c >= threshold]
        reached = score(every, kept_now).all_templates
        print(f"{threshold} {reached.recall:.2f} {reached.precision:.2f} {reached.f():.2f}")
        best = max(best, (reached.f(), threshold))
    weights = fit(rows, labels, names)
    lines = [
        "# Fitted by training/muc4_relevance.py on the training split of MUC-4: log-odds that a",
        f"# draft is an incident of the keys. {len(rows)} drafts, {sum(labels)} of them in keys.",
        f"bias = {weights[-1]:.3f}",
        f"threshold = {best[1] if options.threshold is None else options.threshold}",
        "",
        "[weights]",
    ]
    lines += [
        f'"{n}" = {w:.3f}' for n, w in zip(names, weights[:-1], strict=True) if abs(w) >= 0.02
    ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
