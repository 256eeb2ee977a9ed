"""Writes the table of `docs/evaluation.md` from what was pinned, measured and quoted.

    python benchmarks/figures.py            (--check: only say whether it is up to date)

Ours come from `eval/floors.json`, the baselines from `benchmarks/results/`, others' figures from
`benchmarks/published.toml`. Needs nothing but Python.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
BEGIN, END = (
    "<!-- figures: benchmarks/figures.py writes what follows -->",
    "<!-- end of figures -->",
)
HEAD = (
    "| suite | figure | system | on | score | how | source |",
    "|---|---|---|---|---:|---|---|",
)
STAND_INS = {"ecbplus_lemma_conll_f": "equal lemmas within a topic"}
"""Metrics that a suite reports of a baseline of its own."""
CORPORA = {
    "airwars": "Airwars",
    "ecbplus": "ECB+",
    "geoparsing": "LGL, GeoVirus, GeoWebNews",
    "gum": "GUM",
    "gun_violence": "gun violence",
    "muc4": "MUC-4",
    "plover_petrarch_gold": "PLOVER records",
    "polnear": "PolNeAR",
    "reconciliation_gold": "reconciliation set",
    "tempeval3": "TimeBank + AQUAINT",
    "wikievents": "WikiEvents",
}


def rows() -> Iterator[str]:
    """The table's rows: for each figure ours, then the baselines, then what others published."""
    floors = json.loads((ROOT / "eval" / "floors.json").read_text(encoding="utf-8"))["floors"]
    measured = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "benchmarks" / "results").glob("*.json"))
    ]
    with (ROOT / "benchmarks" / "published.toml").open("rb") as file:
        published = tomllib.load(file)["figure"]
    shown: set[tuple[str, str]] = set()
    for floor in floors:
        if not floor["gold_digest"]:
            continue
        on = CORPORA[floor["corpus"]] + (f" {floor['split']}" if floor["split"] else ", whole")
        if floor["corpus"] == "plover_petrarch_gold":
            on = CORPORA[floor["corpus"]]
        for metric, score in floor["metrics"].items():
            name = f"`{metric}`"
            if metric in STAND_INS:
                yield _row("", "", STAND_INS[metric], on, f"{score:.1f}", "measured", name)
                continue
            yield _row(floor["suite"], name, "**Rashomon**", on, f"**{score:.1f}**", "measured", "")
            for found in measured:
                if (found["suite"], found["split"]) == (floor["suite"], floor["split"]):
                    yield from _baselines(found, metric, on)
            if (floor["suite"], metric) not in shown:
                yield from _quoted(published, floor["suite"], metric)
                shown.add((floor["suite"], metric))


def _baselines(found: dict[str, Any], metric: str, on: str) -> Iterator[str]:
    for system in found["systems"]:
        if metric in system["metrics"] and system["system"] != "rashomon":
            score = f"{system['metrics'][metric]:.1f}"
            versions = ", ".join(f"{name} {number}" for name, number in system["versions"].items())
            yield _row("", "", system["system"], on, score, "measured", versions)


def _quoted(published: list[dict[str, str]], suite: str, metric: str) -> Iterator[str]:
    for figure in published:
        if (figure["suite"], figure["metric"]) == (suite, metric):
            yield _row(
                "",
                "",
                figure["system"],
                figure["split"],
                figure["score"],
                "quoted",
                figure["source"],
            )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def page() -> str:
    """The page with its table brought up to date."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return "\n".join([before + BEGIN, "", *HEAD, *rows(), "", END + after])


def main() -> int:
    new = page()
    if "--check" in sys.argv[1:]:
        return int(new != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
