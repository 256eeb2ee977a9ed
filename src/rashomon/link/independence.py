"""Which reports rest on which, so that copies count as one source.

What enters are documents; what leaves are `Dependence` records that point straight at the root of
each chain. MinHash-LSH proposes pairs in sub-quadratic time, exact shingle containment decides. It
must not know what the reports claim: a copy is a matter of words, credits and dates only.

Source: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rashomon.link.wording import folded_words
from rashomon.records import Dependence, DependenceKind, Document
from rashomon.settings import LinkSettings, Settings
from rashomon.stage import CaseStage, View, Writer

SHINGLE_WORDS = 4
PERMUTATIONS = 64
SEED = 20180115
"""Fixed: the proposals, and with them the records, must not change between runs."""
BANDS = (32, 2)
"""Bands and rows: two chunks that share a fifth of all shingles meet with probability 0.73."""
CHUNK_WORDS = 100
"""A trimmed copy shares few of the whole's shingles but most of some chunk's."""
CHUNK_STEP = 50
"""Chunks overlap by half, so that wherever a copy begins it meets most of some chunk."""
MIN_SHINGLES = 12
VERBATIM_SHARE = 0.95
CREDIT_CONTAINED = 0.12
"""Share that suffices where the copy credits the other's publisher by name."""
OWN_SHARE = 0.6
"""Share from which an outlet's report rests on another of its own: less is its house background."""
MAX_BUCKET = 64
"""Proposals a document keeps; more come only from boilerplate that all pages of a site share."""
MAX_COMMON = 0.02
"""Shingles in more than this share of a large case's documents are boilerplate."""


@dataclass(frozen=True)
class _Report:
    """What independence needs of a document, its text already dropped."""

    id: str
    published: datetime | None
    publisher: str
    credits: frozenset[str]
    length: int
    shingles: frozenset[int]
    chunks: tuple[frozenset[int], ...]

    @property
    def seniority(self) -> tuple[float, int, str]:
        """Sorts the likelier original first: earlier, else longer, else smaller id."""
        stamp = self.published.timestamp() if self.published else float("inf")
        return (stamp, -self.length, self.id)


def shingles(words: Sequence[str]) -> frozenset[int]:
    """64-bit digests of all runs of four words; a shorter text is one shingle."""
    if not words:
        return frozenset()
    width = min(SHINGLE_WORDS, len(words))
    return frozenset(
        int.from_bytes(
            hashlib.blake2b(" ".join(words[i : i + width]).encode(), digest_size=8).digest(), "big"
        )
        for i in range(len(words) - width + 1)
    )


def find_dependences(
    documents: Iterable[Document], least: float = LinkSettings().copy_similarity
) -> tuple[Dependence, ...]:
    """One record for each document that rests on another of the case, sorted.

    Chains are followed to their end: a trimmed copy of a rewrite points at the first report. Each
    document has at most one original.

    Args:
        documents: in any order.
        least: share of the copy's shingles in the original, in [0, 1], from which it rests on it.
    """
    reports = sorted((_report(d) for d in documents), key=lambda r: r.id)
    reports = _without_boilerplate(reports)
    by_id = {report.id: report for report in reports}
    best: dict[str, Dependence] = {}
    pairs = sorted({*_proposals(reports), *_credited_pairs(reports)})
    for one, other in pairs:
        found = _judge(by_id[one], by_id[other], least)
        if found is None:
            continue
        held = best.get(found.copy)
        if held is None or _rank(found, by_id) < _rank(held, by_id):
            best[found.copy] = found
    return tuple(sorted(_to_root(found, best, by_id) for found in best.values()))


def roots(dependences: Iterable[Dependence]) -> Mapping[str, str]:
    """The report that each copy rests on in the end, by document id."""
    parent = {d.copy: d.original for d in dependences}
    return {copy: _root(copy, parent) for copy in parent}


def _root(document: str, parent: Mapping[str, str]) -> str:
    seen = {document}
    while document in parent and parent[document] not in seen:
        document = parent[document]
        seen.add(document)
    return document


def _to_root(
    found: Dependence, best: Mapping[str, Dependence], by_id: Mapping[str, _Report]
) -> Dependence:
    root = _root(found.original, {copy: d.original for copy, d in best.items()})
    if root == found.original:
        return found
    copy = by_id[found.copy]
    share = _contained(copy.shingles, by_id[root].shingles)
    return Dependence(
        found.copy,
        root,
        found.kind,
        round(share, 4),
        f"{found.why}; that report itself rests on {root}",
    )


def _rank(found: Dependence, by_id: Mapping[str, _Report]) -> tuple[object, ...]:
    return (-found.similarity, by_id[found.original].seniority)


def _report(document: Document) -> _Report:
    text = document.text
    if document.dateline is not None:
        span = document.dateline.span
        text = text[: span.start] + " " + text[span.end :]
    words = folded_words(text)
    if document.title_span is None and document.title:
        # A headline stands in the text or beside it; either way a new one must not hide a copy.
        title = folded_words(document.title)
        if words[: len(title)] == title:
            words = words[len(title) :]
    agency = document.dateline.agency if document.dateline else None
    named = {*document.credits, *([agency] if agency else [])}
    return _Report(
        id=document.id,
        published=document.published,
        publisher=" ".join(folded_words(document.publisher or "")),
        credits=frozenset(" ".join(folded_words(name)) for name in named),
        length=len(words),
        shingles=shingles(words),
        chunks=tuple(
            shingles(words[i : i + CHUNK_WORDS])
            for i in range(0, max(1, len(words) - CHUNK_STEP), CHUNK_STEP)
        ),
    )


