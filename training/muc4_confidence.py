"""Fit `data/muc4_confidence.toml`: what the words around a body's name say of the confidence slot.

Reads the texts and keys of the training split only (`corpora/dev`; message 1133, which repeats a
message of the test split, is left out) and fits a multinomial ridge regression on the signs of
every fill of the slot. It prints the accuracy in cross-validation over messages, beside that of
always saying the commonest member.

    python training/muc4_confidence.py --data ../shared/data/muc4
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.muc4.corpus import read_split
from rashomon.render.exports.muc4.confidence import confidence_signs, decided

REPEATED = "DEV-MUC3-1133"
LEAST = 5
FOLDS = 5


def fit(
    rows: list[frozenset[str]], labels: list[str], penalty: float
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Bias and weights by member of the set."""
    kinds = sorted(set(labels))
    seen = Counter(sign for row in rows for sign in row)
    names = sorted(sign for sign, count in seen.items() if count >= LEAST)
    index = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for at, row in enumerate(rows):
        for sign in row & index.keys():
            x[at, index[sign]] = 1
    y = np.zeros((len(rows), len(kinds)))
    y[np.arange(len(rows)), [kinds.index(label) for label in labels]] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(len(names) + 1, len(kinds))
        odds = x @ w
        odds -= odds.max(axis=1, keepdims=True)
        log = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        gradient = x.T @ (np.exp(log) - y)
        gradient[:-1] += penalty * w[:-1]
        return float(-(y * log).sum() + penalty * (w[:-1] ** 2).sum() / 2), gradient.ravel()

    start = np.zeros((len(names) + 1) * len(kinds))
    w = minimize(loss, start, jac=True, method="L-BFGS-B").x.reshape(-1, len(kinds))
    bias = {kind: float(w[-1, at]) for at, kind in enumerate(kinds)}
    weights = {
        kind: {name: float(w[row, at]) for name, row in index.items()}
        for at, kind in enumerate(kinds)
    }
    return bias, weights


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=30.0)
    root = Path(__file__).parents[1]
    parser.add_argument("--out", type=Path, default=root / "src/rashomon/data/muc4_confidence.toml")
    args = parser.parse_args()
    corpus = read_split(args.data, "train")
    texts = {document.name: document.text for document in corpus.documents}
    rows: list[frozenset[str]] = []
    labels: list[str] = []
    messages: list[str] = []
    for key in corpus.keys:
        if key.message == REPEATED:
            continue
        for filler in key.fillers(11):
            option = filler.options[0]
            rows.append(confidence_signs(texts[key.message], option.tags))
            labels.append(option.value)
            messages.append(key.message)
    order = {message: at for at, message in enumerate(sorted(set(messages)))}
    folds = [order[message] % FOLDS for message in messages]
    right = 0
    for held in range(FOLDS):
        inside = [at for at, fold in enumerate(folds) if fold != held]
        bias, weights = fit([rows[a] for a in inside], [labels[a] for a in inside], args.penalty)
        right += sum(
            decided(rows[at], bias, weights) == labels[at]
            for at, fold in enumerate(folds)
            if fold == held
        )
    commonest = Counter(labels).most_common(1)[0][1]
    print(f"right {right / len(rows):.3f}, always the commonest {commonest / len(rows):.3f}")
    bias, weights = fit(rows, labels, args.penalty)
    lines = [
        "# Fitted by training/muc4_confidence.py on the training split of MUC-4:",
        f"# {len(rows)} fills, right in cross-validation {right / len(rows):.3f}.",
        "[bias]",
        *(f'"{kind}" = {value:.3f}' for kind, value in bias.items()),
    ]
    for kind, table in weights.items():
        lines += ["", f'[weights."{kind}"]']
        lines += [f'"{n}" = {v:.3f}' for n, v in sorted(table.items()) if abs(v) >= 0.02]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
