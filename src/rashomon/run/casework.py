"""Acts on a case folder: reports taken in and compared, removed and restored, results put in place.

What enters are paths, settings and names; what leaves are the case's results and what the log says
of them. The order is: originals kept, results made beside the old ones, the log told, results put
in place. Whatever stops in between, the case is the old one or the new one, and the next act
finishes or drops what was begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

import rashomon
from rashomon.codec import to_json_pretty
from rashomon.custody import Act, CaseFolder
from rashomon.custody.actors import acting
from rashomon.custody.durable import digest_of, write
from rashomon.custody.layout import LOG, is_case
from rashomon.custody.log import checked
from rashomon.custody.manifest import STORE
from rashomon.errors import CustodyError, StoreError
from rashomon.records import Judgement, Orphan, Verdict
from rashomon.render import case as case_view
from rashomon.render import claims_csv, dossier
from rashomon.render.formats import Case
from rashomon.run.case import run_case_stages
from rashomon.run.filling import Filled, fill
from rashomon.run.intake import Intake, from_custody, take_in
from rashomon.run.orphans import changed_texts, judged_about, lost_quotations, orphaned
from rashomon.run.progress import OnProgress
from rashomon.settings import LinkSettings, ReadSettings, Settings
from rashomon.store import Store
from rashomon.store.places import DATABASE, StorePlace, store_place

DOSSIER, CASE_JSON, CLAIMS = "dossier.html", "case.json", "claims.csv"
RESULTS = (DOSSIER, CASE_JSON, CLAIMS, DATABASE)
_MOST_TOLD = 1_000


@dataclass(frozen=True)
class Made:
    """What an act made of a case.

    Args:
        case: the whole case.
        filled: how much of the work was new.
        left_out: names of what stays out because it was removed.
        orphans: with the name of its report, each quotation on which a claim rested and that the
            report, which has another text than before, no longer holds.
        store: where the records lie.
    """

    case: Case
    filled: Filled
    left_out: tuple[str, ...]
    orphans: tuple[tuple[str, Orphan], ...]
    store: StorePlace


@contextmanager
def open_case(folder: Path, settings: Settings, *, new: bool = False) -> Iterator[CaseFolder]:
    """The case, locked, with whatever an interrupted act had made finished."""
    actor = acting(settings.custody.who, "rashomon", rashomon.__version__)
    with CaseFolder.locked(folder, actor, new=new) as case:
        if case.awaits():
            _put_in_place(case, settings)
        yield case


def make_case(
    folder: Path,
    paths: Sequence[Path],
    settings: Settings,
    title: str | None,
    on_progress: OnProgress,
) -> Made:
    """The case is that of these reports; of those that it holds where no path is named."""
    new = bool(paths)
    if new:
        folder.mkdir(parents=True, exist_ok=True)
    with open_case(folder, settings, new=new) as case:
        if paths:
            case.settle()
            building = case.building()
            (building / "work").mkdir()
            intake = take_in(case, paths, building / "work")
            title = title or default_title(paths)
        else:
            building, intake = _again(case)
        return _make(case, building, intake, settings, title, on_progress)


def remove(
    folder: Path,
    name: str,
    reason: str,
    settings: Settings,
    on_progress: OnProgress,
    *,
    purge: bool = False,
) -> Made:
    """The report, or the one document of a file with many, is in the results no more.

    Args:
        folder: of the case.
        name: of a source or a document, as the results give it.
        reason: kept in the log and in the tombstone.
        settings: in force.
        on_progress: told after each document.
        purge: delete the original too.

    Raises:
        CustodyError: if the case has no such report, it was removed before, or its original
            cannot be purged because another report has the same bytes.
    """
    with open_case(folder, settings) as case:
        manifest = case.settle()
        gone = {each.name: each for each in manifest.tombstones}
        if name in gone and (gone[name].purged or not purge):
            raise CustodyError(folder, f"{name} was removed in entry {gone[name].entry}")
        own = [source for source in manifest.sources if source.name == name]
        if not own and name not in _documents(case, settings):
            raise CustodyError(folder, f"it has no report or document {name}")
        if purge:
            if not own:
                raise CustodyError(folder, f"{name} is a part of a file; only a file is purged")
            others = {
                source.sha256: source.name
                for source in manifest.sources
                if source.name != name and source.standing != "purged"
            }
            shared = [source for source in own if source.sha256 in others]
            if shared:
                raise CustodyError(
                    folder,
                    f"{name} has the same bytes as {others[shared[0].sha256]}, which would lose "
                    "its original; remove without purging, or purge both",
                )
        inputs = {f"{source.role}:{source.sha256}": source.sha256 for source in own}
        case.record(Act("purge" if purge else "remove", name, reason, inputs=inputs))
        return _rebuilt(case, settings, on_progress)


def restore(
    folder: Path,
    name: str,
    reason: str | None,
    settings: Settings,
    on_progress: OnProgress,
    original: Path | None = None,
) -> Made:
    """What was removed is in the results again.

    Args:
        folder: of the case.
        name: as it was removed.
        reason: kept in the log.
        settings: in force.
        on_progress: told after each document.
        original: the bytes again, where they were purged.

    Raises:
        CustodyError: if nothing of that name was removed, or it was purged and `original` is
            missing or has other bytes.
    """
    with open_case(folder, settings) as case:
        manifest = case.settle()
        tombstone = next((each for each in manifest.tombstones if each.name == name), None)
        if tombstone is None:
            raise CustodyError(folder, f"nothing of the name {name} was removed")
        inputs = {}
        if tombstone.purged:
            purged = [
                source
                for source in manifest.sources
                if source.name == name and source.role == "report"
            ]
            if original is None:
                raise CustodyError(
                    folder, f"the original of {name} was purged; give its file with --original"
                )
            sha256, _ = digest_of(original)
            if sha256 not in {source.sha256 for source in purged}:
                raise CustodyError(folder, f"{original} has other bytes than {name} had")
            case.take(original, name, "report")
            inputs = {f"report:{name}": sha256}
        case.record(Act("restore", name, reason, inputs=inputs))
        return _rebuilt(case, settings, on_progress)


def judge(
    folder: Path,
    left: str,
    right: str,
    verdict: Verdict,
    reason: str | None,
    settings: Settings,
    on_progress: OnProgress,
) -> Made:
    """A person's word on whether two records are one is in the log and in force.

    Args:
        folder: of the case.
        left: id of an event, party or document of the case.
        right: id of another of the same kind.
        verdict: whether they are one.
        reason: kept in the log and in the judgement.
        settings: in force; tell who judges.
        on_progress: told after each document.

    Raises:
        CustodyError: if the case holds no such record, or the two are not of one kind.
    """
    with open_case(folder, settings) as case:
        case.settle()
        place = case_store(case, settings)
        if not place.exists():
            raise CustodyError(folder, "it holds no report yet; name files or folders to read")
        with place.open() as store:
            known = judged_about(store.view())
        for each in (left, right):
            if each not in known:
                raise CustodyError(folder, f"it holds no record {each}")
        if left == right or left.partition("_")[0] != right.partition("_")[0]:
            raise CustodyError(folder, f"{left} and {right} are not two records of one kind")
        details = {"left": left, "right": right, "verdict": verdict}
        case.record(Act("judge", f"{left} {right}", reason, details=details))
        return _rebuilt(case, settings, on_progress)


def default_title(paths: Sequence[Path]) -> str:
    """The case's title where the user gives none: the names of the folders, else of the files.

    Never a report's headline: that is the outlet's word for what happened, and not ours.
    """
    names = sorted({path.resolve().name for path in paths if path.is_dir()})
    names = names or sorted({path.stem for path in paths})
    words = re.sub(r"[-_]+", " ", ", ".join(names)).strip()
    return words[:1].upper() + words[1:] or "Case"


def case_store(case: CaseFolder, settings: Settings) -> StorePlace:
    """Where the case's store lies."""
    return store_place(case.path, case.head().case, settings.store.database)


