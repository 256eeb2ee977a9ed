"""A case as a BagIt 1.0 bag (RFC 8493), and a bag as a case again, byte for byte.

A bag is always checked in full: the number and size of its files say nothing of their bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from rashomon.custody.durable import digest_of, sync_folder, write
from rashomon.custody.findings import Finding
from rashomon.custody.layout import CUSTODY, MANIFEST, ORIGINALS, READ_ONLY
from rashomon.errors import CustodyError

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_PAYLOAD, _TAGS, _INFO = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
_LOCKS = frozenset({f"{CUSTODY}/.lock", f"{CUSTODY}/.log.lock"})


def case_files(case: Path, results: Iterable[str]) -> list[str]:
    """The paths, with `/`, of all that makes up a case: custody, originals and results."""
    found = [name for name in results if (case / name).is_file()]
    for folder in (CUSTODY, ORIGINALS):
        found += [
            path.relative_to(case).as_posix()
            for path in (case / folder).rglob("*")
            if path.is_file() and not path.is_symlink()
        ]
    return sorted(set(found) - _LOCKS)


def write_bag(
    case: Path, names: Iterable[str], bag: Path, *, version: str, at: datetime, head: str
) -> None:
    """`bag` is a bag whose payload are these files of the case.

    Args:
        case: the folder.
        names: paths in it, with `/`.
        bag: a folder that is not there yet.
        version: of the program.
        at: tells the day of bagging.
        head: hash of the log's last entry, for `External-Identifier`.

    Raises:
        CustodyError: if `bag` is there, or a file changes while it is copied.
    """
    if os.path.lexists(bag):
        raise CustodyError(bag, "is there already; a bag gets a new folder")
    beside = bag.with_name(f".{bag.name}.making")
    if beside.exists():
        _remove(beside)
    payload, size = [], 0
    for name in sorted(names):
        target = beside / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(case / name, target)
        if name.startswith(f"{ORIGINALS}/"):
            target.chmod(READ_ONLY)
        digest, length = digest_of(target)
        if digest != digest_of(case / name)[0]:
            raise CustodyError(case, f"{name} changed while it was copied")
        payload.append((digest, f"data/{name}"))
        size += length
    info = {
        "Bag-Software-Agent": f"rashomon {version}",
        "Bagging-Date": at.astimezone(UTC).strftime("%Y-%m-%d"),
        "External-Description": "A case of Rashomon with originals, log of custody and results",
        "External-Identifier": head,
        "Payload-Oxum": f"{size}.{len(payload)}",
    }
    write(beside / "bagit.txt", DECLARATION)
    write(beside / _INFO, "".join(f"{k}: {v}\n" for k, v in info.items()).encode())
    write(beside / _PAYLOAD, _manifest(payload))
    tags = [(digest_of(beside / name)[0], name) for name in ("bagit.txt", _INFO, _PAYLOAD)]
    write(beside / _TAGS, _manifest(sorted(tags, key=lambda tag: tag[1])))
    os.replace(beside, bag)
    sync_folder(bag.parent)


def check_bag(bag: Path) -> tuple[Finding, ...]:
    """Everything that is wrong with a bag of Rashomon's: each byte, each name, each tag."""
    findings = list(_check_tags(bag))
    listed = _read_manifest(bag, _PAYLOAD, findings)
    present = {
        path.relative_to(bag).as_posix()
        for path in (bag / "data").rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    size = 0
    for name, digest in sorted(listed.items()):
        if not name.startswith("data/"):
            findings.append(Finding("altered", _PAYLOAD, f"{name} is no path of the payload"))
            continue
        size += _check_file(bag, name, digest, findings)
    for name in sorted(present - set(listed)):
        findings.append(Finding("extra", name, f"{name} is in no manifest"))
    oxum = f"{size}.{len(listed)}"
    told = _info(bag).get("Payload-Oxum")
    if told != oxum:
        findings.append(Finding("altered", _INFO, f"Payload-Oxum is {told}; it should be {oxum}"))
    return tuple(sorted(set(findings)))


def read_bag(bag: Path, case: Path) -> tuple[Finding, ...]:
    """`case` is the bag's case, byte for byte, if the bag is whole.

    Returns:
        What is wrong with the bag; nothing was written if there is anything.

    Raises:
        CustodyError: if `bag` is no bag, or `case` is there already and not empty.
    """
    if not (bag / "bagit.txt").is_file():
        raise CustodyError(bag, "is no bag (no bagit.txt)")
    if case.exists() and (not case.is_dir() or any(case.iterdir())):
        raise CustodyError(case, "is there already; a case is imported into a new folder")
    findings = check_bag(bag)
    if not (bag / "data" / MANIFEST).is_file():
        findings = (*findings, Finding("missing", f"data/{MANIFEST}", "the bag holds no case"))
    if findings:
        return findings
    beside = case.with_name(f".{case.name}.importing")
    if beside.exists():
        _remove(beside)
    beside.mkdir(parents=True)
    for name in _read_manifest(bag, _PAYLOAD, []):
        inside = name.removeprefix("data/")
        target = beside / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bag / name, target)
        if inside.startswith(f"{ORIGINALS}/"):
            target.chmod(READ_ONLY)
    if case.exists():
        case.rmdir()
    os.replace(beside, case)
    sync_folder(case.parent)
    return ()


