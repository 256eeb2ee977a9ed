"""The table of the documentation holds what was pinned and measured."""

from __future__ import annotations

import json
import subprocess
import sys

from rashomon.evaluate.gate import load_floors
from tests.conftest import REPOSITORY


def test_the_table_is_up_to_date() -> None:
    script = REPOSITORY / "benchmarks" / "figures.py"
    found = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert found.returncode == 0, "run python benchmarks/figures.py"


def test_baselines_were_scored_on_the_gold_of_the_floors() -> None:
    gold = {
        (floor.suite, floor.split): floor.gold_digest
        for floor in load_floors(REPOSITORY / "eval" / "floors.json").floors
        if floor.gold_digest and floor.suite != "events"
    }
    for path in sorted((REPOSITORY / "benchmarks" / "results").glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        key = found["suite"], found["split"]
        assert gold.get(key, found["gold_digest"]) == found["gold_digest"], path.name
