"""Fits the weights that choose when and where a report's main happening was.

    python training/setting_weights.py CORPUS MUC4 src/rashomon/data/setting_weights.toml [REPORTS]

CORPUS is laid out as the suite `incidents` reads it, MUC4 as `muc4` does. Incidents are drawn by
the digest of their id: 24 in 100 are held out, REPORTS (1,500 unless told) reports of the others
are fitted on. A report's options are right where the suite would count them right. The places are
fitted on the
single-incident messages of MUC-4's train split too (right: a town or area that the key's location
ends in, else its country), so that wire reports on other countries are heard; adding them to the
days made both corpora worse (see the model card). One softmax regression a
question over the report's options and "none of them" (right where no option is), L2 penalty 2,
L-BFGS; it maximises the share of all right options together. Prints the share of reports answered
right, and of those that name a right answer at all, fitted on and held out. Deterministic.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rashomon.evaluate.incidents import GoldIncident, city_hit, date_hit, read_reports
from rashomon.evaluate.muc4.corpus import read_split
from rashomon.evaluate.muc4.reading import Template
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
REPEATS_A_SEALED_MESSAGE = "DEV-MUC3-1133"
Row = tuple[list[Mapping[str, float]], list[bool]]


def share_of(incident_id: str) -> int:
    """A number from 0 to 999 that draws incidents evenly and always alike."""
    return int(hashlib.md5(("ww" + incident_id).encode()).hexdigest(), 16) % 1000


def scene_of(doc: AnnotatedDocument) -> Scene:
    """The scene of a report's main happening."""
    sentences = clauses(doc)
    found = chains([m for clause in sentences for m in mentioned_in(clause)])
    return Scene.of(sentences, found, main_chain(found))


def rows_of(doc: AnnotatedDocument, fact: GoldIncident) -> dict[str, Row]:
    """The options of both questions, "none" last, and which of them are right."""
    scene = scene_of(doc)
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


def muc_rows(folder: Path, split: str) -> Iterator[Row]:
    """The place options of the messages on one incident, and which of them the key names."""
    found = read_split(folder, split)
    locations: dict[str, list[Template]] = defaultdict(list)
    for key in found.keys:
        if not key.empty:
            locations[key.message].append(key)
    annotate = annotator()
    for document in found.documents:
        keys = locations.get(document.name, [])
        if len(keys) != 1 or document.name == REPEATS_A_SEALED_MESSAGE:
            continue
        wanted = wanted_names(keys[0])
        doc = annotate(document)
        options = place_options(scene_of(doc))
        right = [any(is_called(o.mention.place.name, name) for name in wanted) for o in options]
        yield [*(o.features for o in options), NONE], [*right, not any(right)]


def wanted_names(key: Template) -> set[str]:
    """The towns and areas of a key's location; its country where it names nothing else."""
    names: set[str] = set()
    for filler in key.fillers(3):
        for option in filler.options:
            parts = re.split(r":| - ", re.sub(r"\(.*?\)", "", option.value))
            parts = [part.strip() for part in parts if part.strip()]
            names.update(parts[1:] or parts[:1])
    return names


def is_called(name: str, wanted: str) -> bool:
    """Whether a printed name is the wanted one, or ends in it."""
    flat = " ".join(name.upper().split())
    return flat == wanted or flat.endswith(" " + wanted)


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


def main(corpus: str, muc4: str, out: str, reports: str = "1500") -> None:
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
        if question == "place":
            rows["MUC-4, fitted"] = list(muc_rows(Path(muc4), "train"))
            rows["MUC-4, held out"] = list(muc_rows(Path(muc4), "dev"))
        weights = fit([*rows["fitted"], *rows.get("MUC-4, fitted", ())])
        for part, some in rows.items():
            print(f"{question}, {part}: {len(some)} reports, right {accuracy(some, weights)} %")
        lines += ["", f"[{question}]", *(f"{name} = {w}" for name, w in weights.items() if w)]
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


def annotated(
    reports: Sequence[tuple[Document, str, GoldIncident]],
) -> Iterator[dict[str, Row]]:
    """The rows of each report, after the stages before `events`."""
    annotate = annotator()
    for document, _, fact in reports:
        yield rows_of(annotate(document), fact)


def annotator() -> Callable[[Document], AnnotatedDocument]:
    """The stages before `events`."""
    settings = Settings()
    stages = document_stages(settings, CaseContext())
    at = next(n for n, stage in enumerate(stages) if stage.writes is Event)
    return Pipeline(stages[:at], settings).annotate


if __name__ == "__main__":
    main(*sys.argv[1:])
