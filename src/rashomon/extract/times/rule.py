"""What a rule is: a pattern over text and a builder that resolves what it matched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rashomon.extract.times.context import Context, Resolved
from rashomon.extract.times.vocabulary import fragments, vocabulary

Builder = Callable[[re.Match[str], Context], Resolved | None]

_FRAGMENT = re.compile(r"(?<!\?P)<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """A named pattern with its builder.

    Args:
        name: for traces and tests.
        pattern: compiled; group `x`, where it exists, is the expression, else all that matched.
        build: resolves a match in a context; None says that it is no time after all.
    """

    name: str
    pattern: re.Pattern[str]
    build: Builder


def rule(name: str, template: str, build: Builder, *, exact_case: bool = False) -> Rule:
    r"""A rule from a template in which `<month>` and the like stand for vocabulary fragments.

    Args:
        name: of the rule.
        template: verbose regular expression; blanks have to be written `\s`.
        build: the builder.
        exact_case: whether upper and lower case differ.
    """
    known = fragments()
    body = _FRAGMENT.sub(lambda found: known[found[1]] if found[1] in known else found[0], template)
    flags = re.VERBOSE if exact_case else re.VERBOSE | re.IGNORECASE
    return Rule(name, re.compile(rf"(?<![\w$£€#])(?:{body})(?!\w)", flags), build)


def modifier_of(text: str | None) -> str | None:
    """The TIMEX3 mod of a modifier as printed."""
    if not text:
        return None
    plain = re.sub(r"\s+", " ", text.strip().lower().rstrip("-"))
    found = vocabulary().modifiers.get(plain)
    if found is None and plain.startswith("the "):
        found = vocabulary().modifiers.get(plain[4:])
    return found
