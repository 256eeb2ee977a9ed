"""A suite's result as a table to read and as one JSON object to compare."""

from __future__ import annotations

from typing import Any

from rashomon.evaluate.suite import SuiteResult
from rashomon.evaluate.versions import package, weights


def as_json(result: SuiteResult, settings_digest: str, stages: dict[str, str]) -> dict[str, Any]:
    """The object that `rashomon evaluate --json` prints.

    Args:
        result: what a suite gave.
        settings_digest: of the settings in force.
        stages: stage name to version; empty where something else's answers were scored.
    """
    return {
        "suite": result.suite,
        "split": result.split,
        "documents": result.documents,
        "gold_digest": result.gold_digest,
        "words_per_s": round(result.words_per_s, 1),
        "metrics": {name: round(score, 2) for name, score in result.metrics.items()},
        "counts": result.counts,
        "rashomon": package(),
        "settings_digest": settings_digest,
        "stages": stages,
        "weights": weights() if stages else {},
    }


def as_table(result: SuiteResult, settings_digest: str, stages: dict[str, str]) -> str:
    """The same for a person: metrics, counts, then what was measured with what."""
    width = max((len(name) for name in (*result.metrics, *result.counts)), default=0)
    lines = [f"{result.suite}" + (f" ({result.split})" if result.split else ""), ""]
    lines += [f"  {name:<{width}}  {score:8.2f}" for name, score in result.metrics.items()]
    if result.counts:
        lines += ["", *(f"  {name:<{width}}  {count:8d}" for name, count in result.counts.items())]
    lines += [
        "",
        f"  {result.documents} documents, {result.words} words, "
        f"{result.words_per_s:.0f} words/s (system time only)",
        f"  gold {result.gold_digest}  rashomon {package()}  settings {settings_digest}",
    ]
    if stages:
        lines += [f"  stages {_listed(stages)}", f"  weights {_listed(weights())}"]
    return "\n".join(lines) + "\n"


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def errors_text(result: SuiteResult) -> str:
    """Per-document findings, for reading; documents without any are left out."""
    blocks = [
        "\n".join([f"# {entry.document}", *entry.lines, ""])
        for entry in result.errors
        if entry.lines
    ]
    return "\n".join(blocks)
