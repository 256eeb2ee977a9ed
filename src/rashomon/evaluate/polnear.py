"""Attributions against PolNeAR: sources, cues and contents in political news.

What enters is a folder with `<split>/text/*.txt` and `<split>/attributions/*.ann` (brat standoff,
the annotator's id after the last underscore); what leaves are scores. Conventions:

- The first annotator in the order of ids counts where a text has several.
- A discontinuous span, and a `Content2` beside a `Content`, count whole.
- A token is a run of word characters or one other mark; a span's tokens are those that it touches.
- An attribution is found if a predicted one's content has token Jaccard >= 0.5 with it; pairs are
  taken greedily, the most alike first, one to one.
- "With source" asks in addition that the sources share a token, or that both are absent.
- The corpus annotates outermost attributions only ("univocal"), so a prediction that stands within
  another, or that has neither source nor cue (a quotation of nobody), is left out.

Source: Newell, Margolin and Ruths, "An Attribution Relations Corpus for Political News",
LREC 2018, and its annotator guidelines.
"""

from __future__ import annotations

import bisect
import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.suite import (
    Annotate,
    DocumentErrors,
    SuiteResult,
    f1,
    gold_digest,
    percent,
)
from rashomon.records import Attribution, Document, Mode, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SPAN_LINE = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")
_ARGUMENT = re.compile(r"([A-Za-z]+)\d*:(T\d+)")
_MARK = re.compile("``|''|[\"“”„«»]")
_ALIKE = 0.5
_DIRECT = 0.9

Tokens = frozenset[int]


@dataclass(frozen=True)
class ScoredAttribution:
    """One attribution as the scorer sees it: token numbers of its parts.

    Args:
        source: tokens of the source, empty where there is none.
        cue: tokens of the cue, empty where there is none.
        content: tokens of the content, not empty.
        mode: direct where nine tenths of the content's words stand in quotation marks, indirect
            where none does, else mixed. Counts on the gold side only.
    """

    source: Tokens
    cue: Tokens
    content: Tokens
    mode: Mode = "indirect"


class TokenIndex:
    """Which tokens a span of one text touches."""

    def __init__(self, text: str) -> None:
        matches = list(_TOKEN.finditer(text))
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]

    def touched(self, spans: Iterable[tuple[int, int]]) -> Tokens:
        """Numbers of the tokens that share a code point with any of the half-open `spans`."""
        found: set[int] = set()
        for start, end in spans:
            first = bisect.bisect_right(self._ends, start)
            found.update(range(first, bisect.bisect_left(self._starts, end)))
        return frozenset(found)


