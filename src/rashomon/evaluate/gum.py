"""Entities and coreference on GUM: are the words that refer to one thing in one entity?

Reads `dep/*.conllu` (the `Entity=` annotation) and `splits.md`. A mention is matched by its head
token: GUM's phrases include relative clauses, ours do not. `parties` compares only people, bodies
and places on both sides, each side by its own kinds; `all` takes every gold mention.

Source: Zeldes (2017), "The GUM corpus", Language Resources and Evaluation 51(3).
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.coreference import CoreferenceScore, score
from rashomon.evaluate.suite import Annotate, SuiteResult, gold_digest
from rashomon.records import Document, Entity, Sentence, digest_id
from rashomon.stage import AnnotatedDocument

_PARTY_TYPES = frozenset({"person", "organization", "place"})
_PARTY_KINDS = frozenset({"person", "organization", "group", "place", "facility"})
_SPEAKERS = frozenset({"i", "me", "my", "we", "us", "our", "you", "your", "mine", "ours", "yours",
                       "myself", "yourself", "ourselves"})  # fmt: skip


@dataclass(frozen=True)
class GumMention:
    """A gold mention.

    Args:
        group: its entity within the document.
        type: GUM's entity type.
        head: first code point of its first head token; names have several.
        heads: first code points of all of them.
    """

    group: str
    type: str
    head: int
    heads: tuple[int, ...]


@dataclass
class GumText:
    """A document rebuilt from its sentences."""

    name: str
    text: str = ""
    words: int = 0
    mentions: list[GumMention] = field(default_factory=list)
    pronouns: set[int] = field(default_factory=set)


class Gum:
    """Coreference of the entity layer."""

    name: ClassVar[str] = "gum"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the split's documents; all documents without a split."""
        names = set(split_names(folder, split)) if split else None
        files = [
            path
            for path in sorted((folder / "dep").glob("*.conllu"))
            if names is None or path.stem in names
        ]
        if not files:
            raise CorpusError(folder / "dep", "no .conllu file of this split")
        totals = {key: CoreferenceScore() for key in ("parties", "parties_chains", "all")}
        words, seconds = 0, 0.0
        for path in files:
            gold = read_text(path)
            words += gold.words
            made = Document(
                id=digest_id("doc", gold.name),
                name=gold.name,
                text=gold.text,
                text_sha256="",
                raw_sha256="",
                language="en",
            )
            start = time.perf_counter()
            doc = annotate(made)
            seconds += time.perf_counter() - start
            for key, one in scores(gold, doc).items():
                totals[key] += one
        metrics = {
            f"{key}_{name}": value
            for key, found in totals.items()
            for name, value in found.metrics().items()
        }
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=len(files),
            gold_digest=gold_digest(files, folder),
            metrics=metrics,
            words=words,
            seconds=seconds,
        )


def split_names(folder: Path, split: str) -> list[str]:
    """The documents that `splits.md` lists for a split."""
    names, here = [], False
    try:
        lines = (folder / "splits.md").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(folder / "splits.md", str(error)) from error
    for line in lines:
        if line.startswith("## "):
            here = line[3:].strip() == split
        elif here and line.strip().startswith("* "):
            names.append(line.strip()[2:].strip())
    return names


def read_text(path: Path) -> GumText:
    """Text and gold mentions of one `.conllu` file; withheld texts have none."""
    found = GumText(path.stem)
    opened: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    starts: list[int] = []
    sentence, at = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            found.text = found.text.rstrip() + "\n\n" if found.text else ""
        elif line.startswith("# text = "):
            sentence = line[9:]
            at = len(found.text)
            found.text += sentence + " "
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if not cells[0].isdigit():
                continue
            place = found.text.find(cells[1], at)
            place = at if place < 0 else place
            if place >= 0:
                at = place + len(cells[1])
            starts.append(place)
            found.words += 1
            if cells[1].lower() in _SPEAKERS:
                found.pronouns.add(place)
            for mark in _marks(cells[9]):
                _read_mark(mark, len(starts) - 1, opened, starts, found)
    return found


