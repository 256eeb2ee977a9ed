"""The reconciliation suite: relations between claims and the status of facts, in two modes.

What enters is a folder with `clusters.jsonl` and `docs/` as its README describes; what leaves are
scores. Mode A hands the gold claims to the core. Mode B starts from the texts: every cluster is a
case of its own, annotated and linked by the system. Relations and assessments of the gold are read
by the scorer only; rules are hand-written, so that nothing is fitted to the clusters scored.

In mode B a predicted claim may stand for a gold one of the same document and aspect whose quote it
overlaps with a token Jaccard of at least 0.5; pairs are taken greedily, the highest Jaccard first,
then the same value, then the earlier. `claim_recall` is the share of gold claims that get one.
`e2e_conflict_f` compares the conflicts between claims that stand for gold ones with the gold's;
`e2e_conflict_strict_f` also counts every other conflict found in the cluster as wrong.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from rashomon.evaluate.claim_gold import GoldCluster, GoldDocument, read_clusters
from rashomon.evaluate.memory import MemoryCase
from rashomon.evaluate.relation_scores import (
    Edge,
    RelationScore,
    average,
    edge,
    edges_of,
    score_relations,
    status_accuracy,
)
from rashomon.evaluate.source_parties import (
    GoldSource,
    SourceCounts,
    count_sources,
    read_sources,
)
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, gold_digest, percent
from rashomon.evaluate.tracing import Found, Traced, table_of, trace_conflicts
from rashomon.ingest.composing import compose
from rashomon.ingest.drafts import Draft
from rashomon.ingest.metadata import Noted
from rashomon.link.independence import find_dependences, roots
from rashomon.reconcile.assessments import CaseIndex, index_case, views_of
from rashomon.reconcile.comparison import words_of
from rashomon.reconcile.core import reconcile
from rashomon.reconcile.whole_tolls import with_whole_tolls
from rashomon.records import (
    Assessment,
    Attribution,
    Claim,
    Dependence,
    Document,
    Figure,
    Incident,
    Party,
)
from rashomon.run.registry import case_stages
from rashomon.settings import ReadSettings, ReconcileSettings, Settings
from rashomon.stage import AnnotatedDocument, CaseStage

MIN_JACCARD = 0.5
CONVENTIONS = ReconcileSettings(later_reports_update=True)
"""The gold's: a later report supersedes too. What the product does unasked is scored beside it."""
_UNASKED = ("relation_macro_f", "conflict_f", "supersede_f", "status_accuracy")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ClusterOutcome:
    """What the system made of one cluster, in gold ids where they are known.

    Args:
        cluster: the gold.
        edges: relations found.
        statuses: by (aspect, whom or "").
        matched: gold claim id by predicted claim id (mode B only).
        predicted: number of predicted claims (mode B only).
        sources: counts over sources and their parties (mode B only).
        traced: wrong conflicts and the layer that made each (mode B only).
    """

    cluster: GoldCluster
    edges: frozenset[Edge]
    statuses: Mapping[tuple[str, str], str]
    matched: Mapping[str, str]
    predicted: int = 0
    sources: SourceCounts = field(default_factory=SourceCounts)
    traced: tuple[Traced, ...] = ()


