"""How time and memory of the case stages grow with the number of reports.

    python benchmarks/linking.py 1000 2000 5000 10000

Makes reports of invented words: incidents of one to six reports, a tenth of them near copies, each
with one event, one source and one toll. Prints seconds for each stage and the peak of memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from rashomon.evaluate.memory import MemoryCase
from rashomon.link.incidents import Incidents
from rashomon.link.independence import Independence
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


def main(*sizes: str) -> None:
    """Print one row for each size."""
    print("reports  copies  incidents  assessments  independence_s  incidents_s  assess_s  peak_mb")
    for size in map(int, sizes):
        case = MemoryCase(reports(size))
        by_name: dict[str, list[str]] = {}
        for doc in case.documents():
            entity = doc.layer(Entity)[0]
            by_name.setdefault(entity.name, []).append(entity.id)
        case.replace(
            Party,
            [Party(f"pty-{n}", n, "other", tuple(ids)) for n, ids in sorted(by_name.items())],
        )
        seconds = []
        for stage in (Independence(), Incidents(), Assessments()):
            begun = time.perf_counter()
            stage(case, case)
            seconds.append(time.perf_counter() - begun)
        found = [sum(1 for _ in case.all(kind)) for kind in (Dependence, Incident, Assessment)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row = [f"{size:7}", *(f"{n:10}" for n in found), *(f"{s:12.1f}" for s in seconds)]
        print(" ".join(row), f"{peak:8.0f}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["1000", "2000", "4000"]))