def _manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {_escaped(name)}\n" for digest, name in lines).encode()


def _escaped(name: str) -> str:
    # the standard escapes the per cent sign and line ends, nothing else
    return name.replace("%", "%25").replace("\n", quote("\n")).replace("\r", quote("\r"))


def _unescaped(name: str) -> str:
    for mark, sign in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r")):
        name = name.replace(mark, sign)
    return name.replace("%25", "%")


def _read_manifest(bag: Path, name: str, findings: list[Finding]) -> dict[str, str]:
    try:
        text = (bag / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        findings.append(Finding("missing", name, f"{name} is missing"))
        return {}
    except (OSError, UnicodeDecodeError) as error:
        findings.append(Finding("altered", name, f"{name} cannot be read ({error})"))
        return {}
    listed: dict[str, str] = {}
    for number, line in enumerate(text.split("\n")[:-1] if text.endswith("\n") else [text], 1):
        match = _LINE.fullmatch(line)
        path = _unescaped(match[2]) if match else ""
        if match is None or not _inside(path) or path in listed:
            findings.append(Finding("altered", name, f"line {number} of {name} is no new path"))
            continue
        listed[path] = match[1].lower()
    return listed


def _inside(name: str) -> bool:
    """Whether a path stays in the bag: no root, no drive, no way up."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not (
        name.startswith(("/", "~")) or "\\" in name or ":" in parts[0] or ".." in parts
    )


def _check_tags(bag: Path) -> Iterator[Finding]:
    try:
        declared = (bag / "bagit.txt").read_bytes()
    except OSError:
        declared = b""
    if declared != DECLARATION:
        yield Finding("altered", "bagit.txt", "it does not declare BagIt 1.0 in UTF-8")
    findings: list[Finding] = []
    listed = _read_manifest(bag, _TAGS, findings)
    for name, digest in sorted(listed.items()):
        _check_file(bag, name, digest, findings)
    for name in sorted({"bagit.txt", _INFO, _PAYLOAD} - set(listed)):
        findings.append(Finding("missing", _TAGS, f"it does not list {name}"))
    for path in sorted(bag.iterdir()):
        if path.name != "data" and path.name != _TAGS and path.name not in listed:
            findings.append(Finding("extra", path.name, f"{path.name} is in no manifest"))
    yield from findings


def _check_file(bag: Path, name: str, digest: str, findings: list[Finding]) -> int:
    path = bag / name
    if not _regular(path):
        findings.append(Finding("missing", name, f"{name} is missing, or no regular file"))
        return 0
    found, size = digest_of(path)
    if found != digest:
        findings.append(Finding("altered", name, f"{name} has SHA-256 {found}, not {digest}"))
    return size


def _regular(path: Path) -> bool:
    """Whether a file lies there, and no link; a name that no file can have is not there."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _info(bag: Path) -> dict[str, str]:
    try:
        text = (bag / _INFO).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)
