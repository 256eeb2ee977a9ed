"""TempEval-3's time expression scores over folders of TimeML files.

Enters: `*.tml` files below the named folder, one row of scores for each folder that holds some.
The text of a document is the content of its TEXT element with the tags stripped, its publication
the DCT. Gold values are read for scoring only. A folder without a single annotated expression holds
inputs, not gold, and is left out.

Source: UzZaman et al. (2013), SemEval-2013 task 1: strict and relaxed spans; type and value count
on relaxed matches, over all system and all gold expressions.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from lxml import etree

from rashomon.errors import CorpusError
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, f1, gold_digest, percent
from rashomon.records import Document, TimeExpression, digest_id

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?|(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True)
class GoldTime:
    """One annotated expression: half-open offsets, TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass
class _Tally:
    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    type: int = 0
    value: int = 0

    def add(self, other: _Tally) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def f(self, matched: int) -> float:
        return f1(percent(matched, self.found), percent(matched, self.gold))


def read_timeml(path: Path) -> tuple[Document, tuple[GoldTime, ...]]:
    """A TimeML file as a document and its gold expressions.

    Raises:
        CorpusError: if the file is no XML or has no TEXT element.
    """
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
    except (OSError, etree.XMLSyntaxError) as error:
        raise CorpusError(path, f"cannot be read as TimeML: {error}") from error
    body = root.find("TEXT")
    if body is None:
        raise CorpusError(path, "has no TEXT element")
    pieces: list[str] = []
    gold: list[GoldTime] = []
    _flatten(body, pieces, gold, 0)
    text = "".join(pieces)
    created = root.find("DCT/TIMEX3")
    digest = hashlib.sha256(text.encode()).hexdigest()
    try:
        published = _moment(created.get("value", "") if created is not None else "")
    except ValueError as error:
        raise CorpusError(path, f"has an impossible date: {error}") from error
    document = Document(
        id=digest_id("doc", path.name, digest),
        name=path.name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        published=published,
        published_from="DCT",
        language="en",
    )
    return document, tuple(gold)


def _flatten(node: etree._Element, pieces: list[str], gold: list[GoldTime], at: int) -> int:
    """Append a node's text, collect its TIMEX3 elements; the offset after it."""
    start = at
    if node.text:
        pieces.append(node.text)
        at += len(node.text)
    for child in node:
        at = _flatten(child, pieces, gold, at)
        if child.tail:
            pieces.append(child.tail)
            at += len(child.tail)
    if node.tag == "TIMEX3" and at > start:
        gold.append(GoldTime(start, at, node.get("type", ""), node.get("value", "")))
    return at


def _moment(value: str) -> datetime | None:
    found = _DAY.match(value)
    if not found:
        return None
    year, month, day = (
        int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(6, 7, 8))
    )
    return datetime(year, month, day, int(found[4] or 0), int(found[5] or 0), tzinfo=UTC)


class Timex:
    """Scores are per folder of TimeML files and over all of them."""

    name: ClassVar[str] = "timex"
    splits: ClassVar[tuple[str, ...]] = ("even", "odd")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Relaxed, strict, type and value F.

        Args:
            folder: holds `*.tml`, itself or in folders below.
            split: `even` or `odd` takes every second document by sorted name.
            annotate: the document pipeline under test.

        Raises:
            CorpusError: if there is no TimeML file.
        """
        files = sorted(folder.rglob("*.tml"))
        if split is not None:
            files = files[0 if split == "even" else 1 :: 2]
        if not files:
            raise CorpusError(folder, "holds no *.tml file")
        read = [(path, *read_timeml(path)) for path in files]
        folders = {path.parent for path, _, gold in read if gold}
        if not folders:
            raise CorpusError(folder, "holds no TIMEX3 in any text")
        read = [each for each in read if each[0].parent in folders]
        rows: dict[str, _Tally] = {}
        errors: list[DocumentErrors] = []
        words, seconds = 0, 0.0
        for path, document, gold in read:
            words += len(document.text.split())
            begun = time.perf_counter()
            found = annotate(document).layer(TimeExpression)
            seconds += time.perf_counter() - begun
            tally, lines = _compare(document.text, gold, found)
            rows.setdefault(path.parent.name, _Tally()).add(tally)
            if lines:
                errors.append(DocumentErrors(path.name, tuple(lines)))
        total = _Tally()
        for row in rows.values():
            total.add(row)
        metrics = _metrics(total, "")
        for name in sorted(rows):
            metrics |= _metrics(rows[name], f"{name.lower()}_")
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=len(read),
            gold_digest=gold_digest([path for path, _, _ in read], folder),
            metrics=metrics,
            counts=dict(vars(total)),
            words=words,
            seconds=seconds,
            errors=tuple(errors),
        )


def _metrics(tally: _Tally, prefix: str) -> dict[str, float]:
    return {
        f"{prefix}relaxed_f": tally.f(tally.relaxed),
        f"{prefix}strict_f": tally.f(tally.strict),
        f"{prefix}type_f": tally.f(tally.type),
        f"{prefix}value_f": tally.f(tally.value),
    }


def _compare(
    text: str, gold: tuple[GoldTime, ...], found: tuple[TimeExpression, ...]
) -> tuple[_Tally, list[str]]:
    tally = _Tally(gold=len(gold), found=len(found))
    lines: list[str] = []
    left = list(found)
    for expected in gold:
        words = " ".join(text[expected.start : expected.end].split())
        match = _partner(expected, left)
        if match is None:
            lines.append(f"missed\t{words}\t{expected.type} {expected.value}")
            continue
        left.remove(match)
        tally.relaxed += 1
        tally.strict += (match.span.start, match.span.end) == (expected.start, expected.end)
        tally.type += match.type == expected.type
        if match.value == expected.value:
            tally.value += 1
        else:
            printed = " ".join(text[match.span.start : match.span.end].split())
            lines.append(
                f"value\t{words}\t{expected.type} {expected.value}\t{printed}\t"
                f"{match.type} {match.value}"
            )
    for extra in left:
        printed = " ".join(text[extra.span.start : extra.span.end].split())
        lines.append(f"extra\t{printed}\t{extra.type} {extra.value}")
    return tally, lines


def _partner(expected: GoldTime, found: list[TimeExpression]) -> TimeExpression | None:
    """The expression with the same span, else the first that overlaps."""
    over = [one for one in found if one.span.start < expected.end and expected.start < one.span.end]
    for one in over:
        if (one.span.start, one.span.end) == (expected.start, expected.end):
            return one
    return over[0] if over else None
