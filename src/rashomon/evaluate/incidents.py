"""The incidents suite: local news on shootings, all in one pile, back into incidents.

What enters is a folder with `documents.jsonl` and `incidents.jsonl`; the system sees title, text
and publication date of each report and nothing else. What leaves are clustering scores over
reports and the accuracy of what is made of each incident.

A report's predicted cluster is the incident that most of its events belong to (the earliest event
decides a tie); a report without any event stands alone. For the values of a gold incident the
predicted incident with most of its reports answers (ties: the one with fewer other reports, then by
id). Killed and injured are the best supported figure for the whole toll, else the sum of the groups
that are counted apart, compared with the gold's number; where no report makes a claim, 0 is assumed
for this comparison only. A date is right if a
stretch of three days at the most begins within one day of the gold's. A city is right if its name
is one of the gold's (“Harvane (Old Mill)” has two; common abbreviations are written out), or its
point lies within 25 km; the middle of a county, state or country is no city, and a county's name is
right only where the gold is a county. The same four are measured for each report alone, as a case
of its own, against the record of its incident (`article_...`).

Source: Bagga and Baldwin (1998) for B-cubed; Pradhan et al. (2012) for the CoNLL average.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.coreference import score
from rashomon.evaluate.memory import MemoryCase, without_sentences
from rashomon.evaluate.suite import (
    Annotate,
    DocumentErrors,
    SuiteResult,
    f1,
    gold_digest,
    percent,
)
from rashomon.ingest.datelines import find_dateline
from rashomon.link.wording import folded_words
from rashomon.reconcile.summed_tolls import whole_toll
from rashomon.records import (
    Assessment,
    Document,
    Event,
    Incident,
    Interval,
    Place,
    Span,
    digest_id,
)
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, CaseStage

CITY_KM = 25.0
LONGEST_DATE = timedelta(days=3)
AREAS = frozenset({"admin1", "admin2", "country", "region"})
WRITTEN_OUT = {"st": "saint", "mt": "mount", "ft": "fort", "co": "county"}


@dataclass(frozen=True)
class GoldIncident:
    """What the corpus knows of one incident."""

    incident_id: str
    day: datetime | None
    city: str
    killed: int
    injured: int
    point: Place | None


class Incidents:
    """All reports of the folder, or those of one of its grouped splits, as one pile."""

    name: ClassVar[str] = "incidents"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def __init__(self, stages: Callable[[], Sequence[CaseStage]] | None = None) -> None:
        self._stages = stages or (lambda: case_stages(Settings()))

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Cluster and score.

        Args:
            folder: with `documents.jsonl` and `incidents.jsonl`.
            split: only the reports of that split of the grouped subset; None for all reports.
            annotate: the document pipeline under test.

        Raises:
            CorpusError: if a file is missing or malformed, or the split is empty.
        """
        rows = [r for r in _rows(folder / "documents.jsonl") if _in_split(r, split)]
        if not rows:
            raise CorpusError(folder / "documents.jsonl", f"holds no report of split {split}")
        facts = dict(_facts(folder / "incidents.jsonl"))
        reports = _reports(folder / "documents.jsonl", rows)
        gold = {}
        begun = time.perf_counter()
        annotated = []
        words = 0
        for document, incident_id in reports:
            gold[document.id] = incident_id
            words += len(document.text.split())
            annotated.append(without_sentences(annotate(document)))
        case = MemoryCase(annotated).run(self._stages())
        seconds = time.perf_counter() - begun
        incidents = {i.id: i for i in case.all(Incident)}
        predicted = clusters_of(annotated, incidents.values())
        metrics = clustering_metrics(gold, predicted)
        made = tuple(case.all(Assessment))
        begun = time.perf_counter()
        alone = article_metrics(gold, annotated, facts, self._stages)
        seconds += time.perf_counter() - begun
        values, errors = incident_metrics(gold, predicted, incidents, made, facts)
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=len(rows),
            gold_digest=gold_digest(
                [folder / "documents.jsonl", folder / "incidents.jsonl"], folder
            ),
            metrics=metrics | values | alone,
            counts={
                "gold_incidents": len(set(gold.values())),
                "predicted_clusters": len(set(predicted.values())),
                "incidents_with_facts": len(set(gold.values()) & facts.keys()),
            },
            words=words,
            seconds=seconds,
            errors=errors,
        )


