"""The words that report, as checked data: `rashomon/data/cues.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import msgspec

from rashomon.lexicon import load

Words = frozenset[str]


class _Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    say: Words
    deny: Words
    think: Words
    show: Words
    want: Words
    seem: Words
    direct: Words


class _Hedges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: Words
    adverbs: Words
    cue_adverbs: Words
    modals: Words
    weak_modals: Words


class _Unknown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    adjectives: Words
    negated_adjectives: Words
    negated_verbs: Words
    vouching: Words
    copulas: Words


class _Nouns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    speech: Words
    thought: Words
    carriers: Words
    people: Words


class _Physical(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: Words


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is; `verb_class` and the like are the way in."""

    verbs: _Verbs
    hedges: _Hedges
    unknown: _Unknown
    nouns: _Nouns
    physical: _Physical


@dataclass(frozen=True)
class Lexicon:
    """`Cues` with look-ups by lemma."""

    cues: Cues
    classes: dict[str, str]

    def verb_class(self, lemma: str) -> str:
        """`say`, `deny`, `think`, `show`, `want`, `seem`, or the empty string."""
        return self.classes.get(lemma, "")

    def noun_class(self, lemma: str) -> str:
        """`speech`, `thought`, `people`, or the empty string."""
        nouns = self.cues.nouns
        if lemma in nouns.speech:
            return "speech"
        if lemma in nouns.thought:
            return "thought"
        if lemma in nouns.carriers:
            return "carrier"
        return "people" if lemma in nouns.people else ""


@functools.cache
def lexicon() -> Lexicon:
    """The cue lexicon; a verb in several classes keeps the first of the file's order."""
    cues = load("cues", Cues)
    classes: dict[str, str] = {}
    for name in ("deny", "say", "think", "show", "want", "seem"):
        for lemma in getattr(cues.verbs, name):
            classes.setdefault(lemma, name)
    return Lexicon(cues, classes)
