"""The words of harm, read once from `data/harm.toml` into tables by lemma."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal, get_args

import msgspec

from rashomon.lexicon import load

Effect = Literal["killed", "injured", "captured", "missing", "unharmed", "released", "escaped"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    transitive: list[str]
    phrasal: list[str]
    intransitive: list[str]
    adjectives: list[str]
    nouns: list[str]
    heads: list[str]


class StruckWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell that people were hit, without saying that they were hurt or killed."""

    verbs: tuple[str, ...]
    blows: tuple[str, ...]
    missiles: tuple[str, ...]
    wounds: tuple[str, ...]
    carried: tuple[str, ...]
    houses: tuple[str, ...]
    grades: tuple[str, ...]
    mortal: tuple[str, ...]


class HarmWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `data/harm.toml`."""

    killed: _Words
    injured: _Words
    captured: _Words
    missing: _Words
    unharmed: _Words
    released: _Words
    escaped: _Words
    struck: StruckWords


@dataclass(frozen=True)
class HarmTables:
    """Lemma to effect, by the way in which the word takes its people.

    Args:
        transitive: verbs whose object suffers it.
        phrasal: head verb to (rest of the phrase, effect).
        intransitive: verbs whose subject suffers it.
        adjectives: predicates of people, as printed.
        nouns: nouns whose "of" phrase suffers it.
        heads: nouns that are counted themselves.
    """

    transitive: dict[str, Effect]
    phrasal: dict[str, tuple[tuple[tuple[str, ...], Effect], ...]]
    intransitive: dict[str, Effect]
    adjectives: dict[str, Effect]
    nouns: dict[str, Effect]
    heads: dict[str, Effect]


def harm_words() -> HarmWords:
    """The word lists as they stand in the file."""
    words: HarmWords = load("harm", HarmWords)
    return words


@functools.cache
def harm_tables() -> HarmTables:
    """The tables, built once."""
    words = harm_words()
    flat: dict[str, dict[str, Effect]] = {
        field: {
            lemma: effect for effect in EFFECTS for lemma in getattr(getattr(words, effect), field)
        }
        for field in ("transitive", "intransitive", "adjectives", "nouns", "heads")
    }
    phrasal: dict[str, list[tuple[tuple[str, ...], Effect]]] = {}
    for effect in EFFECTS:
        for phrase in getattr(words, effect).phrasal:
            verb, *rest = phrase.split()
            phrasal.setdefault(verb, []).append((tuple(rest), effect))
    return HarmTables(
        transitive=flat["transitive"],
        phrasal={verb: tuple(found) for verb, found in phrasal.items()},
        intransitive=flat["intransitive"],
        adjectives=flat["adjectives"],
        nouns=flat["nouns"],
        heads=flat["heads"],
    )