def read_reports(folder: Path) -> Iterator[tuple[Document, str, GoldIncident | None]]:
    """Every report of the folder, the id of its incident, and what is known of that.

    Raises:
        CorpusError: if a file is missing or malformed.
    """
    facts = dict(_facts(folder / "incidents.jsonl"))
    rows = _rows(folder / "documents.jsonl")
    for document, incident_id in _reports(folder / "documents.jsonl", rows):
        yield document, incident_id, facts.get(incident_id)


def as_document(number: int, row: Mapping[str, Any]) -> Document:
    """A report with its title, text and publication date; its row number keeps copies apart."""
    text = f"{row['title']}\n\n{row['text']}"
    name = f"{number:05}-{row['doc_id']}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    published = None
    if row.get("dct"):
        published = datetime.fromisoformat(row["dct"]).replace(tzinfo=UTC)
    document_id = digest_id("doc", name, digest)
    day = published.date() if published is not None else None
    return Document(
        id=document_id,
        name=name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        published=published,
        published_from="sidecar" if published else None,
        language="en",
        title=row["title"] or None,
        title_span=Span(document_id, 0, len(row["title"])) if row["title"] else None,
        dateline=find_dateline(text, document_id, day),
    )


def clusters_of(
    documents: Iterable[AnnotatedDocument], incidents: Iterable[Incident]
) -> dict[str, str]:
    """The cluster of each document id: its main incident's id, or its own id."""
    home = {event: incident.id for incident in incidents for event in incident.events}
    clusters = {}
    for doc in documents:
        counts: Counter[str] = Counter()
        for event in sorted(doc.layer(Event), key=lambda e: (e.trigger.start, e.id)):
            if event.id in home:
                counts[home[event.id]] += 1 + len(event.mentions)
        # most_common keeps the order of first meeting among equals
        clusters[doc.document.id] = counts.most_common(1)[0][0] if counts else doc.document.id
    return clusters


