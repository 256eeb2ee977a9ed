"""What a user types into the search box, as words to look for; the same on every database.

All words must occur; `"a phrase"` as it stands; `-word` must not occur; `bomb*` any word that
begins so; `OR` between alternatives. Case, accents and punctuation do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.errors import QueryError
from rashomon.store.folding import fold

_TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class Term:
    """Words in a row.

    Args:
        words: folded; one at least.
        prefix: the last one is only the beginning of a word.
        negated: they must not occur.
    """

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False


Query = tuple[tuple[Term, ...], ...]
"""Alternatives, each a conjunction with at least one term that is not negated."""


def parse(words: str) -> Query:
    """The query that `words` mean.

    Raises:
        QueryError: if there is nothing to look for, or only what must not occur.
    """
    alternatives: list[list[Term]] = [[]]
    for match in _TOKEN.finditer(words):
        minus, phrase, bare = match.groups()
        if bare == "OR":
            alternatives.append([])
            continue
        negated, prefix = minus == "-", False
        if bare is not None:
            negated = bare.startswith("-")
            prefix = bare.endswith("*")
        folded = tuple(fold(phrase if bare is None else bare).split())
        if folded:
            alternatives[-1].append(Term(folded, prefix, negated))
    found = tuple(tuple(terms) for terms in alternatives if terms)
    if not found:
        raise QueryError(words, "it holds no word to look for")
    if any(all(term.negated for term in terms) for terms in found):
        raise QueryError(words, "it says only what must not occur; add a word to look for")
    return found
