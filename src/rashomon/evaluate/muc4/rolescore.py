"""GTT's template score and GRIT's CEAF-REE over role templates.

What enters are gold and predicted role templates (or role entities) by message; what leaves are
counts per role. An entity is right when all its mentions are among the gold entity's.

Source: Du, Rush and Cardie, NAACL 2021, section 5.1, and EACL 2021, section 4; the published
scripts' conventions: micro-average over incident type and five roles (GTT), five roles (GRIT).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rashomon.evaluate.assignment import best_pairs
from rashomon.evaluate.muc4.roles import ROLES, Entity, RoleTemplate

TYPE = "incident_type"
_MAX_MAPPINGS = 50_000


@dataclass(frozen=True)
class RoleCounts:
    """Matches and totals of one role.

    Args:
        matched_predicted: predicted entities that are right.
        predicted: predicted entities.
        matched_gold: gold entities that were found.
        gold: gold entities.
    """

    matched_predicted: int = 0
    predicted: int = 0
    matched_gold: int = 0
    gold: int = 0

    def __add__(self, other: RoleCounts) -> RoleCounts:
        return RoleCounts(
            self.matched_predicted + other.matched_predicted,
            self.predicted + other.predicted,
            self.matched_gold + other.matched_gold,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """In percent."""
        return 100.0 * self.matched_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """In percent."""
        return 100.0 * self.matched_gold / self.gold if self.gold else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of the two, in percent."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Counts = dict[str, RoleCounts]


def micro(counts: Mapping[str, RoleCounts]) -> RoleCounts:
    """The sum over roles."""
    result = RoleCounts()
    for entry in counts.values():
        result = result + entry
    return result


def right(gold: Entity, predicted: Entity) -> bool:
    """Whether every predicted mention is one of the gold entity's."""
    return set(predicted) <= set(gold)


def gtt_score(
    gold: Mapping[str, Sequence[RoleTemplate]], predicted: Mapping[str, Sequence[RoleTemplate]]
) -> Counts:
    """Counts per role and incident type, templates of each message mapped for the best F.

    Two templates may be mapped where the predicted type is among the gold template's. Within a
    mapped pair several predicted entities may match one gold entity: each is right, and the gold
    entity counts once.
    """
    result: Counts = dict.fromkeys((TYPE, *ROLES), RoleCounts())
    for message in sorted(gold):
        best = _best(tuple(gold[message]), tuple(predicted.get(message, ())))
        for role, entry in best.items():
            result[role] = result[role] + entry
    return result


def _best(gold: tuple[RoleTemplate, ...], predicted: tuple[RoleTemplate, ...]) -> Counts:
    totals = {
        role: RoleCounts(
            predicted=len(predicted)
            if role == TYPE
            else sum(len(t.roles[role]) for t in predicted),
            gold=len(gold) if role == TYPE else sum(len(t.roles[role]) for t in gold),
        )
        for role in (TYPE, *ROLES)
    }
    pairs = {
        (row, column): _pair(template, guess)
        for row, template in enumerate(gold)
        for column, guess in enumerate(predicted)
        if guess.incident_type and guess.incident_type in template.incident_type
    }
    best, best_f = totals, -1.0
    for mapping in _mappings(pairs, len(gold), len(predicted)):
        found = dict(totals)
        for key in mapping:
            for role, entry in pairs[key].items():
                found[role] = found[role] + entry
        reached = micro(found).f
        if reached > best_f:
            best, best_f = found, reached
    return best


def _pair(gold: RoleTemplate, predicted: RoleTemplate) -> Counts:
    """What a mapped pair adds to the matches."""
    found = {TYPE: RoleCounts(matched_predicted=1, matched_gold=1)}
    for role in ROLES:
        wanted, given = gold.roles[role], predicted.roles[role]
        found[role] = RoleCounts(
            matched_predicted=sum(any(right(g, p) for g in wanted) for p in given),
            matched_gold=sum(any(right(g, p) for p in given) for g in wanted),
        )
    return found


def _mappings(
    pairs: Mapping[tuple[int, int], Counts], rows: int, columns: int
) -> Iterator[tuple[tuple[int, int], ...]]:
    """One-to-one mappings to try: all of them, or where those are too many the best sum of matches.

    The totals do not depend on the mapping, so that F grows with the matches on either side and
    the sum is off by little where it is off at all.
    """
    count = 1
    for row in range(rows):
        count *= 1 + sum((row, column) in pairs for column in range(columns))
    if count > _MAX_MAPPINGS:
        worth = np.zeros((rows, columns))
        for (row, column), found in pairs.items():
            entry = micro(found)
            worth[row, column] = entry.matched_gold + entry.matched_predicted
        yield tuple(pair for pair in best_pairs(worth) if pair in pairs)
        return

    def extend(
        row: int, used: frozenset[int], taken: tuple[tuple[int, int], ...]
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        if row == rows:
            yield taken
            return
        for column in range(columns):
            if column not in used and (row, column) in pairs:
                yield from extend(row + 1, used | {column}, (*taken, (row, column)))
        yield from extend(row + 1, used, taken)

    yield from extend(0, frozenset(), ())


def ceaf_ree(
    gold: Mapping[str, Mapping[str, Sequence[Entity]]],
    predicted: Mapping[str, Mapping[str, Sequence[Entity]]],
) -> Counts:
    """Counts per role, entities aligned one to one for the most matches."""
    result: Counts = dict.fromkeys(ROLES, RoleCounts())
    for message in sorted(gold):
        guesses = predicted.get(message, {})
        for role in ROLES:
            wanted, given = gold[message].get(role, ()), guesses.get(role, ())
            similar = np.array([[float(right(g, p)) for p in given] for g in wanted])
            matched = 0
            if wanted and given:
                matched = int(sum(similar[pair] for pair in best_pairs(similar)))
            result[role] = result[role] + RoleCounts(matched, len(given), matched, len(wanted))
    return result
