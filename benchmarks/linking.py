"""How time and memory of the case stages grow with the number of reports.

    python benchmarks/linking.py 1000 2000 5000 10000 --out benchmarks/linking.json

Makes reports of invented words: incidents of one to six reports, a tenth of them near copies, each
with one event, one source and one toll. Each size runs in a process of its own, so that its peak of
memory is its own. Prints seconds for each stage, the peak above the reports themselves, and the
growth: by which power of the number of reports the last step's time and memory grew (1 is linear,
2 the square).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from rashomon.evaluate.memory import MemoryCase
from rashomon.link.incidents import Incidents
from rashomon.link.independence import Independence
from rashomon.link.parties import Parties
from rashomon.reconcile.assessments import Assessments
from rashomon.records import (
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Document,
    Entity,
    Event,
    Figure,
    Incident,
    Interval,
    Mention,
    Party,
    PlaceMention,
    Span,
)
from rashomon.stage import AnnotatedDocument

START = datetime(2021, 1, 1, tzinfo=UTC)
SYLLABLES = ["ka", "lo", "mi", "ne", "pu", "ra", "so", "ti", "ve", "du", "ge", "fa"]


def word(rng: random.Random) -> str:
    """An invented word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


def reports(number: int) -> list[AnnotatedDocument]:
    """That many reports, the same on every run."""
    rng = random.Random(1)
    common = [word(rng) for _ in range(4000)]
    made: list[AnnotatedDocument] = []
    while len(made) < number:
        day = START + timedelta(days=rng.randint(0, 700))
        names = [word(rng).capitalize() + word(rng) for _ in range(12)]
        last: list[str] = []
        for _ in range(rng.randint(1, 6)):
            body = [rng.choice(common) for _ in range(220)]
            for name in names:
                body[rng.randrange(len(body))] = name
            if last and rng.random() < 0.1:
                body = list(last)
            last = body
            made.append(report(f"d{len(made):06}", " ".join(body), day, rng))
    return made[:number]


def report(name: str, body: str, day: datetime, rng: random.Random) -> AnnotatedDocument:
    """One report with an event, a source and a toll."""
    toll, speaker = rng.randint(1, 9), f"source {rng.randint(0, 40)}"
    text = f"{speaker} said {toll} died in a bombing\n\n{body}"
    document = Document(
        id=name,
        name=name,
        text=text,
        text_sha256="",
        raw_sha256="",
        published=day,
        publisher=f"outlet {rng.randint(0, 200)}",
    )

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(name, at, at + len(words))

    attribution = Attribution(
        id=f"att-{name}",
        document=name,
        source=span(speaker),
        entity=f"ent-{name}",
        content=(span(f"{toll} died"),),
    )
    layers: dict[type, tuple[object, ...]] = {
        Event: (
            Event(
                f"evt-{name}",
                name,
                "bombing",
                span("bombing"),
                interval=Interval(day, day + timedelta(days=1), "day"),
            ),
        ),
        Attribution: (attribution,),
        PlaceMention: (),
        Entity: (
            Entity(f"ent-{name}", name, "person", speaker, (Mention(span(speaker), "name"),)),
        ),
        Claim: (
            Claim(
                id=f"clm-{name}",
                document=name,
                attribution=attribution.id,
                event=f"evt-{name}",
                aspect="killed",
                value=Figure(toll, toll),
                evidence=(span(f"{toll} died"),),
            ),
        ),
    }
    return AnnotatedDocument(document, layers)


def peak_mb() -> float:
    """The process's peak of memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int) -> dict[str, float]:
    """One size: seconds by stage, counts, and memory above that of the reports."""
    case = MemoryCase(reports(size))
    before = peak_mb()
    row: dict[str, float] = {"reports": size}
    for stage in (Independence(), Parties(), Incidents(), Assessments()):
        begun = time.perf_counter()
        stage(case, case)
        row[f"{stage.name}_s"] = round(time.perf_counter() - begun, 2)
    row["seconds"] = round(sum(value for key, value in row.items() if key.endswith("_s")), 2)
    for kind in (Dependence, Party, Incident, Assessment):
        row[kind.__name__.lower()] = sum(1 for _ in case.all(kind))
    row["reports_mb"] = round(before, 1)
    row["stages_mb"] = round(peak_mb() - before, 1)
    return row


def growth(smaller: dict[str, float], larger: dict[str, float], key: str) -> float:
    """The power of the number of reports by which a measure grew."""
    times = larger["reports"] / smaller["reports"]
    return math.log(max(larger[key], 0.01) / max(smaller[key], 0.01)) / math.log(times)


def main() -> None:
    """Print one row for each size, and keep the rows where asked to."""
    reader = argparse.ArgumentParser()
    reader.add_argument("sizes", type=int, nargs="*", default=[1000, 2000, 4000])
    reader.add_argument("--out", help="write the rows to this JSON file")
    reader.add_argument("--one", action="store_true", help="measure in this process, print JSON")
    asked = reader.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.sizes[0])))
        return
    rows: list[dict[str, float]] = []
    for size in asked.sizes:
        command = [sys.executable, __file__, "--one", str(size)]
        made = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(json.loads(made.stdout))
        if len(rows) == 1:
            print("  ".join(rows[0]), " time^  memory^")
        told = "  ".join(f"{value:{len(key)}g}" for key, value in rows[-1].items())
        grew = [growth(*rows[-2:], key) for key in ("seconds", "stages_mb")] if rows[1:] else []
        print(told, *(f"{power:6.2f}" for power in grew), flush=True)
    if asked.out:
        with open(asked.out, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