def jaccard(left: Tokens, right: Tokens) -> float:
    """Shared tokens over all tokens; 0 where both are empty."""
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def match(
    gold: Sequence[ScoredAttribution],
    predicted: Sequence[ScoredAttribution],
    *,
    with_source: bool = False,
) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs (gold number, predicted number), the most alike first.

    Args:
        gold: of one document.
        predicted: of the same document.
        with_source: ask that the sources share a token or are both absent.
    """
    pairs = []
    for left, wanted in enumerate(gold):
        for right, found in enumerate(predicted):
            alike = jaccard(wanted.content, found.content)
            if alike < _ALIKE:
                continue
            same_source = bool(wanted.source & found.source) or not (wanted.source or found.source)
            if with_source and not same_source:
                continue
            pairs.append((-alike, left, right))
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    matched = []
    for _, left, right in sorted(pairs):
        if left not in used_gold and right not in used_predicted:
            used_gold.add(left)
            used_predicted.add(right)
            matched.append((left, right))
    return sorted(matched)


def tally(
    gold: Sequence[ScoredAttribution], predicted: Sequence[ScoredAttribution]
) -> Counter[str]:
    """Counts of one document; counts of several add up before `metrics` reads them."""
    counts: Counter[str] = Counter(gold=len(gold), predicted=len(predicted))
    matched = match(gold, predicted)
    counts["matched"] = len(matched)
    counts["matched_source"] = len(match(gold, predicted, with_source=True))
    for wanted in gold:
        counts[f"{wanted.mode}_gold"] += 1
    for left, _ in matched:
        counts[f"{gold[left].mode}_matched"] += 1
    whole_gold = Counter((a.source, a.cue, a.content) for a in gold)
    whole_predicted = Counter((a.source, a.cue, a.content) for a in predicted)
    counts["exact_matched"] = (whole_gold & whole_predicted).total()
    for part in ("source", "cue", "content"):
        wanted_spans = Counter(getattr(a, part) for a in gold if getattr(a, part))
        found_spans = Counter(getattr(a, part) for a in predicted if getattr(a, part))
        counts[f"{part}_spans_gold"] = wanted_spans.total()
        counts[f"{part}_spans_predicted"] = found_spans.total()
        counts[f"{part}_spans_matched"] = (wanted_spans & found_spans).total()
        wanted_tokens: frozenset[int] = frozenset().union(*wanted_spans)
        found_tokens: frozenset[int] = frozenset().union(*found_spans)
        counts[f"{part}_tokens_gold"] = len(wanted_tokens)
        counts[f"{part}_tokens_predicted"] = len(found_tokens)
        counts[f"{part}_tokens_matched"] = len(wanted_tokens & found_tokens)
    return counts


def _prf(
    counts: Counter[str], matched: str, gold: str, predicted: str
) -> tuple[float, float, float]:
    precision = percent(counts[matched], counts[predicted])
    recall = percent(counts[matched], counts[gold])
    return precision, recall, f1(precision, recall)


def metrics(counts: Counter[str]) -> dict[str, float]:
    """Scores in percent from summed counts."""
    scores: dict[str, float] = {}
    precision, recall, score = _prf(counts, "matched", "gold", "predicted")
    scores["attribution_f"] = score
    scores["attribution_precision"] = precision
    scores["attribution_recall"] = recall
    scores["attribution_source_f"] = _prf(counts, "matched_source", "gold", "predicted")[2]
    scores["exact_f"] = _prf(counts, "exact_matched", "gold", "predicted")[2]
    for part in ("content", "source", "cue"):
        for unit in ("tokens", "spans"):
            name = f"{part}_token" if unit == "tokens" else f"{part}_exact"
            precision, recall, score = _prf(
                counts,
                f"{part}_{unit}_matched",
                f"{part}_{unit}_gold",
                f"{part}_{unit}_predicted",
            )
            scores[f"{name}_f"] = score
            if unit == "tokens":
                scores[f"{name}_precision"] = precision
                scores[f"{name}_recall"] = recall
    for mode in ("direct", "indirect", "mixed"):
        scores[f"{mode}_recall"] = percent(counts[f"{mode}_matched"], counts[f"{mode}_gold"])
    return scores


def content_mode(text: str, spans: Sequence[tuple[int, int]]) -> Mode:
    """Direct, indirect or mixed by the share of the content's words in quotation marks.

    Marks are read within each span; a straight mark toggles. A span right behind an opening mark
    starts inside.
    """
    inside_words = words = 0
    for start, end in spans:
        piece = text[start:end]
        before = text[max(0, start - 1) : start]
        inside = bool(before) and before in '"“„«'
        at = 0
        for mark in [*_MARK.finditer(piece), None]:
            stop = mark.start() if mark else len(piece)
            count = len(re.findall(r"\w+", piece[at:stop]))
            words += count
            inside_words += count if inside else 0
            if mark:
                inside = {"“": True, "„": True, "«": True, "``": True, "”": False, "»": False}.get(
                    mark.group(), not inside
                )
                at = mark.end()
    if not inside_words:
        return "indirect"
    return "direct" if inside_words >= _DIRECT * words else "mixed"


def read_spans(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """The events of one brat file, in its order: half-open ranges of Source, Cue and Content.

    Raises:
        CorpusError: if an event names a span that the file lacks.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[tuple[str, str]]] = []
    for line in _text(path).split("\n"):
        if found := _SPAN_LINE.match(line):
            pieces = [piece.split() for piece in found[3].split(";")]
            spans[found[1]] = [(int(start), int(end)) for start, end in pieces]
        elif line.startswith("E"):
            events.append(_ARGUMENT.findall(line))
    parts_of: list[dict[str, list[tuple[int, int]]]] = []
    for event in events:
        parts: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
        for role, name in event:
            if role in parts:
                if name not in spans:
                    raise CorpusError(path, f"event names the missing span {name}")
                parts[role].extend(spans[name])
        parts_of.append(parts)
    return parts_of


