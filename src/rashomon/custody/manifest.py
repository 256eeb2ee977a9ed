"""The state of a case as its log tells it: the log replayed, and nothing else.

What enters are entries in their order; what leaves is the manifest. The manifest on disk is this
state written down for reading; where the two differ, the log is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from rashomon.custody.entries import Entry
from rashomon.custody.heads import Head

Role = Literal["report", "sidecar", "places"]
Standing = Literal["current", "former", "removed", "purged"]


class Source(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A file that was taken into the case.

    Args:
        name: of the report as `Document.name` begins; a sidecar has its report's.
        role: `report`, `sidecar` (what somebody noted about the report) or `places`.
        sha256: of its bytes; the original lies under `originals/` by it.
        size: bytes.
        standing: `current` in the latest results; `former` (another version, or not given any
            more); `removed`; `purged` (its bytes are gone, only the digest is kept).
        entry: number of the log entry by which it came.
    """

    name: str
    role: Role
    sha256: str
    size: int
    standing: Standing
    entry: int


class Tombstone(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A report, or one document of a file with several, that stays out of the results.

    Args:
        name: of the source, or of the document.
        reason: why.
        who: who removed it.
        at: when, UTC.
        entry: number of the log entry.
        purged: whether the original's bytes are gone too.
    """

    name: str
    reason: str
    who: str
    at: str
    entry: int
    purged: bool = False


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case's state.

    Args:
        version: of this shape.
        head: the log's last entry.
        title: of the case, once there was a report.
        sources: sorted by name, role and digest.
        tombstones: sorted by name.
        results: SHA-256 of each result file, by its path in the case.
        store: digest of the rows of each table of the store, by the table's name.
        notices: problems that lie in no source (a path that does not exist, ...), as JSON.
        reported: number of the entry of the latest results.
        pending: whether something was removed, restored or judged since.
    """

    version: str
    head: Head
    title: str | None
    sources: tuple[Source, ...]
    tombstones: tuple[Tombstone, ...]
    results: dict[str, str]
    store: dict[str, str]
    notices: tuple[dict[str, Any], ...]
    reported: int | None
    pending: bool

    def current(self, role: Role) -> tuple[Source, ...]:
        """What of a role the latest results rest on."""
        return tuple(
            source
            for source in self.sources
            if source.role == role and source.standing == "current"
        )

    def held(self) -> dict[str, int]:
        """Size of each original that must lie in the case, by its digest."""
        return {
            source.sha256: source.size for source in self.sources if source.standing != "purged"
        }


STORE = "store:"
"""Prefix of the store's tables among the outputs of a `report`."""


def source_key(role: str, name: str) -> str:
    """How a source is called among the inputs of a `report`."""
    return f"{role}:{name}"


def replayed(entries: Iterable[Entry]) -> Manifest:
    """The state after these entries; there must be one."""
    sources: dict[tuple[str, str, str], Source] = {}
    tombstones: dict[str, Tombstone] = {}
    results: dict[str, str] = {}
    store: dict[str, str] = {}
    notices: tuple[dict[str, Any], ...] = ()
    title: str | None = None
    reported: int | None = None
    pending = False
    last: Entry | None = None
    for entry in entries:
        last = entry
        subject = entry.subject or ""
        if entry.act == "acquire":
            source = _acquired(entry)
            # a purged source comes back by its bytes being given again
            sources[source.role, source.name, source.sha256] = source
        elif entry.act == "report":
            sources = {
                key: _standing(source, entry.inputs, tombstones) for key, source in sources.items()
            }
            results = {k: v for k, v in entry.outputs.items() if not k.startswith(STORE)}
            store = {
                k.removeprefix(STORE): v for k, v in entry.outputs.items() if k.startswith(STORE)
            }
            title = entry.details.get("title")
            notices = tuple(entry.details.get("notices", ()))
            reported, pending = entry.sequence, False
        elif entry.act in ("remove", "purge"):
            tombstones[subject] = Tombstone(
                subject,
                entry.reason or "",
                entry.who,
                entry.at,
                entry.sequence,
                entry.act == "purge",
            )
            for key, source in sources.items():
                if source.name == subject:
                    standing = _gone(source.standing, entry.act == "purge")
                    sources[key] = msgspec.structs.replace(source, standing=standing)
            pending = True
        elif entry.act == "restore":
            tombstones.pop(subject, None)
            for key, source in sources.items():
                given = entry.inputs.get(source_key(source.role, source.name)) == source.sha256
                if source.name == subject and (given or source.standing == "removed"):
                    sources[key] = msgspec.structs.replace(source, standing="current")
            pending = True
        elif entry.act == "judge":
            pending = True
    assert last is not None
    return Manifest(
        version="1",
        head=Head(last.case, last.sequence, last.hash, last.at),
        title=title,
        sources=tuple(sorted(sources.values())),
        tombstones=tuple(sorted(tombstones.values())),
        results=dict(sorted(results.items())),
        store=dict(sorted(store.items())),
        notices=notices,
        reported=reported,
        pending=pending,
    )


def to_file(manifest: Manifest) -> bytes:
    """The manifest's file: indented canonical JSON."""
    payload = msgspec.json.encode(manifest, order="deterministic")
    return msgspec.json.format(payload, indent=2) + b"\n"


def from_file(payload: bytes) -> Manifest:
    """The manifest of a file's bytes. Raises `ValueError` if it is none."""
    try:
        return msgspec.json.decode(payload, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _acquired(entry: Entry) -> Source:
    (sha256,) = entry.outputs.values()
    return Source(
        name=entry.subject or "",
        role=entry.details["role"],
        sha256=sha256,
        size=entry.details["size"],
        standing="former",
        entry=entry.sequence,
    )


def _standing(
    source: Source, inputs: Mapping[str, str], tombstones: Mapping[str, Tombstone]
) -> Source:
    if source.standing == "purged":
        return source
    standing: Standing = "former"
    if source.name in tombstones:
        standing = _gone(source.standing, purged=False)
    elif inputs.get(source_key(source.role, source.name)) == source.sha256:
        standing = "current"
    if source.standing == standing:
        return source
    return msgspec.structs.replace(source, standing=standing)


def _gone(standing: Standing, purged: bool) -> Standing:
    """The standing of a version of a source that is removed."""
    if purged or standing == "purged":
        return "purged"
    return "removed" if standing == "current" else standing