@contextmanager
def store_of(folder: Path, settings: Settings) -> Iterator[Store]:
    """The store of a case, to read, whether another process acts on the case or not.

    Raises:
        CustodyError: if there is no case, or no report was made of it.
    """
    if not is_case(folder):
        raise CustodyError(folder, f"there is no case (no {LOG})")
    entries = checked((folder / LOG).read_bytes()).entries
    if not entries:
        raise CustodyError(folder, "its log is damaged; run verify")
    place = store_place(folder, entries[0].case, settings.store.database)
    if not place.exists():
        raise CustodyError(folder, "it has no store; make its results with report")
    with place.open() as store:
        yield store


def _again(case: CaseFolder) -> tuple[Path, Intake]:
    building = case.building()
    (building / "work").mkdir()
    return building, from_custody(case, building / "work")


def _rebuilt(case: CaseFolder, settings: Settings, on_progress: OnProgress) -> Made:
    building, intake = _again(case)
    return _make(case, building, intake, _as_last_time(case, settings), None, on_progress)


def _as_last_time(case: CaseFolder, settings: Settings) -> Settings:
    """The settings with what counts for results as it was in the latest report, if it still is."""
    reported = [entry for entry in case.entries if entry.act == "report"]
    try:
        told = reported[-1].details["settings"]
        return msgspec.structs.replace(
            settings,
            read=msgspec.convert(told["read"], ReadSettings),
            link=msgspec.convert(told["link"], LinkSettings),
        )
    except (IndexError, KeyError, msgspec.ValidationError):
        # another version of the program knew other settings
        return settings


