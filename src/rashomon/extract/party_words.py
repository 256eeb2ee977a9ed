"""What words tell about parties: kinds, outlets, titles, labels.

What enters are single words or the words of a noun phrase; what leaves are neutral categories of
`data/parties.toml` and `data/nouns.toml`. Knows no document and no sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from rashomon.lexicon import load
from rashomon.records import EntityKind, PartyKind
from rashomon.settings import Body, KindWords, Outlet, PartySettings

Gender = Literal["male", "female"]

_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "wives": "wife",
    "people": "people",
    "police": "police",
    "press": "press",
    "congress": "congress",
    "relatives": "relative",
    "forces": "force",
    "armies": "army",
}


_PEOPLE = frozenset({"unnamed_official", "witness", "civilian"})


class Titles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand before a person's name."""

    plain: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]


class Belonging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks or acts for an owner."""

    members: tuple[str, ...]
    state_bodies: tuple[str, ...]


class Anonymity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that withhold an identity."""

    modifiers: tuple[str, ...]
    heads: tuple[str, ...]
    phrases: tuple[str, ...]


class Genders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Gender of nouns and of common given names (whitespace-separated)."""

    male_nouns: tuple[str, ...]
    female_nouns: tuple[str, ...]
    male_names: str
    female_names: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list of words."""

    words: tuple[str, ...]


class Publishing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How outlets are called and call themselves.

    Args:
        idle: words of outlets' names that do not tell one from another.
        selves: nouns that after "this" or "our" mean the outlet that prints them.
    """

    idle: tuple[str, ...]
    selves: tuple[str, ...]


class PartyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/parties.toml`."""

    kinds: dict[PartyKind, KindWords]
    outlets: tuple[Outlet, ...]
    bodies: tuple[Body, ...]
    titles: Titles
    belonging: Belonging
    anonymous: Anonymity
    institutions: KindWords
    anaphors: dict[PartyKind, tuple[str, ...]]
    labels: Words
    gender: Genders
    nouns: dict[EntityKind, tuple[str, ...]]
    publishing: Publishing
    spatial: Words
    countrywide: Words
    spellings: dict[str, str]


class NounTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/nouns.toml`: whitespace-separated common nouns by what they mean."""

    person: str
    organization: str
    group: str
    vehicle: str
    weapon: str
    facility: str


def singular(word: str) -> str:
    """A lower-case noun without its plural ending, by rule; both sides of a look-up use it.

    >>> [singular(word) for word in ("officers", "authorities", "gunmen", "press", "bus")]
    ['officer', 'authority', 'gunman', 'press', 'bus']
    """
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _phrase(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(singular(word) for word in words)


class PartyWords:
    """The tables, ready for look-up. Words are given lower case; plurals are understood."""

    def __init__(self, table: PartyTable, nouns: NounTable) -> None:
        self.table = table
        self._heads: dict[str, PartyKind] = {}
        self._phrases: dict[tuple[str, ...], PartyKind] = {}
        for kind, words in table.kinds.items():
            for head in words.heads:
                self._heads.setdefault(singular(head), kind)
            for phrase in words.phrases:
                self._phrases.setdefault(_phrase(phrase.split()), kind)
        self._longest = max(len(phrase) for phrase in self._phrases)
        self._outlets = {
            name.lower().removeprefix("the "): outlet
            for outlet in table.outlets
            for name in (outlet.name, *outlet.aliases)
        }
        self._bodies = {
            name.lower().replace(".", ""): body
            for body in table.bodies
            for name in (body.name, *body.aliases)
        }
        self._classes: dict[str, EntityKind] = {}
        classes: tuple[tuple[EntityKind, str], ...] = (
            ("person", nouns.person),
            ("organization", nouns.organization),
            ("group", nouns.group),
            ("vehicle", nouns.vehicle),
            ("weapon", nouns.weapon),
            ("facility", nouns.facility),
        )
        for entity_kind, text in classes:
            for word in text.split():
                self._classes.setdefault(singular(word), entity_kind)
        for head, kind in self._heads.items():
            self._classes.setdefault(head, "person" if kind in _PEOPLE else "organization")
        for entity_kind, curated in table.nouns.items():
            for word in curated:
                self._classes[singular(word)] = entity_kind
        self.titles = frozenset(table.titles.plain + table.titles.male + table.titles.female)
        self._male_titles = frozenset(table.titles.male)
        self._female_titles = frozenset(table.titles.female)
        self.labels = frozenset(table.labels.words)
        self.members = frozenset(table.belonging.members)
        self.state_bodies = frozenset(_phrase(table.belonging.state_bodies))
        self.withheld = frozenset(table.anonymous.modifiers)
        self.unnamed_heads = frozenset(_phrase(table.anonymous.heads))
        self.anonymity_phrases = table.anonymous.phrases
        self.countrywide = frozenset(table.countrywide.words)
        self.spatial = frozenset(table.spatial.words)
        self.news_words = frozenset(table.publishing.idle)
        self.outlet_selves = frozenset(table.publishing.selves)
        self._institutions = frozenset(_phrase(table.institutions.heads)) | {
            _phrase(phrase.split()) for phrase in table.institutions.phrases
        }
        self._anaphors: dict[str, frozenset[PartyKind]] = {}
        for party_kind, anaphors in table.anaphors.items():
            for word in anaphors:
                key = singular(word)
                self._anaphors[key] = self._anaphors.get(key, frozenset()) | {party_kind}
        gender = table.gender
        self._noun_gender: dict[str, Gender] = {
            **{singular(word): "male" for word in gender.male_nouns},
            **{singular(word): "female" for word in gender.female_nouns},
        }
        self._name_gender: dict[str, Gender] = dict.fromkeys(gender.male_names.split(), "male")
        for word in gender.female_names.split():
            if word in self._name_gender:
                del self._name_gender[word]  # given to both: no evidence
            else:
                self._name_gender[word] = "female"

    def kind_of_description(self, words: Sequence[str]) -> PartyKind | None:
        """The kind of party that a common noun phrase means.

        Args:
            words: lower-case words in reading order; the last is the head noun.
        """
        forms = _phrase(words)
        for start in range(max(0, len(forms) - self._longest), len(forms)):
            if len(forms) - start > 1 and forms[start:] in self._phrases:
                return self._phrases[forms[start:]]
        return self._heads.get(forms[-1]) if forms else None

    def kind_of_name(self, words: Sequence[str]) -> PartyKind | None:
        """The kind of party that the words of a name tell ("ministry of justice": government)."""
        outlet = self.outlet(" ".join(words))
        if outlet is not None:
            return outlet.kind
        body = self.body(" ".join(words))
        if body is not None:
            return body.kind
        forms = _phrase(words)
        for length in range(min(self._longest, len(forms)), 1, -1):
            for start in range(len(forms) - length + 1):
                found = self._phrases.get(forms[start : start + length])
                if found is not None:
                    return found
        cut = next((at for at, word in enumerate(forms) if word in ("of", "for")), len(forms))
        for word in (*reversed(forms[:cut]), *forms[cut:]):
            if word in self._heads:
                return self._heads[word]
        return None

    def outlet(self, name: str) -> Outlet | None:
        """The outlet or agency of this name, whatever its case or article."""
        return self._outlets.get(name.lower().removeprefix("the "))

    def body(self, name: str) -> Body | None:
        """The body of this name, where reports call it by several."""
        return self._bodies.get(name.lower().removeprefix("the ").replace(".", ""))

    def noun_class(self, word: str) -> EntityKind | None:
        """What a common noun means, or None where it is no party, place or thing of ours."""
        return self._classes.get(singular(word))

    def is_institution(self, words: Sequence[str]) -> bool:
        """Whether a report speaks of this body as one, with or without an article."""
        forms = _phrase(words)
        return bool(forms) and (forms[-1] in self._institutions or forms[-2:] in self._institutions)

    def is_title(self, word: str) -> bool:
        """Whether the lower-case word may stand as a title before a person's name."""
        return word in self.titles

    def title_gender(self, word: str) -> Gender | None:
        """The gender that a title tells."""
        if word in self._male_titles:
            return "male"
        return "female" if word in self._female_titles else None

    def noun_gender(self, word: str) -> Gender | None:
        """The gender that a noun tells."""
        return self._noun_gender.get(singular(word))

    def name_gender(self, given: str) -> Gender | None:
        """The gender that a given name commonly has; None for names given to both."""
        return self._name_gender.get(given.lower())

    def is_given_name(self, word: str) -> bool:
        """Whether the word is a common given name."""
        return word.lower() in self._name_gender

    def anaphor_kinds(self, word: str) -> frozenset[PartyKind]:
        """The kinds of named party that "the <word>" may take up."""
        return self._anaphors.get(singular(word), frozenset())


def use_parties(own: PartySettings) -> None:
    """From now on a user's own words and bodies count beside the shipped ones, in this process.

    The words of one run are the same in all its stages, so that they are set where the stages are
    made and not handed through every function that asks for a word.
    """
    global _own
    _own = own


def party_words() -> PartyWords:
    """The shipped tables with the user's own, each reading made once."""
    return _words(_own)


@functools.lru_cache(maxsize=8)
def _words(own: PartySettings) -> PartyWords:
    return PartyWords(_extended(load("parties", PartyTable), own), load("nouns", NounTable))


_OWN_REPORT = re.compile(
    r"(?:an?|the|our|this|that)\s+(?:(?:same|earlier|previous|original)\s+)?"
    r"(?:report|article|story|dispatch|headline|version)(?:\s+(?:on|of|in|from|published)\s+\S+)?$",
    re.IGNORECASE,
)


def is_an_own_report(words: str) -> bool:
    """Whether a correction means its outlet's own text by these words.

    >>> is_an_own_report("A report on Friday"), is_an_own_report("a report of the ministry of war")
    (True, False)
    """
    return _OWN_REPORT.match(" ".join(words.split())) is not None


def _extended(table: PartyTable, own: PartySettings) -> PartyTable:
    """The table with the user's words; a word that the user gives a kind has no other."""
    if own == PartySettings():
        return table
    told = own.kinds
    mine = {word for words in told.values() for word in (*words.heads, *words.phrases)}
    kinds: dict[PartyKind, KindWords] = {}
    for kind, shipped in table.kinds.items():
        added = told.get(kind, KindWords())
        kinds[kind] = KindWords(
            (*added.heads, *(word for word in shipped.heads if word not in mine)),
            (*added.phrases, *(phrase for phrase in shipped.phrases if phrase not in mine)),
        )
    kinds |= {kind: words for kind, words in told.items() if kind not in kinds}
    return msgspec.structs.replace(
        table,
        kinds=kinds,
        outlets=(*table.outlets, *own.outlets),
        bodies=(*table.bodies, *own.bodies),
        belonging=msgspec.structs.replace(
            table.belonging,
            members=(*table.belonging.members, *own.members),
            state_bodies=(*table.belonging.state_bodies, *own.state_bodies),
        ),
    )


_own = PartySettings()
