"""Fit how `rashomon.extract.attributions` weighs the encoder's scores against the parse.

    python training/attribution_ranking.py CORPUS src/rashomon/data/attribution_ranking.json

Three small models over numbers: `source` and `content` choose among a lead's options, `whole` says
whether the lead with what was chosen is an attribution. They are fitted on the last documents of
the train split, by name, which neither the encoder nor the linear models have seen (both would look
better there than they are); options of other documents never. The threshold of `whole` is the one
with the best attribution F there, by cross-fitting over folds. Deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from attribution_weights import split_paths
from scipy.optimize import minimize

from rashomon.evaluate.polnear import read_spans
from rashomon.extract.attributions.assembly import WHOLE_NUMBERS, Assembly
from rashomon.extract.attributions.proposals import CONTENT_NUMBERS, SOURCE_NUMBERS
from rashomon.extract.attributions.ranking import Ranker, Table
from rashomon.extract.attributions.reading import Reading
from rashomon.extract.attributions.signals import Lead, Signals
from rashomon.extract.attributions.weights import models
from rashomon.extract.paragraphs import paragraphs
from rashomon.extract.sentences import Sentences
from rashomon.neural import encoder
from rashomon.records import Document
from rashomon.stage import AnnotatedDocument

HIDDEN = {"source": 8, "content": 8, "whole": 0}
PENALTY = {"source": 10.0, "content": 10.0, "whole": 10.0}
FOLDS = 4
SLACK = 0.014
"""What F may fall below the best, for more recall."""
NAMES = {"source": SOURCE_NUMBERS, "content": CONTENT_NUMBERS, "whole": WHOLE_NUMBERS}


@dataclass
class Gold:
    """One annotated attribution as places."""

    source: set[int]
    cue: set[int]
    content: set[int]


@dataclass
class Groups:
    """Options in groups, and how well each does."""

    rows: list[Sequence[float]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)

    def add(self, rows: Sequence[Sequence[float]], worth: Sequence[float]) -> None:
        """Take in one group, unless its options are all alike."""
        if len(rows) > 1 and max(worth) > min(worth):
            self.rows.extend(rows)
            self.sizes.append(len(rows))
            self.worth.extend(worth)


def documents(corpus: Path, split: str) -> Iterator[tuple[Reading, list[Gold]]]:
    """The readings with their gold: the end of the train split, or all of dev."""
    parse = Sentences()
    paths = sorted((corpus / split / "text").glob("*.txt"))
    for path in split_paths(corpus)[1] if split == "train" else paths:
        raw = path.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        text = raw.decode("utf-8")
        document = Document(
            id=f"doc_{digest[:16]}",
            name=path.name,
            text=text,
            text_sha256=digest,
            raw_sha256=digest,
        )
        sentences = tuple(parse(AnnotatedDocument(document)))
        reading = Reading(text, sentences, paragraphs(text))
        annotated = sorted((corpus / split / "attributions").glob(f"{path.stem}_*.ann"))
        gold = []
        for event in read_spans(annotated[0]):
            parts = [
                {p for a, b in event[part] for p in reading.places(a, b)}
                for part in ("Source", "Cue", "Content")
            ]
            if parts[1] and parts[2]:
                gold.append(Gold(*parts))
        yield reading, gold


def alike(left: set[int], right: set[int]) -> float:
    """Shared over all; 1 for two empty sets."""
    return len(left & right) / len(left | right) if left | right else 1.0


def fit(
    rows: np.ndarray, sizes: Sequence[int] | None, worth: np.ndarray, hidden: int, penalty: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Means, scales, hidden weights and output weights.

    With `sizes` the options of a group compete and the expected worth is made large; without, the
    worth is a label and the likelihood is.
    """
    means, scales = rows.mean(0), rows.std(0)
    scales[scales < 1e-6] = 1.0
    columns = np.hstack(((rows - means) / scales, np.ones((len(rows), 1))))
    width = columns.shape[1]
    dice = np.random.default_rng(7)
    start = np.concatenate((dice.normal(0, 0.3, hidden * width), np.zeros(hidden + width)))
    if sizes is not None:
        begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        owner = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        inner = weights[: hidden * width].reshape(hidden, width)
        outer = weights[hidden * width :]
        units = np.tanh(columns @ inner.T)
        scores = units @ outer[:hidden] + columns @ outer[hidden:]
        if sizes is None:
            signs = 2 * worth - 1
            value = np.logaddexp(0, -signs * scores).sum()
            slope = -signs / (1 + np.exp(np.clip(signs * scores, -50, 50)))
        else:
            scores = scores - np.maximum.reduceat(scores, begins)[owner]
            share = np.exp(scores)
            share /= np.add.reduceat(share, begins)[owner]
            # expected worth, and the likelihood of the best option to keep the slope alive
            expected = np.add.reduceat(share * worth, begins)[owner]
            best = target / np.add.reduceat(target, begins)[owner]
            value = -np.log(np.maximum(expected[begins], 1e-6)).sum() * 0.5
            value += -0.5 * (best * np.log(np.maximum(share, 1e-12))).sum()
            slope = -0.5 * share * (worth - expected) / np.maximum(expected, 1e-6)
            slope += 0.5 * (share - best)
        grown = slope[:, None] * (1 - units**2) * outer[:hidden]
        gradient = np.concatenate(((grown.T @ columns).ravel(), units.T @ slope, columns.T @ slope))
        decay = weights.copy()
        decay[-1] = 0
        return value + penalty / 2 * decay @ decay, gradient + penalty * decay

    if sizes is not None:
        top = np.maximum.reduceat(worth, begins)[owner]
        target = (worth >= top - 1e-9).astype(float)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return means, scales, found[: hidden * width].reshape(hidden, width), found[hidden * width :]


