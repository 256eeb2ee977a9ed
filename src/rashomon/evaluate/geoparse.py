"""Toponym recognition and resolution on the open geoparsing corpora.

Enters: a folder with any of `lgl.xml`, `TR-News.xml` (the same layout), `GeoVirus.xml` and
`GeoWebNews/` (brat). Leaves: recognition F, accuracy within 161 km for given gold toponyms and end
to end, and the median error, a row for each corpus. A found toponym matches a gold one that it
overlaps, one to one.

What counts as gold follows each corpus's guideline: LGL and TR-News annotate demonyms as well,
GeoVirus does not, and in GeoWebNews the literal types are gold for mentions read literally; a
further row, left out of the mean, counts all of GeoWebNews' toponyms whatever their reading.

Source: Gritta, Pilehvar and Collier (2019), A pragmatic guide to geoparsing evaluation; Lieberman,
Samet and Sankaranarayanan (2010).
"""

from __future__ import annotations

import hashlib
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from lxml import etree

from rashomon.errors import CorpusError
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, f1, gold_digest, percent
from rashomon.extract.places import resolve_spans
from rashomon.gazetteer import Gazetteer, distance_km
from rashomon.records import Document, Place, PlaceMention, digest_id
from rashomon.stage import AnnotatedDocument

_CLOSE_KM = 161.0
_LITERAL = ("Literal", "Literal_Modifier", "Embedded_Literal", "Mixed", "Coercion")
_ASSOCIATIVE = (
    "Metonymic", "Demonym", "Homonym", "Language", "Non_Literal_Modifier", "Embedded_Non_Lit",
)  # fmt: skip


@dataclass(frozen=True)
class GoldToponym:
    """An annotated toponym; its point is None where the corpus gives none."""

    start: int
    end: int
    point: tuple[float, float] | None


@dataclass
class _Tally:
    gold: int = 0
    found: int = 0
    matched: int = 0
    located: int = 0
    close: int = 0
    end_to_end: int = 0
    errors_km: list[float] = field(default_factory=list)

    def metrics(self, prefix: str) -> dict[str, float]:
        precision, recall = percent(self.matched, self.found), percent(self.matched, self.gold)
        scores = {
            f"{prefix}recognition_p": precision,
            f"{prefix}recognition_r": recall,
            f"{prefix}recognition_f": f1(precision, recall),
        }
        if self.located:
            scores[f"{prefix}accuracy_161"] = percent(self.close, self.located)
            # gold without a point cannot be hit, so both sides count only what has one
            share = self.located / self.gold
            scores[f"{prefix}end_to_end_f"] = f1(
                percent(self.end_to_end, self.found * share),
                percent(self.end_to_end, self.located),
            )
            scores[f"{prefix}median_error_km"] = statistics.median(self.errors_km or [0.0])
        return scores


