"""The command line: draws progress, prints data to stdout and talk to stderr; no logic.

Exit status: 0 all well, 1 problems were recorded, 2 misuse.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import click
from msgspec.structs import replace
from rich.console import Console
from rich.text import Text

from rashomon import __version__, api
from rashomon.codec import to_json, to_json_pretty
from rashomon.custody_cli import COMMANDS
from rashomon.errors import RashomonError
from rashomon.evaluate.table import as_json, as_table, errors_text
from rashomon.records import FigurePolicy, Problem
from rashomon.render.formats import ExtractedClaim
from rashomon.settings import Settings, load_settings
from rashomon.terminal import AS_JSON, CASE, TALK, progress_bar, shown, tell, tell_orphans

_IN_WORDS = {"denied": "denied", "hedged": "not said for sure", "unknown": "said to be unknown"}

PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)


URLS = click.option(
    "--urls",
    "urls_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A list of addresses, one a line: of web archives only their captures are read.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rashomon")
@click.option(
    "--settings",
    "settings_path",
    type=click.Path(path_type=Path),
    help="A TOML file with settings; an unknown key is refused.",
)
@click.option("-v", "--verbose", is_flag=True, help="Log what the stages do to stderr.")
@click.pass_context
def cli(context: click.Context, settings_path: Path | None, verbose: bool) -> None:
    """Turn reports of contested violent events into a sourced record of who says what happened."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(name)s: %(message)s",
    )
    context.obj = load_settings(settings_path)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for dossier.html, case.json, claims.csv and the case's store.",
)
@click.option("--title", help="Title of the case; default: the folder's name.")
@click.option(
    "--policy",
    type=click.Choice(get_args(FigurePolicy)),
    help="How one figure is made of several; shown beside it. Default: the settings' (range).",
)
@URLS
@AS_JSON
@click.pass_obj
def report(
    settings: Settings,
    paths: tuple[Path, ...],
    out: Path,
    title: str | None,
    policy: FigurePolicy | None,
    urls_path: Path | None,
    as_json_: bool,
) -> None:
    """Read the reports, compare the accounts and write the dossier.

    Without a PATH the case in the folder is made anew from the originals that it holds.
    """
    if policy is not None:
        chosen = replace(settings.reconcile, policy=policy)
        settings = replace(settings, reconcile=chosen)
    settings = api.with_urls(settings, urls_path)
    with progress_bar() as draw:
        written = api.report(paths, out, settings, title, draw)
    case = written.case
    if as_json_:
        summary = {
            "dossier": str(written.dossier),
            "case": str(written.case_json),
            "claims_csv": str(written.claims),
            "store": written.database,
            "documents": len(case.documents),
            "claims": len(case.claims),
            "incidents": len(case.incidents),
            "facts": len(case.facts),
            "problems": [problem.message for problem in case.problems],
            "left_out": list(written.made.left_out),
            "orphans": [
                {"path": name, "quote": each.quote, "reason": each.reason}
                for name, each in written.made.orphans
            ],
        }
        click.echo(json.dumps(summary, indent=2, ensure_ascii=False))
    else:
        click.echo(str(written.dossier))
        TALK.print(
            f"{len(case.documents)} reports, {len(case.claims)} claims, "
            f"{len(case.incidents)} incidents; "
            f"{sum(fact.status == 'disputed' for fact in case.facts)} disputed facts"
        )
        for name in written.made.left_out:
            TALK.print(
                shown(f"left out, since it was removed: {name}"), markup=False, soft_wrap=True
            )
    sys.exit(tell(case.problems) | tell_orphans(written.made.orphans))


@cli.command()
@PATHS
@URLS
@AS_JSON
@click.pass_obj
def extract(
    settings: Settings, paths: tuple[Path, ...], urls_path: Path | None, as_json_: bool
) -> None:
    """Print what each report says, one JSON object a document.

    Without --json the objects are indented for reading.
    """
    settings = api.with_urls(settings, urls_path)
    problems = []
    with progress_bar() as draw:
        for item in api.extract(paths, settings, draw):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            problems.extend(item.problems)
            payload = to_json(item)
            if not as_json_:
                indented = json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
                payload = indented.encode()
            sys.stdout.buffer.write(payload + b"\n")
    sys.stdout.buffer.flush()
    sys.exit(tell(problems))


