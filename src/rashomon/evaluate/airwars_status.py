"""Strike status and grading of an Airwars assessment, worked out from who says what.

What enters are the layers of one document; what leaves are two labels, and the confusion of such
labels with the coders'. The rules are Airwars' definitions put into claims; none is fitted to the
corpus. The coders also know what a text leaves out (sources found, the belligerent's lists).

- Declared: an accused party says itself that it did it. Contested: sources accuse more than one
  body, or the accused denies. Single source claim: one source is named. Likely: anything else.
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
from rashomon.records import Attribution, Claim, Entity, Named
from rashomon.stage import AnnotatedDocument

DECLARED, LIKELY = "Declared strike", "Likely strike"
CONTESTED, SINGLE = "Contested strike", "Single source claim"
_NAME = re.compile(r"[A-Z]\w{2,}")
_BLAME = frozenset({"responsible", "initiated"})
_BODIES = frozenset({"organization", "group"})
Words = frozenset[str]


def labels(doc: AnnotatedDocument) -> tuple[str, str]:
    """Strike status and grade as the corpus writes them."""
    sources = dict(_sources(doc))
    accusations = [
        (claim, claim.value, _names(claim.value.text))
        for claim in doc.layer(Claim)
        if claim.aspect in _BLAME and isinstance(claim.value, Named)
    ]
    admitting = frozenset(
        sources[claim.attribution]
        for claim, _, accused in accusations
        if claim.attribution in sources
        and claim.polarity == "affirmed"
        and _names(sources[claim.attribution]) & accused
    )
    bodies = {entity.id for entity in doc.layer(Entity) if entity.kind in _BODIES}
    blamed = [(claim, accused) for claim, who, accused in accusations if who.entity in bodies]
    denied = any(
        claim.polarity == "denied" and _names(sources.get(claim.attribution or "", "")) & accused
        for claim, accused in blamed
    )
    single = len(frozenset(sources.values())) == 1
    status = LIKELY
    if denied or _sides(accused for claim, accused in blamed if _holds(claim)) > 1:
        status = CONTESTED
    elif admitting:
        status = DECLARED
    elif single:
        status = SINGLE
    return status, _grade(status, len(frozenset(sources.values())))


def _grade(status: str, number_of_sources: int) -> str:
    """`Contested`, `Weak` or `Fair`; never `Confirmed`, which takes a person."""
    if status == CONTESTED:
        return "Contested"
    return "Fair" if number_of_sources > 1 else "Weak"


def _holds(claim: Claim) -> bool:
    """Whether somebody other than the writer states it without doubt."""
    return (
        claim.attribution is not None
        and claim.polarity == "affirmed"
        and claim.certainty == "asserted"
    )


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


def _sides(accused: Iterable[Words]) -> int:
    """How many groups of names share no word with each other."""
    sides: list[Words] = []
    for names in accused:
        if names:
            joined = [side for side in sides if side & names]
            sides = [side for side in sides if not side & names]
            sides.append(names.union(*joined))
    return len(sides)


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
