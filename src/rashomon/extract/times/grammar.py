"""All rules, and where they match in a text.

Enters: text. Leaves: candidate matches. Nothing is resolved here and nothing excluded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.extract.times.calendar_rules import calendar_rules
from rashomon.extract.times.clock_rules import clock_rules
from rashomon.extract.times.duration_rules import duration_rules
from rashomon.extract.times.relative_rules import relative_rules
from rashomon.extract.times.rule import Rule
from rashomon.extract.times.vocabulary import one_of, vocabulary


@dataclass(frozen=True)
class Candidate:
    """A match of a rule.

    Args:
        start: first code point of the expression.
        end: one past the last.
        rank: place of the rule in the grammar; a lower one wins among equally long matches.
        rule: the rule.
        match: its match.
    """

    start: int
    end: int
    rank: int
    rule: Rule
    match: re.Match[str]


@functools.cache
def grammar() -> tuple[Rule, ...]:
    """Every rule, those that read more of the text's structure first."""
    return (*clock_rules(), *calendar_rules(), *relative_rules(), *duration_rules())


@functools.cache
def _trigger() -> re.Pattern[str]:
    """A word or figure without which no rule matches."""
    words = vocabulary()
    forms = [form for unit in words.units.values() for form in unit.forms]
    forms += [form for part in words.parts.values() for form in part.forms]
    forms += [*words.months, *words.weekdays, *words.seasons, *words.sets]
    forms += [feast.split()[0] for feast in words.feasts]
    forms += ["today", "yesterday", "tomorrow", "tonight", "noon", "midnight", "o'clock"]
    references = words.references
    for phrase in (*references.past, *references.present, *references.future):
        forms.append(phrase.split()[-1])
    decades = (
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    )
    return re.compile(
        rf"\b(?:{one_of([*forms, *decades])}|nineteen|two\s+thousand|year-\w+)\b"
        r"|\d{4}|\d\d?[:/.]\d\d|['’]\d\d|\d\s?[ap]\.?m\b|Q[1-4]",
        re.IGNORECASE,
    )


def has_trigger(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text may hold a time expression at all."""
    return _trigger().search(text, start, end) is not None


def candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Every match of every rule in `text[start:end]`, in no particular order."""
    for rank, rule in enumerate(grammar()):
        whole = "x" not in rule.pattern.groupindex
        for match in rule.pattern.finditer(text, start, end):
            first, last = match.span() if whole else match.span("x")
            if last > first:
                yield Candidate(first, last, rank, rule, match)
