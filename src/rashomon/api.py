"""The verbs that the command line and the workbench share.

What enters are paths and settings; what leaves are records of the published shapes, or files in a
folder that the caller named. Nothing is drawn or printed here, and nothing is ever fetched.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rashomon.codec import schema
from rashomon.custody.findings import Finding
from rashomon.custody.heads import Head, head_of
from rashomon.custody.layout import LOG, is_case
from rashomon.custody.log import ReadLog, checked
from rashomon.custody.verification import Verified
from rashomon.errors import CustodyError, RashomonError
from rashomon.evaluate.gate import Floor, load_floors, pinned_at, save_floors, violations
from rashomon.evaluate.muc4.corpus import holds_messages, read_messages
from rashomon.evaluate.muc4.suite import Muc4, score_file
from rashomon.evaluate.registry import suites
from rashomon.evaluate.suite import Suite, SuiteResult
from rashomon.gazetteer import Entry, Gazetteer, build_geonames_index
from rashomon.ingest.addresses import read_addresses
from rashomon.ingest.reading import find_files, read
from rashomon.link import explanations
from rashomon.link.explanations import PairExplained
from rashomon.records import Document, Event, Incident, Problem, Verdict
from rashomon.render import extraction as extraction_view
from rashomon.render.exports import muc4
from rashomon.render.formats import CASE_VERSION, EXTRACT_VERSION, Case, ExtractedDocument
from rashomon.run import casework, checking, exchange
from rashomon.run.brought import bring
from rashomon.run.casework import Made, make_case, store_of
from rashomon.run.executor import annotate_all, make_pipeline
from rashomon.run.progress import OnProgress, Progress, silent
from rashomon.run.registry import CaseContext, gazetteer_of
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument
from rashomon.store.search import Hit, HitKind


@dataclass(frozen=True)
class Report:
    """What `report` wrote.

    Args:
        case: the whole case.
        dossier: the page.
        case_json: the same as data.
        claims: `claims.csv`, one row a claim.
        database: where the case's store lies: a file, or a server's URL without its password.
        made: how much of the work was new, and what was left out.
    """

    case: Case
    dossier: Path
    case_json: Path
    claims: Path
    database: str
    made: Made


class _Reading:
    """Splits what the readers give into documents (passed on) and problems (kept)."""

    def __init__(self, paths: Sequence[Path], settings: Settings, on_progress: OnProgress) -> None:
        self.problems: list[Problem] = []
        self._paths = paths
        self._settings = settings
        self._on_progress = on_progress
        self._total = len(find_files(paths))

    def documents(self) -> Iterator[Document]:
        done = 0
        for item in read(self._paths, self._settings.read):
            if isinstance(item, Problem):
                self.problems.append(item)
            else:
                done += 1
                yield item
                self._on_progress(Progress("reading reports", done, self._total))


def with_urls(settings: Settings, path: Path | None) -> Settings:
    """The settings with the addresses of a list beside their own; unchanged for no list.

    Raises:
        SettingsError: if the list cannot be used.
    """
    if path is None:
        return settings
    urls = tuple(sorted({*settings.read.urls, *read_addresses(path)}))
    read_settings = msgspec.structs.replace(settings.read, urls=urls)
    return msgspec.structs.replace(settings, read=read_settings)


def extract(
    paths: Sequence[Path], settings: Settings, on_progress: OnProgress = silent
) -> Iterator[ExtractedDocument | Problem]:
    """Every report's sentences, entities, times, places, quantities, claims and events.

    Args:
        paths: files and folders; the result does not depend on their order.
        settings: in force.
        on_progress: told after each document.

    Yields:
        Documents in the order of their names, then the problems of what could not be read.
    """
    reading = _Reading(paths, settings, on_progress)
    brought = bring(paths)
    for doc in annotate_all(reading.documents(), settings, brought.context):
        yield extraction_view.extracted_document(doc)
    yield from (*reading.problems, *brought.problems)


def report(
    paths: Sequence[Path],
    out: Path,
    settings: Settings,
    title: str | None = None,
    on_progress: OnProgress = silent,
) -> Report:
    """The case of these reports is in `out`: store, dossier, `case.json`, `claims.csv`.

    Originals are taken into custody first, and what was read and annotated before is not read and
    annotated again. Results are made beside the old ones and take their place at the end, so that
    an interrupted run leaves the old case whole. People's judgements are carried over.

    Args:
        paths: files and folders; the result does not depend on their order. Without any, those
            that the case holds already.
        out: folder, made if missing.
        settings: in force.
        title: of the case; by default the folder's name.
        on_progress: told after each document and each case stage.

    Raises:
        CustodyError: if another process works on the case, or its log is damaged.
    """
    return _report(out, make_case(out, paths, settings, title, on_progress))


def remove(
    case: Path,
    name: str,
    reason: str,
    settings: Settings,
    on_progress: OnProgress = silent,
    *,
    purge: bool = False,
) -> Report:
    """As `casework.remove`."""
    made = casework.remove(case, name, reason, settings, on_progress, purge=purge)
    return _report(case, made)


def restore(
    case: Path,
    name: str,
    reason: str | None,
    settings: Settings,
    on_progress: OnProgress = silent,
    original: Path | None = None,
) -> Report:
    """As `casework.restore`."""
    return _report(case, casework.restore(case, name, reason, settings, on_progress, original))


def judge(
    case: Path,
    left: str,
    right: str,
    verdict: Verdict,
    reason: str | None,
    settings: Settings,
    on_progress: OnProgress = silent,
) -> Report:
    """As `casework.judge`."""
    made = casework.judge(case, left, right, verdict, reason, settings, on_progress)
    return _report(case, made)


def verify(case: Path, settings: Settings, head: Path | None = None) -> Verified:
    """Everything in a case that is not as its log says, every byte read.

    Args:
        case: its folder.
        settings: tell where its store is.
        head: a file that `head` was written to, to be compared with the log.

    Raises:
        CustodyError: if there is no case, or the file holds no head.
    """
    return checking.verify(case, settings, _head(head) if head is not None else None)


def log(case: Path) -> ReadLog:
    """The entries of a case's log, and what is wrong with their chain.

    Raises:
        CustodyError: if there is no case.
    """
    if not is_case(case):
        raise CustodyError(case, f"there is no case (no {LOG})")
    return checked((case / LOG).read_bytes())


def head(case: Path) -> Head:
    """The head of a case's log, to be kept elsewhere.

    Raises:
        CustodyError: if there is no case, or its log is damaged.
    """
    read = log(case)
    if read.findings or not read.entries:
        told = read.findings[0].message if read.findings else "it is empty"
        raise CustodyError(case, f"its log is damaged ({told}); run verify")
    return head_of(read.entries)


def search(
    case: Path, words: str, settings: Settings, kind: HitKind | None = None, limit: int = 50
) -> tuple[Hit, ...]:
    """What a case holds of these words, the best first.

    Args:
        case: its folder.
        words: all must occur; quotes, `-word`, `word*` and `OR` as in `store.queries`.
        settings: tell where its store is.
        kind: only reports, or only claims.
        limit: of hits.

    Raises:
        CustodyError: if there is no case.
        QueryError: if there is nothing to look for.
    """
    with store_of(case, settings) as store:
        return tuple(store.search(words, kind, limit))


@dataclass(frozen=True)
class LinkExplained:
    """One link of an incident: two events, where they are told, and why they are one.

    Args:
        incident: its id.
        left: "report: word" of an event.
        right: the same.
        why: in words, with log-odds where features decided.
        pair: both event ids.
    """

    incident: str
    left: str
    right: str
    why: str
    pair: tuple[str, str]


def explain_links(
    case: Path, settings: Settings, incident: str | None = None
) -> tuple[LinkExplained, ...]:
    """Every link of a case's incidents, or of one, with its explanation.

    Args:
        case: its folder.
        settings: tell where its store is.
        incident: an id, or how it ends.

    Raises:
        CustodyError: if there is no case.
        RashomonError: if no incident has the id.
    """
    with store_of(case, settings) as store:
        view = store.view()
        told = {}
        for doc in view.documents():
            for event in doc.layer(Event):
                told[event.id] = f"{doc.document.name}: {doc.words(event.trigger)}"
        found = [i for i in view.all(Incident) if incident is None or i.id.endswith(incident)]
    if not found and incident is not None:
        raise RashomonError(f"no incident {incident} in {case}; case.json lists their ids")
    return tuple(
        LinkExplained(one.id, told[left], told[right], why, (left, right))
        for one in found
        for left, right, why in one.links
    )


def explain_pair(case: Path, settings: Settings, left: str, right: str) -> PairExplained:
    """As `link.explanations.explain_pair`, over a case's folder.

    Raises:
        CustodyError: if there is no case.
        RashomonError: if an id is neither an event of an incident nor a report that tells one.
    """
    with store_of(case, settings) as store:
        view = store.view()
        found = explanations.explain_pair(
            view.documents(), tuple(view.all(Incident)), tuple(view.judgements()), left, right
        )
    if found is None:
        raise RashomonError(f"{left} or {right} is no event of an incident of {case}")
    return found


def export_bag(case: Path, bag: Path, settings: Settings, reason: str | None = None) -> None:
    """As `exchange.export_bag`."""
    exchange.export_bag(case, bag, settings, reason)


def import_bag(
    bag: Path, case: Path, settings: Settings, reason: str | None = None
) -> tuple[Finding, ...]:
    """As `exchange.import_bag`."""
    return exchange.import_bag(bag, case, settings, reason)


def _head(path: Path) -> Head:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Head)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CustodyError(path, f"is no exported head ({error})") from error


def _report(out: Path, made: Made) -> Report:
    return Report(
        made.case,
        out / casework.DOSSIER,
        out / casework.CASE_JSON,
        out / casework.CLAIMS,
        str(made.store),
        made,
    )


def export_muc4(
    paths: Sequence[Path], settings: Settings, on_progress: OnProgress = silent
) -> tuple[str, tuple[Problem, ...]]:
    """A MUC-4 response file over the reports, and what could not be read.

    A file in the layout of the MUC corpora (many messages, each after a line with its identifier)
    is read message by message; any other report is one message, its name the identifier.

    Args:
        paths: files and folders.
        settings: in force.
        on_progress: told after each document.
    """
    collections = [path for path in paths if path.is_file() and holds_messages(path)]
    others = [path for path in paths if path not in collections]
    messages = [message for path in sorted(collections) for message in read_messages(path)]
    reading = _Reading(others, settings, on_progress) if others else None
    brought = bring(others)
    documents = itertools.chain(messages, reading.documents() if reading else ())
    response = muc4.export_muc4(annotate_all(documents, settings, brought.context))
    return response, (*(reading.problems if reading else ()), *brought.problems)


def schemas() -> dict[str, Any]:
    """JSON Schema of the published shapes, by name."""
    return {
        "extract": schema(ExtractedDocument, "rashomon extract", EXTRACT_VERSION),
        "case": schema(Case, "rashomon case", CASE_VERSION),
    }


@dataclass(frozen=True)
class Measured:
    """What `evaluate` found, and with what.

    Args:
        result: the suite's scores.
        stages: name to version of the stages that gave the answers; empty for a response file.
        problems: what stages could not do on the way.
        report: the suite's own report of a response file, as text.
    """

    result: SuiteResult
    stages: dict[str, str]
    problems: tuple[Problem, ...] = ()
    report: str = ""


def evaluate(
    suite: str,
    folder: Path,
    split: str | None,
    settings: Settings,
    response: Path | None = None,
) -> Measured:
    """A suite's scores on a corpus folder, and the stages that gave them.

    Args:
        suite: name.
        folder: laid out as the suite documents.
        split: one of the suite's; None takes the suite's own default.
        settings: in force.
        response: answers of another system to score instead of ours, where the suite reads some.

    Raises:
        RashomonError: if there is no such suite or split, or the suite reads no response.
        CorpusError: if the folder is not laid out as the suite documents.
    """
    chosen = _suite(suite)
    if split is not None and split not in chosen.splits:
        allowed = ", ".join(chosen.splits) or "no splits"
        raise RashomonError(f"suite {suite} has no split {split}; it has {allowed}")
    if response is not None:
        if not isinstance(chosen, Muc4):
            raise RashomonError(f"suite {suite} reads no response file; muc4 does")
        result, report = score_file(folder, split or "dev", response)
        return Measured(result, {}, report=report)
    pipeline = make_pipeline(settings, CaseContext())
    problems: list[Problem] = []

    def annotate(document: Document) -> AnnotatedDocument:
        doc = pipeline.annotate(document)
        problems.extend(doc.problems)
        return doc

    result = chosen.run(folder, split, annotate)
    stages = {stage.name: stage.version for stage in pipeline.stages}
    return Measured(result, stages, tuple(problems))


def _suite(name: str) -> Suite:
    known = {each.name: each for each in suites()}
    if name not in known:
        raise RashomonError(f"no suite {name}; there are {', '.join(known)}")
    return known[name]


@dataclass(frozen=True)
class Gated:
    """One floor after a run of the gate.

    Args:
        floor: as it stands now; changed where it was pinned again.
        result: what was scored.
        shortfalls: what falls short, one sentence each; empty where the floor holds.
    """

    floor: Floor
    result: SuiteResult
    shortfalls: tuple[str, ...]


def gate(
    floors: Path,
    corpora: Path,
    settings: Settings,
    chosen: Collection[str] = (),
    *,
    fast: bool = False,
    pin: bool = False,
    reason: str | None = None,
) -> Iterator[Gated]:
    """Every floor of a file is checked, or pinned at what is reached now.

    A floor that is pinned is written at once, so that a run that is stopped loses nothing.

    Args:
        floors: the file; rewritten only where `pin` is set.
        corpora: the folder that holds the corpora.
        settings: in force.
        chosen: names of suites; all where empty.
        fast: only the floors that are part of every CI run.
        pin: write what was reached into the file.
        reason: why a floor may be lowered, or its gold replaced.

    Raises:
        FloorError: if a pin would lower a floor and no reason is given.
    """
    for name in chosen:
        _suite(name)
    pinned = load_floors(floors)
    for number, floor in enumerate(pinned.floors):
        if (fast and not floor.fast) or (chosen and floor.suite not in chosen):
            continue
        measured = evaluate(floor.suite, corpora / floor.corpus, floor.split, settings)
        found = tuple(violations(floor, measured.result))
        if pin:
            floor, found = pinned_at(floor, measured.result, reason), ()
            pinned = pinned.with_floor(number, floor)
            save_floors(floors, pinned)
        yield Gated(floor, measured.result, found)


def build_gazetteer(
    geonames: Sequence[Path], target: Path, on_progress: OnProgress = silent
) -> dict[str, str]:
    """`target` is an index of a GeoNames dump; what it says about itself.

    Args:
        geonames: files of the dump (`.txt` or `.zip`), or folders that hold them.
        target: file to make; replaced when the new one is complete.
        on_progress: told of each table's bytes.

    Raises:
        GazetteerError: if a table is missing or broken; names file and line.
    """

    def told(table: str, done: int, total: int) -> None:
        on_progress(Progress(f"reading {table}", done, total))

    build_geonames_index(geonames, target, told)
    return Gazetteer(target).about()


def find_places(name: str, settings: Settings) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """All places of a name, the likeliest without any context first, and what the index is.

    Raises:
        GazetteerError: if the index of the settings cannot be used.
    """
    gazetteer = gazetteer_of(settings)
    return gazetteer.lookup(name), gazetteer.about()
