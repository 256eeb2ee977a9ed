"""Originals of a case: read-only files whose name is the digest of their bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from pathlib import Path

from rashomon.custody.durable import BLOCK, digest_of, sync_folder, written
from rashomon.custody.findings import Finding
from rashomon.custody.layout import ORIGINALS, READ_ONLY, original_name
from rashomon.errors import CustodyError


class Originals:
    """The originals of a case folder."""

    def __init__(self, case: Path) -> None:
        self._case = case

    def path(self, sha256: str) -> Path:
        """Where an original lies, or would."""
        return self._case / original_name(sha256)

    def keep(self, file: Path) -> tuple[str, int]:
        """The case holds the bytes of `file`.

        Returns:
            Their SHA-256 and number, as they were copied, whatever happens to `file` meanwhile.

        Raises:
            OSError: if the file cannot be read or the original not be written.
        """
        sha256, size = digest_of(file)
        if self.path(sha256).is_file():
            return sha256, size
        incoming = self._case / ORIGINALS / ".incoming"
        incoming.parent.mkdir(exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with written(incoming, READ_ONLY) as kept, file.open("rb") as given:
            while block := given.read(BLOCK):
                digest.update(block)
                size += len(block)
                kept.write(block)
        sha256 = digest.hexdigest()
        place = self.path(sha256)
        place.parent.mkdir(exist_ok=True)
        os.replace(incoming, place)
        sync_folder(place.parent)
        return sha256, size

    def lend(self, sha256: str, place: Path) -> None:
        """`place` is a working copy, under a name that readers go by.

        A link where the system has them, since nothing writes to it; a copy elsewhere.

        Raises:
            CustodyError: if the case does not hold that original.
        """
        original = self.path(sha256)
        if not original.is_file():
            raise CustodyError(self._case, f"the original {sha256} is missing; run verify")
        try:
            place.symlink_to(original.resolve())
        except OSError:
            place.write_bytes(original.read_bytes())

    def discard(self, sha256: str) -> None:
        """The case does not hold the original any more."""
        place = self.path(sha256)
        with contextlib.suppress(FileNotFoundError):
            place.chmod(0o600)
            place.unlink()
            sync_folder(place.parent)

    def check(self, expected: dict[str, int]) -> tuple[Finding, ...]:
        """Every byte of every original against its name, and what lies there beside them.

        Args:
            expected: size by digest.
        """
        findings = []
        for sha256, size in sorted(expected.items()):
            where = original_name(sha256)
            path = self._case / where
            if path.is_symlink() or not path.is_file():
                told = f"the original {sha256} is missing"
                findings.append(Finding("missing", where, told))
                continue
            try:
                found, length = digest_of(path)
            except OSError as error:
                told = f"the original {sha256} cannot be read ({error.strerror})"
                findings.append(Finding("missing", where, told))
                continue
            if found != sha256:
                told = f"the original {sha256} has other bytes: {length} of them, SHA-256 {found}"
                findings.append(Finding("altered", where, told))
            elif length != size:
                told = f"the log gives the original {sha256} {size} bytes; it has {length}"
                findings.append(Finding("altered", where, told))
            if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o222:
                told = f"the original {sha256} can be written to"
                findings.append(Finding("writable", where, told))
        return (*findings, *self._extra(expected))

    def _extra(self, expected: dict[str, int]) -> list[Finding]:
        findings = []
        root = self._case / ORIGINALS
        wanted = {original_name(sha256) for sha256 in expected}
        for path in sorted(root.rglob("*")):
            where = path.relative_to(self._case).as_posix()
            if (path.is_dir() and not path.is_symlink()) or where in wanted:
                continue
            if path.parent == root and path.name.startswith("."):
                told = "a copy that was interrupted; the next act takes it away"
                findings.append(Finding("unfinished", where, told))
            else:
                findings.append(Finding("extra", where, "no entry of the log knows this file"))
        return findings

    def tidy(self) -> None:
        """No interrupted copy is left."""
        for stale in (self._case / ORIGINALS).glob(".*"):
            stale.unlink()
