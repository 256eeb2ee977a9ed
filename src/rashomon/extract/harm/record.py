"""The record of harm: an effect, the word that names it, and the people whom it befell."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.extract.harm.people import People
from rashomon.extract.harm.words import Effect


@dataclass(frozen=True)
class Harm:
    """An effect on people, once per word that names it.

    Args:
        effect: what befell them.
        trigger: token that names it.
        trigger_last: last token of the naming words ("shot dead").
        people: the phrases of the people, each counted once.
        parts: counted parts of them ("five of them children").
        toll: the words give a running total ("the death toll rose to 12").
    """

    effect: Effect
    trigger: int
    trigger_last: int
    people: tuple[People, ...]
    parts: tuple[People, ...] = ()
    toll: bool = False
