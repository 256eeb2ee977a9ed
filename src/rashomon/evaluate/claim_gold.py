"""The claim-and-relation gold: clusters of documents read into the core's own terms.

What enters is a folder with `clusters.jsonl` and `docs/`; what leaves are clusters whose claims are
`ClaimView`s. Everything is taken from what the gold says of a claim (its words, party, value) and
from the report around it; relations and assessments are kept apart for the scorer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from rashomon.errors import CorpusError
from rashomon.reconcile.counted import with_parts
from rashomon.reconcile.signals import LEAD_CHARS, is_many, read_signals, says_updated
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure, Interval, Named, Statement, Value, When, Where

_NOBODY: frozenset[str] = frozenset()
_FIGURES = frozenset({"killed", "injured", "captured", "missing"})
_VIA = re.compile(r"\s*\(via ([^)]*)\)")
_BRACKET = re.compile(r"\(([^)]*)\)")
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d)| (morning|afternoon|evening|night))?$")
_PARTS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (17, 22), "night": (20, 24)}
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n")


@dataclass(frozen=True)
class GoldDocument:
    """One report of the set."""

    doc_id: str
    text: str
    title: str | None
    publisher: str | None
    published: datetime | None


@dataclass(frozen=True)
class GoldCluster:
    """One cluster.

    Args:
        cluster_id: its name.
        documents: its reports.
        claims: ready for the core.
        spans: of each claim: document, start, end.
        sources: start and end of the source's words of each claim that names one.
        relations: (a, b, kind), for the scorer only.
        statuses: by (aspect, whom or ""), for the scorer only.
    """

    cluster_id: str
    documents: tuple[GoldDocument, ...]
    claims: tuple[ClaimView, ...]
    spans: Mapping[str, tuple[str, int, int]]
    relations: tuple[tuple[str, str, str], ...]
    statuses: Mapping[tuple[str, str], str]
    sources: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read_clusters(
    folder: Path, origins: Mapping[str, str] | None = None
) -> tuple[GoldCluster, ...]:
    """The clusters under `folder`, in file order.

    Args:
        folder: with `clusters.jsonl` and `docs/<doc_id>.txt` and `.json`.
        origins: the report that a report rests on, by doc_id; others stand for themselves.

    Raises:
        CorpusError: if a file is missing or is not what it should be.
    """
    path = folder / "clusters.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(
            _cluster(msgspec.json.decode(line), folder, origins or {})
            for line in lines
            if line.strip()
        )
    except FileNotFoundError as error:
        raise CorpusError(path, f"missing file {error.filename}") from error
    except (msgspec.DecodeError, KeyError, ValueError, TypeError) as error:
        raise CorpusError(path, f"not a cluster: {error!r}") from error


def _cluster(row: dict[str, Any], folder: Path, origins: Mapping[str, str]) -> GoldCluster:
    documents = {doc_id: _document(folder, doc_id) for doc_id in row["documents"]}
    leads = _updated_leads(row["claims"], documents)
    claims = tuple(
        _claim(claim, row["cluster_id"], documents[claim["doc_id"]], origins, leads)
        for claim in row["claims"]
    )
    marked = {c.id: c for d in documents for c in with_parts(c for c in claims if c.document == d)}
    claims = tuple(marked[claim.id] for claim in claims)
    return GoldCluster(
        cluster_id=row["cluster_id"],
        documents=tuple(documents.values()),
        claims=claims,
        spans={c["id"]: (c["doc_id"], c["start"], c["end"]) for c in row["claims"]},
        sources={
            c["id"]: (told["start"], told["end"])
            for c in row["claims"]
            if (told := c.get("source")) is not None and told.get("start") is not None
        },
        relations=tuple((r["a"], r["b"], r["relation"]) for r in row["relations"]),
        statuses={(a["aspect"], a.get("whom") or ""): a["status"] for a in row["assessments"]},
    )


def _document(folder: Path, doc_id: str) -> GoldDocument:
    with (folder / "docs" / f"{doc_id}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    meta = msgspec.json.decode((folder / "docs" / f"{doc_id}.json").read_bytes())
    published = None
    if meta.get("date"):
        published = datetime.fromisoformat(meta["date"]).replace(tzinfo=UTC)
    return GoldDocument(
        doc_id, text, meta.get("title") or None, meta.get("publisher") or None, published
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a claim in its sentence."""
    before = text[max(0, start - 400) : start]
    ends = list(_SENTENCE_END.finditer(before))
    after = text[end : end + 400]
    stop = _SENTENCE_END.search(after)
    return before[ends[-1].end() :] if ends else before, after[: stop.start()] if stop else after


