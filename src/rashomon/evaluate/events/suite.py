"""The events suite: whatever event corpora lie under a folder, scored one by one.

A folder enters that holds `<split>.jsonl` (WikiEvents), `PLOVER_GSR_CAMEO.txt` (PLOVER records,
without splits) or `ECB_<Split>_corpus.txt` (ECB+), itself or below; named scores leave. The four
headline figures are `trigger_f` and `argument_f` (WikiEvents, heads), `plover_f` (a record's
event, over all texts) and `coref_conll_f` (ECB+, the system's joins of given mentions).
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.events import ecbplus, plover, wikievents
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, f1, gold_digest, percent
from rashomon.stage import AnnotatedDocument

_HEADLINES = (
    ("trigger_f", "wikievents_trigger_f"),
    ("argument_f", "wikievents_argument_head_f"),
    ("plover_f", "plover_event_f"),
    ("coref_conll_f", "ecbplus_system_conll_f"),
)


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
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on every event corpus under `folder`."""
        split = split or "dev"
        run = _Run(annotate)
        for pattern, scorer in (
            (f"{split}.jsonl", _wikievents),
            ("PLOVER_GSR_CAMEO.txt", _plover),
            (f"ECB_{split.title()}_corpus.txt", _ecbplus),
        ):
            for path in sorted(folder.rglob(pattern)):
                run.files.append(path)
                scorer(run, path)
        if not run.files:
            raise CorpusError(folder, f"holds no event corpus of split {split}")
        run.metrics |= {
            name: run.metrics[source] for name, source in _HEADLINES if source in run.metrics
        }
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
    by_text: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in plover.read(path):
        by_text[str(record["text"])].append(record)
    scope = plover.scope()
    records = [each for group in by_text.values() for each in group if each["event"] in scope]
    events = modes = gold = predicted = right = 0
    for number, (text, group) in enumerate(by_text.items()):
        name = str(group[0].get("id", number))
        doc = run.read(name, text)
        wanted = {record["event"] for record in group} & scope
        given = {event for event, _ in plover.codes(doc)}
        gold += len(wanted)
        predicted += len(given)
        right += len(wanted & given)
        for record in group:
            if record["event"] in scope:
                event, mode = plover.matches(record, doc)
                events += event
                modes += event and mode
        lines = [f"no {event}" for event in sorted(wanted - given)]
        lines += [f"wrongly {event}" for event in sorted(given - wanted)]
        if lines:
            run.errors.append(DocumentErrors(name, tuple(lines)))
    precision, recall = percent(right, predicted), percent(right, gold)
    run.metrics |= {
        "plover_event_f": f1(precision, recall),
        "plover_event_precision": precision,
        "plover_event_recall": recall,
        "plover_event": percent(events, len(records)),
        "plover_event_and_mode": percent(modes, len(records)),
    }
    run.counts["plover_records"] = len(records)


def _ecbplus(run: _Run, path: Path) -> None:
    mentions_name = path.name.replace("corpus.txt", "Event_gold_mentions.json")
    run.files.append(path.with_name(mentions_name))
    documents, mentions = ecbplus.read(path, path.with_name(mentions_name))
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
