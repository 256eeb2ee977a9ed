"""Counts of the official score and the figures that follow from them.

What enters are numbers of correct, partial, incorrect, spurious, missing and noncommittal fills;
what leaves are recall, precision, overgeneration and the rest. It knows no slot and no template.

Source: N. Chinchor, "MUC-4 Evaluation Metrics", Proceedings of MUC-4 (1992), M92-1002; error
measures as in "MUC-5 Evaluation Metrics" (1993), M93-1007.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """Counts of fills by category.

    Args:
        cor: correct.
        par: partially correct.
        inc: incorrect.
        spu: spurious, a fill where the key has none.
        mis: missing, no fill where the key has one.
        non: noncommittal, neither has a fill.
        wrong: how many incorrect set members could have been given; 0 where no set fills.
    """

    cor: int = 0
    par: int = 0
    inc: int = 0
    spu: int = 0
    mis: int = 0
    non: int = 0
    wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.cor + other.cor,
            self.par + other.par,
            self.inc + other.inc,
            self.spu + other.spu,
            self.mis + other.mis,
            self.non + other.non,
            self.wrong + other.wrong,
        )

    @property
    def possible(self) -> int:
        """POS: fills that the key asks for, with the optional ones that the response gave."""
        return self.cor + self.par + self.inc + self.mis

    @property
    def actual(self) -> int:
        """ACT: fills that the response gave."""
        return self.cor + self.par + self.inc + self.spu

    @property
    def credit(self) -> float:
        """Correct fills, partially correct ones at half."""
        return self.cor + 0.5 * self.par

    @property
    def recall(self) -> float:
        """REC in percent: credit over possible."""
        return _percent(self.credit, self.possible)

    @property
    def precision(self) -> float:
        """PRE in percent: credit over actual."""
        return _percent(self.credit, self.actual)

    @property
    def overgeneration(self) -> float:
        """OVG in percent: spurious over actual."""
        return _percent(self.spu, self.actual)

    @property
    def undergeneration(self) -> float:
        """UND in percent: missing over possible."""
        return _percent(self.mis, self.possible)

    @property
    def substitution(self) -> float:
        """SUB in percent: what is not credited of the fills that both have."""
        return _percent(self.inc + 0.5 * self.par, self.cor + self.par + self.inc)

    @property
    def error(self) -> float:
        """ERR in percent: all faults over all fills of either side."""
        faults = self.inc + 0.5 * self.par + self.spu + self.mis
        return _percent(faults, self.cor + self.par + self.inc + self.spu + self.mis)

    @property
    def fallout(self) -> float:
        """FAL in percent: wrong set members given over wrong ones that could have been given."""
        return _percent(self.inc + self.spu, self.wrong)

    def f(self, beta: float = 1.0) -> float:
        """F-measure in percent; `beta` 1 is P&R, 0.5 is 2P&R (precision twice), 2 is P&2R."""
        precision, recall = self.precision, self.recall
        below = beta * beta * precision + recall
        return (beta * beta + 1) * precision * recall / below if below else 0.0


def total(tallies: tuple[Tally, ...] | list[Tally]) -> Tally:
    """The sum of tallies."""
    result = Tally()
    for tally in tallies:
        result = result + tally
    return result


def _percent(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else 0.0
