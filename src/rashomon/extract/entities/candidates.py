"""What a mention is before it is known to whom it refers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.extract.party_words import Gender
from rashomon.records import EntityKind, MentionKind

Number = Literal["singular", "plural"]
Definiteness = Literal["definite", "indefinite", "bare", "owned"]
Position = Literal["subject", "object", "other"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of a sentence that may refer to somebody or something.

    Args:
        start: first code point.
        end: one past the last.
        kind: name, description or pronoun.
        sentence: number of the sentence in the document.
        head: index of its head token in the sentence.
        noun: what its words say it is.
        lemma: singular head noun of a description, the pronoun, or empty for a name.
        words: folded words of a name; lower-case words of a description without determiners.
        definiteness: by determiner.
        number: grammatical.
        gender: by noun, title, given name or pronoun.
        position: part in its clause.
        verb: index of the clause's verb in the sentence, or -1.
        quoted: it stands in quotation marks.
        counted: a numeral or quantifier counts it.
        possessive: it owns what follows ("his", "the army's").
        origin: folded peoples and places among a description's modifiers ("harvanese").
        reports: it is the subject of a reporting verb.
        nested: it only modifies another noun ("police" in "a police spokesman").
        capital: a description's head noun is written with a capital ("the Front").
        article: a name has "the" before it.
        full: one past the complement of a nameless person or work ("the head of the mission"),
            for naming only; `end` where it has none.
        thing: a matter that is no entity of ours ("the decision"), kept only because a pronoun may
            mean it and then means nobody.
        owner: start of the possessor's head token, or -1.
    """

    start: int
    end: int
    kind: MentionKind
    sentence: int
    head: int
    noun: EntityKind | None
    lemma: str
    words: tuple[str, ...]
    definiteness: Definiteness = "bare"
    number: Number | None = None
    gender: Gender | None = None
    position: Position = "other"
    verb: int = -1
    quoted: bool = False
    counted: bool = False
    possessive: bool = False
    origin: frozenset[str] = frozenset()
    reports: bool = False
    owner: int = -1
    nested: bool = False
    thing: bool = False
    capital: bool = False
    article: bool = False
    full: int = -1


@dataclass(frozen=True, slots=True)
class Link:
    """What the grammar says about two candidates, by their numbers in reading order.

    Args:
        left: number of the candidate that is (or belongs to) the other.
        right: number of the other.
        belongs: `left` speaks for or belongs to `right`; otherwise the two are one.
    """

    left: int
    right: int
    belongs: bool = False
