"""The events suite: whatever event corpora lie under a folder, scored one by one.

A folder enters that holds `wikievents`, `ecbplus`, `meantime_en` or `plover_petrarch_gold`, or is
one of them; named scores leave. MEANTIME and the PLOVER records have no splits and are always
whole. Headline figures: `trigger_f` and `argument_f` (WikiEvents, heads, identification, all event
types of the corpus), `plover_f` (a record's event, all events of the code book), `coref_conll_f`
(ECB+ with gold mentions), and `meantime_coref_conll_f` (the same on MEANTIME).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.events import ecbplus, meantime, plover, wikievents
from rashomon.evaluate.events.crossdocument import Joiner, TopicDocument
from rashomon.evaluate.events.texts import document, lay_out
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, f1, gold_digest, percent
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument, CaseStage

_FOLDERS = ("wikievents", "plover_petrarch_gold", "ecbplus", "meantime_en")
_HEADLINES = (
    ("trigger_f", "wikievents_trigger_f"),
    ("argument_f", "wikievents_argument_f"),
    ("plover_f", "plover_event_f"),
    ("coref_conll_f", "ecbplus_system_conll_f"),
    ("meantime_coref_conll_f", "meantime_system_conll_f"),
)


class _Run:
    """The system under test with its clock, and what has been gathered so far."""

    def __init__(self, annotate: Annotate, stages: Callable[[], Sequence[CaseStage]]) -> None:
        self._annotate = annotate
        self.stages = stages
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
        doc = self._annotate(document(name, text))
        self.seconds += time.perf_counter() - start
        return doc

    def tell(self, name: str, gold: int, predicted: int, right: int) -> None:
        precision, recall = percent(right, predicted), percent(right, gold)
        self.metrics |= {
            f"{name}_precision": precision,
            f"{name}_recall": recall,
            f"{name}_f": f1(precision, recall),
        }
        self.counts |= {
            f"{name}_gold": gold, f"{name}_predicted": predicted, f"{name}_right": right,
        }  # fmt: skip


class Events:
    """Triggers, arguments, code-book records and coreference across documents.

    Args:
        stages: the case stages that link incidents; by default the registry's.
    """

    name: ClassVar[str] = "events"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def __init__(self, stages: Callable[[], Sequence[CaseStage]] | None = None) -> None:
        self._stages = stages or (lambda: case_stages(Settings())[:3])

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on every event corpus in `folder`.

        Args:
            folder: one corpus, or a folder that holds some under their names.
            split: of WikiEvents and ECB+; `dev` by default.
            annotate: the document pipeline under test.

        Raises:
            CorpusError: if there is no event corpus of that split, or a file is malformed.
        """
        split = split or "dev"
        run = _Run(annotate, self._stages)
        named = [folder / name for name in _FOLDERS if (folder / name).is_dir()]
        for root in named or [folder]:
            for path in sorted(root.rglob(f"{split}.jsonl")):
                _wikievents(run, path)
            for path in sorted(root.rglob("PLOVER_GSR_CAMEO.txt")):
                _plover(run, path)
            for path in sorted(root.rglob(f"ECB_{split.title()}_corpus.txt")):
                _ecbplus(run, path)
            _meantime(run, root)
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
    run.files.append(path)
    coreference = path.parent / "coref" / f"{path.stem}.jsonlines"
    clusters: dict[str, list[list[str]]] = {}
    if coreference.is_file():
        run.files.append(coreference)
        clusters = wikievents.read_clusters(coreference)
    totals: dict[str, wikievents.Counts] = defaultdict(wikievents.Counts)
    for gold in wikievents.read(path):
        text, offsets = lay_out(gold.tokens)
        doc = run.read(gold.doc_id, text)
        found = wikievents.score(gold, offsets, doc, clusters.get(gold.doc_id, ()))
        for name, counts in found.counts.items():
            totals[name].add(counts)
        if found.errors:
            run.errors.append(DocumentErrors(gold.doc_id, tuple(found.errors)))
    for name, counts in totals.items():
        if name != "argument_coref" or clusters:
            run.tell(f"wikievents_{name}", counts.gold, counts.predicted, counts.right)


def _plover(run: _Run, path: Path) -> None:
    run.files.append(path)
    by_text: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in plover.read(path):
        by_text[str(record["text"])].append(record)
    scope = plover.scope()
    tallies = {"event": [0, 0, 0], "event_in_scope": [0, 0, 0], "event_and_mode": [0, 0, 0]}
    for number, (text, group) in enumerate(by_text.items()):
        name = str(group[0].get("id", number))
        doc = run.read(name, text)
        for tally, (wanted, given) in plover.compared(group, doc, scope).items():
            sums = tallies[tally]
            sums[0] += len(wanted)
            sums[1] += len(given)
            sums[2] += len(wanted & given)
            if tally == "event":
                lines = [f"no {event}" for event, _ in sorted(wanted - given)]
                lines += [f"wrongly {event}" for event, _ in sorted(given - wanted)]
                if lines:
                    run.errors.append(DocumentErrors(name, tuple(lines)))
    for tally, (gold, predicted, right) in tallies.items():
        run.tell(f"plover_{tally}", gold, predicted, right)
    run.counts["plover_records"] = sum(map(len, by_text.values()))


def _ecbplus(run: _Run, path: Path) -> None:
    mentions = path.with_name(path.name.replace("corpus.txt", "Event_gold_mentions.json"))
    run.files += [path, mentions]
    _coreference(run, "ecbplus", ecbplus.read(path, mentions))


def _meantime(run: _Run, root: Path) -> None:
    files = meantime.files(root)
    if files:
        run.files += files
        _coreference(run, "meantime", [meantime.read(path) for path in files])


def _coreference(run: _Run, corpus: str, documents: Iterable[TopicDocument]) -> None:
    joiner = Joiner(run.stages)
    mentions = 0
    for each in documents:
        mentions += len(each.mentions)
        joiner.add(each, run.read(each.name, each.text))
    for name, result in joiner.scores().items():
        run.metrics[f"{corpus}_{name}_conll_f"] = result.conll_f
    run.counts[f"{corpus}_mentions"] = mentions