@cli.command()
@PATHS
@AS_JSON
@click.pass_obj
def claims(settings: Settings, paths: tuple[Path, ...], as_json_: bool) -> None:
    """Print who says what, for reading in the terminal: source, cue, content.

    What is passed on stands indented under whoever passes it on. With --json one object a report,
    its claims as in `extract`.
    """
    page = Console(highlight=False, soft_wrap=True)
    problems = []
    for item in api.extract(paths, settings):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        problems.extend(item.problems)
        if as_json_:
            payload = b'{"path":%s,"claims":%s}' % (
                to_json(item.document.path),
                to_json(item.claims),
            )
            sys.stdout.buffer.write(payload + b"\n")
            continue
        page.print(Text(item.document.path, style="bold underline"))
        for depth, claim in _nested(item.claims):
            page.print(_line(depth, claim))
        page.print()
    sys.stdout.buffer.flush()
    sys.exit(tell(problems))


def _nested(claims: Sequence[ExtractedClaim]) -> Iterator[tuple[int, ExtractedClaim]]:
    """The claims in reading order, each under the one that passes it on, with its depth."""
    inside: dict[str | None, list[ExtractedClaim]] = {}
    known = {claim.id for claim in claims}
    for claim in claims:
        inside.setdefault(claim.within if claim.within in known else None, []).append(claim)
    stack = [(0, claim) for claim in reversed(inside.get(None, []))]
    while stack:
        depth, claim = stack.pop()
        yield depth, claim
        stack += [(depth + 1, below) for below in reversed(inside.get(claim.id, []))]


def _line(depth: int, claim: ExtractedClaim) -> Text:
    """One claim: told apart by colour where there is one, and by its shape everywhere."""
    line = Text("  " * (depth + 1))
    own = claim.source is None and claim.cue is None
    if own:
        line.append("(the report itself)", style="blue")
    else:
        line.append(claim.source.text if claim.source else "(nobody named)", style="cyan")
        line.append(" ")
        line.append(f"‹{claim.cue.text if claim.cue else 'quoted'}›", style="magenta")
    line.append(" ")
    words = " … ".join(" ".join(part.text.split()) for part in claim.content)
    line.append(words, style="green")
    marks = [_IN_WORDS[mark] for mark in (claim.polarity, claim.certainty) if mark in _IN_WORDS]
    line.append(f"  [{', '.join(marks)}]" if marks else "", style="yellow")
    return line


@cli.command()
@PATHS
@click.option("--format", "form", required=True, type=click.Choice(["muc4", "bag"]), help="Format.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="File, default stdout; a bag's folder."
)
@click.option("--reason", help="Why a bag is handed over; the case's log then tells of it.")
@click.pass_obj
def export(
    settings: Settings, paths: tuple[Path, ...], form: str, out: Path | None, reason: str | None
) -> None:
    """Write what the reports say in another tool's format, or a case as a bag.

    muc4: a MUC-4 response file of the reports. bag: the case in the folder PATH with originals, log
    and results as a BagIt 1.0 bag.
    """
    if form == "bag":
        if out is None or len(paths) != 1:
            raise click.UsageError("--format bag takes the folder of one case and -o FOLDER")
        api.export_bag(paths[0], out, settings, reason)
        click.echo(str(out))
        return
    with progress_bar() as draw:
        response, problems = api.export_muc4(paths, settings, draw)
    if out is None:
        click.echo(response, nl=False)
    else:
        out.write_text(response, encoding="utf-8")
    sys.exit(tell(problems))


@cli.command()
@CASE
@click.argument("incident", required=False)
@click.option("--pair", nargs=2, metavar="ID ID", help="Two events or reports instead.")
@AS_JSON
@click.pass_obj
def explain(
    settings: Settings,
    case: Path,
    incident: str | None,
    pair: tuple[str, str] | None,
    as_json_: bool,
) -> None:
    """Say why the events of an INCIDENT of a CASE are one, link by link.

    INCIDENT is an id of case.json, or how it ends; without it all incidents are told. With --pair
    any two events or reports are compared, and what keeps them apart is told too.
    """
    if pair is not None:
        found = api.explain_pair(case, settings, *pair)
        if as_json_:
            click.echo(to_json(found))
            return
        likely = "" if found.probability is None else f" (by features {found.probability:.0%})"
        click.echo(
            f"{'one incident' if found.together else 'two incidents'}: {found.decided}{likely}"
        )
        for name, part in found.parts:
            click.echo(f"  {part:+6.2f}  {name}")
        return
    for link in api.explain_links(case, settings, incident):
        if as_json_:
            click.echo(to_json(link))
        else:
            click.echo(f"{link.incident}\n  {link.left}\n  {link.right}\n    {link.why}")


@cli.command()
@click.argument("shape", required=False, type=click.Choice(["extract", "case"]))
def schema(shape: str | None) -> None:
    """Print the JSON Schema of `extract` or of `case.json`; of both without an argument."""
    known = api.schemas()
    click.echo(json.dumps(known[shape] if shape else known, indent=2, sort_keys=True))


