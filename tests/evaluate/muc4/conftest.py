from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def muc4() -> Path:
    """The MUC-4 corpus folder; skips where it is not there."""
    root = Path(__file__).parents[3]
    shared = Path(os.environ.get("RASHOMON_SHARED", root.parent / "shared"))
    folder = shared / "data" / "muc4"
    if not (folder / "corpora").is_dir():
        pytest.skip(f"the MUC-4 corpus is not at {folder}")
    return folder
