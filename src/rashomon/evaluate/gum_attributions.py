"""Attribution relations on GUM: a second, independent check of who says what.

Reads `rst/rstweb/*.rs4` (rhetorical structure), `dep/*.conllu` (the text) and `splits.md`. A
relation `attribution-positive` or `attribution-negative` ties a satellite ("the coach told the
press") to the nucleus that it reports. Conventions:

- The gold content is the nucleus without its own satellites; the gold frame is the satellite.
- A predicted attribution is right if its content has token Jaccard >= 0.5 with a gold content and
  its cue or source shares a token with the satellite; pairs are taken greedily, the most alike
  first.
- Nested attributions count on both sides, since GUM annotates them. Predictions without a cue are
  left out. GUM relates clauses only, so that noun contents ("denied the charge") and "according
  to" inside a clause have no relation there: precision is a lower bound.

Source: Zeldes et al. (2025), "eRST: A Signaled Graph Theory of Discourse Relations and
Organization", Computational Linguistics 51(1).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from rashomon.errors import CorpusError
from rashomon.evaluate.gum import read_text, split_names
from rashomon.evaluate.polnear import TokenIndex, Tokens, jaccard
from rashomon.evaluate.suite import Annotate, SuiteResult, f1, gold_digest, percent
from rashomon.records import Attribution, Document, Span, digest_id

_RELATIONS = frozenset({"attribution-positive", "attribution-negative"})
_ALIKE = 0.5


@dataclass(frozen=True)
class Relation:
    """One attribution relation as token numbers of the text.

    Args:
        frame: the satellite.
        content: the nucleus.
    """

    frame: Tokens
    content: Tokens


class GumAttributions:
    """GUM's attribution relations of one split."""

    name: ClassVar[str] = "gum-attributions"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the split's documents of both folders; all of them without a split."""
        names = set(split_names(folder, split)) if split else None
        files = [
            path
            for path in sorted((folder / "rst" / "rstweb").glob("*.rs4"))
            if (names is None or path.stem in names)
            and (folder / "dep" / f"{path.stem}.conllu").exists()
        ]
        if not files:
            raise CorpusError(folder / "rst" / "rstweb", "no .rs4 file of this split")
        counts: Counter[str] = Counter()
        words, seconds = 0, 0.0
        for path in files:
            gold = read_text(folder / "dep" / f"{path.stem}.conllu")
            document = Document(
                id=digest_id("doc", gold.name),
                name=gold.name,
                text=gold.text,
                text_sha256="",
                raw_sha256="",
                language="en",
            )
            started = time.perf_counter()
            found = annotate(document).layer(Attribution)
            seconds += time.perf_counter() - started
            counts += tally(read_relations(path, gold.text), found, gold.text)
            words += gold.words
        precision = percent(counts["matched"], counts["predicted"])
        recall = percent(counts["matched"], counts["gold"])
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=len(files),
            gold_digest=gold_digest(files, folder),
            metrics={
                "relation_f": f1(precision, recall),
                "relation_precision": precision,
                "relation_recall": recall,
                "frame_recall": percent(counts["frames"], counts["gold"]),
            },
            counts=dict(sorted(counts.items())),
            words=words,
            seconds=seconds,
        )


def tally(gold: Iterable[Relation], found: Iterable[Attribution], text: str) -> Counter[str]:
    """Counts of one document."""
    index = TokenIndex(text)

    def tokens(*spans: Span | None) -> Tokens:
        return index.touched((span.start, span.end) for span in spans if span is not None)

    relations = list(gold)
    predicted = [
        (tokens(one.cue, one.source), tokens(*one.content)) for one in found if one.cue is not None
    ]
    pairs = sorted(
        (-alike, left, right)
        for left, relation in enumerate(relations)
        for right, (frame, content) in enumerate(predicted)
        if relation.frame & frame and (alike := jaccard(relation.content, content)) >= _ALIKE
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, left, right in pairs:
        if left not in used[0] and right not in used[1]:
            used[0].add(left)
            used[1].add(right)
    frames = sum(any(one.frame & frame for frame, _ in predicted) for one in relations)
    return Counter(
        gold=len(relations), predicted=len(predicted), matched=len(used[0]), frames=frames
    )


def read_relations(path: Path, text: str) -> list[Relation]:
    """The attribution relations of one `.rs4` file over the text of the document.

    Raises:
        CorpusError: if the file is no XML.
    """
    try:
        root = etree.parse(str(path), etree.XMLParser(resolve_entities=False)).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise CorpusError(path, str(error)) from error
    places: dict[str, tuple[int, int]] = {}
    parents: dict[str, tuple[str, str]] = {}
    at = 0
    for node in root.iter("segment", "group"):
        name = node.get("id", "")
        if node.get("parent"):
            parents[name] = (node.get("parent", ""), node.get("relname", ""))
        if node.tag == "segment":
            start = None
            for word in (node.text or "").split():
                place = text.find(word, at)
                if 0 <= place < at + 200:
                    start = place if start is None else start
                    at = place + len(word)
            if start is not None:
                places[name] = (start, at)
    children: dict[str, list[str]] = defaultdict(list)
    for name, (parent, _) in parents.items():
        children[parent].append(name)
    multinuclear = {rel.get("name") for rel in root.iter("rel") if rel.get("type") == "multinuc"}
    nuclear = multinuclear | {"span"}
    index = TokenIndex(text)

    def covered(name: str, *, bare: bool) -> list[tuple[int, int]]:
        """The segments under a node as ranges of the text; bare: without the node's satellites."""
        spans, stack, seen = [], [name], set()
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in places:
                spans.append(places[node])
            nuclei = [c for c in children[node] if parents[c][1] in nuclear]
            stack.extend(nuclei if bare and node == name else children[node])
        return spans

    relations = []
    for name, (parent, relation) in sorted(parents.items()):
        if relation in _RELATIONS:
            frame = index.touched(covered(name, bare=True))
            content = index.touched(covered(parent, bare=True))
            if frame and content:
                relations.append(Relation(frame, content))
    return relations
