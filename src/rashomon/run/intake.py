"""From the paths that a user names, or from what a case holds, to the files that are read.

Each file is first taken into custody and then read from there, so that what is read is what is
kept, byte for byte. What cannot be taken (a file that cannot be opened) is left to its reader,
which tells what is wrong with it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import msgspec

from rashomon.custody import CaseFolder, Tombstone
from rashomon.custody.manifest import Role, Source, source_key
from rashomon.errors import CustodyError
from rashomon.ingest.metadata import sidecar_of
from rashomon.ingest.reading import find_files
from rashomon.records import Problem
from rashomon.run.brought import PLACES, Brought, find_places, use_places

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


@dataclass(frozen=True)
class Given:
    """One file to read.

    Args:
        name: under which the case knows it.
        path: the working copy, its sidecar beside it.
        sha256: of the original; None where it could not be taken into custody.
        sidecar_sha256: of the sidecar's original, where it has one.
    """

    name: str
    path: Path
    sha256: str | None
    sidecar_sha256: str | None


@dataclass(frozen=True)
class Intake:
    """All that a case is made from.

    Args:
        given: the files, sorted by name.
        brought: the case's own places.
        places_sha256: of the original of these.
        notices: problems that lie in no file.
        inputs: digests of all originals, for the log.
        left_out: what stays out because it was removed.
    """

    given: tuple[Given, ...]
    brought: Brought
    places_sha256: str | None
    notices: tuple[Problem, ...]
    inputs: dict[str, str]
    left_out: tuple[Tombstone, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems that lie in no report."""
        return (*self.notices, *self.brought.problems)


class _Taking:
    """Collects what is taken into a case and lends working copies of it."""

    def __init__(self, case: CaseFolder, work: Path) -> None:
        self._case = case
        self._work = work
        self.inputs: dict[str, str] = {}

    def file(self, number: int, name: str, path: Path) -> Given:
        """A report and its sidecar, taken in."""
        folder = self._work / f"{number:07}"
        folder.mkdir()
        given = Given(name, folder / _last_name(name), None, None)
        sha256 = self.take(path, name, "report", given.path)
        if sha256 is None:
            return replace(given, path=path)
        sidecar = sidecar_of(path)
        if sidecar == path or not os.path.lexists(sidecar):
            return replace(given, sha256=sha256)
        beside = self.take(sidecar, name, "sidecar", sidecar_of(given.path))
        if beside is None:
            # its reader tells what is wrong with it
            sidecar_of(given.path).symlink_to(os.path.abspath(sidecar))
        return replace(given, sha256=sha256, sidecar_sha256=beside)

    def take(self, path: Path, name: str, role: Role, place: Path) -> str | None:
        """The digest of a file now in custody and lent at `place`; None if it cannot be read."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            sha256 = self._case.take(path, name, role)
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise CustodyError(self._case.path, f"cannot keep {name}: {error.strerror}") from (
                    error
                )
            return None
        self.lend(sha256, name, role, place)
        return sha256

    def lend(self, sha256: str, name: str, role: Role, place: Path) -> None:
        """The original is lent at `place` and counts among the inputs."""
        self._case.originals.lend(sha256, place)
        self.inputs[source_key(role, name)] = sha256


def take_in(case: CaseFolder, paths: Sequence[Path], work: Path) -> Intake:
    """What the paths hold is in custody, but for what was removed from the case.

    Args:
        case: locked.
        paths: files and folders.
        work: an empty folder for working copies.
    """
    found = find_files(paths)
    manifest = case.manifest()
    tombstones = {each.name: each for each in (manifest.tombstones if manifest else ())}
    taking = _Taking(case, work)
    given = tuple(
        taking.file(number, name, path)
        for number, (name, path) in enumerate(found.files)
        if name not in tombstones
    )
    places, notices = find_places(paths)
    place, sha256 = work / PLACES, None
    if places is not None:
        sha256 = taking.take(places, PLACES, "places", place)
    case.settle()
    left_out = [each for name, each in tombstones.items() if name in dict(found.files)]
    return Intake(
        given=given,
        brought=use_places(place if sha256 is not None else places),
        places_sha256=sha256,
        notices=(*found.problems, *notices),
        inputs=taking.inputs,
        left_out=tuple(sorted(left_out)),
    )


def from_custody(case: CaseFolder, work: Path) -> Intake:
    """What the case's latest results rest on, read from its originals again.

    Args:
        case: locked; it had a report.
        work: an empty folder for working copies.
    """
    manifest = case.manifest()
    if manifest is None or manifest.reported is None:
        raise CustodyError(case.path, "it holds no report yet; name files or folders to read")
    taking = _Taking(case, work)
    sidecars = {source.name: source for source in manifest.current("sidecar")}
    given = []
    for number, source in enumerate(manifest.current("report")):
        folder = work / f"{number:07}"
        folder.mkdir()
        path = folder / _last_name(source.name)
        taking.lend(source.sha256, source.name, "report", path)
        beside: Source | None = sidecars.get(source.name)
        if beside is not None:
            taking.lend(beside.sha256, beside.name, "sidecar", sidecar_of(path))
        given.append(Given(source.name, path, source.sha256, beside.sha256 if beside else None))
    place, places_sha256 = None, None
    for source in manifest.current("places"):
        place, places_sha256 = work / PLACES, source.sha256
        taking.lend(source.sha256, source.name, "places", place)
    return Intake(
        given=tuple(given),
        brought=use_places(place),
        places_sha256=places_sha256,
        notices=tuple(msgspec.convert(each, Problem) for each in manifest.notices),
        inputs=taking.inputs,
        left_out=manifest.tombstones,
    )


def _last_name(name: str) -> str:
    """The last part of a report's name, short enough for a file system."""
    last = PurePosixPath(name).name or "report"
    suffix = PurePosixPath(last).suffix[:20]
    while len(last.encode()) > 200:
        last = last.removesuffix(suffix)[: len(last) // 2] + suffix
    return last
