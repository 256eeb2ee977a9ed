"""Strike status and grading of an Airwars assessment, worked out from who says what.

What enters are one document's layers and the assessments of its claims; what leaves are two labels,
and the confusion of such labels with the coders'. The rules are Airwars' definitions put into
claims; none is fitted to the corpus. The coders also know what a text leaves out (sources found,
the belligerent's lists).

- Contested: reconciliation finds who did it, or who began, disputed (sources accuse different
  parties, or the accused denies). Declared: an accused party says itself that it did it. Single
  source claim: one source is named. Likely: anything else.
- Contested (grade): the strike is. Weak: fewer than two sources. Fair: anything else. Confirmed and
  Discounted are people's words only: a machine never gives them, so that they are always missed.

Source: Airwars methodology, "Strike status" and "Grading"
(https://airwars.org/research/methodology-note-airstrikes/).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rashomon.evaluate.suite import f1, percent
from rashomon.records import Assessment, Attribution, Claim, Entity, Named
from rashomon.stage import AnnotatedDocument

DECLARED, LIKELY = "Declared strike", "Likely strike"
CONTESTED, SINGLE = "Contested strike", "Single source claim"
_NAME = re.compile(r"[A-Z]\w{2,}")
_BLAME = frozenset({"responsible", "initiated"})
Words = frozenset[str]


def labels(doc: AnnotatedDocument, assessments: Iterable[Assessment]) -> tuple[str, str]:
    """Strike status and grade as the corpus writes them.

    Args:
        doc: the report.
        assessments: of the case that has this report only.
    """
    sources = dict(_sources(doc))
    accusations = [
        (claim, _names(claim.value.text))
        for claim in doc.layer(Claim)
        if claim.aspect in _BLAME and isinstance(claim.value, Named)
    ]
    admitted = any(
        claim.polarity == "affirmed" and _names(sources.get(claim.attribution or "", "")) & accused
        for claim, accused in accusations
    )
    number_of_sources = len(frozenset(sources.values()))
    status = LIKELY
    if any(made.aspect in _BLAME and made.status == "disputed" for made in assessments):
        status = CONTESTED
    elif admitted:
        status = DECLARED
    elif number_of_sources == 1:
        status = SINGLE
    return status, _grade(status, number_of_sources)


def _grade(status: str, number_of_sources: int) -> str:
    """`Contested`, `Weak` or `Fair`; never `Confirmed`, which takes a person."""
    if status == CONTESTED:
        return "Contested"
    return "Fair" if number_of_sources > 1 else "Weak"


def _sources(doc: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    """(attribution, the source's longest name in the document)."""
    named = {
        entity.id: max((doc.words(each.span) for each in entity.mentions), key=len)
        for entity in doc.layer(Entity)
    }
    for attribution in doc.layer(Attribution):
        if attribution.source is not None:
            printed = doc.words(attribution.source)
            yield attribution.id, named.get(attribution.entity or "", printed)


def _names(text: str) -> Words:
    return frozenset(_NAME.findall(text))


def confusion_metrics(pairs: Iterable[tuple[str, str]], prefix: str) -> dict[str, float]:
    """Accuracy, and F averaged over the labels that the gold has.

    Args:
        pairs: (gold, predicted), one a document.
        prefix: of the metrics' names.

    Worked by hand: (L, L), (L, D), (D, D), (C, L). Two of four are right: 50. L: one of two found,
    one of two right, F 50. D: one of one found, one of two right, F 66.67. C: F 0. Mean 38.89.
    """
    table = Counter(pairs)
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (wanted, given), number in table.items():
        gold[wanted] += number
        found[given] += number
    scores = [
        f1(percent(table[label, label], found[label]), percent(table[label, label], gold[label]))
        for label in sorted(gold)
    ]
    right = sum(table[label, label] for label in gold)
    return {
        f"{prefix}_accuracy": percent(right, gold.total()),
        f"{prefix}_macro_f": sum(scores) / len(scores) if scores else 0.0,
    }


def confusion_counts(pairs: Iterable[tuple[str, str]], prefix: str) -> dict[str, int]:
    """The table behind it: `<prefix>: gold as predicted` to a number."""
    table = Counter(pairs)
    return {
        f"{prefix}: {wanted} as {given}": number
        for (wanted, given), number in sorted(table.items())
    }
