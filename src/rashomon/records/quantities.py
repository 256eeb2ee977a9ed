"""Numbers with their uncertainty."""

from __future__ import annotations

from typing import Literal

import msgspec

from rashomon.records.spans import Span

QuantityRelation = Literal[
    "exact", "at_least", "more_than", "at_most", "less_than", "about", "range", "unknown"
]


class Quantity(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A count or measure as an interval of whole or real numbers.

    Args:
        low: smallest value that the words allow; None is unknown and never 0.
        high: largest value that the words allow; None is unknown.
        unit: what is counted or measured, as a lower-case lemma (`person`, `km`, `year`, `usd`).
        relation: how the words bound it.
        qualifier: the bounding words as printed ("at least"), or None.

    Raises:
        ValueError: if both bounds are known and low > high.
    """

    low: float | None
    high: float | None
    unit: str
    relation: QuantityRelation = "exact"
    qualifier: str | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a quantity needs low <= high, got {self.low} > {self.high}")
        # a whole number given as one would come back from the codec as a float: other bytes
        for name in ("low", "high"):
            bound = getattr(self, name)
            if bound is not None:
                msgspec.structs.force_setattr(self, name, float(bound))


class QuantityMention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity where it stands.

    Args:
        span: number, qualifier and counted noun phrase head.
        quantity: its meaning.
        number: the number words alone.
        noun: the counted noun, where there is one.
        people: the counted things are people.
    """

    span: Span
    quantity: Quantity
    number: Span
    noun: Span | None = None
    people: bool = False