def read_gold(path: Path, text: str) -> list[ScoredAttribution]:
    """The attributions of one brat file, in its order; an event without content is left out."""
    index = TokenIndex(text)
    gold = []
    for parts in read_spans(path):
        content = index.touched(parts["Content"])
        if content:
            gold.append(
                ScoredAttribution(
                    index.touched(parts["Source"]),
                    index.touched(parts["Cue"]),
                    content,
                    content_mode(text, parts["Content"]),
                )
            )
    return gold


def project(attributions: Iterable[Attribution], text: str) -> list[ScoredAttribution]:
    """The stage's records as the corpus would have them: outermost, with a source or a cue."""
    index = TokenIndex(text)

    def tokens(*spans: Span | None) -> Tokens:
        return index.touched((span.start, span.end) for span in spans if span is not None)

    return [
        ScoredAttribution(tokens(a.source), tokens(a.cue), tokens(*a.content), a.mode)
        for a in attributions
        if a.within is None and (a.source is not None or a.cue is not None)
    ]


class Polnear:
    """PolNeAR's attributions of one split."""

    name: ClassVar[str] = "polnear"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system; see the module for the conventions."""
        split = split or "dev"
        if split not in self.splits:
            raise CorpusError(folder, f"has no split {split!r}, only {', '.join(self.splits)}")
        base = folder / split
        texts = sorted((base / "text").glob("*.txt"))
        if not texts:
            there = [name for name in self.splits if (folder / name / "text").is_dir()]
            hint = f"; there is {', '.join(there)} to choose with --split" if there else ""
            raise CorpusError(base / "text", f"holds no .txt file{hint}")
        first: dict[str, Path] = {}
        for path in sorted((base / "attributions").glob("*.ann")):
            first.setdefault(path.stem.rpartition("_")[0], path)
        counts: Counter[str] = Counter()
        errors, used, words, seconds = [], [], 0, 0.0
        for path in texts:
            if path.stem not in first:
                raise CorpusError(base / "attributions", f"has no annotation of {path.name}")
            document = _document(path)
            gold = read_gold(first[path.stem], document.text)
            started = time.perf_counter()
            annotated = annotate(document)
            seconds += time.perf_counter() - started
            predicted = project(annotated.layer(Attribution), document.text)
            counts += tally(gold, predicted)
            words += len(document.text.split())
            used.extend([path, first[path.stem]])
            errors.append(DocumentErrors(path.stem, _findings(document.text, gold, predicted)))
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=len(texts),
            gold_digest=gold_digest(used, folder),
            metrics=metrics(counts),
            counts=dict(sorted(counts.items())),
            words=words,
            seconds=seconds,
            errors=tuple(errors),
        )


def _text(path: Path) -> str:
    """The file's text with its line ends as they are, which the offsets count."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(path, str(error)) from error


def _document(path: Path) -> Document:
    text = _text(path)
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    return Document(
        id=f"doc_{digest[:16]}",
        name=path.name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )


def _findings(
    text: str, gold: Sequence[ScoredAttribution], predicted: Sequence[ScoredAttribution]
) -> tuple[str, ...]:
    """Missed and spurious attributions with their words."""
    tokens = list(_TOKEN.finditer(text))

    def words(part: Tokens) -> str:
        return " ".join(tokens[number].group() for number in sorted(part)) or "-"

    matched = match(gold, predicted)
    found_gold = {left for left, _ in matched}
    found_predicted = {right for _, right in matched}
    lines = []
    for kind, side, found in (
        ("missed", gold, found_gold),
        ("spurious", predicted, found_predicted),
    ):
        for number, one in enumerate(side):
            if number not in found:
                at = tokens[min(one.content)].start()
                lines.append(
                    f"{kind} {one.mode} at {at}: {words(one.source)} | {words(one.cue)} | "
                    f"{words(one.content)}"
                )
    return tuple(lines)
