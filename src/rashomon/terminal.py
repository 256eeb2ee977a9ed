"""What the commands share: talk on stderr, a progress bar, and the exit status of problems."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from rashomon.records import Orphan, Problem
from rashomon.run.progress import OnProgress, Progress

TALK = Console(stderr=True, highlight=False)
CASE = click.argument("case", type=click.Path(path_type=Path, exists=True, file_okay=False))
AS_JSON = click.option("--json", "as_json_", is_flag=True, help="Print JSON on stdout.")

_MOST_ORPHANS = 20
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@contextmanager
def progress_bar() -> Iterator[OnProgress]:
    """A progress bar on stderr where that is a terminal, nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=TALK, transient=True, disable=not TALK.is_terminal) as bar:
        task = bar.add_task("reading reports", total=None)

        def draw(progress: Progress) -> None:
            bar.update(
                task,
                description=progress.stage,
                completed=progress.done,
                total=progress.total,
            )

        yield draw


def shown(words: str) -> str:
    """Words of reports and file names, for a terminal: control codes become visible escapes."""
    return "".join(
        character
        if character == "\n" or unicodedata.category(character) not in _UNSHOWN
        else character.encode("unicode_escape").decode("ascii")
        for character in words
    )


def tell(problems: Iterable[Problem]) -> int:
    """Each problem on stderr; the exit status that they call for."""
    status = 0
    for problem in problems:
        TALK.print(f"problem: {shown(problem.message)}", markup=False, soft_wrap=True)
        status = 1
    return status


def tell_orphans(orphans: Sequence[tuple[str, Orphan]]) -> int:
    """The quotations that changed reports no longer hold on stderr; the exit status."""
    for name, orphan in orphans[:_MOST_ORPHANS]:
        quote = " ".join(orphan.quote.split())
        line = f"orphan: {name}: “{quote}” ({orphan.start}-{orphan.end}): {orphan.reason}"
        TALK.print(shown(line), markup=False, soft_wrap=True)
    if len(orphans) > _MOST_ORPHANS:
        TALK.print(f"and {len(orphans) - _MOST_ORPHANS} orphans more; --json tells all")
    return int(bool(orphans))