def _updated_leads(
    claims: list[dict[str, Any]], documents: Mapping[str, GoldDocument]
) -> frozenset[str]:
    """The documents that lead with a toll that they call changed."""
    found = {d.doc_id for d in documents.values() if d.title and says_updated(d.title)}
    for claim in claims:
        doc = documents[claim["doc_id"]]
        before, after = _around(doc.text, claim["start"], claim["end"])
        if claim["start"] < LEAD_CHARS and "updated" in read_signals(claim["quote"], before, after):
            found.add(doc.doc_id)
    return frozenset(found)


def _claim(
    row: dict[str, Any],
    cluster: str,
    document: GoldDocument,
    origins: Mapping[str, str],
    leads: frozenset[str],
) -> ClaimView:
    before, after = _around(document.text, row["start"], row["end"])
    signals = read_signals(row["quote"], before, after)
    if row["aspect"] in _FIGURES and document.doc_id in leads and "previous" not in signals:
        signals |= {"updated_report"}
    source = row.get("source")
    parties, via = _parties(source["party"]) if source is not None else (_NOBODY, _NOBODY)
    origin = origins.get(document.doc_id, document.doc_id)
    outlet = f"outlet:{(document.publisher or origin).casefold()}"
    return ClaimView(
        id=row["id"],
        incident=cluster,
        document=document.doc_id,
        origin=origin,
        outlet=outlet,
        parties=parties,
        via=via,
        source_name=source["party"] if source is not None else (document.publisher or "the report"),
        many=source is not None and is_many(source["text"]),
        published=document.published,
        order=row["start"],
        aspect=row["aspect"],
        whom=row.get("whom"),
        value=_value(row["aspect"], row["value"]),
        polarity=row["polarity"],
        certainty=row["certainty"],
        quote=row["quote"],
        sentence=f"{before}{row['quote']}{after}",
        signals=signals,
    )


def _parties(label: str) -> tuple[frozenset[str], frozenset[str]]:
    """The parties of a gold label and those that passed their words on.

    A label reads `one and another (via a third)`; an acronym in brackets names a party too.
    """
    via = frozenset(
        m.strip().casefold() for found in _VIA.findall(label) for m in found.split(" and ")
    )
    plain = _VIA.sub("", label)
    acronyms = {
        word.casefold()
        for inside in _BRACKET.findall(plain)
        for word in re.split(r"\W+", inside)
        if len(word) > 1 and word.isupper()
    }
    names = {
        part.strip().casefold() for part in re.split(r" and (?![^(]*\))", plain) if part.strip()
    }
    return frozenset(names | acronyms), via


def _value(aspect: str, value: Any) -> Value:
    if isinstance(value, dict):
        return Figure(value["low"], value["high"])
    if aspect == "responsible":
        return Named(value)
    if aspect == "date":
        return When(value, _interval(value))
    if aspect == "place":
        return Where(value)
    return Statement(value)


def _interval(text: str) -> Interval | None:
    found = _STAMP.match(text)
    if not found:
        return None
    year, month, day, hour, minute, part = found.groups()
    start = datetime(int(year), int(month), int(day), tzinfo=UTC)
    if hour:
        moment = start + timedelta(hours=int(hour), minutes=int(minute))
        return Interval(moment, moment + timedelta(minutes=1), "instant")
    if part:
        first, last = _PARTS[part]
        return Interval(
            start + timedelta(hours=first), start + timedelta(hours=last), "part_of_day"
        )
    return Interval(start, start + timedelta(days=1), "day")
