"""The official MUC-4 score of all slots of all templates, decided without a person.

What enters are the templates of a key and of a response; what leaves are tallies per slot and the
summary rows of the 1992 score report. Templates are aligned one to one within a message under the
content-based conditions of the guidelines, so that the credit is greatest.

Source: MUC-4 scoring-guidelines.v7, section 3.2.1; M92-1002.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rashomon.evaluate.assignment import best_pairs
from rashomon.evaluate.muc4.fills import grade
from rashomon.evaluate.muc4.reading import Filler, Template
from rashomon.evaluate.muc4.strings import Grade
from rashomon.evaluate.muc4.tallies import Tally, total
from rashomon.render.exports.muc4.form import SLOTS

SCORED = tuple(slot.number for slot in SLOTS if slot.number >= 2)
"""Slots that count; MUC-4 left the template's own identifiers out of the totals."""

_CONTENT = (9, 10, 12, 13, 18, 19, 20)
"""At least one of these must agree in part for two templates to be mapped (3.2.1)."""


@dataclass(frozen=True)
class Pair:
    """A key template and the response template mapped to it; either may be missing.

    Args:
        key: None for a spurious response.
        response: None for a missing key.
        slots: tally per scored slot.
        lines: one line for every fill that is not wholly correct, for reading.
    """

    key: Template | None
    response: Template | None
    slots: dict[int, Tally]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialScore:
    """The score report.

    Args:
        pairs: every mapped pair, missing key and spurious response, by message.
        filtering: messages as relevant or not.
    """

    pairs: tuple[Pair, ...]
    filtering: Tally

    def slot(self, number: int) -> Tally:
        """One slot over all templates."""
        return total([pair.slots[number] for pair in self.pairs if number in pair.slots])

    def _sum(self, slots: Iterable[int], *, missing: bool, spurious: bool) -> Tally:
        wanted = [
            pair
            for pair in self.pairs
            if (pair.response is not None or missing) and (pair.key is not None or spurious)
        ]
        return total([pair.slots[number] for pair in wanted for number in slots])

    @property
    def all_templates(self) -> Tally:
        """The official row: missing and spurious templates count in every slot."""
        return self._sum(SCORED, missing=True, spurious=True)

    @property
    def rows(self) -> dict[str, Tally]:
        """The summary rows by their printed names."""
        sets = [slot.number for slot in SLOTS if slot.fill == "set"]
        strings = [slot.number for slot in SLOTS if slot.fill == "string"]
        return {
            "MATCHED/MISSING": self._sum(SCORED, missing=True, spurious=False),
            "MATCHED/SPURIOUS": self._sum(SCORED, missing=False, spurious=True),
            "MATCHED ONLY": self._sum(SCORED, missing=False, spurious=False),
            "ALL TEMPLATES": self.all_templates,
            "SET FILLS ONLY": self._sum(sets, missing=True, spurious=True),
            "STRING FILLS ONLY": self._sum(strings, missing=True, spurious=True),
            "TEXT FILTERING": self.filtering,
        }


def score(
    keys: Iterable[Template],
    responses: Iterable[Template],
    messages: Iterable[str] | None = None,
) -> OfficialScore:
    """The official score of a response.

    Args:
        keys: of the whole test set, empty templates (irrelevant messages) included.
        responses: in any order; messages that the keys lack are left out.
        messages: restrict the score to these; None for all messages of the keys.
    """
    gold, given = _by_message(keys), _by_message(responses)
    wanted = sorted(gold) if messages is None else [m for m in sorted(set(messages)) if m in gold]
    pairs: list[Pair] = []
    filtering = Tally()
    for message in wanted:
        here, there = gold[message], given.get(message, [])
        pairs.extend(align(here, there))
        filtering = filtering + _filtered(here, there)
    return OfficialScore(tuple(pairs), filtering)


def _by_message(templates: Iterable[Template]) -> dict[str, list[Template]]:
    """Non-empty templates by message; a message without any keeps an empty list."""
    grouped: dict[str, list[Template]] = defaultdict(list)
    for template in templates:
        entry = grouped[template.message]
        if not template.empty:
            entry.append(template)
    return grouped


def _filtered(keys: Sequence[Template], responses: Sequence[Template]) -> Tally:
    """Whether the message was rightly held to be relevant; doubtful messages may be either."""
    if responses:
        return Tally(cor=1) if keys else Tally(spu=1)
    if any(not key.optional for key in keys):
        return Tally(mis=1)
    return Tally(non=1)