def _marks(misc: str) -> Iterator[str]:
    for part in misc.split("|"):
        if part.startswith("Entity="):
            for match in re.finditer(r"\([^()]+\)?|[^()]+\)", part[7:]):
                yield match.group()


def _read_mark(
    mark: str,
    token: int,
    opened: dict[str, list[tuple[int, str, str]]],
    starts: list[int],
    found: GumText,
) -> None:
    """Open, close or both: `(3-person-new-...-2-coref`, `3)`."""
    if mark.startswith("("):
        cells = mark.strip("()").split("-")
        if len(cells) < 6:
            return
        group = cells[0]
        opened[group].append((token, cells[1], cells[5]))
        if not mark.endswith(")"):
            return
    else:
        group = mark.rstrip(")").split("-")[0]
    if opened[group]:
        first, kind, minimal = opened[group].pop()
        offsets = [int(number) - 1 for number in minimal.split(",") if number.isdigit()] or [0]
        places = tuple(starts[min(first + offset, len(starts) - 1)] for offset in offsets)
        found.mentions.append(GumMention(group, kind, places[0], places))


def scores(gold: GumText, doc: AnnotatedDocument) -> dict[str, CoreferenceScore]:
    """Scores of one document: parties, parties in chains of two or more, every mention.

    Speakers' own pronouns (I, you) are left out: the entity layer leaves them to attribution.
    """
    heads = _heads(doc)
    smallest = {
        place: mention.head
        for mention in sorted(gold.mentions, key=lambda m: (-len(m.heads), m.head))
        for place in mention.heads
    }
    every: dict[str, set[int]] = defaultdict(set)
    parties: dict[str, set[int]] = defaultdict(set)
    for mention in gold.mentions:
        if mention.head not in gold.pronouns:
            every[mention.group].add(mention.head)
            if mention.type in _PARTY_TYPES:
                parties[mention.group].add(mention.head)
    ours: list[set[int]] = []
    our_parties: list[set[int]] = []
    for entity in doc.layer(Entity):
        places = [heads[mention.span.start, mention.span.end] for mention in entity.mentions]
        found = {smallest.get(place, place) for place in places}
        ours.append(found)
        if entity.kind in _PARTY_KINDS:
            our_parties.append(found)
    return {
        "parties": score(_disjoint(parties.values()), _disjoint(our_parties)),
        "parties_chains": score(
            _chains(_disjoint(parties.values())), _chains(_disjoint(our_parties))
        ),
        "all": score(_disjoint(every.values()), _disjoint(ours)),
    }


def _disjoint(clusters: Iterable[set[int]]) -> list[set[int]]:
    """Clusters in which each head counts once, for the first that has it."""
    seen: set[int] = set()
    found = []
    for cluster in clusters:
        found.append(cluster - seen)
        seen |= cluster
    return [cluster for cluster in found if cluster]


def _chains(clusters: Iterable[set[int]]) -> list[set[int]]:
    return [cluster for cluster in clusters if len(cluster) > 1]


def _heads(doc: AnnotatedDocument) -> dict[tuple[int, int], int]:
    """For each mention, the start of the token on which the rest of the sentence depends."""
    tokens = [
        (token.start, sentence.tokens[token.head].start, token.dep)
        for sentence in doc.layer(Sentence)
        for token in sentence.tokens
    ]
    starts = [start for start, _, _ in tokens]
    found = {}
    for entity in doc.layer(Entity):
        for mention in entity.mentions:
            first, last = mention.span.start, mention.span.end
            low = _first_at(starts, first)
            best = first
            for start, head, dep in tokens[low:]:
                if start >= last:
                    break
                if not first <= head < last or head == start:
                    best = start
                    if dep not in ("punct", "det"):
                        break
            found[first, last] = best
    return found


def _first_at(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] < offset else (low, middle)
    return low