@cli.command()
@click.argument("suite")
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The corpus folder.",
)
@click.option(
    "--split", help="train, dev or test, where the corpus has splits; default: the suite's."
)
@click.option(
    "--errors",
    "errors_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write per-document errors for reading to this file.",
)
@click.option(
    "--response",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Score this file of MUC-4 templates instead of our own answers (muc4 only).",
)
@AS_JSON
@click.pass_obj
def evaluate(
    settings: Settings,
    suite: str,
    data: Path,
    split: str | None,
    errors_path: Path | None,
    response: Path | None,
    as_json_: bool,
) -> None:
    """Score the system on a corpus by the field's own metric."""
    measured = api.evaluate(suite, data, split, settings, response)
    if errors_path is not None:
        errors_path.write_text(errors_text(measured.result), encoding="utf-8")
    if as_json_:
        click.echo(json.dumps(as_json(measured.result, settings.digest, measured.stages)))
    else:
        click.echo(as_table(measured.result, settings.digest, measured.stages), nl=False)
        if measured.report:
            click.echo("\n" + measured.report, nl=False)
    sys.exit(tell(measured.problems))


@cli.command()
@click.argument("floors", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--data-root",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the corpora.",
)
@click.option("--suite", "suites", multiple=True, help="Only this suite; may be given repeatedly.")
@click.option("--fast", is_flag=True, help="Only what is part of every CI run.")
@click.option("--pin", is_flag=True, help="Write what is reached now into the file.")
@click.option("--reason", help="Why a pin may lower a floor or change its gold; kept in the file.")
@click.pass_obj
def gate(
    settings: Settings,
    floors: Path,
    data_root: Path,
    suites: tuple[str, ...],
    fast: bool,
    pin: bool,
    reason: str | None,
) -> None:
    """Check every suite against its pinned floor; status 1 if one does not hold."""
    status = 0
    for gated in api.gate(floors, data_root, settings, suites, fast=fast, pin=pin, reason=reason):
        told = "pinned" if pin else "FAILS" if gated.shortfalls else "holds"
        scores = ", ".join(
            f"{name} {gated.result.metrics[name]:.2f}"
            for name in gated.floor.metrics
            if name in gated.result.metrics
        )
        click.echo(f"{gated.floor.title}: {told}: {scores} ({gated.result.seconds:.0f} s)")
        for shortfall in gated.shortfalls:
            TALK.print(f"problem: {shortfall}", markup=False, soft_wrap=True)
            status = 1
    sys.exit(status)


@cli.group()
def gazetteer() -> None:
    """Build an index of places from a GeoNames dump, or look a name up."""


@gazetteer.command("build")
@click.option(
    "--geonames",
    "dump",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder of GeoNames' download files, or one of them; may be given repeatedly.",
)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The index; name it in the settings as places.gazetteer.",
)
def gazetteer_build(dump: tuple[Path, ...], out: Path) -> None:
    """Build an index from allCountries, citiesN or country tables, zipped or not.

    alternateNamesV2, admin1CodesASCII, admin2Codes and countryInfo are used where they are there.
    """
    with progress_bar() as draw:
        about = api.build_gazetteer(dump, out, draw)
    click.echo(str(out))
    TALK.print(f"{about['source']}; {about['places']} places, {about['names']} names")
    TALK.print(about["attribution"], soft_wrap=True)


@gazetteer.command("lookup")
@click.argument("name")
@AS_JSON
@click.pass_obj
def gazetteer_lookup(settings: Settings, name: str, as_json_: bool) -> None:
    """Print all places of a name, the likeliest without any context first."""
    found, about = api.find_places(name, settings)
    if as_json_:
        click.echo(to_json_pretty({"places": found, "about": about}).decode(), nl=False)
    else:
        for entry in found:
            click.echo(
                f"{entry.id}\t{entry.name}\t{entry.kind}\t{entry.lat:.4f} {entry.lon:.4f}\t"
                f"±{entry.radius_km:g} km\t{entry.admin1 or '-'}\t{entry.country or '-'}\t"
                f"{entry.population} people\t{entry.timezone or '-'}"
            )
        TALK.print(about["attribution"], soft_wrap=True)
    sys.exit(0 if found else 1)


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line; misuse and refusals end with status 2 and one line."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        TALK.print("stopped; what was there before is untouched")
        sys.exit(130)
    except RashomonError as error:
        TALK.print(shown(f"error: {error}"), markup=False, soft_wrap=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