class Reconciliation:
    """Mode A always, mode B where the pipeline writes claims."""

    name: ClassVar[str] = "reconciliation"
    splits: ClassVar[tuple[str, ...]] = ()

    def __init__(self, stages: Callable[[], Sequence[CaseStage]] | None = None) -> None:
        self._stages = stages or (lambda: case_stages(Settings(reconcile=CONVENTIONS)))

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score both modes on every cluster under `folder`.

        Raises:
            CorpusError: if the folder is not laid out as expected.
        """
        clusters = read_clusters(folder)
        ready = read_clusters(folder, _origins(clusters))
        given = [self.given(cluster) for cluster in ready]
        metrics = _metrics(given)
        unasked = _metrics([self.given(cluster, ReconcileSettings()) for cluster in ready])
        metrics |= {f"unasked_{name}": unasked[name] for name in _UNASKED}
        begun = time.perf_counter()
        sources = read_sources(folder)
        found = [self.found(c, annotate, sources[c.cluster_id]) for c in clusters]
        seconds = time.perf_counter() - begun
        metrics |= _end_to_end(found)
        counted = sum((o.sources for o in found), SourceCounts())
        metrics |= counted.metrics()
        files = [folder / "clusters.jsonl", *folder.glob("docs/*")]
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=sum(len(c.documents) for c in clusters),
            gold_digest=gold_digest(files, folder),
            metrics=metrics,
            counts={
                "clusters": len(clusters),
                "gold_claims": sum(len(c.claims) for c in clusters),
                "gold_relations": sum(len(c.relations) for c in clusters),
                "predicted_relations": sum(len(o.edges) for o in given),
                "predicted_claims": sum(o.predicted for o in found),
                "matched_claims": sum(len(o.matched) for o in found),
                "gold_sources": counted.spans,
            },
            words=sum(len(d.text.split()) for c in clusters for d in c.documents),
            seconds=seconds,
            errors=(
                *_by_layer(found),
                *(_errors(g, f) for g, f in zip(given, found, strict=True)),
            ),
        )

    def given(
        self, cluster: GoldCluster, settings: ReconcileSettings = CONVENTIONS
    ) -> ClusterOutcome:
        """Mode A: the core on gold claims."""
        made = reconcile(cluster.claims, settings)
        return ClusterOutcome(cluster, edges_of(made), _statuses(made), {})

    def found(
        self,
        cluster: GoldCluster,
        annotate: Annotate,
        sources: Mapping[str, GoldSource | None],
    ) -> ClusterOutcome:
        """Mode B: the whole system on the cluster's texts."""
        documents = {d.doc_id: as_document(d) for d in cluster.documents}
        annotated = [annotate(document) for document in documents.values()]
        if not all(Claim in doc.layers for doc in annotated):
            return ClusterOutcome(cluster, frozenset(), {}, {})
        case = MemoryCase(annotated).run(self._stages())
        made = tuple(case.all(Assessment))
        claims = {c.id: c for doc in annotated for c in doc.layer(Claim)}
        matched = match_claims(claims.values(), documents, cluster)
        edges = frozenset(
            edge(matched.get(r.a, r.a), matched.get(r.b, r.b), r.relation)
            for a in made
            for r in a.relations
        )
        by_name = dict(zip(documents, annotated, strict=True))
        counted = count_sources(sources, by_name, case.all(Party), matched)
        index = index_case(case.all(Incident), case.all(Party), case.all(Dependence))
        traced = trace_conflicts(cluster, _found(annotated, index, matched, made))
        return ClusterOutcome(
            cluster, edges, _statuses(made), matched, len(claims), counted, traced
        )


def as_document(gold: GoldDocument) -> Document:
    """A report of the set as a reader would give it: its text, title, outlet and date."""
    draft = Draft(
        text=gold.text,
        raw_sha256=gold.doc_id,
        title=gold.title,
        publisher=gold.publisher,
        published=gold.published,
        published_from="sidecar",
        language="en",
        language_stated=True,
    )
    document, _ = compose(draft, Noted(), gold.doc_id, ReadSettings())
    return document


def match_claims(
    claims: Iterable[Claim], documents: Mapping[str, Document], cluster: GoldCluster
) -> dict[str, str]:
    """Gold claim id by predicted claim id, one to one."""
    texts = {d.id: (name, d.text) for name, d in documents.items()}
    by_place: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_place.setdefault((texts[claim.document][0], claim.aspect), []).append(claim)
    options = []
    for gold in cluster.claims:
        name, start, end = cluster.spans[gold.id]
        text = documents[name].text
        wanted = _tokens(text, [(start, end)])
        for claim in by_place.get((name, gold.aspect), ()):
            spans = [(span.start, span.end) for span in claim.evidence]
            hull = [(min(s for s, _ in spans), max(e for _, e in spans))]
            overlap = max(
                _jaccard(wanted, _tokens(text, spans)), _jaccard(wanted, _tokens(text, hull))
            )
            if overlap >= MIN_JACCARD:
                same = _same_value(claim, gold.value)
                options.append((-overlap, not same, spans[0], gold.id, claim.id))
    matched: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, _, gold_id, claim_id in sorted(options):
        if claim_id not in matched and gold_id not in taken:
            matched[claim_id] = gold_id
            taken.add(gold_id)
    return matched


def _same_value(claim: Claim, value: object) -> bool:
    if isinstance(claim.value, Figure) and isinstance(value, Figure):
        return (claim.value.low, claim.value.high) == (value.low, value.high)
    return not isinstance(value, Figure) and words_of(claim.value) == getattr(value, "text", "")