class Geoparse:
    """Scores are per corpus file and their mean."""

    name: ClassVar[str] = "geoparse"
    splits: ClassVar[tuple[str, ...]] = ("even", "odd")

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Recognition F, accuracy within 161 km, end-to-end F.

        Args:
            folder: holds the corpora.
            split: `even` or `odd` takes every second document.
            annotate: the document pipeline under test.

        Raises:
            CorpusError: if no corpus is there or a file is broken.
        """
        gazetteer = self._gazetteer or Gazetteer()
        files = sorted(folder.glob("*.xml"), key=lambda path: path.name.lower())
        web = folder / "GeoWebNews"
        gold_files = [*files, *sorted(web.glob("*.ann"))]
        if not gold_files:
            raise CorpusError(folder, "holds no lgl.xml, TR-News.xml, GeoVirus.xml or GeoWebNews/")
        sources = [(_row(path), _xml(path)) for path in files]
        if web.is_dir():
            sources.append(("geowebnews", _brat(web, gazetteer, _LITERAL)))
            sources.append(("geowebnews_all", _brat(web, gazetteer, _LITERAL + _ASSOCIATIVE)))
        metrics: dict[str, float] = {}
        errors: list[DocumentErrors] = []
        counts: dict[str, int] = {}
        documents = words = 0
        seconds = 0.0
        for name, pairs in sources:
            tally = _Tally()
            for number, (document, gold) in enumerate(pairs):
                if split is not None and number % 2 != (split == "odd"):
                    continue
                begun = time.perf_counter()
                annotated = annotate(document)
                seconds += time.perf_counter() - begun
                documents += name != "geowebnews_all"
                words += len(document.text.split())
                lines = _score(annotated, gold, name, gazetteer, tally)
                if lines:
                    errors.append(DocumentErrors(f"{name}/{document.name}", tuple(lines)))
            metrics |= tally.metrics(f"{name}_")
            counts |= {f"{name}_{key}": getattr(tally, key) for key in ("gold", "found", "matched")}
        for key in ("recognition_f", "accuracy_161", "end_to_end_f"):
            rows = [f"{name}_{key}" for name, _ in sources if name != "geowebnews_all"]
            values = [metrics[row] for row in rows if row in metrics]
            metrics[key] = statistics.fmean(values) if values else 0.0
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=documents,
            gold_digest=gold_digest(gold_files, folder),
            metrics=metrics,
            counts=counts,
            words=words,
            seconds=seconds,
            errors=tuple(errors),
        )


def _score(
    annotated: AnnotatedDocument,
    gold: Sequence[GoldToponym],
    corpus: str,
    gazetteer: Gazetteer,
    tally: _Tally,
) -> list[str]:
    """Add one document to a tally; what went wrong, for reading."""
    text = annotated.document.text
    lines: list[str] = []
    mentions = [m for m in annotated.layer(PlaceMention) if _counts(m, text, corpus, gazetteer)]
    spans = [annotated.span(one.start, one.end) for one in gold]
    given = resolve_spans(annotated, spans, gazetteer)
    tally.gold += len(gold)
    tally.found += len(mentions)
    left = list(mentions)
    for one, place in zip(gold, given, strict=True):
        words = text[one.start : one.end]
        match = _partner(one, left)
        if match is None:
            lines.append(f"missed\t{words}\t{_around(text, one.start, one.end)}")
        else:
            left.remove(match)
            tally.matched += 1
        if one.point is None:
            continue
        tally.located += 1
        error = _error_km(place, one.point)
        tally.errors_km.append(error)
        if error <= _CLOSE_KM:
            tally.close += 1
        else:
            lines.append(
                f"far\t{words}\t{one.point}\t{place.gazetteer_id or place.within} "
                f"{place.admin1} {place.country}\t{error:.0f} km"
            )
        if match is not None and _error_km(match.place, one.point) <= _CLOSE_KM:
            tally.end_to_end += 1
    for extra in left:
        start, end = extra.span.start, extra.span.end
        lines.append(f"extra\t{text[start:end]}\t{_around(text, start, end)}")
    return lines


def _counts(mention: PlaceMention, text: str, corpus: str, gazetteer: Gazetteer) -> bool:
    """Whether a corpus's guideline would annotate such a mention at all."""
    if corpus == "geovirus":
        name = text[mention.span.start : mention.span.end]
        return gazetteer.demonym(name) is None or bool(gazetteer.lookup(name))
    return corpus != "geowebnews" or mention.toponymy == "literal"


def _partner(gold: GoldToponym, found: Sequence[PlaceMention]) -> PlaceMention | None:
    over = [m for m in found if m.span.start < gold.end and gold.start < m.span.end]
    exact = [m for m in over if (m.span.start, m.span.end) == (gold.start, gold.end)]
    return next(iter(exact or over), None)


def _error_km(place: Place, point: tuple[float, float]) -> float:
    """Distance from the gold point; half the globe where nothing was resolved."""
    if place.lat is None or place.lon is None:
        return 20_039.0
    return distance_km(place.lat, place.lon, *point)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(
        f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".split()
    )


