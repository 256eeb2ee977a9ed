"""The same reports in mixed case and in capitals: how much the figures differ.

    python benchmarks/casing.py --data FOLDER/gun_violence [--every 24]
    python benchmarks/casing.py --data FOLDER/polnear --claims
    python benchmarks/casing.py --data FOLDER/muc4 --templates

Every n-th report with a record is read as it stands and with its title and text in capitals, each
as a case of its own; the four figures of the `incidents` suite for single reports are printed for
both, and their difference in points. With `--claims`, the figures of the `polnear` suite on its dev
split instead, the gold's offsets unchanged. With `--templates`, those of the `muc4` suite on its
dev split, whose messages are in capitals; mixed case is what `natural_case` makes of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from rashomon.evaluate.incidents import GoldIncident, article_metrics, read_reports
from rashomon.evaluate.memory import without_sentences
from rashomon.evaluate.muc4.suite import Muc4
from rashomon.evaluate.polnear import Polnear
from rashomon.extract.casing import natural_case
from rashomon.records import Document
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, case_stages, document_stages
from rashomon.settings import load_settings
from rashomon.stage import AnnotatedDocument


def upper(document: Document) -> Document:
    """A document in capitals, offsets unchanged; letters whose capital is longer stay."""
    text = "".join(c.upper() if len(c.upper()) == 1 else c for c in document.text)
    return msgspec.structs.replace(document, text=text)


def measured(
    pipeline: Pipeline, reports: Sequence[tuple[Document, str, GoldIncident]]
) -> dict[str, float]:
    """The figures of single reports."""
    read: list[AnnotatedDocument] = [
        without_sentences(pipeline.annotate(document)) for document, _, _ in reports
    ]
    gold = {document.id: incident for document, incident, _ in reports}
    facts = {incident: fact for _, incident, fact in reports}
    return article_metrics(gold, read, facts, lambda: case_stages(pipeline.settings))


def main() -> None:
    """Read both, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=24)
    parser.add_argument("--claims", action="store_true", help="the figures of attributions")
    parser.add_argument("--templates", action="store_true", help="the figures of MUC-4")
    args = parser.parse_args()
    settings = load_settings(None)
    pipeline = Pipeline(document_stages(settings, CaseContext()), settings)
    if args.claims:
        print(json.dumps(attributed(pipeline, args.data)))
        return
    if args.templates:
        print(json.dumps(templates(pipeline, args.data)))
        return
    reports = [(d, i, f) for d, i, f in read_reports(args.data) if f is not None][:: args.every]
    mixed = measured(pipeline, reports)
    capitals = measured(pipeline, [(upper(d), i, f) for d, i, f in reports])
    print(json.dumps({"reports": len(reports), "figures": beside(mixed, capitals)}))


def attributed(pipeline: Pipeline, folder: Path) -> dict[str, dict[str, float]]:
    """The figures of attributions on the corpus' dev split."""
    suite = Polnear()
    mixed = suite.run(folder, "dev", pipeline.annotate).metrics
    return beside(mixed, suite.run(folder, "dev", lambda d: pipeline.annotate(upper(d))).metrics)


def templates(pipeline: Pipeline, folder: Path) -> dict[str, dict[str, float]]:
    """The figures of MUC-4 templates on the corpus' dev split."""
    suite = Muc4()

    def mixed(document: Document) -> AnnotatedDocument:
        text = natural_case(document.text)
        return pipeline.annotate(msgspec.structs.replace(document, text=text))

    found = suite.run(folder, "dev", mixed).metrics
    return beside(found, suite.run(folder, "dev", pipeline.annotate).metrics)


def beside(
    mixed: Mapping[str, float], capitals: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Each figure as it stands, in capitals, and the difference in points."""
    return {
        name: {
            "mixed": round(value, 2),
            "capitals": round(capitals[name], 2),
            "difference": round(capitals[name] - value, 2),
        }
        for name, value in mixed.items()
    }


if __name__ == "__main__":
    main()
