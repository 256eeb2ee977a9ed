"""Whether the parties that the system finds are the sources that annotators name.

What enters are the gold's sources with their free-text party labels, and the claims, attributions
and parties found for the same texts; what leaves are counts. A person or an unnamed speaker counts
as the body that it speaks for too, and an outlet as its owner, because the gold's labels do. The
gold tells a party by a label of its annotator ("opposition monitor (XY)") and by words of the text;
a party is the labelled one where a name of it, or the words that name the source, share a word or
an acronym with the label, or are word for word what the text calls the same label elsewhere in the
cluster. That errs high on labels' words for a kind alone ("hospital") and low on paraphrases.

`claim_source_party` asks it of the claims that stand for gold ones: the share whose bearer is the
gold's source; where the gold gives none, the outlet must speak. `source_party` asks it of every
gold source span: its party is that of the attribution whose source overlaps it, else of the entity
that stands there. `source_pair_f` asks about sameness only: over the pairs of spans of one
cluster, those with one label against those with one party.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rashomon.evaluate.suite import f1, percent
from rashomon.extract.entities import EntityIndex
from rashomon.extract.entities.names import acronym_of, fold, name_words
from rashomon.records import Attribution, Claim, Entity, Party, Span
from rashomon.stage import AnnotatedDocument

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset({"the", "of", "and", "via", "in", "for", "a", "an", "area", "unnamed"})
_SPEAKERS = frozenset({"person", "unnamed_official", "witness"})
_PRESS = frozenset({"agency", "outlet"})
_SELVES = frozenset({"we", "i"})  # a report's own
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
        claims: claims that stand for gold ones.
        borne: those of them whose bearer is the gold's source.
        spans: gold source spans.
        named: spans whose party is the labelled one.
        gold: pairs of one label.
        found: pairs of one party.
        right: pairs of both.
    """

    claims: int = 0
    borne: int = 0
    spans: int = 0
    named: int = 0
    gold: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: SourceCounts) -> SourceCounts:
        return SourceCounts(
            self.claims + other.claims,
            self.borne + other.borne,
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
            "claim_source_party": percent(self.borne, self.claims),
            "source_party": percent(self.named, self.spans),
            "source_pair_precision": precision,
            "source_pair_recall": recall,
            "source_pair_f": f1(precision, recall),
        }


def read_sources(folder: Path) -> dict[str, dict[str, GoldSource | None]]:
    """The source of each claim by its id, by cluster id; None where the outlet itself speaks."""
    found: dict[str, dict[str, GoldSource | None]] = {}
    for line in (folder / "clusters.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        found[row["cluster_id"]] = {
            claim["id"]: None
            if (told := claim.get("source")) is None or told.get("start") is None
            else GoldSource(claim["doc_id"], told["start"], told["end"], told["party"])
            for claim in row["claims"]
        }
    return found


def count_sources(
    sources: Mapping[str, GoldSource | None],
    documents: Mapping[str, AnnotatedDocument],
    parties: Iterable[Party],
    matched: Mapping[str, str] | None = None,
) -> SourceCounts:
    """The counts of one cluster.

    Args:
        sources: of the gold's claims, by the claim's id.
        documents: by the gold's ids.
        parties: of the case.
        matched: gold claim id by predicted claim id.
    """
    by_id = {party.id: party for party in parties}
    party_of = {entity: party for party in by_id.values() for entity in party.entities}
    indexes = {name: EntityIndex(doc.layer(Entity)) for name, doc in documents.items()}
    placed = []
    for source in sorted({source for source in sources.values() if source is not None}):
        entity = _entity(source, documents[source.document], indexes[source.document])
        party = party_of.get(entity or "")
        placed.append((source, party))
    pairs = [
        (a.label == b.label, _same(left, right, by_id))
        for (a, left), (b, right) in combinations(placed, 2)
    ]
    printed = _printed(sources.values(), documents)
    borne = [
        right
        for doc in documents.values()
        for right in _borne(doc, sources, matched or {}, printed, party_of, by_id)
    ]
    return SourceCounts(
        claims=len(borne),
        borne=sum(borne),
        spans=len(placed),
        named=sum(
            _is_labelled(source.label, party, printed[source.label], by_id)
            for source, party in placed
        ),
        gold=sum(gold for gold, _ in pairs),
        found=sum(found for _, found in pairs),
        right=sum(gold and found for gold, found in pairs),
    )


def _printed(
    sources: Iterable[GoldSource | None], documents: Mapping[str, AnnotatedDocument]
) -> dict[str, frozenset[tuple[str, ...]]]:
    """What the texts call each label, as words."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for source in sources:
        if source is not None:
            text = documents[source.document].document.text
            found[source.label].add(name_words(text[source.start : source.end]))
    return {label: frozenset(words) for label, words in found.items()}


def _borne(
    doc: AnnotatedDocument,
    sources: Mapping[str, GoldSource | None],
    matched: Mapping[str, str],
    printed: Mapping[str, frozenset[tuple[str, ...]]],
    party_of: Mapping[str, Party],
    by_id: Mapping[str, Party],
) -> Iterable[bool]:
    """For each claim of a document that stands for a gold one, whether its bearer is the gold's."""
    attributions = {found.id: found for found in doc.layer(Attribution)}
    publisher = doc.document.publisher
    outlet = next((p for p in by_id.values() if doc.document.id in p.documents), None)
    for claim in doc.layer(Claim):
        if claim.id not in matched:
            continue
        gold = sources[matched[claim.id]]
        bearer = _bearer(claim, attributions)
        party = None if bearer is None else party_of.get(bearer.entity or "")
        own = bearer is None or (
            party is None
            and bearer.source is not None
            and bearer.source.text(doc.document.text).lower() in _SELVES
        )
        if gold is None:
            yield own or (party is not None and party is outlet)
        elif own or bearer is None or bearer.source is None:
            yield publisher is not None and bool(_stems(publisher) & _stems(gold.label))
        else:
            source = bearer.source.text(doc.document.text)
            yield (
                name_words(source) in printed[gold.label]
                or bool(_stems(source) & _stems(gold.label))
                or _is_labelled(gold.label, party, printed[gold.label], by_id)
            )


def _bearer(claim: Claim, attributions: Mapping[str, Attribution]) -> Attribution | None:
    """The innermost attribution of a claim that names a source."""
    current = attributions.get(claim.attribution or "")
    while current is not None and current.source is None:
        current = attributions.get(current.within or "")
    return current


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


def _is_labelled(
    label: str,
    party: Party | None,
    printed: frozenset[tuple[str, ...]],
    by_id: Mapping[str, Party],
) -> bool:
    """Whether a party, or its body, is what a label means."""
    if party is None:
        return False
    wanted = _stems(label)
    owner = by_id.get(party.member_of or "") if party.kind in _PRESS else None
    for one in (party, _body(party, by_id), owner or party):
        for name in (one.name, *one.aliases):
            words = name_words(name)
            acronyms = {acronym[:_STEM] for acronym in acronym_of(words)}
            if words in printed or wanted & (_stems(name) | acronyms):
                return True
    return False


def _stems(text: str) -> frozenset[str]:
    return frozenset(fold(word)[:_STEM] for word in _WORD.findall(text)) - _EMPTY
