"""Whether the parties that the system finds are the sources that annotators name.

What enters are the gold's source spans with their free-text party labels and the parties found for
the same texts; what leaves are counts. A span's party is that of the attribution whose source
overlaps it, else of the entity that stands there. A person or an unnamed speaker counts as the
body that it speaks for, because the gold's labels do.

`source_party` is the share of gold spans whose party shares a word, or an acronym, with the label;
a label's words for its kind alone ("hospital") count too, so that it errs low on paraphrases and
high on shared words. `source_pair_f` asks about sameness only: over the pairs of spans of one
cluster, those with one label against those with one party.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rashomon.evaluate.suite import f1, percent
from rashomon.extract.entities import EntityIndex
from rashomon.extract.entities.names import acronym_of, fold, name_words
from rashomon.records import Attribution, Entity, Party, Span
from rashomon.stage import AnnotatedDocument

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset({"the", "of", "and", "via", "in", "for", "a", "an", "area", "unnamed"})
_SPEAKERS = frozenset({"person", "unnamed_official", "witness"})
_STEM = 5


@dataclass(frozen=True, order=True)
class GoldSource:
    """One source span of the gold with its label, offsets in code points."""

    document: str
    start: int
    end: int
    label: str


@dataclass(frozen=True)
class SourceCounts:
    """Counts over some clusters.

    Args:
        spans: gold source spans.
        named: spans whose party's names share a word with the label.
        gold: pairs of one label.
        found: pairs of one party.
        right: pairs of both.
    """

    spans: int = 0
    named: int = 0
    gold: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: SourceCounts) -> SourceCounts:
        return SourceCounts(
            self.spans + other.spans,
            self.named + other.named,
            self.gold + other.gold,
            self.found + other.found,
            self.right + other.right,
        )

    def metrics(self) -> dict[str, float]:
        """In per cent, under the names that the suite reports."""
        precision, recall = percent(self.right, self.found), percent(self.right, self.gold)
        return {
            "source_party": percent(self.named, self.spans),
            "source_pair_precision": precision,
            "source_pair_recall": recall,
            "source_pair_f": f1(precision, recall),
        }


def read_sources(folder: Path) -> dict[str, tuple[GoldSource, ...]]:
    """The distinct source spans of each cluster, sorted, by cluster id."""
    found = {}
    for line in (folder / "clusters.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sources = {
            GoldSource(claim["doc_id"], told["start"], told["end"], told["party"])
            for claim in row["claims"]
            if (told := claim.get("source")) is not None and told.get("start") is not None
        }
        found[row["cluster_id"]] = tuple(sorted(sources))
    return found


def count_sources(
    sources: Iterable[GoldSource],
    documents: Mapping[str, AnnotatedDocument],
    parties: Iterable[Party],
) -> SourceCounts:
    """The counts of one cluster, whose documents are given by the gold's ids."""
    by_id = {party.id: party for party in parties}
    party_of = {entity: party for party in by_id.values() for entity in party.entities}
    indexes = {name: EntityIndex(doc.layer(Entity)) for name, doc in documents.items()}
    placed = []
    for source in sources:
        entity = _entity(source, documents[source.document], indexes[source.document])
        party = party_of.get(entity or "")
        placed.append((source, party))
    pairs = [
        (a.label == b.label, _same(left, right, by_id))
        for (a, left), (b, right) in combinations(placed, 2)
    ]
    return SourceCounts(
        spans=len(placed),
        named=sum(shares_a_word(source.label, party, by_id) for source, party in placed),
        gold=sum(gold for gold, _ in pairs),
        found=sum(found for _, found in pairs),
        right=sum(gold and found for gold, found in pairs),
    )


def _entity(source: GoldSource, doc: AnnotatedDocument, index: EntityIndex) -> str | None:
    for attribution in sorted(
        (found for found in doc.layer(Attribution) if found.source is not None),
        key=lambda found: (found.source, found.id),
    ):
        span = attribution.source
        if (
            span is not None
            and attribution.entity is not None
            and span.start < source.end
            and source.start < span.end
        ):
            return attribution.entity
    found = index.of(Span(doc.document.id, source.start, source.end))
    return None if found is None else found.id


def _body(party: Party, by_id: Mapping[str, Party]) -> Party:
    """Whom the party speaks for, itself where it is a body."""
    seen = {party.id}
    while party.kind in _SPEAKERS:
        owner = by_id.get(party.member_of or "")
        if owner is None or owner.id in seen:
            break
        party = owner
        seen.add(party.id)
    return party


def _same(left: Party | None, right: Party | None, by_id: Mapping[str, Party]) -> bool:
    if left is None or right is None:
        return False
    return _body(left, by_id).id == _body(right, by_id).id


def shares_a_word(label: str, party: Party | None, by_id: Mapping[str, Party]) -> bool:
    """Whether a party's, or its body's, names share a word or an acronym with a label."""
    if party is None:
        return False
    wanted = {fold(word)[:_STEM] for word in _WORD.findall(label)} - _EMPTY
    for one in (party, _body(party, by_id)):
        for name in (one.name, *one.aliases):
            words = name_words(name)
            parts = {fold(part)[:_STEM] for part in _WORD.findall(name)} - _EMPTY
            acronyms = {acronym[:_STEM] for acronym in acronym_of(words)}
            if wanted & (parts | acronyms):
                return True
    return False
