"""The table of the documentation holds what was pinned and measured."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import REPOSITORY


def test_the_table_is_up_to_date() -> None:
    script = REPOSITORY / "benchmarks" / "figures.py"
    found = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert found.returncode == 0, "run python benchmarks/figures.py"