def _found(
    annotated: Sequence[AnnotatedDocument],
    index: CaseIndex,
    matched: Mapping[str, str],
    made: Iterable[Assessment],
) -> Found:
    """What tracing asks of a case; documents go by the gold's names."""
    names = {doc.document.id: doc.document.name for doc in annotated}
    claims = [claim for doc in annotated for claim in doc.layer(Claim)]
    relations = [
        (edge(matched[r.a], matched[r.b], r.relation), r)
        for assessment in made
        for r in assessment.relations
        if r.a in matched and r.b in matched
    ]
    return Found(
        views={
            view.id: view
            for view in with_whole_tolls(v for doc in annotated for v in views_of(doc, index))
        },
        matched=matched,
        spans={
            c.id: (
                names[c.document],
                min(span.start for span in c.evidence),
                max(span.end for span in c.evidence),
            )
            for c in claims
        },
        aspects={claim.id: claim.aspect for claim in claims},
        sources=[
            (names[a.document], a.source.start, a.source.end)
            for doc in annotated
            for a in doc.layer(Attribution)
            if a.source is not None
        ],
        conflicts=frozenset((a, b) for (a, b, kind), _ in relations if kind == "conflict"),
        rules={(min(a, b), max(a, b)): f"{r.rule} {kind}" for (a, b, kind), r in relations},
    )


def _tokens(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Starts of the words that lie in the spans."""
    return frozenset(
        start + found.start() for start, end in spans for found in _WORD.finditer(text[start:end])
    )


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _origins(clusters: Iterable[GoldCluster]) -> dict[str, str]:
    """The report that each copy rests on, by doc_id, found by the system."""
    origins: dict[str, str] = {}
    for cluster in clusters:
        documents = [as_document(d) for d in cluster.documents]
        names = {document.id: document.name for document in documents}
        for copy, original in roots(find_dependences(documents)).items():
            origins[names[copy]] = names[original]
    return origins


def _statuses(made: Iterable[Assessment]) -> dict[tuple[str, str], str]:
    return {(a.aspect, a.whom or ""): a.status for a in made}


def _metrics(outcomes: Sequence[ClusterOutcome]) -> dict[str, float]:
    """Mode A."""
    metrics = average(
        [score_relations(o.edges, (edge(*r) for r in o.cluster.relations)) for o in outcomes]
    )
    accuracies = [status_accuracy(o.statuses, o.cluster.statuses) for o in outcomes]
    metrics["status_accuracy"] = sum(accuracies) / len(accuracies) if accuracies else 0.0
    return metrics


def _end_to_end(outcomes: Sequence[ClusterOutcome]) -> dict[str, float]:
    """Mode B, averaged per cluster."""
    strict, among = [], []
    for outcome in outcomes:
        ids = {claim.id for claim in outcome.cluster.claims}
        gold = [edge(*r) for r in outcome.cluster.relations if r[2] == "conflict"]
        found = [e for e in outcome.edges if e[2] == "conflict"]
        known = [e for e in found if e[0] in ids and e[1] in ids]
        if gold or found:
            strict.append(_conflict(found, gold).f)
        if gold or known:
            among.append(_conflict(known, gold).f)
    recalls = [percent(len(o.matched), len(o.cluster.claims)) for o in outcomes]
    return {
        "claim_recall": sum(recalls) / len(recalls) if recalls else 0.0,
        "claim_precision_of_matching": percent(
            sum(len(o.matched) for o in outcomes), sum(o.predicted for o in outcomes)
        ),
        "e2e_conflict_f": sum(among) / len(among) if among else 0.0,
        "e2e_conflict_strict_f": sum(strict) / len(strict) if strict else 0.0,
    }


def _conflict(found: Iterable[Edge], gold: Iterable[Edge]) -> RelationScore:
    return score_relations(found, gold)["conflict"]


def _errors(given: ClusterOutcome, found: ClusterOutcome) -> DocumentErrors:
    """What mode A got wrong in a cluster, and which gold claims mode B did not find."""
    gold = frozenset(edge(*r) for r in given.cluster.relations)
    lines = [f"relation missed: {' '.join(e)}" for e in sorted(gold - given.edges)]
    lines += [f"relation wrong: {' '.join(e)}" for e in sorted(given.edges - gold)]
    lines += [
        f"status of {aspect} {whom}: gold {status}, predicted {given.statuses.get((aspect, whom))}"
        for (aspect, whom), status in sorted(given.cluster.statuses.items())
        if given.statuses.get((aspect, whom)) != status
    ]
    missed = {c.id for c in given.cluster.claims} - set(found.matched.values())
    lines += [f"claim not found: {claim_id}" for claim_id in sorted(missed)]
    lines += [traced.line for traced in found.traced]
    return DocumentErrors(given.cluster.cluster_id, tuple(lines))


def _by_layer(outcomes: Iterable[ClusterOutcome]) -> tuple[DocumentErrors, ...]:
    """The table of all clusters' wrong conflicts by layer; nothing where none is wrong."""
    traced = [one for outcome in outcomes for one in outcome.traced]
    return (
        (DocumentErrors("conflicts from raw text, by layer", table_of(traced)),) if traced else ()
    )