def _document(name: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest_id("doc", name, digest),
        name=name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )


def _articles(path: Path) -> Iterator[etree._Element]:
    try:
        root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (OSError, etree.XMLSyntaxError) as error:
        raise CorpusError(path, f"is no XML: {error}") from error
    articles = list(root.iter("article"))
    if not articles:
        raise CorpusError(path, "holds no article")
    yield from articles


def _number(node: etree._Element, name: str) -> float | None:
    found = node.findtext(f".//{name}")
    return float(found) if found else None


def _gold(node: etree._Element, text: str) -> GoldToponym:
    lat, lon = _number(node, "lat"), _number(node, "lon")
    point = (lat, lon) if lat is not None and lon is not None else None
    start, end = int(_number(node, "start") or 0), int(_number(node, "end") or 0)
    name = node.findtext("phrase") or node.findtext("name")
    if name and text[start:end] != name:
        # GeoVirus counts from a character that its text no longer has
        for step in (-1, 1, -2, 2):
            if start + step >= 0 and text[start + step : end + step] == name:
                return GoldToponym(start + step, end + step, point)
    return GoldToponym(start, end, point)


def _row(path: Path) -> str:
    """A corpus file's name in the metrics: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", path.stem.lower())


def _xml(path: Path) -> Iterator[tuple[Document, list[GoldToponym]]]:
    """LGL and TR-News call their elements `toponym`, GeoVirus `location`."""
    for number, article in enumerate(_articles(path)):
        text = article.findtext("text") or ""
        try:
            gold = [_gold(node, text) for node in article.iter("toponym", "location")]
        except ValueError as error:
            raise CorpusError(path, f"article {number + 1}: {error}") from error
        inside = [one for one in gold if 0 <= one.start < one.end <= len(text)]
        yield _document(f"{path.stem}-{number}", text), sorted(inside, key=lambda one: one.start)


_LINE = re.compile(r"(T\d+)\t(\w+) (\d+) (\d+)\t")
_HEAD = re.compile(r"TITLE: [^\n]*? LINK: \S+\s*")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.+)")


def _brat(
    folder: Path, gazetteer: Gazetteer, types: tuple[str, ...]
) -> Iterator[tuple[Document, list[GoldToponym]]]:
    """GeoWebNews: toponyms of some types; a note holds a GeoNames id or a point.

    The line with title and address that its makers put before each article was not annotated, and
    is left out.
    """
    for path in sorted(folder.glob("*.ann")):
        source = path.with_suffix(".txt")
        try:
            # bytes first: the annotation counts code points with line ends untouched
            text = source.read_bytes().decode("utf-8")
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(source, str(error)) from error
        notes = {found[1]: found[2] for line in lines if (found := _NOTE.match(line))}
        head = _HEAD.match(text)
        cut = head.end() if head else 0
        gold = {}
        for line in lines:
            found = _LINE.match(line)
            if found and found[2] in types and int(found[3]) >= cut:
                start, end = int(found[3]) - cut, int(found[4]) - cut
                gold[(start, end)] = GoldToponym(
                    start, end, _noted(notes.get(found[1], ""), gazetteer)
                )
        inside = [one for one in gold.values() if one.end <= len(text) - cut]
        yield _document(path.stem, text[cut:]), sorted(inside, key=lambda one: one.start)


def _noted(note: str, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """The point of a note; a GeoNames id only where the gazetteer holds that place.

    An area's point is our own estimate there, so that only towns are scored by id.
    """
    point = re.fullmatch(r"\s*(-?\d+\.\d+),\s*(-?\d+\.\d+)\s*", note)
    if point:
        return float(point[1]), float(point[2])
    if note.strip().isdigit():
        entry = gazetteer.entry(f"geonames:{note.strip()}")
        if entry is not None and entry.kind == "place":
            return entry.lat, entry.lon
    return None
