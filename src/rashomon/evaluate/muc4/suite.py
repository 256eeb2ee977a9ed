"""The `muc4` suite: the system's templates for every message, scored three ways.

What enters is the corpus folder and the pipeline; what leaves are the official score of all slots,
GTT's template score and GRIT's CEAF-REE. Gold never reaches the pipeline.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rashomon.errors import CorpusError
from rashomon.evaluate.muc4.corpus import Muc4Split, read_split
from rashomon.evaluate.muc4.official import SCORED, OfficialScore, score
from rashomon.evaluate.muc4.reading import Template, read_templates
from rashomon.evaluate.muc4.report import report
from rashomon.evaluate.muc4.roles import from_templates, merged, read_grit, read_gtt
from rashomon.evaluate.muc4.rolescore import Counts, ceaf_ree, gtt_score, micro
from rashomon.evaluate.suite import Annotate, DocumentErrors, SuiteResult, gold_digest
from rashomon.render.exports.muc4 import responses
from rashomon.render.exports.muc4.form import SLOTS, printed_all


@dataclass(frozen=True)
class Muc4Scores:
    """The three scores of one response.

    Args:
        official: all 25 slots.
        gtt: counts by role and incident type.
        ceaf: counts by role.
    """

    official: OfficialScore
    gtt: Counts
    ceaf: Counts


def score_response(corpus: Muc4Split, response: Sequence[Template]) -> Muc4Scores:
    """The three scores of a response to a split.

    GTT's and GRIT's gold is their processed file where the folder has it for the split; else it is
    derived from the raw keys by the same steps.
    """
    raw = from_templates(corpus.keys, corpus.texts)
    gtt_gold = read_gtt(corpus.gtt) if corpus.gtt else raw
    grit_gold = (
        read_grit(corpus.grit)
        if corpus.grit
        else {message: merged(templates) for message, templates in raw.items()}
    )
    given = from_templates(response)
    return Muc4Scores(
        score(corpus.keys, response),
        gtt_score(gtt_gold, given),
        ceaf_ree(grit_gold, {message: merged(entry) for message, entry in given.items()}),
    )


def score_file(folder: Path, split: str, response: Path) -> tuple[SuiteResult, str]:
    """The scores of any response file in the template format, such as those of 1992.

    Args:
        folder: the corpus.
        split: train, dev or test.
        response: templates of all its messages, in one file.

    Returns:
        The result as for the system, and the official score report as text.

    Raises:
        CorpusError: if the folder is not laid out as expected.
    """
    corpus = read_split(folder, split)
    try:
        templates = read_templates(response.read_bytes().decode("latin-1"))
    except OSError as error:
        raise CorpusError(response, str(error)) from error
    scores = score_response(corpus, templates)
    return _result(folder, split, corpus, scores, 0.0), report(scores.official)


class Muc4:
    """MUC-4: twenty-five slots of violent incidents in upper-case wire reports."""

    name: ClassVar[str] = "muc4"
    splits: ClassVar[tuple[str, ...]] = ("train", "dev", "test")

    def run(self, folder: Path, split: str | None, annotate: Annotate) -> SuiteResult:
        """Score the system on one split (`dev` when none is named).

        Raises:
            CorpusError: if the folder is not laid out as expected.
        """
        split = split or "dev"
        corpus = read_split(folder, split)
        texts: list[str] = []
        began = time.perf_counter()
        for document in corpus.documents:
            texts.append(printed_all(responses(annotate(document))))
        seconds = time.perf_counter() - began
        scores = score_response(corpus, read_templates("\n".join(texts)))
        return _result(folder, split, corpus, scores, seconds)


def _result(
    folder: Path, split: str, corpus: Muc4Split, scores: Muc4Scores, seconds: float
) -> SuiteResult:
    every = scores.official.all_templates
    metrics = {
        "official_f": every.f(),
        "official_recall": every.recall,
        "official_precision": every.precision,
        "official_f_2p_r": every.f(0.5),
        "official_f_p_2r": every.f(2.0),
        "official_overgeneration": every.overgeneration,
    }
    for name, tally in scores.official.rows.items():
        if name != "ALL TEMPLATES":
            metrics[name.lower().replace(" ", "_").replace("/", "_") + "_f"] = tally.f()
    gtt, ceaf = micro(scores.gtt), micro(scores.ceaf)
    metrics |= {"gtt_f": gtt.f, "gtt_recall": gtt.recall, "gtt_precision": gtt.precision}
    metrics |= {
        "ceaf_ree_f": ceaf.f,
        "ceaf_ree_recall": ceaf.recall,
        "ceaf_ree_precision": ceaf.precision,
    }
    metrics |= {f"gtt_{role.lower()}_f": counts.f for role, counts in scores.gtt.items()}
    metrics |= {f"ceaf_ree_{role.lower()}_f": counts.f for role, counts in scores.ceaf.items()}
    for number in SCORED:
        tally = scores.official.slot(number)
        key = SLOTS[number].key
        metrics |= {
            f"slot_{key}_f": tally.f(),
            f"slot_{key}_recall": tally.recall,
            f"slot_{key}_precision": tally.precision,
        }
    pairs = scores.official.pairs
    counts = {
        "key_templates": sum(pair.key is not None for pair in pairs),
        "response_templates": sum(pair.response is not None for pair in pairs),
        "matched_templates": sum(
            pair.key is not None and pair.response is not None for pair in pairs
        ),
        "possible": every.possible,
        "actual": every.actual,
        "correct": every.cor,
        "partial": every.par,
        "incorrect": every.inc,
        "spurious": every.spu,
        "missing": every.mis,
    }
    return SuiteResult(
        suite="muc4",
        split=split,
        documents=len({template.message for template in corpus.keys}),
        gold_digest=gold_digest(corpus.gold_files, folder),
        metrics=metrics,
        counts=counts,
        words=sum(len(document.text.split()) for document in corpus.documents),
        seconds=seconds,
        errors=_errors(scores.official),
    )


def _errors(official: OfficialScore) -> tuple[DocumentErrors, ...]:
    """Per message what was not wholly correct, template by template."""
    lines: dict[str, list[str]] = {}
    for pair in official.pairs:
        template = pair.key or pair.response
        if template is None:
            continue
        entry = lines.setdefault(template.message, [])
        if pair.response is None:
            entry.append(f"MISSING TEMPLATE {template.number}")
        elif pair.key is None:
            entry.append(f"SPURIOUS TEMPLATE {template.number}")
        elif pair.lines:
            entry.append(f"TEMPLATE {pair.key.number} | {pair.response.number}")
        entry.extend(f"  {line}" for line in pair.lines)
    return tuple(
        DocumentErrors(message, tuple(entry)) for message, entry in sorted(lines.items()) if entry
    )
