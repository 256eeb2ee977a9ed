"""A small case folder under custody, made without reading anything."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rashomon.custody import Act, Actor, CaseFolder
from rashomon.custody.manifest import source_key

ACTOR = Actor("Ada Brel", "rashomon", "0.1")
REPORTS = {
    "harvane.txt": b"Two policemen were killed in Harvane, the ministry said.\n",
    "orvel/orvel.txt": "Nobody was hurt at the bridge of Orvel 🕊.\n".encode(),
    "empty.txt": b"",
}


class Clock:
    """Every question is a second later."""

    def __init__(self) -> None:
        self._seconds = itertools.count()

    def __call__(self) -> datetime:
        return datetime(2026, 5, 4, tzinfo=UTC) + timedelta(seconds=next(self._seconds))


def take_all(case: CaseFolder, folder: Path) -> dict[str, str]:
    """The reports are in custody; what a `report` would name as its inputs."""
    inputs = {}
    for name, payload in REPORTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
        inputs[source_key("report", name)] = case.take(path, name, "report")
    return inputs


def make_case(folder: Path) -> Path:
    """A case of three reports with two results."""
    place = folder / "case"
    with CaseFolder.locked(place, ACTOR, Clock(), new=True) as case:
        inputs = take_all(case, folder / "given")
        outputs = {}
        for name in ("case.json", "claims.csv"):
            payload = f"results of {name}\n".encode()
            (place / name).write_bytes(payload)
            outputs[name] = hashlib.sha256(payload).hexdigest()
        case.record(Act("report", inputs=inputs, outputs=outputs, details={"title": "Harvane"}))
    return place
