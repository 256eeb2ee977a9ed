"""Where things lie in a case folder. Nothing else knows these names."""

from __future__ import annotations

from pathlib import Path

CUSTODY = "custody"
ORIGINALS = "originals"
LOG = f"{CUSTODY}/log.jsonl"
MANIFEST = f"{CUSTODY}/manifest.json"
LOCK = f"{CUSTODY}/.lock"
BUILDING = ".building"
"""What is being made: thrown away or put in place by the next act, never read as a report."""
INTERRUPTED = ".interrupted"
"""What an interrupted act made; the next one may use of it what it can."""

READ_ONLY = 0o444


def is_case(folder: Path) -> bool:
    """Whether a folder is a case with a log."""
    return (folder / LOG).is_file()


def original_name(sha256: str) -> str:
    """The path of an original inside its case, with `/`."""
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}"
