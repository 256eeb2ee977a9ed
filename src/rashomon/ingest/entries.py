"""What every archive of files is asked before an entry of it is read.

A path is judged as text, whatever system made it; nothing is ever written to disk, so that a
refused path is a sign of harm or damage and not a danger.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_LONGEST = 1_000
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile("[\u0000-\u001f\u007f]")


def printable(path: str) -> str:
    """A path that can be encoded and shown on one line."""
    words = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", words)[:_LONGEST]


def refusal(path: str) -> str | None:
    """Why an entry of that path is not read, or None."""
    if not path:
        return "has no name; skipped"
    if len(path) > _LONGEST:
        return f"has a path of more than {_LONGEST} characters; skipped"
    if _CONTROL.search(path):
        return "has control characters in its path; skipped"
    slashed = path.replace("\\", "/")
    if slashed.startswith("/") or _DRIVE.match(slashed):
        return "has an absolute path; skipped"
    if ".." in slashed.split("/"):
        return "has a path that leads out of its archive ('..'); skipped"
    return None


def is_hidden(path: str) -> bool:
    """Whether it is no report but what systems leave behind: hidden files, resource forks."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
