"""What an earlier result rests on, as keys: where the key is the same, the result is the same.

A key covers the bytes read, the settings that count, and the program itself with all that it runs
on, so that no change of a word list or of a parser's version needs to be thought of.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Collection, Iterable
from pathlib import Path

import rashomon
from rashomon.codec import to_bytes
from rashomon.settings import Settings
from rashomon.stage import DocumentStage


@functools.cache
def fingerprint() -> str:
    """A digest of this program's files and of the versions of everything installed beside it."""
    root = Path(rashomon.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    installed = sorted(
        {(each.name or "", each.version or "") for each in importlib.metadata.distributions()}
    )
    digest.update(to_bytes(installed))
    return digest.hexdigest()


def annotation_key(
    stages: Iterable[DocumentStage], settings: Settings, places_sha256: str | None
) -> str:
    """What the layers of a document follow from, beside the document."""
    made = [(stage.name, stage.version, stage.writes.__name__) for stage in stages]
    return _digest((made, settings.digest, places_sha256, fingerprint()))


def reading_key(
    sha256: str, sidecar_sha256: str | None, settings: Settings, removed: Collection[str]
) -> str:
    """What the documents of a source follow from, beside its name.

    Args:
        sha256: of its bytes.
        sidecar_sha256: of its sidecar's.
        settings: in force.
        removed: names of its documents that stay out.
    """
    return _digest((sha256, sidecar_sha256, settings.read, sorted(removed), fingerprint()))


def _digest(meaning: object) -> str:
    return hashlib.sha256(to_bytes(meaning)).hexdigest()