def table(name: str, rows: list[Sequence[float]], sizes: list[int] | None, worth: list[float],
          threshold: float = 0.0) -> Table:  # fmt: skip
    """A fitted model."""
    means, scales, inner, outer = fit(
        np.array(rows, float), sizes, np.array(worth, float), HIDDEN[name], PENALTY[name]
    )

    def plain(values: np.ndarray) -> tuple[float, ...]:
        return tuple(round(float(value), 5) for value in values)

    return Table(
        features=NAMES[name],
        means=plain(means),
        scales=plain(scales),
        hidden=tuple(plain(row) for row in inner),
        output=plain(outer),
        threshold=threshold,
    )


@dataclass
class Case:
    """One document ready for fitting."""

    assembly: Assembly
    gold: list[Gold]
    owners: dict[int, Gold]

    @staticmethod
    def of(reading: Reading, gold: list[Gold]) -> Case:
        """The document's leads, each with the gold whose cue it shares most of."""
        signals = Signals(reading, encoder()(reading.text))
        assembly = Assembly(reading, signals, models(), {}, range(0))
        owners = {}
        for number, lead in enumerate(signals.leads):
            places = cue_places(reading, lead)
            best = max(gold, key=lambda one: len(one.cue & places), default=None)
            if best is not None and best.cue & places:
                owners[number] = best
        return Case(assembly, gold, owners)


def cue_places(reading: Reading, lead: Lead) -> set[int]:
    """The places of a lead's cue."""
    base = reading.bases[lead.cue.sentence]
    return set(range(base + lead.cue.first, base + lead.cue.last + 1))


def places_of(runs: Sequence[tuple[int, int]]) -> set[int]:
    """All places of some runs."""
    return {place for first, last in runs for place in range(first, last + 1)}


def choices(cases: Sequence[Case]) -> dict[str, Groups]:
    """Groups for `source` and `content`: leads whose cue is annotated."""
    groups = {"source": Groups(), "content": Groups()}
    for case in cases:
        for number, gold in case.owners.items():
            lead = case.assembly.signals.leads[number]
            sources = case.assembly.proposer.sources(lead, lead.cue)
            worth = [
                alike(set() if s.head is None else set(range(s.first, s.last + 1)), gold.source)
                for s in sources
            ]
            worth = [0.6 * (one > 0) + 0.4 * one for one in worth]
            groups["source"].add([s.numbers for s in sources], worth)
            taken = range(min(gold.source), max(gold.source) + 1) if gold.source else ()
            if len(taken) > 2 * len(gold.source):
                taken = ()
            contents = case.assembly.proposer.contents(lead, lead.cue, taken)
            worth = [alike(places_of(c.runs), gold.content) for c in contents]
            worth = [0.5 * (one >= 0.5) + 0.5 * one for one in worth]
            if worth:
                groups["content"].add([c.numbers for c in contents], worth)
    return groups


def wholes(cases: Sequence[Case], rankers: dict[str, Ranker]) -> tuple[list, list, list]:
    """Rows and labels for `whole`, and the document of each."""
    rows, labels, owners = [], [], []
    for at, case in enumerate(cases):
        assembly = Assembly(
            case.assembly.reading, case.assembly.signals, models(), rankers, range(0)
        )
        taken = {id(gold) for gold in case.owners.values()}
        for number, lead in enumerate(case.assembly.signals.leads):
            source = assembly.source(lead, lead.cue)
            head = source[0].head
            covered = () if head is None else range(source[0].first, source[0].last + 1)
            options = assembly.proposer.contents(lead, lead.cue, covered)
            if not options:
                continue
            content = assembly.content(lead, lead.cue, options)
            rows.append(assembly.numbers(lead, lead.cue, source, content))
            found = places_of(content[0].runs)
            own = case.owners.get(number)
            right = any(
                alike(found, gold.content) >= 0.5
                for gold in case.gold
                if gold is own or id(gold) not in taken
            )
            labels.append(float(right))
            owners.append(at)
    return rows, labels, owners


def threshold(rows: list, labels: list, owners: list, gold: int) -> tuple[float, float]:
    """The lowest score with nearly the best F over folds of documents, and that F.

    What is refused here is lost, what is accepted wrongly can be seen: hence the lowest.
    """
    rows, labels, owners = np.array(rows), np.array(labels), np.array(owners)
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        out = owners % FOLDS == fold
        model = Ranker(table("whole", list(rows[~out]), None, list(labels[~out])))
        scores[out] = model.scores(rows[out])
    order = np.argsort(-scores)
    right = np.cumsum(labels[order])
    f = 2 * right / (np.arange(len(order)) + 1 + gold)
    best = int(np.flatnonzero(f >= f.max() - SLACK)[-1])
    return float(scores[order[best]]), float(f[best])


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    cases = [Case.of(*one) for one in documents(args.corpus, "train")]
    write(fitted(cases), args.out)


def fitted(cases: Sequence[Case]) -> dict[str, Table]:
    """The three models."""
    groups = choices(cases)
    tables = {n: table(n, g.rows, g.sizes, g.worth) for n, g in groups.items()}
    rankers = {name: Ranker(one) for name, one in tables.items()}
    rows, labels, owners = wholes(cases, rankers)
    cut, f = threshold(rows, labels, owners, sum(len(case.gold) for case in cases))
    print(f"held-out attribution F {100 * f:.2f} at {cut:.2f}", file=sys.stderr)
    tables["whole"] = table("whole", rows, None, labels, round(cut, 3))
    return tables


def write(tables: dict[str, Table], path: Path) -> None:
    """The tables as JSON with sorted names."""
    plain = {
        name: {key: getattr(one, key) for key in Table.__struct_fields__}
        for name, one in sorted(tables.items())
    }
    path.write_text(json.dumps(plain, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
