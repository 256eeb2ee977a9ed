"""Writes the reference pages that follow from the code: `python docs/generate.py`.

Enters: the command line, the published schemas and the stage registry. Leaves: `cli.md`,
`stages.md` and `schema/*.json` beside this file. `tests/test_docs.py` fails when they are stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from rashomon.api import schemas
from rashomon.cli import cli
from rashomon.run.registry import CaseContext, case_stages, document_stages
from rashomon.settings import Settings
from rashomon.stage import CaseStage, DocumentStage

HERE = Path(__file__).parent
_NOTE = "<!-- Written by docs/generate.py; edit the code instead. -->"


def pages() -> dict[str, str]:
    """The text of every generated page, by its path under `docs/`."""
    found = {"cli.md": _cli(), "stages.md": _stages()}
    for name, schema in schemas().items():
        found[f"schema/{name}.schema.json"] = json.dumps(schema, indent=2, sort_keys=True) + "\n"
    return found


def _cli() -> str:
    parts = [_NOTE, "# The command line", "", "Data goes to stdout, talk to stderr. Exit status: 0"]
    parts[-1] += " all well, 1 problems were recorded, 2 misuse."
    context = click.Context(
        cli,
        info_name="rashomon",
        terminal_width=88,
        max_content_width=88,
        help_option_names=["-h", "--help"],
    )
    parts += ["", "```text", cli.get_help(context), "```"]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(
            command, info_name=name, parent=context, terminal_width=88, max_content_width=88
        )
        parts += ["", f"## `rashomon {name}`", "", "```text", command.get_help(inner), "```"]
        for part, within in sorted(getattr(command, "commands", {}).items()):
            deeper = click.Context(
                within, info_name=part, parent=inner, terminal_width=88, max_content_width=88
            )
            title = f"### `rashomon {name} {part}`"
            parts += ["", title, "", "```text", within.get_help(deeper), "```"]
    return "\n".join(parts) + "\n"


def _stages() -> str:
    settings = Settings()
    parts = [_NOTE, "# The stages, in running order", ""]
    parts += ["Each layer is written by exactly one stage. A document stage reads one report; a"]
    parts += ["case stage reads all of them.", ""]
    parts += ["## Document stages", "", *_table(document_stages(settings, CaseContext()))]
    parts += ["", "## Case stages", "", *_table(case_stages(settings))]
    return "\n".join(parts) + "\n"


def _table(stages: Iterable[DocumentStage | CaseStage]) -> list[str]:
    rows = ["| Stage | Version | Reads | Writes | What it does |", "|---|---|---|---|---|"]
    for stage in stages:
        # A stage without a docstring of its own is described by its module.
        module = sys.modules[type(stage).__module__].__doc__
        said = (type(stage).__doc__ or module or "").strip().splitlines()[0]
        reads = ", ".join(kind.__name__ for kind in _kinds(stage.reads)) or "text"
        writes = ", ".join(kind.__name__ for kind in _kinds(stage.writes))
        rows.append(f"| `{stage.name}` | {stage.version} | {reads} | {writes} | {said} |")
    return rows


def _kinds(given: type | Iterable[type]) -> list[type]:
    return [given] if isinstance(given, type) else list(given)


if __name__ == "__main__":
    for path, text in pages().items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_text(text, encoding="utf-8", newline="\n")
