"""The fast part of the gate: where the corpora are, no pinned score may have fallen."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon import api
from rashomon.evaluate.gate import Floor, load_floors, violations
from rashomon.evaluate.registry import suites
from rashomon.settings import Settings
from tests.conftest import REPOSITORY

FLOORS = REPOSITORY / "eval" / "floors.json"
PINNED = load_floors(FLOORS).floors


@pytest.mark.parametrize(
    "floor", [each for each in PINNED if each.fast], ids=lambda floor: floor.title
)
def test_fast_floors_hold(floor: Floor, shared: Path) -> None:
    folder = shared / "data" / floor.corpus
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}")
    measured = api.evaluate(floor.suite, folder, floor.split, Settings())
    assert violations(floor, measured.result) == []


def test_every_suite_has_a_floor() -> None:
    assert {suite.name for suite in suites()} == {floor.suite for floor in PINNED}


def test_noise_is_small_and_stated() -> None:
    """No more than one decision on the smallest gold (37 incidents, 2.7 points)."""
    assert all(0 < floor.noise <= 2.8 for floor in PINNED)
    assert all(floor.metrics for floor in PINNED)
