"""Parts of speech and lemmas, by the parser's own tables.

What enters are words with their Penn tags and dependency labels; what leaves are their Universal
Dependencies classes and lemmas. The tables are those of spaCy's pipeline, and so are the results.
Its own components match every pattern against every word of every text, which takes as long as its
network; here a word is looked up once, and what was found for it is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.lookups import Lookups

Word = tuple[str, str, str]
"""A word as printed, its Penn tag and its dependency label."""
Form = tuple[str, str]
"""A word's class and its lemma."""
_SLOTS = ("LOWER", "TAG", "DEP")
_KEPT = 100_000
_BASE = (
    ("", {"VerbForm=Inf"}),
    ("", {"Degree=Pos"}),
    ("NOUN", {"Number=Sing"}),
    ("VERB", {"VerbForm=Fin", "Tense=Pres"}),
)
"""Class (any, where empty) and features of a word that is its own lemma."""

_Tests = tuple[tuple[int, Callable[[str], object]], ...]
"""Which of a word's three strings is asked, and what."""


@dataclass(frozen=True)
class _Pattern:
    """What a word, or it and its neighbour, must be like for something to hold of it.

    Args:
        number: a later pattern overrides an earlier one.
        tests: of one word or of two neighbours.
        index: which of them `says` is about.
        says: `POS`, `LEMMA` and `MORPH`, each if it is set.
    """

    number: int
    tests: tuple[_Tests, ...]
    index: int
    says: Mapping[str, str]

    def holds(self, words: Sequence[Word], at: int) -> bool:
        """Whether it holds of the word `at`; words are in lower case."""
        first = at - self.index
        if first < 0 or first + len(self.tests) > len(words):
            return False
        return all(_fits(tests, words[first + n]) for n, tests in enumerate(self.tests))

    def may_hold(self, word: Word) -> bool:
        """Whether it holds of a word that has the right neighbour."""
        return _fits(self.tests[self.index], word)


@dataclass(frozen=True)
class _Inflection:
    """How words of one class are brought to their lemma."""

    known: frozenset[str]
    exceptions: Mapping[str, Sequence[str]]
    endings: Sequence[tuple[str, str]]

    def lemma(self, word: str) -> str:
        """The likeliest lemma: an exception, else a known one, else what the first ending gives."""
        lower = word.lower()
        found: list[str] = []
        guessed: list[str] = []
        for old, new in self.endings:
            if lower.endswith(old) and (form := lower[: len(lower) - len(old)] + new):
                if form in self.known:
                    found.insert(0, form)
                else:
                    (guessed if form.isalpha() else found).append(form)
        for form in self.exceptions.get(lower, ()):
            if form not in found:
                found.insert(0, form)
        return (found or guessed or [word])[0]


class WordForms:
    """The look-up by the tables of one pipeline.

    Args:
        patterns: of its attribute ruler.
        lookups: of its lemmatizer.
    """

    def __init__(self, patterns: Sequence[Mapping[str, Any]], lookups: Lookups) -> None:
        self._narrow: dict[str, list[_Pattern]] = defaultdict(list)
        self._wide: list[_Pattern] = []
        self._pairs: list[_Pattern] = []
        self._labels: set[str] = set()
        for number, entry in enumerate(patterns):
            for words in entry["patterns"]:
                self._file(number, words, entry["index"], entry["attrs"])
        known, exceptions, endings = (
            lookups.get_table(f"lemma_{name}", {}) for name in ("index", "exc", "rules")
        )
        self._inflections = {
            kind.upper(): _Inflection(
                frozenset(known.get(kind, ())), exceptions.get(kind, {}), endings.get(kind, ())
            )
            for kind in ("noun", "verb", "adj", "adv", "punct")
        }
        self._found: dict[Word, tuple[Form, bool]] = {}

    def __call__(self, words: Sequence[Word]) -> Iterator[Form]:
        """Class and lemma of each word of a text, in order."""
        found, labels = self._found, self._labels
        for at, (word, tag, label) in enumerate(words):
            key = word, tag, label if label in labels else ""
            known = found.get(key)
            if known is None:
                lower = word.lower(), tag, label
                known = self._form([words[at]], 0), any(p.may_hold(lower) for p in self._pairs)
                if len(found) < _KEPT:
                    found[key] = known
            form, paired = known
            yield self._form(words[max(0, at - 1) : at + 2], min(at, 1)) if paired else form

    def _file(
        self, number: int, words: Sequence[Mapping[str, Any]], index: int, says: Mapping[str, str]
    ) -> None:
        """Put a pattern where it is looked up for the words that it may hold of."""
        if any(word.get("IS_SPACE") for word in words):
            return  # white space never enters
        pattern = _Pattern(number, tuple(map(_tests, words)), index, says)
        exact = [found for name in _SLOTS if (found := _values(words[index], name))]
        for word in words:
            self._labels.update(_values(word, "DEP", "NOT_IN"), _values(word, "DEP"))
        if len(words) > 1:
            self._pairs.append(pattern)
        elif exact:
            for value in exact[0]:
                self._narrow[value].append(pattern)
        else:
            self._wide.append(pattern)

    def _form(self, words: Sequence[Word], at: int) -> Form:
        word = words[at][0]
        lower = [(printed.lower(), tag, label) for printed, tag, label in words]
        patterns = list(self._wide) if len(words) == 1 else self._wide + self._pairs
        for value in set(lower[at]):
            patterns += self._narrow.get(value, ())
        says: dict[str, str] = {}
        for pattern in sorted(patterns, key=attrgetter("number")):
            if pattern.holds(lower, at):
                says |= pattern.says
        pos = says.get("POS", "")
        return pos, says.get("LEMMA") or self._lemma(word, pos, says.get("MORPH", ""))

    def _lemma(self, word: str, pos: str, features: str) -> str:
        own = set(features.split("|"))
        finite = "VerbForm=Fin" in own and "Number=" in features  # "has" is no lemma, "have" is
        if any(kind in ("", pos) and needed <= own for kind, needed in _BASE) and not finite:
            return word.lower()
        if pos in self._inflections:
            return self._inflections[pos].lemma(word)
        return word if pos == "PROPN" else word.lower()


def _values(conditions: Mapping[str, Any], name: str, sign: str = "IN") -> Sequence[str]:
    """The strings that a word must (`IN`) or must not (`NOT_IN`) be, where it says so."""
    found = conditions.get(name, {})
    if isinstance(found, str):
        return [found] if sign == "IN" else []
    values: Sequence[str] = found.get(sign, ())
    return values


def _tests(conditions: Mapping[str, Any]) -> _Tests:
    """A word of a pattern, in the language of spaCy's matcher, as tests."""
    found: list[tuple[int, Callable[[str], object]]] = []
    for slot, name in enumerate(_SLOTS):
        if wanted := _values(conditions, name):
            found.append((slot, frozenset(wanted).__contains__))
        if barred := frozenset(_values(conditions, name, "NOT_IN")):
            found.append((slot, _outside(barred)))
        for shape in _values(conditions, name, "REGEX") and [conditions[name]["REGEX"]]:
            found.append((slot, re.compile(shape).search))
    return tuple(found)


def _outside(barred: frozenset[str]) -> Callable[[str], object]:
    return lambda word: word not in barred


def _fits(tests: _Tests, word: Word) -> bool:
    return all(test(word[slot]) for slot, test in tests)
