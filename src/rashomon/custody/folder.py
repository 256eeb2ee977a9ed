"""A case folder under custody: the one place through which files enter it and acts are logged.

What enters are files, names and digests; what leaves are originals, entries and the manifest. One
process at a time acts on a case; others may read and verify it meanwhile.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rashomon.custody import durable
from rashomon.custody.entries import Act, Actor, Entry
from rashomon.custody.heads import Head
from rashomon.custody.layout import (
    BUILDING,
    CUSTODY,
    INTERRUPTED,
    LOCK,
    LOG,
    MANIFEST,
    is_case,
    original_name,
)
from rashomon.custody.log import Clock, Log, utc_now
from rashomon.custody.manifest import Manifest, Role, replayed, to_file
from rashomon.custody.originals import Originals
from rashomon.errors import CustodyError


class CaseFolder:
    """A case folder, to act on. Made by `locked`."""

    def __init__(self, path: Path, actor: Actor, clock: Clock = utc_now) -> None:
        self.path = path
        self.originals = Originals(path)
        self._log = Log(path / LOG, actor, clock)
        self._new: list[Act] = []
        self._entries: list[Entry] = []
        self._state: Manifest | None = None
        self._standings: dict[tuple[str, str, str], str] | None = None

    @classmethod
    @contextmanager
    def locked(
        cls, path: Path, actor: Actor, clock: Clock = utc_now, *, new: bool = False
    ) -> Iterator[CaseFolder]:
        """The case at `path`, while no other process acts on it.

        Args:
            path: of the folder.
            actor: whom the log names.
            clock: what the log tells as the time.
            new: make the folder a case where it is none.

        Raises:
            CustodyError: if it is no case, another process acts on it, or its log is damaged.
        """
        if not new and not is_case(path):
            raise CustodyError(path, f"there is no case (no {LOG})")
        (path / CUSTODY).mkdir(parents=True, exist_ok=True)
        lock = FileLock(path / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise CustodyError(path, "another process is working on it") from error
        try:
            case = cls(path, actor, clock)
            case._begin()
            yield case
        finally:
            lock.release()

    def _begin(self) -> None:
        if is_case(self.path):
            read = self._log.read()
            damage = [found for found in read.findings if found.kind != "unfinished"]
            if damage:
                raise CustodyError(
                    self.path, f"its log is damaged ({damage[0].message}); run verify"
                )
            self._entries = list(read.entries)
        self.originals.tidy()
        for stale in (self.path / CUSTODY).glob(".manifest.json.*"):
            stale.unlink()
        if self._entries:
            self._save()

    @property
    def entries(self) -> Sequence[Entry]:
        """The log so far."""
        return self._entries

    def manifest(self) -> Manifest | None:
        """The case's state; None before its first act."""
        if self._entries and self._state is None:
            self._state = replayed(self._entries)
        return self._state

    def _known(self) -> dict[tuple[str, str, str], str]:
        if self._standings is None:
            manifest = self.manifest()
            self._standings = {
                (source.role, source.name, source.sha256): source.standing
                for source in (manifest.sources if manifest is not None else ())
            }
        return self._standings

    def head(self) -> Head:
        """The log's last entry."""
        manifest = self.manifest()
        if manifest is None:
            raise CustodyError(self.path, "its log is empty")
        return manifest.head

    def take(self, file: Path, name: str, role: Role) -> str:
        """The case holds the file's bytes as an original; the log will say so at `record`.

        Args:
            file: to be read.
            name: of the report, as `Source.name`.
            role: of the file.

        Returns:
            SHA-256 of the bytes.

        Raises:
            OSError: if the file cannot be read.
        """
        sha256, size = self.originals.keep(file)
        standing = self._known().get((role, name, sha256))
        if standing is None or standing == "purged":
            told = {"role": role, "size": size}
            self._new.append(
                Act("acquire", name, outputs={original_name(sha256): sha256}, details=told)
            )
        return sha256

    def record(self, *acts: Act) -> None:
        """The log ends with what was taken since and these acts, and the manifest follows."""
        made = self._log.append((*self._new, *acts))
        self._new.clear()
        self._entries.extend(made)
        self._state = self._standings = None
        self._save()

    def settle(self) -> Manifest:
        """What was taken is in the log, whatever comes of it."""
        if self._new or not self._entries:
            self.record()
        manifest = self.manifest()
        assert manifest is not None
        return manifest

    def building(self) -> Path:
        """An empty folder for what is being made. What an interrupted act made goes aside."""
        place, aside = self.path / BUILDING, self.interrupted
        if place.exists():
            if aside.exists():
                shutil.rmtree(aside)
            place.rename(aside)
        place.mkdir()
        return place

    @property
    def interrupted(self) -> Path:
        """The folder of what an interrupted act made, if there is one."""
        return self.path / INTERRUPTED

    def awaits(self) -> bool:
        """Whether the latest results are made and in the log, but not all in their place."""
        manifest = self.manifest()
        if manifest is None or not (self.path / BUILDING).is_dir():
            return False
        missing = {
            name: sha256
            for name, sha256 in manifest.results.items()
            if not _is(self.path / name, sha256)
        }
        return bool(missing) and all(
            _is(self.path / BUILDING / name, sha256) for name, sha256 in missing.items()
        )

    def finish(self, known: Collection[str]) -> None:
        """The latest results are in their place, and nothing of an older or interrupted act.

        Args:
            known: names of all results that there may be; one that the log does not tell goes.
        """
        manifest = self.manifest()
        results = manifest.results if manifest is not None else {}
        for name in known:
            made = self.path / BUILDING / name
            for beside in ("-wal", "-shm"):
                # a log of the old database must not be taken for the new one's
                (self.path / f"{name}{beside}").unlink(missing_ok=True)
            if name not in results:
                (self.path / name).unlink(missing_ok=True)
            elif _is(made, results[name]):
                os.replace(made, self.path / name)
        durable.sync_folder(self.path)
        for folder in (self.path / BUILDING, self.interrupted):
            if folder.exists():
                shutil.rmtree(folder)

    def drop_purged(self) -> None:
        """No original lies in the case whose source was purged."""
        manifest = self.manifest()
        if manifest is None:
            return
        held = manifest.held()
        for source in manifest.sources:
            if source.standing == "purged" and source.sha256 not in held:
                self.originals.discard(source.sha256)

    def _save(self) -> None:
        manifest = self.manifest()
        assert manifest is not None
        payload = to_file(manifest)
        path = self.path / MANIFEST
        if not path.is_file() or path.read_bytes() != payload:
            durable.write(path, payload)


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and durable.digest_of(path)[0] == sha256
