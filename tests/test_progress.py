"""Long work tells how far it is, and a bar shows it on a terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from rashomon import api, terminal
from rashomon.run.progress import Progress
from rashomon.settings import Settings


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Two people died in {name.upper()}vale, police said.")
    lines = [json.dumps({"text": f"{n} people died in Cvale, police said."}) for n in (3, 4, 5)]
    (folder / "c.jsonl").write_text("\n".join(lines))
    return folder


def test_a_report_tells_each_document_and_each_stage(given: Path, tmp_path: Path) -> None:
    steps: list[Progress] = []
    api.report([given], tmp_path / "out", Settings(), on_progress=steps.append)
    reading = [step for step in steps if step.stage == "reading reports"]
    # three files, five reports: how many come is not known once they are more than the files
    assert [(step.done, step.total) for step in reading] == [
        (1, 3),
        (2, 3),
        (3, 3),
        (4, None),
        (5, None),
    ]
    stages = [step for step in steps if step.stage != "reading reports"]
    assert stages[-1].done == stages[-1].total
    assert len({step.stage for step in stages}) > 2


def test_extraction_tells_too(given: Path) -> None:
    steps: list[Progress] = []
    assert len(list(api.extract([given], Settings(), steps.append))) == 5
    assert [step.done for step in steps] == [1, 2, 3, 4, 5]
    assert all(step.total is None or step.done <= step.total for step in steps)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_bar_is_drawn_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    out = io.StringIO()
    monkeypatch.setattr(
        terminal, "TALK", Console(file=out, force_terminal=is_terminal, width=90, highlight=False)
    )
    with terminal.progress_bar() as draw:
        draw(Progress("reading reports", 7, 40))
    assert ("7/40" in out.getvalue()) is is_terminal
    assert ("reading reports" in out.getvalue()) is is_terminal
