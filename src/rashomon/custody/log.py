"""The log of a case: appended to under a lock, each append on the disk before it counts.

What enters are acts; what leaves are entries. An append is one write of whole lines and one
`fsync`; a process that dies half-way leaves at most an unfinished last line, which was never
acknowledged, and which the next append takes away and tells of.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

from rashomon.custody.durable import sync_folder
from rashomon.custody.entries import FIRST, Act, Actor, Entry, from_line, hash_of, sealed, to_line
from rashomon.custody.findings import Finding
from rashomon.custody.layout import LOG
from rashomon.errors import CustodyError

Clock = Callable[[], datetime]
_WAIT_S = 60.0


def utc_now() -> datetime:
    """The moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class ReadLog:
    """A log as it lies on the disk.

    Args:
        entries: the lines that are entries, in their order.
        findings: what is wrong with lines and chain.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


class Log:
    """The log at a path.

    Args:
        path: of the file; made by the first append.
        actor: who appends.
        clock: tells the time of an append.
    """

    def __init__(self, path: Path, actor: Actor, clock: Clock = utc_now) -> None:
        self.path = path
        self._actor = actor
        self._clock = clock
        # a lock of its own: one act on the case may append several times
        self._lock = FileLock(path.with_name(".log.lock"), timeout=_WAIT_S)

    def append(self, acts: Sequence[Act]) -> tuple[Entry, ...]:
        """The acts are the log's last entries, on the disk.

        Returns:
            The new entries; a `recover` entry goes before them where a line was unfinished.

        Raises:
            CustodyError: if the log's end is no entry, so that nothing can follow it.
        """
        with self._lock, self.path.open("a+b") as file:
            last, torn = self._end(file)
            if torn:
                size = file.seek(0, os.SEEK_END)
                os.ftruncate(file.fileno(), size - len(torn))
                told = {"bytes": len(torn), "sha256": hashlib.sha256(torn).hexdigest()}
                acts = (Act("recover", details=told), *acts)
            case = last.case if last is not None else secrets.token_hex(16)
            if last is None:
                acts = (Act("open"), *acts)
            made: list[Entry] = []
            for act in acts:
                before = made[-1] if made else last
                made.append(
                    sealed(
                        act,
                        self._actor,
                        case,
                        self._clock(),
                        before.sequence + 1 if before is not None else 0,
                        before.hash if before is not None else FIRST,
                    )
                )
            payload = memoryview(b"".join(map(to_line, made)))
            while payload:
                payload = payload[os.write(file.fileno(), payload) :]
            os.fsync(file.fileno())
        if last is None:
            sync_folder(self.path.parent)
        return tuple(made)

    def read(self) -> ReadLog:
        """Every entry, and everything that is wrong with the lines or the chain."""
        try:
            payload = self.path.read_bytes()
        except FileNotFoundError:
            return ReadLog((), (Finding("missing", LOG, "the log is missing"),))
        return checked(payload)

    def _end(self, file: BinaryIO) -> tuple[Entry | None, bytes]:
        """The last entry, and the bytes of an unfinished line after it."""
        start = file.seek(0, os.SEEK_END)
        tail = b""
        # lines are short; a report over thousands of files may make one of megabytes
        while start > 0 and tail.count(b"\n") < 2:
            step = min(start, max(65_536, len(tail)))
            start -= step
            file.seek(start)
            tail = file.read(step) + tail
        *lines, torn = tail.split(b"\n")
        if not lines:
            return None, torn
        try:
            last = from_line(lines[-1] + b"\n")
        except ValueError as error:
            raise CustodyError(self.path, f"its last line is no entry ({error})") from error
        if last.hash != hash_of(last):
            raise CustodyError(self.path, f"its last entry, {last.sequence}, was altered")
        return last, torn


def checked(payload: bytes) -> ReadLog:
    """The entries of a log's bytes, each line and each link of the chain checked."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    lines = payload.split(b"\n")
    torn = lines.pop()
    seen: dict[int, int] = {}
    previous, expected = FIRST, 0
    broken = False
    for number, line in enumerate(lines):
        try:
            entry = from_line(line + b"\n")
        except ValueError as error:
            told = f"line {number + 1} is no entry: {error}"
            findings.append(Finding("altered", f"{LOG}#{number}", told))
            broken = True
            continue
        where = f"{LOG}#{entry.sequence}"
        if entry.hash != hash_of(entry):
            told = f"entry {entry.sequence} was altered: its content does not give its hash"
            findings.append(Finding("altered", where, told))
        if entry.sequence in seen:
            told = f"entry {entry.sequence} stands in line {seen[entry.sequence] + 1} and again "
            findings.append(Finding("chain", where, f"{told}in line {number + 1}"))
        if entry.previous != previous and not broken:
            told = f"the chain breaks at entry {entry.sequence}: "
            if entry.sequence > expected:
                told += f"entry {expected} should stand in line {number + 1}"
            elif entry.sequence < expected:
                told += f"it stands after entry {expected - 1}"
            else:
                told += "it does not follow from the entry before it"
            findings.append(Finding("chain", where, told))
        elif entry.sequence != expected and not broken:
            told = f"line {number + 1} says that it is entry {entry.sequence}, not {expected}"
            findings.append(Finding("chain", where, told))
        if entries and entry.case != entries[0].case:
            told = f"entry {entry.sequence} is of another case ({entry.case})"
            findings.append(Finding("chain", where, told))
        seen.setdefault(entry.sequence, number)
        entries.append(entry)
        previous, expected, broken = entry.hash, entry.sequence + 1, False
    for lost in sorted(set(range(max(seen, default=-1))) - set(seen)):
        told = f"entry {lost} is not in the log"
        findings.append(Finding("missing", f"{LOG}#{lost}", told))
    if torn:
        told = (
            f"the last line is unfinished ({len(torn)} bytes): an append was interrupted, or the "
            "file was cut"
        )
        findings.append(Finding("unfinished", LOG, told))
    if not entries and not findings:
        findings.append(Finding("missing", LOG, "the log is empty"))
    return ReadLog(tuple(entries), tuple(findings))