def _without_boilerplate(reports: list[_Report]) -> list[_Report]:
    """The reports without shingles that very many of them share."""
    limit = max(20, int(len(reports) * MAX_COMMON))
    if len(reports) <= limit:
        return reports
    counts: dict[int, int] = defaultdict(int)
    for report in reports:
        for shingle in report.shingles:
            counts[shingle] += 1
    common = frozenset(s for s, n in counts.items() if n > limit)
    if not common:
        return reports
    return [
        _Report(
            r.id,
            r.published,
            r.publisher,
            r.credits,
            r.length,
            r.shingles - common,
            tuple(chunk - common for chunk in r.chunks),
        )
        for r in reports
    ]


def _proposals(reports: Sequence[_Report]) -> Iterator[tuple[str, str]]:
    """Pairs that share a chunk's worth of words, each once, by locality-sensitive hashing."""
    # half a second of imports (SciPy's integrals) that no other command should wait for
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    seed = MinHash(num_perm=PERMUTATIONS, seed=SEED, hashfunc=int)
    owner: list[int] = []
    for place, report in enumerate(reports):
        sketches = []
        near: set[int] = set()
        for number, chunk in enumerate((report.shingles, *report.chunks)):
            if len(chunk) < MIN_SHINGLES // 2 or (number == 1 and len(report.chunks) == 1):
                continue
            sketch = seed.copy()
            sketch.update_batch([s & 0xFFFFFFFF for s in sorted(chunk)])
            near.update(owner[key] for key in index.query(sketch))
            sketches.append(sketch)
        # Asked before it is entered, so that each pair comes up once and no sketch is kept.
        for sketch in sketches:
            index.insert(len(owner), sketch, check_duplication=False)
            owner.append(place)
        for other in sorted(near)[:MAX_BUCKET]:
            yield (reports[other].id, report.id)


def _credited_pairs(reports: Sequence[_Report]) -> Iterator[tuple[str, str]]:
    """Reports that share some words with one by a publisher whom they credit."""
    credited = frozenset(name for report in reports for name in report.credits)
    holders: dict[int, list[_Report]] = defaultdict(list)
    for report in reports:
        if report.publisher in credited:
            for shingle in report.shingles:
                if len(holders[shingle]) < MAX_BUCKET:
                    holders[shingle].append(report)
    for report in reports:
        shared: dict[str, int] = defaultdict(int)
        for shingle in report.shingles if report.credits else ():
            for other in holders.get(shingle, ()):
                if other.publisher in report.credits and other.id != report.id:
                    shared[other.id] += 1
        for other_id in sorted(shared, key=lambda o: (-shared[o], o))[:MAX_BUCKET]:
            if shared[other_id] >= MIN_SHINGLES:
                yield (min(report.id, other_id), max(report.id, other_id))


def _contained(part: frozenset[int], whole: frozenset[int]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _judge(a: _Report, b: _Report, least: float) -> Dependence | None:
    """Whether one of two reports rests on the other, and how."""
    original, copy = sorted((a, b), key=lambda report: report.seniority)
    short = min(len(copy.shingles), len(original.shingles)) < MIN_SHINGLES
    if short and (copy.shingles != original.shingles or not copy.shingles):
        return None
    share = _contained(copy.shingles, original.shingles)
    back = _contained(original.shingles, copy.shingles)
    credited = bool(original.publisher) and original.publisher in copy.credits
    common = len(copy.shingles & original.shingles)
    said = f"{common} of {len(copy.shingles)} word runs of the copy stand in the original"
    if share < least:
        if credited and share >= CREDIT_CONTAINED:
            return _made(copy, original, "credited", share, f"credits it by name; {said}")
        return None
    if share < OWN_SHARE and copy.publisher and copy.publisher == original.publisher:
        return None
    kind: DependenceKind = "rewritten"
    if share >= VERBATIM_SHARE:
        kind = "verbatim" if back >= VERBATIM_SHARE else "trimmed"
    return _made(copy, original, kind, share, said)


def _made(
    copy: _Report, original: _Report, kind: DependenceKind, share: float, said: str
) -> Dependence:
    return Dependence(copy.id, original.id, kind, round(share, 4), said)


class Independence:
    """Writes which reports rest on which.

    Args:
        settings: `link.copy_similarity` is used.
    """

    name: ClassVar[str] = "dependences"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[tuple[type, ...]] = (Dependence,)

    def __init__(self, settings: Settings | None = None) -> None:
        self._least = (settings or Settings()).link.copy_similarity

    def __call__(self, view: View, writer: Writer) -> None:
        """Replace the case's `Dependence` records."""
        documents = (doc.document for doc in view.documents())
        writer.replace(Dependence, find_dependences(documents, self._least))


_: CaseStage = Independence()
