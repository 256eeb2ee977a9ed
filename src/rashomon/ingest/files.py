"""Which files are reports, and the names under which a case knows them.

What enters are the paths that a user named; what leaves are files with names, sorted by name,
whatever the order of the paths, and problems for what cannot be read. Nothing is opened here.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rashomon.records import Problem

STAGE = "read"

_AUXILIARY_SUFFIXES = frozenset({".geojson", ".toml"})
# what a report writes, where it lies beside the case's store
_OUTPUTS = frozenset({"dossier.html", "case.json", "claims.csv"})
_STORE = "case.sqlite"
# what marks a folder as a case, and what of it is kept and no report
_CASE_LOG = "custody/log.jsonl"
_KEPT = frozenset({"custody", "originals"})
_AUXILIARY_STEMS = frozenset({"readme", "license", "licence", "copying", "notice", "changelog"})


@dataclass(frozen=True)
class Found:
    """The files to read and what stood in the way.

    Args:
        files: (name, path), sorted by name; names are unique.
        problems: sorted.
    """

    files: tuple[tuple[str, Path], ...]
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        return len(self.files)


def find_files(paths: Sequence[Path], suffixes: Collection[str]) -> Found:
    """The reports among and under `paths`.

    A file's name is its path relative to the directory that the user named, or its own name if
    the user named the file. Where two files would share a name, the names of the directories
    above tell them apart. Hidden files, sidecars, `*.geojson`, settings and read-me files are no
    reports, nor is what an earlier run wrote. Links to directories are not followed.

    Args:
        paths: files and directories.
        suffixes: lower-case endings, with their dot, that some reader reads.
    """
    claims: dict[str, list[tuple[str, Path]]] = {}
    problems: list[Problem] = []
    for path in paths:
        if not os.path.lexists(path):
            problems.append(_problem(_label(path), "does not exist; nothing was read from it"))
            continue
        named = _walk(path, problems) if path.is_dir() else [(_label(path), path)]
        reports = 0
        for name, file in named:
            if _is_auxiliary(file, suffixes):
                continue
            if ending(file.name, suffixes) not in suffixes:
                problems.append(
                    _problem(
                        name,
                        f"has the ending {file.suffix or '(none)'}, which no reader reads; skipped",
                    )
                )
                continue
            reports += 1
            claims.setdefault(os.path.realpath(file), []).append((name, file))
        if not reports and path.is_dir():
            known = ", ".join(sorted(suffix for suffix in suffixes if suffix))
            problems.append(_problem(_label(path), f"holds nothing that can be read ({known})"))
    # a file reached twice keeps the name that says most
    files = [
        max(named, key=lambda pair: (pair[0].count("/"), pair[0], str(pair[1])))
        for _, named in sorted(claims.items())
    ]
    return Found(tuple(sorted(_distinct(files))), tuple(sorted(set(problems))))


def ending(name: str, known: Collection[str]) -> str:
    """The longest known ending of a file's name (`.warc.gz` before `.gz`), else its last."""
    suffixes = PurePosixPath(name.lower()).suffixes
    for at in range(len(suffixes)):
        joined = "".join(suffixes[at:])
        if joined in known:
            return joined
    return suffixes[-1] if suffixes else ""


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """(name, path) of each file under `root`, hidden ones left out."""

    def refused(error: OSError) -> None:
        where = Path(error.filename) if error.filename else root
        cause = (error.strerror or type(error).__name__).lower()
        problems.append(_problem(_relative(where, root), f"cannot be listed ({cause}); skipped"))

    for folder, folders, files in os.walk(root, onerror=refused, followlinks=False):
        here = Path(folder)
        for name in sorted(folders):
            if (here / name).is_symlink() and not name.startswith("."):
                problems.append(
                    _problem(
                        _relative(here / name, root),
                        "is a link to a directory and was not followed; name it to read it",
                    )
                )
        kept = _KEPT if (here / _CASE_LOG).exists() else frozenset()
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in kept
        )
        for name in sorted(files):
            if not name.startswith("."):
                yield _relative(here / name, root), here / name


def _is_auxiliary(file: Path, suffixes: Collection[str]) -> bool:
    suffix = file.suffix.lower()
    if file.name.startswith(_STORE):
        return True
    if file.name in _OUTPUTS and any(file.with_name(mark).exists() for mark in (_STORE, _CASE_LOG)):
        return True
    if suffix == ".json":
        return any(
            file.with_suffix(each).exists() or file.with_suffix(each.upper()).exists()
            for each in suffixes
            if each
        )
    return suffix in _AUXILIARY_SUFFIXES or file.stem.lower() in _AUXILIARY_STEMS


def _distinct(files: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """The files with as many directory names before equal names as it takes to part them."""
    by_name: dict[str, list[Path]] = defaultdict(list)
    for name, path in files:
        by_name[name].append(path)
    distinct = []
    for name, sharing in by_name.items():
        if len(sharing) == 1:
            distinct.append((name, sharing[0]))
            continue
        whole = [PurePosixPath(Path(os.path.abspath(path)).as_posix()).parts for path in sharing]
        depth = len(PurePosixPath(name).parts)
        while len({parts[-depth:] for parts in whole}) < len(whole):
            depth += 1
        for parts, path in zip(whole, sharing, strict=True):
            distinct.append(("/".join(parts[-depth:]), path))
    return distinct


def _label(path: Path) -> str:
    """How a path that the user named is called: its last part."""
    return _printable(path.name or Path(os.path.abspath(path)).name or "/")


def _relative(path: Path, root: Path) -> str:
    relative = path.relative_to(root).as_posix() if path != root else _label(root)
    return _printable(relative)


def _printable(name: str) -> str:
    """A name that can be encoded: bytes of a file name that are no UTF-8 become escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _problem(name: str, cause: str) -> Problem:
    return Problem(name=name, stage=STAGE, message=f"{name}: {cause}")