def align(keys: Sequence[Template], responses: Sequence[Template]) -> list[Pair]:
    """The templates of one message, mapped so that the credit is greatest.

    Among mappings of equal credit one is taken that leaves optional key templates unmapped, then
    the one that follows the order of the files. Optional templates without a response are not
    missing.
    """
    matched: list[Pair] = []
    used_keys: set[int] = set()
    used_responses: set[int] = set()
    if keys and responses:
        pairs = {
            (row, column): _scored(key, response)
            for row, key in enumerate(keys)
            for column, response in enumerate(responses)
        }
        worth = np.zeros((len(keys), len(responses)))
        for (row, column), pair in pairs.items():
            if _mappable(pair):
                credit = sum(tally.credit for tally in pair.slots.values())
                order = 1e-6 * (row + column)
                worth[row, column] = credit + (0.0 if keys[row].optional else 0.1) - order
        for row, column in best_pairs(worth):
            if worth[row, column] > 0:
                matched.append(pairs[int(row), int(column)])
                used_keys.add(int(row))
                used_responses.add(int(column))
    missing = [
        _scored(key, None)
        for row, key in enumerate(keys)
        if row not in used_keys and not key.optional
    ]
    spurious = [
        _scored(None, response)
        for column, response in enumerate(responses)
        if column not in used_responses
    ]
    return [*matched, *missing, *spurious]


def _mappable(pair: Pair) -> bool:
    """Whether incident type and some perpetrator or target agree at least in part (3.2.1)."""
    return pair.slots[4].credit > 0 and any(pair.slots[slot].credit > 0 for slot in _CONTENT)


def _scored(key: Template | None, response: Template | None) -> Pair:
    slots: dict[int, Tally] = {}
    lines: list[str] = []
    for number in SCORED:
        wanted = key.fillers(number) if key else ()
        given = response.fillers(number) if response else ()
        tally, remarks = score_slot(number, wanted, given)
        slots[number] = tally
        lines.extend(remarks)
    return Pair(key, response, slots, tuple(lines))


def score_slot(
    slot: int, keys: Sequence[Filler], responses: Sequence[Filler]
) -> tuple[Tally, list[str]]:
    """The tally of one slot of one pair of templates, and what was not wholly correct.

    Fillers are matched one to one for the greatest credit. What is left over on both sides is
    incorrect, pair by pair; then what is left in the response is spurious and what the key
    requires is missing. An optional filler counts only where the response matches it.
    """
    name = SLOTS[slot].name
    wrong = max(0, SLOTS[slot].choices - len(keys))
    if not keys and not responses:
        return Tally(non=1, wrong=wrong), []
    used_keys: set[int] = set()
    used: set[int] = set()
    counts = {Grade.CORRECT: 0, Grade.PARTIAL: 0}
    remarks: list[str] = []
    if keys and responses:
        grades = np.array([[int(grade(slot, k, r)) for r in responses] for k in keys], dtype=float)
        bonus = np.array([[0.0 if key.optional else 0.01] for key in keys])
        worth = np.where(grades > 0, grades + bonus, 0.0)
        for row, column in best_pairs(worth):
            reached = Grade(int(grades[row, column]))
            if reached == Grade.INCORRECT:
                continue
            counts[reached] += 1
            used_keys.add(int(row))
            used.add(int(column))
            if reached == Grade.PARTIAL:
                remarks.append(f"PAR {name}: {keys[row].text} | {responses[column].text}")
    left = [key for row, key in enumerate(keys) if row not in used_keys and not key.optional]
    extra = [given for column, given in enumerate(responses) if column not in used]
    both = min(len(left), len(extra))
    remarks += [
        f"INC {name}: {a.text} | {b.text}" for a, b in zip(left[:both], extra[:both], strict=True)
    ]
    remarks += [f"MIS {name}: {key.text}" for key in left[both:]]
    remarks += [f"SPU {name}: {given.text}" for given in extra[both:]]
    tally = Tally(
        cor=counts[Grade.CORRECT],
        par=counts[Grade.PARTIAL],
        inc=both,
        spu=len(extra) - both,
        mis=len(left) - both,
        non=0 if counts[Grade.CORRECT] + counts[Grade.PARTIAL] + len(left) + len(extra) else 1,
        wrong=wrong,
    )
    return tally, remarks
