"""Toponyms that the tagger passed over, for the reader of toponyms to judge.

Enters: a sentence, its tokens' feature names and the encoder's scores. Leaves: runs of tokens that
a rule, the encoder or the parser takes for a place, with who said so. That most of them are no
literal toponym is the reader's business: it is fitted on the same proposals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rashomon.extract.places.models import TokenNames
from rashomon.extract.places.signals import Signals
from rashomon.records import Sentence

_AREAS = frozenset({"GPE", "LOC", "FAC"})
_LIKELY = 0.3
_RULE = "r="
_ARTICLES = frozenset({"w=the", "w=a"})


@dataclass(frozen=True)
class Candidate:
    """A run of tokens that may be a toponym.

    Args:
        first: its first token.
        last: its last, included.
        proposer: `rule`, `encoder` or `parser`.
    """

    first: int
    last: int
    proposer: str

    @property
    def feature(self) -> str:
        """The name of its proposer as a feature."""
        return f"by={self.proposer}"


def candidates(
    sentence: Sentence, tokens: Sequence[TokenNames], signals: Signals, covered: set[int]
) -> list[Candidate]:
    """Runs that hold none of the tokens `covered` and do not overlap, rules' first.

    Args:
        sentence: with its tokens.
        tokens: the names of their features.
        signals: of the text.
        covered: numbers of the tokens that the tagger took for toponyms.
    """
    rules = [
        next((name[len(_RULE) :] for name in token.own if name.startswith(_RULE)), "")
        for token in tokens
    ]
    parsed = [t.entity if t.entity[2:] in _AREAS else "" for t in sentence.tokens]
    taken = set(covered)
    found = []
    for proposer, tags in (
        ("rule", rules),
        ("encoder", _likely(sentence, signals)),
        ("parser", parsed),
    ):
        for first, last in _runs(tags):
            while first <= last and tokens[first].own[0] in _ARTICLES:
                first += 1
            inside = range(first, last + 1)
            if inside and taken.isdisjoint(inside):
                taken.update(inside)
                found.append(Candidate(first, last, proposer))
    return found


def _likely(sentence: Sentence, signals: Signals) -> list[str]:
    """B and I tags of the tokens where the encoder sees a toponym."""
    tags: list[str] = []
    for token in sentence.tokens:
        likely = signals.toponym(token.start, token.end) > _LIKELY
        tags.append(("I" if tags and tags[-1] else "B") if likely else "")
    return tags


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last token of each run of a B and its Is."""
    first = None
    for index, tag in enumerate([*tags, ""]):
        if first is not None and not tag.startswith("I"):
            yield first, index - 1
            first = None
        if tag.startswith("B"):
            first = index