def clustering_metrics(gold: Mapping[str, str], predicted: Mapping[str, str]) -> dict[str, float]:
    """B-cubed, CoNLL and pairwise scores of two clusterings of the same documents, in percent.

    Worked by hand: gold {a, b} {c}, predicted {a} {b, c}. B-cubed precision is
    (1 + 1/2 + 1/2) / 3 = 2/3 and recall (1/2 + 1/2 + 1) / 3 = 2/3. No predicted pair is right.
    """
    made = score(_partition(gold), _partition(predicted))
    pairs_gold, pairs_found = _pairs(gold), _pairs(predicted)
    both = Counter((gold[d], predicted[d]) for d in gold)
    right = sum(n * (n - 1) // 2 for n in both.values())
    precision, recall = percent(right, pairs_found), percent(right, pairs_gold)
    return {
        "b3_f": made.b3.f,
        "b3_precision": made.b3.precision,
        "b3_recall": made.b3.recall,
        "conll_f": made.conll_f,
        "pairwise_f": f1(precision, recall),
        "pairwise_precision": precision,
        "pairwise_recall": recall,
    }


def incident_metrics(
    gold: Mapping[str, str],
    predicted: Mapping[str, str],
    incidents: Mapping[str, Incident],
    assessments: Iterable[Assessment],
    facts: Mapping[str, GoldIncident],
) -> tuple[dict[str, float], tuple[DocumentErrors, ...]]:
    """Accuracy of killed, injured, date and city over gold incidents with facts, in percent."""
    own: dict[str, list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        own[assessment.incident].append(assessment)
    sizes = Counter(predicted.values())
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for document, incident in gold.items():
        answers[incident][predicted[document]] += 1
    right: Counter[str] = Counter()
    errors = []
    scored = sorted(answers.keys() & facts.keys())
    for incident_id in scored:
        votes = answers[incident_id]
        answer = min(votes, key=lambda c: (-votes[c], sizes[c], c))
        fact, made = facts[incident_id], incidents.get(answer)
        found: dict[str, object] = {
            "killed_exact": whole_toll(own[answer], "killed") or 0,
            "injured_exact": whole_toll(own[answer], "injured") or 0,
            "date_within_1": made.interval if made else None,
            "city": made.place.name if made and made.place else None,
        }
        hits = {
            "killed_exact": found["killed_exact"] == fact.killed,
            "injured_exact": found["injured_exact"] == fact.injured,
            "date_within_1": made is not None and date_hit(made.interval, fact),
            "city": made is not None and city_hit(made.place, fact),
        }
        right.update({name: int(hit) for name, hit in hits.items()})
        missed = [f"{n}: gold {fact}, predicted {found[n]}" for n, hit in hits.items() if not hit]
        if missed:
            errors.append(DocumentErrors(incident_id, tuple(missed)))
    names = ("killed_exact", "injured_exact", "date_within_1", "city")
    return {name: percent(right[name], len(scored)) for name in names}, tuple(errors)


def article_metrics(
    gold: Mapping[str, str],
    documents: Iterable[AnnotatedDocument],
    facts: Mapping[str, GoldIncident],
    stages: Callable[[], Sequence[CaseStage]],
) -> dict[str, float]:
    """Accuracy of each report alone against its incident's record, in percent.

    A report is a case of its own here, so that nothing of another report helps it; its answer is
    the incident that most of its events belong to.
    """
    right: Counter[str] = Counter()
    scored = 0
    for doc in documents:
        fact = facts.get(gold[doc.document.id])
        if fact is None:
            continue
        scored += 1
        case = MemoryCase([doc]).run(stages())
        incidents = {i.id: i for i in case.all(Incident)}
        made = incidents.get(clusters_of([doc], incidents.values())[doc.document.id])
        own = [a for a in case.all(Assessment) if made is not None and a.incident == made.id]
        right["killed"] += (whole_toll(own, "killed") or 0) == fact.killed
        right["injured"] += (whole_toll(own, "injured") or 0) == fact.injured
        right["date"] += made is not None and date_hit(made.interval, fact)
        right["city"] += made is not None and city_hit(made.place, fact)
    return {
        "article_killed_exact": percent(right["killed"], scored),
        "article_injured_exact": percent(right["injured"], scored),
        "article_date_within_1": percent(right["date"], scored),
        "article_city": percent(right["city"], scored),
    }


def date_hit(when: Interval | None, fact: GoldIncident) -> bool:
    """Whether a time of three days at the most begins within a day of the incident's."""
    if when is None or fact.day is None:
        return False
    if when.start is not None and when.end is not None and when.end - when.start > LONGEST_DATE:
        return False
    start = when.start or when.end
    return start is not None and abs(start.date() - fact.day.date()) <= timedelta(days=1)


def city_hit(place: Place | None, fact: GoldIncident) -> bool:
    """Whether a place has the name of the incident's city, or is a point within 25 km of it.

    The middle of a county, state or country is no city, however near it lies by chance; a county's
    name is right where the record itself gives a county. The record's other name counts too:
    "Harvane (Old Mill)" is right by either, as a report may name the neighbourhood only.
    """
    if place is None:
        return False
    names = {_town_words(part) for part in re.split(r"[()]", fact.city) if part.strip()}
    if "(county)" in fact.city:
        names = {(*name, "county") for name in names} - {("county", "county")}
    if _town_words(place.name) in names:
        return True
    if place.precision in AREAS and (place.radius_km is None or place.radius_km > CITY_KM):
        return False
    distance = place.distance_km(fact.point) if fact.point is not None else None
    return distance is not None and distance <= CITY_KM


def _town_words(name: str) -> tuple[str, ...]:
    """A name's words, common abbreviations of them written out."""
    return tuple(WRITTEN_OUT.get(word, word) for word in folded_words(name))


def _partition(clusters: Mapping[str, str]) -> list[frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for document, cluster in clusters.items():
        groups[cluster].add(document)
    return [frozenset(groups[cluster]) for cluster in sorted(groups)]


def _pairs(clusters: Mapping[str, str]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(clusters.values()).values())


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [msgspec.json.decode(line, type=dict[str, Any]) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise CorpusError(path, f"cannot be read as JSON Lines: {error}") from error


def _reports(path: Path, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Document, str]]:
    """Each report with the id of its gold incident."""
    try:
        return [(as_document(at, row), str(row["incident_id"])) for at, row in enumerate(rows)]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise CorpusError(path, f"holds a row that is no report: {error!r}") from error


def _facts(path: Path) -> list[tuple[str, GoldIncident]]:
    try:
        return [(row["incident_uri"], _incident(row)) for row in _rows(path)]
    except (KeyError, ValueError, TypeError) as error:
        raise CorpusError(path, f"holds a row that is no incident: {error!r}") from error


def _in_split(row: Mapping[str, Any], split: str | None) -> bool:
    return split is None or row.get("gvc_split") == split


def _incident(row: Mapping[str, Any]) -> GoldIncident:
    point = row.get("lat_long")
    day = None
    if row.get("date"):
        day = datetime.strptime(row["date"], "%B %d, %Y").replace(tzinfo=UTC)
    return GoldIncident(
        incident_id=row["incident_uri"],
        day=day,
        city=row.get("city_or_county") or "",
        killed=int(row.get("num_killed") or 0),
        injured=int(row.get("num_injured") or 0),
        point=Place("", lat=point[0], lon=point[1]) if point else None,
    )
