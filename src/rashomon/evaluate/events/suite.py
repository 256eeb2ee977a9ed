"""The events suite: whatever event corpora lie under a folder, scored one by one.

A folder enters that holds `dev.jsonl` (WikiEvents), `PLOVER_GSR_CAMEO.txt` (PLOVER records) or
`ECB_Dev_corpus.txt` (ECB+), itself or below; named scores leave.
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.events import ecbplus, plover, wikievents
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, f1, gold_digest, percent
from rashomon.stage import AnnotatedDocument


class _Run:
    """The system under test with its clock, and what has been gathered so far."""

    def __init__(self, annotate: Annotate) -> None:
        self._annotate = annotate
        self.words = 0
        self.seconds = 0.0
        self.documents = 0
        self.metrics: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.errors: list[DocumentErrors] = []
        self.files: list[Path] = []

    def read(self, name: str, text: str) -> AnnotatedDocument:
        self.words += len(text.split())
        self.documents += 1
        start = time.perf_counter()
        doc = self._annotate(wikievents.document(name, text))
        self.seconds += time.perf_counter() - start
        return doc


class Events:
    """Triggers, arguments, code-book records and coreference across documents."""

    name: ClassVar[str] = "events"
    splits: ClassVar[tuple[str, ...]] = ()

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on every event corpus under `folder`."""
        run = _Run(annotate)
        for pattern, scorer in (
            ("dev.jsonl", _wikievents),
            ("PLOVER_GSR_CAMEO.txt", _plover),
            ("ECB_Dev_corpus.txt", _ecbplus),
        ):
            for path in sorted(folder.rglob(pattern)):
                run.files.append(path)
                scorer(run, path)
        if not run.files:
            raise CorpusError(folder, "holds no event corpus")
        return SuiteResult(
            suite=self.name,
            split=split,
            documents=run.documents,
            gold_digest=gold_digest(run.files, folder),
            metrics=run.metrics,
            counts=run.counts,
            words=run.words,
            seconds=run.seconds,
            errors=tuple(run.errors),
        )


def _wikievents(run: _Run, path: Path) -> None:
    triggers, arguments = wikievents.Counts(), wikievents.Counts()
    for gold in wikievents.read(path):
        text, offsets = wikievents.lay_out(gold.tokens)
        found = wikievents.score(gold, offsets, run.read(gold.doc_id, text))
        for total, counts in zip((triggers, arguments), found, strict=True):
            total.gold += counts.gold
            total.predicted += counts.predicted
            total.right += counts.right
        if found[0].errors:
            run.errors.append(DocumentErrors(gold.doc_id, tuple(found[0].errors)))
    for name, counts in (("trigger", triggers), ("argument_head", arguments)):
        recall = percent(counts.right, counts.gold)
        precision = percent(counts.right, counts.predicted)
        run.metrics |= {
            f"wikievents_{name}_precision": precision,
            f"wikievents_{name}_recall": recall,
            f"wikievents_{name}_f": f1(precision, recall),
        }
        run.counts |= {f"wikievents_{name}_gold": counts.gold}


def _plover(run: _Run, path: Path) -> None:
    records = plover.read(path)
    events = modes = 0
    for number, record in enumerate(records):
        name = str(record.get("id", number))
        event, mode = plover.matches(record, run.read(name, str(record["text"])))
        events += event
        modes += event and mode
        if not event:
            run.errors.append(DocumentErrors(name, (f"no {record['event']}",)))
    run.metrics |= {
        "plover_event": percent(events, len(records)),
        "plover_event_and_mode": percent(modes, len(records)),
    }
    run.counts["plover_records"] = len(records)


def _ecbplus(run: _Run, path: Path) -> None:
    documents, mentions = ecbplus.read(path, path.with_name("ECB_Dev_Event_gold_mentions.json"))
    gold = defaultdict(list)
    for mention in mentions:
        gold[mention.doc_id].append(mention)
    joiner = ecbplus.Joiner()
    for document in documents:
        doc = run.read(document.doc_id, document.text)
        joiner.add(document, doc, gold[document.doc_id])
    for name, result in joiner.scores().items():
        run.metrics[f"ecbplus_{name}_conll_f"] = result.conll_f
    run.counts["ecbplus_mentions"] = len(mentions)
