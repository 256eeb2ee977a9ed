"""What a case brings itself beside its reports: its own places and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rashomon.errors import CasePlacesError
from rashomon.gazetteer.gazetteer import read_case_places
from rashomon.records import Problem
from rashomon.run.registry import CaseContext

PLACES = "places.geojson"
"""A case's own gazetteer and outlines, looked for in every folder that the user names."""


@dataclass(frozen=True)
class Brought:
    """What the case brings itself beside its reports.

    Args:
        context: for the stages.
        problems: what of it could not be used.
    """

    context: CaseContext
    problems: tuple[Problem, ...]


def bring(paths: Sequence[Path]) -> Brought:
    """The `places.geojson` of the folders named (the first by name where there are several)."""
    path, extra = find_places(paths)
    used = use_places(path)
    return Brought(used.context, (*extra, *used.problems))


def find_places(paths: Sequence[Path]) -> tuple[Path | None, tuple[Problem, ...]]:
    """The file that counts, and a problem for each that does not."""
    found = sorted(path / PLACES for path in paths if (path / PLACES).is_file())
    problems = tuple(
        Problem(
            PLACES,
            "read",
            f"{extra.parent.name}/{PLACES}: a case has one {PLACES}; that of the folder "
            f"{found[0].parent.name} was used",
        )
        for extra in found[1:]
    )
    return (found[0] if found else None), problems


def use_places(path: Path | None) -> Brought:
    """The places in a file, or a problem that tells why they cannot be used."""
    if path is None:
        return Brought(CaseContext(), ())
    try:
        read_case_places(path)
    except CasePlacesError as error:
        cause = f"{PLACES}: {error.cause}; it was left out"
        return Brought(CaseContext(), (Problem(PLACES, "read", cause),))
    return Brought(CaseContext(places=path), ())
