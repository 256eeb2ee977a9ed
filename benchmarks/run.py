"""Ours and a public tool side by side, by the same scorer on the same gold.

    python benchmarks/run.py SUITE --data FOLDER [--split S] [--out FILE] [--baseline-only]

Suites with a baseline: polnear (textacy), timex (dateparser), incidents (TF-IDF clustering) and
geoparse (spaCy's entities; recognition only). Each tool is imported only when its suite is asked
for. Prints a table; `--out` also writes what it printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rashomon import api
from rashomon.errors import RashomonError
from rashomon.evaluate.registry import suites
from rashomon.evaluate.suite import SuiteResult
from rashomon.evaluate.table import as_json
from rashomon.settings import Settings

MODULES = {
    "polnear": "baselines.quotations",
    "timex": "baselines.times",
    "incidents": "baselines.piles",
    "geoparse": "baselines.names",
}


def measure(suite: str, folder: Path, split: str | None, *, ours: bool) -> dict[str, Any]:
    """Both systems' figures on one corpus, as one JSON object."""
    baseline = import_module(MODULES[suite]).BASELINE
    scored = baseline.suite or {each.name: each for each in suites()}[suite]
    theirs = scored.run(folder, split, baseline.annotate())
    rows = [
        {
            "system": baseline.title,
            "versions": {name: version(name) for name in baseline.packages},
            "words_per_s": round(theirs.words_per_s, 1),
            "metrics": {
                name: round(score, 2)
                for name, score in theirs.metrics.items()
                if baseline.shows(name)
            },
        }
    ]
    digest = theirs.gold_digest
    if ours:
        rows.insert(0, _ours(suite, folder, split, digest))
    return {
        "suite": suite,
        "split": theirs.split,
        "documents": theirs.documents,
        "gold_digest": digest,
        "systems": rows,
    }


def _ours(suite: str, folder: Path, split: str | None, digest: str) -> dict[str, Any]:
    settings = Settings()
    measured = api.evaluate(suite, folder, split, settings)
    result: SuiteResult = measured.result
    if result.gold_digest != digest:
        raise RashomonError("the gold changed between the two runs")
    told = as_json(result, settings.digest, measured.stages)
    return {
        "system": "rashomon",
        "versions": {"rashomon": told["rashomon"], "settings": told["settings_digest"]}
        | told["weights"],
        "words_per_s": told["words_per_s"],
        "metrics": told["metrics"],
    }


def table(found: dict[str, Any]) -> str:
    """The figures that the tool can be held to, a line each, with a column for each system."""
    systems = found["systems"]
    names = list(systems[-1]["metrics"])
    width = max(len(name) for name in (*names, "words/s"))
    columns = [max(len(each["system"]), 9) for each in systems]
    split = f" ({found['split']})" if found["split"] else ""
    lines = [
        f"{found['suite']}{split}: {found['documents']} documents, gold {found['gold_digest']}",
        "",
        "  ".join(
            [
                " " * width,
                *(
                    each["system"].rjust(column)
                    for each, column in zip(systems, columns, strict=True)
                ),
            ]
        ),
    ]
    for name in names:
        cells = [
            f"{each['metrics'].get(name, float('nan')):.2f}".rjust(column)
            for each, column in zip(systems, columns, strict=True)
        ]
        lines.append("  ".join([name.ljust(width), *cells]))
    cells = [
        f"{each['words_per_s']:.0f}".rjust(column)
        for each, column in zip(systems, columns, strict=True)
    ]
    lines.append("  ".join(["words/s".ljust(width), *cells]))
    lines.append("")
    for each in systems:
        versions = ", ".join(f"{name} {number}" for name, number in each["versions"].items())
        lines.append(f"{each['system']}: {versions}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("suite", choices=sorted(MODULES))
    parser.add_argument("--data", type=Path, required=True, help="the corpus folder")
    parser.add_argument("--split", help="as for `rashomon evaluate`")
    parser.add_argument("--out", type=Path, help="also write the figures to this JSON file")
    parser.add_argument("--baseline-only", action="store_true", help="leave our own system out")
    asked = parser.parse_args()
    try:
        found = measure(asked.suite, asked.data, asked.split, ours=not asked.baseline_only)
    except RashomonError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(table(found))
    if asked.out is not None:
        asked.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
