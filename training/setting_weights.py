"""Fits the weights that choose when and where a report's main happening was.

    python training/setting_weights.py CORPUS src/rashomon/data/setting_weights.toml [REPORTS]

CORPUS is laid out as the suite `incidents` reads it. Incidents are drawn by the digest of their
id: 24 in 100 are held out, REPORTS (1,500 unless told) reports of the others are fitted on. A
report's options are right where the suite would count them right. One softmax regression a
question over the report's options and "none of them" (right where no option is), L2 penalty 2,
L-BFGS; it maximises the share of all right options together. Prints the share of reports answered
right, and of those that name a right answer at all, fitted on and held out. Deterministic.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.incidents import GoldIncident, city_hit, date_hit, read_reports
from rashomon.extract.clauses import clauses
from rashomon.extract.events.chains import chains, main_chain
from rashomon.extract.events.dating import day_options
from rashomon.extract.events.placing import place_options
from rashomon.extract.events.ranking import NONE, choose
from rashomon.extract.events.scenery import Scene
from rashomon.extract.events.stage import mentioned_in
from rashomon.records import Document, Event
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument

HELD_OUT_PER_MILLE = 240
PENALTY = 2.0
Row = tuple[list[Mapping[str, float]], list[bool]]


def share_of(incident_id: str) -> int:
    """A number from 0 to 999 that draws incidents evenly and always alike."""
    return int(hashlib.md5(("ww" + incident_id).encode()).hexdigest(), 16) % 1000


def rows_of(doc: AnnotatedDocument, fact: GoldIncident) -> dict[str, Row]:
    """The options of both questions, "none" last, and which of them are right."""
    sentences = clauses(doc)
    found = chains([m for clause in sentences for m in mentioned_in(clause)])
    scene = Scene.of(sentences, found, main_chain(found))
    days = day_options(scene, doc.document.published)
    places = place_options(scene)
    made = {
        "time": ([o.features for o in days], [date_hit(o.time.interval, fact) for o in days]),
        "place": (
            [o.features for o in places],
            [city_hit(o.mention.place, fact) for o in places],
        ),
    }
    return {name: ([*o, NONE], [*right, not any(right)]) for name, (o, right) in made.items()}


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights by feature name."""
    names = sorted({name for options, _ in rows for features in options for name in features})
    index = {name: at for at, name in enumerate(names)}
    tables = []
    for options, right in rows:
        table = np.zeros((len(options), len(names)))
        for at, features in enumerate(options):
            for name, value in features.items():
                table[at, index[name]] = value
        tables.append((table, np.array(right)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.5 * PENALTY * weights @ weights, PENALTY * weights
        for table, right in tables:
            odds = table @ weights
            share = np.exp(odds - odds.max())
            share /= share.sum()
            mass = share[right].sum() + 1e-12
            value -= np.log(mass)
            slope = slope - table.T @ (np.where(right, share, 0.0) / mass - share)
        return value, slope

    start = np.zeros(len(names))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(found[at]), 2) for name, at in index.items()}


def accuracy(rows: Sequence[Row], weights: Mapping[str, float]) -> str:
    """Reports answered right and those that name a right answer, in percent."""
    right = sum(named(r) and r[1][choose(r[0], weights)[0]] for r in rows)
    return f"{100 * right / len(rows):.1f} of {100 * sum(map(named, rows)) / len(rows):.1f}"


def named(row: Row) -> bool:
    """Whether the report names a right answer."""
    return any(row[1][:-1])


def main(corpus: str, out: str, reports: str = "1500") -> None:
    """Fit, print, write the table."""
    everything = [
        (document, incident, fact)
        for document, incident, fact in read_reports(Path(corpus))
        if fact is not None
    ]
    fitted = [r for r in everything if share_of(r[1]) >= HELD_OUT_PER_MILLE]
    held = [r for r in everything if share_of(r[1]) < HELD_OUT_PER_MILLE]
    random.Random(7).shuffle(fitted)
    random.Random(7).shuffle(held)
    parts = {
        "fitted": list(annotated(fitted[: int(reports)])),
        "held out": list(annotated(held[: int(reports) // 3])),
    }
    lines = [
        "# What speaks for a day or a place being the main happening's own, in log-odds.",
        "# Made by training/setting_weights.py; the features are named in",
        "# `rashomon.extract.events.dating`, `placing` and `scenery`.",
    ]
    for question in ("time", "place"):
        rows = {part: [made[question] for made in found] for part, found in parts.items()}
        weights = fit(rows["fitted"])
        for part, some in rows.items():
            print(f"{question}, {part}: {len(some)} reports, right {accuracy(some, weights)} %")
        lines += ["", f"[{question}]", *(f"{name} = {w}" for name, w in weights.items() if w)]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


def annotated(
    reports: Sequence[tuple[Document, str, GoldIncident]],
) -> Iterator[dict[str, Row]]:
    """The rows of each report, after the stages before `events`."""
    settings = Settings()
    stages = document_stages(settings, CaseContext())
    before = [stage for stage in stages if stage.writes is not Event]
    at = next(n for n, stage in enumerate(stages) if stage.writes is Event)
    pipeline = Pipeline(before[:at], settings)
    annotate: Callable[[Document], AnnotatedDocument] = pipeline.annotate
    for document, _, fact in reports:
        yield rows_of(annotate(document), fact)


if __name__ == "__main__":
    main(*sys.argv[1:])
