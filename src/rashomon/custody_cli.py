"""The commands over a case folder: its log, its originals, its search. No logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import cast, get_args

import click
import msgspec

from rashomon import api
from rashomon.codec import to_json, to_json_pretty
from rashomon.custody import Finding
from rashomon.records import Verdict
from rashomon.settings import Settings
from rashomon.store.search import HitKind
from rashomon.terminal import AS_JSON, CASE, TALK, progress_bar, shown, tell, tell_orphans


def _made_anew(written: api.Report) -> None:
    """The results' place is on stdout, what is wrong on stderr; the command has ended."""
    click.echo(str(written.dossier))
    sys.exit(tell(written.case.problems) | tell_orphans(written.made.orphans))


def _findings(findings: Iterable[Finding]) -> int:
    status = 0
    for finding in findings:
        line = f"{finding.kind}: {finding.where}: {finding.message}"
        TALK.print(shown(line), markup=False, soft_wrap=True)
        status = 1
    return status


@click.command()
@CASE
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head that `rashomon log --head` gave earlier: a log cut or rewritten since shows.",
)
@AS_JSON
@click.pass_obj
def verify(settings: Settings, case: Path, against: Path | None, as_json_: bool) -> None:
    """Check originals, manifest, log, results and store of a CASE in full; name what is wrong.

    Status 0: all is as the log says; 1: it is not; 2: there is no case.
    """
    verified = api.verify(case, settings, against)
    manifest = verified.manifest
    if as_json_:
        told = {
            "whole": not verified.findings,
            "findings": msgspec.to_builtins(verified.findings),
            "originals": verified.originals,
            "bytes": verified.size,
            "entries": len(verified.entries),
            "head": msgspec.to_builtins(manifest.head) if manifest is not None else None,
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        sys.exit(1 if verified.findings else 0)
    status = _findings(verified.findings)
    if not status:
        click.echo(
            f"whole: {verified.originals} originals ({verified.size} bytes), "
            f"{len(verified.entries)} log entries, results and store"
        )
    sys.exit(status)


@click.command()
@CASE
@click.option("--head", is_flag=True, help="Print the log's head, to be kept elsewhere.")
@AS_JSON
def log(case: Path, head: bool, as_json_: bool) -> None:
    """Print who did what to a CASE and when, or the head of its log."""
    if head:
        click.echo(to_json_pretty(api.head(case)), nl=False)
        return
    read = api.log(case)
    for entry in read.entries:
        if as_json_:
            click.echo(to_json(entry))
            continue
        reason = f": {entry.reason}" if entry.reason else ""
        if lost := entry.details.get("orphans_in_all"):
            reason += f"; {lost} quotations have no place in the changed reports"
        subject = f" {entry.subject}" if entry.subject else ""
        tool = f"{entry.tool} {entry.version}"
        who = f"{entry.at}  {entry.who}"
        click.echo(shown(f"{entry.sequence}  {who}  {entry.act}{subject}{reason}  ({tool})"))
    sys.exit(_findings(read.findings))


@click.command()
@CASE
@click.argument("name")
@click.option("--reason", required=True, help="Why; kept in the log.")
@click.option("--purge", is_flag=True, help="Delete the original too; only its digest stays.")
@click.pass_obj
def remove(settings: Settings, case: Path, name: str, reason: str, purge: bool) -> None:
    """Take the report NAME, or one document of a file with many, out of a CASE's results.

    The log keeps a tombstone, and `restore` undoes it. The original stays but for --purge.
    """
    with progress_bar() as draw:
        written = api.remove(case, name, reason, settings, draw, purge=purge)
    _made_anew(written)


@click.command()
@CASE
@click.argument("name")
@click.option("--reason", help="Why; kept in the log.")
@click.option(
    "--original",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file again, where it was purged; its bytes must be the same.",
)
@click.pass_obj
def restore(
    settings: Settings, case: Path, name: str, reason: str | None, original: Path | None
) -> None:
    """Bring back the report or document NAME that was removed from a CASE."""
    with progress_bar() as draw:
        written = api.restore(case, name, reason, settings, draw, original)
    _made_anew(written)


@click.command()
@CASE
@click.argument("left")
@click.argument("right")
@click.argument("verdict", type=click.Choice(get_args(Verdict)))
@click.option("--reason", required=True, help="Why; kept in the log and with the judgement.")
@click.pass_obj
def judge(
    settings: Settings, case: Path, left: str, right: str, verdict: Verdict, reason: str
) -> None:
    """Say that LEFT and RIGHT of a CASE are the same, different, or that it is not sure.

    Both are ids of case.json: of two events, two parties or two documents. A person's word goes
    before every feature; the latest word on a pair counts, and all stay in the log.
    """
    with progress_bar() as draw:
        written = api.judge(case, left, right, verdict, reason, settings, draw)
    _made_anew(written)


@click.command(name="import")
@click.argument("bag", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the case; not there yet, or empty.",
)
@click.option("--reason", help="Why it is taken over; the case's log then tells of it.")
@click.pass_obj
def import_(settings: Settings, bag: Path, out: Path, reason: str | None) -> None:
    """Make the case in a BAG a case folder again, byte for byte, after checking it in full."""
    status = _findings(api.import_bag(bag, out, settings, reason))
    if out.is_dir():
        click.echo(str(out))
    sys.exit(status)


@click.command()
@CASE
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["report", "claim"]), help="Only these.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@AS_JSON
@click.pass_obj
def search(
    settings: Settings,
    case: Path,
    words: tuple[str, ...],
    kind: str | None,
    limit: int,
    as_json_: bool,
) -> None:
    """Find WORDS in the reports and claims of a CASE.

    All must occur. "A phrase" in quotes, word* for a beginning, OR between alternatives, and after
    `--` also -word for what must not occur. Word forms, case and accents do not count.
    """
    hits = api.search(case, " ".join(words), settings, cast("HitKind | None", kind), limit)
    for hit in hits:
        if as_json_:
            told = {
                "kind": hit.kind,
                "document": hit.document.id,
                "name": hit.document.name,
                "claim": hit.claim,
                "spans": [[span.start, span.end] for span in hit.spans],
                "text_sha256": hit.document.text_sha256,
                "excerpt": hit.words,
            }
            click.echo(json.dumps(told, ensure_ascii=False))
            continue
        place = f"{hit.document.name}:{hit.spans[0].start}-{hit.spans[0].end}"
        claim = f" [{hit.claim}]" if hit.claim else ""
        click.echo(shown(f"{place}{claim}: {hit.words}"))
    if not hits:
        TALK.print("nothing found")


COMMANDS: tuple[click.Command, ...] = (verify, log, remove, restore, judge, import_, search)
