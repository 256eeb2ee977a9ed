"""The airwars suite: how many were killed and injured, as a range, from prose that cites sources.

`incidents.jsonl` enters (one assessment a line, with the coders' ranges), scores leave. The
system's range is put together from its claims by one stated policy, see `toll_range`; the coders'
ranges are read by the scorer only. Nothing may be trained on this corpus.

Source: Airwars methodology (https://airwars.org/research/methodology-note-airstrikes/): the
minimum and maximum are the lowest and highest credible figures reported by sources.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.airwars_status import confusion_counts, confusion_metrics, labels
from rashomon.evaluate.memory import MemoryCase
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, gold_digest, percent
from rashomon.records import Assessment, Claim, Document, Figure, Statement, digest_id
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, CaseStage

_FILE = "incidents.jsonl"
_PARTS = frozenset({"children", "women", "men", "elderly", "family", "medics", "journalists"})
# The corpus counts "dozens" as 12 to 24 and people whom nobody counts ("others") as two.
_DOZENS = Figure(24, None)
_DOZENS_RANGE = (12, 24)
_UNCOUNTED = 2
Range = tuple[int, int]


class _Incident(msgspec.Struct, frozen=True):
    incident_code: str
    assessment_text: str
    civilians_killed: tuple[int, int] | None = None
    civilians_injured: tuple[int, int] | None = None
    strike_status: str | None = None
    civilian_harm_grading: str | None = None


@dataclass(frozen=True)
class RangeScore:
    """How one system range compares with one gold range."""

    low: bool
    high: bool
    overlap: bool


def toll_range(claims: Sequence[Claim], aspect: str) -> Range | None:
    """The lowest and highest figure that a report gives for its whole toll.

    The figure told first is the report's own summary. An exact figure or a range stands. "At least
    N" is the low end, and the highest figure of any source is the high end; "up to N" the other
    way round. Counts of a part (children, one family) are passed over where a whole is told; a toll
    that nobody counts is the number of the named dead. "Dozens" and uncounted people get the
    corpus's own conventional numbers; so do injured whom the summary leaves uncounted, with later
    figures as the high end.

    Args:
        claims: of one document, in reading order.
        aspect: `killed` or `injured`.

    Returns:
        Both ends included, or None where no figure is told.
    """
    told = [
        c.value
        for c in claims
        if c.aspect == aspect
        and isinstance(c.value, Figure)
        and c.polarity == "affirmed"
        and c.whom not in _PARTS
    ]
    wholes = [f for f in told if f.low is not None or f.high is not None]
    if not wholes:
        return _from_persons(claims, aspect)
    if told[0] not in wholes and aspect == "injured":
        return _UNCOUNTED, max(_UNCOUNTED, *(p for f in wholes for p in (f.low, f.high) if p))
    first = wholes[0]
    points = [p for f in wholes for p in (f.low, f.high) if p is not None]
    if first == _DOZENS:
        return _DOZENS_RANGE[0], max([_DOZENS_RANGE[1], *points])
    if first.low is not None and first.high is not None:
        return first.low, first.high
    if first.low is not None:
        return first.low, max(p for p in points if p >= first.low)
    assert first.high is not None
    return min(p for p in points if p <= first.high), first.high


def _from_persons(claims: Sequence[Claim], aspect: str) -> Range | None:
    key = {"killed": "dead", "injured": "injured"}[aspect]
    named = {
        c.whom
        for c in claims
        if c.aspect == "fate_of_person"
        and isinstance(c.value, Statement)
        and c.value.key == key
        and c.polarity == "affirmed"
    }
    parts = sum(
        c.value.low or 0
        for c in claims
        if c.aspect == aspect and isinstance(c.value, Figure) and c.whom in _PARTS
    )
    number = max(len(named), parts)
    if not number and any(
        c.aspect == aspect and isinstance(c.value, Figure) and c.polarity == "affirmed"
        for c in claims
    ):
        number = _UNCOUNTED
    return (number, number) if number else None


def compare(predicted: Range | None, gold: Range) -> RangeScore:
    """Which ends are exact, and whether the ranges meet."""
    if predicted is None:
        return RangeScore(low=False, high=False, overlap=False)
    return RangeScore(
        low=predicted[0] == gold[0],
        high=predicted[1] == gold[1],
        overlap=predicted[0] <= gold[1] and gold[0] <= predicted[1],
    )


class Airwars:
    """Ranges of killed and injured, strike status and grade against the coders'.

    Args:
        stages: the case stages; by default the registry's.
    """

    name: ClassVar[str] = "airwars"
    splits: ClassVar[tuple[str, ...]] = ()

    def __init__(self, stages: Callable[[], Sequence[CaseStage]] | None = None) -> None:
        self._stages = stages or (lambda: case_stages(Settings()))

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on `incidents.jsonl` under `folder`."""
        path = folder / _FILE
        scores: dict[str, list[RangeScore]] = {"killed": [], "injured": []}
        statuses: list[tuple[str, str]] = []
        grades: list[tuple[str, str]] = []
        errors, words, seconds, count = [], 0, 0.0, 0
        stages = self._stages()
        for incident in _read(path):
            count += 1
            words += len(incident.assessment_text.split())
            start = time.perf_counter()
            doc = annotate(_document(incident))
            case = MemoryCase([doc]).run(stages)
            seconds += time.perf_counter() - start
            errors.append(_score(incident, doc, scores))
            status, grade = labels(doc, case.all(Assessment))
            if incident.strike_status:
                statuses.append((incident.strike_status, status))
            if incident.civilian_harm_grading:
                grades.append((incident.civilian_harm_grading, grade))
        metrics: dict[str, float] = {}
        for aspect, found in scores.items():
            metrics |= {
                f"{aspect}_both": percent(sum(s.low and s.high for s in found), len(found)),
                f"{aspect}_low": percent(sum(s.low for s in found), len(found)),
                f"{aspect}_high": percent(sum(s.high for s in found), len(found)),
                f"{aspect}_overlap": percent(sum(s.overlap for s in found), len(found)),
            }
        metrics |= confusion_metrics(statuses, "strike_status")
        metrics |= confusion_metrics(grades, "grade")
        counts = {aspect: len(found) for aspect, found in scores.items()}
        counts |= confusion_counts(statuses, "strike status") | confusion_counts(grades, "grade")
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=count,
            gold_digest=gold_digest([path], folder),
            metrics=metrics,
            counts=counts,
            words=words,
            seconds=seconds,
            errors=tuple(e for e in errors if e is not None),
        )


def _score(
    incident: _Incident, doc: AnnotatedDocument, scores: dict[str, list[RangeScore]]
) -> DocumentErrors | None:
    lines = []
    claims = doc.layer(Claim)
    for aspect, gold in (
        ("killed", incident.civilians_killed),
        ("injured", incident.civilians_injured),
    ):
        if gold is None:
            continue
        predicted = toll_range(claims, aspect)
        score = compare(predicted, gold)
        scores[aspect].append(score)
        if not (score.low and score.high):
            lines.append(f"{aspect}: gold {gold[0]}-{gold[1]}, predicted {predicted}")
    return DocumentErrors(incident.incident_code, tuple(lines)) if lines else None


def _document(incident: _Incident) -> Document:
    text = incident.assessment_text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest_id("doc", incident.incident_code, digest),
        name=incident.incident_code,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )


def _read(path: Path) -> Iterable[_Incident]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [msgspec.json.decode(line, type=_Incident) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise CorpusError(path, str(error)) from error