def _judged(case: CaseFolder) -> Iterator[Judgement]:
    """Every judgement that the log tells of, in its order."""
    for entry in case.entries:
        if entry.act == "judge" and "verdict" in entry.details:
            yield Judgement(
                entry.details["left"],
                entry.details["right"],
                entry.details["verdict"],
                entry.who,
                datetime.fromisoformat(entry.at),
                entry.reason or "",
            )


def _documents(case: CaseFolder, settings: Settings) -> set[str]:
    place = case_store(case, settings)
    if not place.exists():
        return set()
    with place.open() as store:
        return set(store.view().document_names())


def _make(
    case: CaseFolder,
    building: Path,
    intake: Intake,
    settings: Settings,
    title: str | None,
    on_progress: OnProgress,
) -> Made:
    manifest = case.settle()
    title = title or manifest.title or "Case"
    removed = frozenset(each.name for each in manifest.tombstones)
    place, beside = case_store(case, settings), _beside(case, building, settings)
    with ExitStack() as stack:
        older = _older(case, place, settings, stack)
        beside.discard()
        store = stack.enter_context(beside.open())
        for earlier in older[:1]:
            for judgement in earlier.judgements():
                store.add_judgement(judgement)
        told = set(store.judgements())
        for judgement in _judged(case):
            # the log goes before the store: what was told there is in force
            if judgement not in told:
                store.add_judgement(judgement)
        filled = fill(store, older, intake, removed, settings, on_progress)
        run_case_stages(store, settings, on_progress)
        changed = tuple(changed_texts(older[0].view(), store.view())) if older else ()
        lost = tuple(lost_quotations(older[0].view(), store.view(), changed)) if older else ()
        gone = tuple(orphaned(store.view(), tuple(store.judgements())))
        store.writer().add_problems(gone)
        made = case_view.build(
            store.view(),
            judgements=tuple(store.judgements()),
            problems=tuple(store.problems()),
            provenance=tuple(store.provenance()),
            title=title,
        )
        digests = store.table_digests()
        store.fold_in()
        # the old store's own log is folded in before its file is replaced
        for earlier in older:
            earlier.fold_in()
    write(building / CASE_JSON, to_json_pretty(made))
    write(building / CLAIMS, claims_csv.render(made).encode())
    page = dossier.render(made, intake.brought.context.places)
    write(building / DOSSIER, page.encode())
    outputs = {
        name: digest_of(building / name)[0] for name in RESULTS if (building / name).is_file()
    }
    outputs |= {f"{STORE}{name}": digest for name, digest in digests.items()}
    details: dict[str, Any] = {
        "title": title,
        "settings": msgspec.to_builtins({"read": settings.read, "link": settings.link}),
        "settings_digest": settings.digest,
        "notices": msgspec.to_builtins(intake.notices),
    }
    if changed:
        # places only: the log stays when words are purged
        details["changed"] = [name for name, _, _ in changed[:_MOST_TOLD]]
        details["orphans"] = [
            {"name": name, "at": [each.document, each.start, each.end], "why": each.reason}
            for name, each in lost[:_MOST_TOLD]
        ]
        details["orphans_in_all"] = len(lost)
    case.record(Act("report", inputs=intake.inputs, outputs=outputs, details=details))
    _put_in_place(case, settings)
    left_out = tuple(each.name for each in intake.left_out)
    return Made(made, filled, left_out, lost, place)


def _beside(case: CaseFolder, building: Path, settings: Settings) -> StorePlace:
    return store_place(building, case.head().case, settings.store.database, "_building")


def _older(
    case: CaseFolder, place: StorePlace, settings: Settings, stack: ExitStack
) -> list[Store]:
    """The case's store, and what an interrupted act had made of a new one."""
    # where a case moves to a server, what its file holds goes along
    embedded = [StorePlace(case.path / DATABASE)] if place.on_server else []
    places = [place, *embedded, StorePlace(case.interrupted / DATABASE)]
    older = []
    for each in places:
        if not each.exists():
            continue
        try:
            older.append(stack.enter_context(each.open()))
        except StoreError:
            if each.where != case.interrupted / DATABASE:
                raise
    return older


def _put_in_place(case: CaseFolder, settings: Settings) -> None:
    """The results that the log tells of are in their place, and purged originals are gone."""
    place = case_store(case, settings)
    if place.on_server:
        beside = _beside(case, case.path, settings)
        if beside.exists():
            beside.replace(place)
    case.finish(RESULTS)
    case.drop_purged()
