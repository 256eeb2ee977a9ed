"""The whole of a case folder checked against its log: every byte, nothing sampled, nothing written.

What enters is a folder, and a head where one was exported; what leaves are findings. The rows of
the store are checked by whoever can read it, against `Manifest.store`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rashomon.custody.durable import digest_of
from rashomon.custody.entries import Entry
from rashomon.custody.findings import Finding
from rashomon.custody.heads import Head, against
from rashomon.custody.layout import BUILDING, CUSTODY, INTERRUPTED, LOG, MANIFEST, ORIGINALS
from rashomon.custody.log import checked
from rashomon.custody.manifest import Manifest, from_file, replayed, to_file
from rashomon.custody.originals import Originals
from rashomon.errors import CustodyError

_CUSTODY_FILES = frozenset({"log.jsonl", "manifest.json", ".lock", ".log.lock"})


@dataclass(frozen=True)
class Verified:
    """What was found of a case.

    Args:
        findings: sorted; empty where all is as the log says.
        manifest: the case's state; None where neither log nor manifest tells one.
        entries: of the log, as far as they can be read.
        originals: how many originals were read.
        size: their bytes.
    """

    findings: tuple[Finding, ...]
    manifest: Manifest | None
    entries: tuple[Entry, ...]
    originals: int
    size: int


def verify(case: Path, head: Head | None = None) -> Verified:
    """Everything in the folder that is not as the log says.

    Args:
        case: the folder.
        head: exported earlier, to be compared.

    Raises:
        CustodyError: if the folder has neither log nor manifest nor originals.
    """
    if not any((case / name).exists() for name in (LOG, MANIFEST, ORIGINALS)):
        raise CustodyError(case, f"there is no case (no {LOG})")
    payload = (case / LOG).read_bytes() if (case / LOG).is_file() else None
    if payload is None:
        entries: tuple[Entry, ...] = ()
        findings = [Finding("missing", LOG, "the log is missing")]
    else:
        read = checked(payload)
        entries, findings = read.entries, list(read.findings)
    whole = bool(entries) and all(found.kind == "unfinished" for found in findings)
    if head is not None:
        findings.extend(against(head, entries))
    manifest = _manifest(case, entries, whole, findings)
    expected = manifest.held() if manifest is not None else {}
    findings.extend(Originals(case).check(expected))
    if manifest is not None:
        _check_results(case, manifest, findings)
    _check_custody(case, findings)
    return Verified(
        tuple(sorted(set(findings))), manifest, entries, len(expected), sum(expected.values())
    )


def _manifest(
    case: Path, entries: tuple[Entry, ...], whole: bool, findings: list[Finding]
) -> Manifest | None:
    """What the case should hold: by its log where that is whole, else by its manifest."""
    told = replayed(entries) if whole else None
    path = case / MANIFEST
    if not path.is_file():
        findings.append(Finding("missing", MANIFEST, "the manifest is missing"))
        return told
    payload = path.read_bytes()
    try:
        written = from_file(payload)
    except ValueError as error:
        findings.append(Finding("altered", MANIFEST, f"it is no manifest: {error}"))
        return told
    if entries and written.head.sequence > max(entry.sequence for entry in entries):
        findings.append(
            Finding(
                "truncated",
                LOG,
                f"the log ends at entry {max(entry.sequence for entry in entries)}; the manifest "
                f"knows entry {written.head.sequence} of {written.head.at}",
            )
        )
    if told is None:
        return written
    if payload != to_file(told):
        findings.extend(_differences(written, told, entries))
    return told


def _differences(written: Manifest, told: Manifest, entries: tuple[Entry, ...]) -> list[Finding]:
    """Where the manifest differs from the log's state, field by field."""
    sequence = written.head.sequence
    if sequence < told.head.sequence and to_file(written) == to_file(
        replayed(entries[: sequence + 1])
    ):
        said = (
            f"the manifest is of entry {sequence}, the log goes on to {told.head.sequence}: an act "
            "was interrupted"
        )
        return [Finding("unfinished", MANIFEST, said)]
    findings = []
    ours, theirs = msgspec.to_builtins(told), msgspec.to_builtins(written)
    for field in ours:
        if ours[field] != theirs[field]:
            where = f"{MANIFEST}#{field}"
            findings.append(Finding("altered", where, _said(field, ours[field], theirs[field])))
    if not findings:
        said = "it is not in the form in which it was written"
        findings.append(Finding("altered", MANIFEST, said))
    return findings


def _said(field: str, log: Any, manifest: Any) -> str:
    if field in ("sources", "tombstones"):
        right = {str(item) for item in log}
        names = [item["name"] for item in manifest if str(item) not in right]
        names += [item["name"] for item in log if str(item) not in {str(own) for own in manifest}]
        return f"the manifest's {field} differ from the log's: {', '.join(sorted(set(names)))}"
    if isinstance(log, dict) and isinstance(manifest, dict):
        keys = sorted(k for k in {*log, *manifest} if log.get(k) != manifest.get(k))
        return f"the manifest's {field} differ from the log's: {', '.join(keys)}"
    return f"the manifest's {field} is {manifest!r:.80}, the log's {log!r:.80}"


def _check_results(case: Path, manifest: Manifest, findings: list[Finding]) -> None:
    interrupted = [name for name in (BUILDING, INTERRUPTED) if (case / name).exists()]
    for name, sha256 in manifest.results.items():
        path = case / name
        if not path.is_file():
            findings.append(Finding("missing", name, f"the result {name} is missing"))
            continue
        found, _ = digest_of(path)
        if found != sha256:
            told = (
                f"{name} has other bytes than entry {manifest.reported} tells: SHA-256 {found}, "
                f"not {sha256}"
            )
            findings.append(Finding("altered", name, told))
    for name in interrupted:
        told = "an act was interrupted while it made results; the next act finishes or drops them"
        findings.append(Finding("unfinished", name, told))
    if manifest.pending:
        told = "something was removed, restored or judged and the results were not made anew since"
        findings.append(Finding("unfinished", CUSTODY, told))


def _check_custody(case: Path, findings: list[Finding]) -> None:
    if not (case / CUSTODY).is_dir():
        return
    for path in sorted((case / CUSTODY).iterdir()):
        where = path.relative_to(case).as_posix()
        if path.name.startswith((".log.jsonl.", ".manifest.json.")):
            findings.append(Finding("unfinished", where, "a file whose writing was interrupted"))
        elif path.name not in _CUSTODY_FILES:
            findings.append(Finding("extra", where, "no part of custody has this name"))
