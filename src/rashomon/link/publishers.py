"""The outlets of a case and the names under which reports speak of them.

What enters are the publishers of documents; what leaves is the outlet that a printed name means.
"Ostland Press Agency" is also "Ostland Press", "the agency OPA" or, where no place is called so,
"Ostland"; in its own pages "the Gazette" and "this newspaper" are the paper. Knows no entity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.extract.entities.names import acronym_of, name_words
from rashomon.extract.party_words import party_words
from rashomon.records import PartyKind

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NEWS: frozenset[PartyKind] = frozenset({"outlet", "agency"})


@dataclass(frozen=True, order=True)
class Publisher:
    """One outlet that publishes reports of the case.

    Args:
        key: its words, or the lexicon's name in lower case.
        name: as printed, the fullest of its documents.
        kind: `agency`, `outlet`, or what its name says ("Ministry of Roads": government).
        words: folded words of the name.
    """

    key: tuple[str, ...]
    name: str
    kind: PartyKind
    words: tuple[str, ...]

    @property
    def head(self) -> str:
        """The word under which its own pages speak of it: "gazette" of "Ostland Gazette"."""
        cut = next((at for at, word in enumerate(self.words) if word in ("of", "for")), None)
        return self.words[cut - 1] if cut else self.words[-1]

    @property
    def is_press(self) -> bool:
        """Whether it is a news outlet, not a body that publishes its own word."""
        return self.kind in _NEWS


def publisher_of(printed: str) -> Publisher | None:
    """The outlet of a document's publisher field; None for an empty one."""
    printed = " ".join(_BRACKETS.sub(" ", printed).split()) or printed.strip()
    if " " not in printed and "." in printed:
        site = _site(printed.lower())
        told = party_words().outlet(site)
        words = name_words(told.name if told else site.replace("-", " "))
    else:
        told = party_words().outlet(printed)
        words = name_words(told.name if told else printed)
    if not words:
        return None
    kind = told.kind if told else party_words().kind_of_name(words) or "outlet"
    return Publisher(words, told.name if told else printed, kind, words)


def _site(address: str) -> str:
    """The telling part of a domain: "gazette" of "www.gazette.co.uk".

    >>> _site("https://www.gazette.co.uk/")
    'gazette'
    """
    host = address.split("://")[-1].split("/")[0]
    labels = [label for label in host.split(".") if label and label != "www"]
    if len(labels) > 1:
        labels.pop()
    if len(labels) > 1 and len(labels[-1]) < 4:
        labels.pop()
    return labels[-1] if labels else address


class Publishers:
    """From printed names to the case's outlets.

    Args:
        published: the publisher of each document that names one.
    """

    def __init__(self, published: dict[str, str]) -> None:
        self.of_document: dict[str, Publisher] = {}
        fullest: dict[tuple[str, ...], Publisher] = {}
        for document in sorted(published):
            made = publisher_of(published[document])
            if made is not None:
                self.of_document[document] = made
                kept = fullest.get(made.key)
                if kept is None or (-len(made.name), made.name) < (-len(kept.name), kept.name):
                    fullest[made.key] = made
        self.of_document = {at: fullest[made.key] for at, made in self.of_document.items()}
        self._forms: dict[tuple[str, ...], set[Publisher]] = defaultdict(set)
        self._joined: dict[str, set[Publisher]] = defaultdict(set)
        for made in fullest.values():
            for form in _forms(made):
                self._forms[form].add(made)
            self._joined["".join(made.words)].add(made)

    def meant(
        self, names: Iterable[Sequence[str]], document: str, is_place: bool
    ) -> Publisher | None:
        """The one outlet that one of these names means.

        Args:
            names: word tuples of the names that one entity has.
            document: id of the report in which it is printed; its own outlet goes first.
            is_place: the name is a place's too, so that only the outlet's full name counts.
        """
        own = self.of_document.get(document)
        for words in sorted({tuple(name) for name in names}, key=lambda one: (-len(one), one)):
            found = self._forms.get(words, set()) | self._joined.get("".join(words), set())
            if is_place:
                found = {made for made in found if made.words == words}
            if own is not None and (own in found or (own.is_press and words == (own.head,))):
                return own
            if len(found) == 1:
                return next(iter(found))
        return None


def _forms(made: Publisher) -> set[tuple[str, ...]]:
    """The names that mean this outlet wherever they are printed."""
    forms = {made.words}
    if not made.is_press:
        return forms
    idle = party_words().news_words
    telling = tuple(word for word in made.words if word not in idle)
    if telling and not (len(telling) == 1 and party_words().noun_class(telling[0])):
        forms.add(telling)
    words = made.words
    while len(words) > 1 and words[-1] in idle and telling:
        words = words[:-1]
        if not (len(words) == 1 and party_words().noun_class(words[0])):
            forms.add(words)
    forms |= {(acronym,) for acronym in acronym_of(made.words) if len(acronym) > 2}
    return forms
