"""Which words of a document name a place.

Enters: sentences with their entity labels, the spans of time expressions, and a gazetteer to ask
whether a name exists. Leaves: toponyms with what their neighbours say about them. Persons and
organisations are not places, even where a gazetteer knows a town of that name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rashomon.extract.tree import Tree
from rashomon.gazetteer import Gazetteer, places_list
from rashomon.records import Sentence, Span

_PLACE_LABELS = ("GPE", "LOC", "FAC")
_LINKS = frozenset(
    {"of", "de", "del", "la", "al", "el", "des", "du", "da", "dos", "and", "-", "on", "upon", "the"}
)
_EDGE = " \t\r\n,.;:'’\"“”()[]-–—"
_MAX_WORDS = 5
_WELL_KNOWN = 15_000


@dataclass(frozen=True)
class Toponym:
    """A name of a place where it stands.

    Args:
        start: first code point.
        end: one past the last.
        sentence: number of its sentence.
        first: number of its first token in the sentence.
        last: number of its last token.
        label: entity label that the parser gave it, `HEAD` where it opens an organisation's name,
            or nothing.
        demonym: an adjective or an inhabitant's name.
        kind: level that a neighbouring noun states (`place`, `admin1`, ...), or None.
        certainty: how surely it is a place at all, in [0, 1].
    """

    start: int
    end: int
    sentence: int
    first: int
    last: int
    label: str
    demonym: bool = False
    kind: str | None = None
    certainty: float = 0.9


def find_toponyms(
    sentences: Sequence[Sentence],
    text: str,
    gazetteer: Gazetteer,
    times: Sequence[Span] = (),
) -> list[Toponym]:
    """The toponyms of a document in reading order; no two overlap."""
    found: list[Toponym] = []
    people = person_words(sentences, text)
    readers = [_SentenceReader(i, s, text, gazetteer, people) for i, s in enumerate(sentences)]
    blocked = {at for span in times for at in range(span.start, span.end)}
    for reader in readers:
        reader.block(blocked)
        found.extend(reader.read())
    found.extend(_repeated(readers, found, text))
    return sorted(found, key=lambda toponym: (toponym.start, toponym.end))


def _repeated(readers: list[_SentenceReader], found: list[Toponym], text: str) -> Iterator[Toponym]:
    """Other mentions of names that the document uses for a place elsewhere."""
    counts = Counter(text[t.start : t.end] for t in found if not t.demonym and t.certainty >= 0.7)
    names = {name for name in counts if len(name) > 2 and name != "The"}
    for reader in readers:
        yield from reader.repeated(names, counts)


def person_words(sentences: Sequence[Sentence], text: str) -> frozenset[str]:
    """Words that stand in a full name of a person somewhere in the document.

    A later bare surname is then that person, even where the parser takes it for a town.
    """
    titles = places_list().cues.titles
    found: set[str] = set()
    for sentence in sentences:
        run: list[str] = []
        before = ""
        for token in (*sentence.tokens, None):
            if token is not None and token.entity == "I-PERSON" and run:
                run.append(text[token.start : token.end])
                continue
            if len(run) > 1 or (run and before.lower().rstrip(".") in titles):
                found.update(word for word in run if word[:1].isupper() and len(word) > 2)
            run = []
            if token is not None:
                word = text[token.start : token.end]
                if token.entity == "B-PERSON":
                    run = [word]
                else:
                    before = word
    return frozenset(found)


class _SentenceReader:
    """Finds toponyms in one sentence; remembers which tokens are taken."""

    def __init__(
        self,
        number: int,
        sentence: Sentence,
        text: str,
        gazetteer: Gazetteer,
        people: frozenset[str],
    ) -> None:
        self.tree = Tree(sentence, text)
        self._number = number
        self._text = text
        self._gazetteer = gazetteer
        self._people = people
        self._words = [self.tree.word(index) for index in range(len(self.tree))]
        self._labels = [token.entity[2:] for token in self.tree.tokens]
        self._taken = [False] * len(self.tree)

    def block(self, positions: set[int]) -> None:
        """Take the tokens that start at these positions out of consideration."""
        for index, token in enumerate(self.tree.tokens):
            if token.start in positions:
                self._taken[index] = True

    def read(self) -> Iterator[Toponym]:
        """The sentence's toponyms by all means but repetition."""
        yield from self._sites()
        yield from self._demonyms()
        yield from self._entities()
        yield from self._cued()
        yield from self._heads()

    def repeated(self, names: set[str], counts: Counter[str]) -> Iterator[Toponym]:
        """Untaken runs that are one of `names`, unless the parser sees a longer other name."""
        opening = {name[0] for name in names}
        for first, word in enumerate(self._words):
            if word[0] not in opening:
                continue
            for last in range(min(first + _MAX_WORDS, len(self._words)) - 1, first - 1, -1):
                if any(self._taken[first : last + 1]):
                    continue
                tokens = self.tree.tokens
                if self._text[tokens[first].start : tokens[last].end] not in names:
                    continue
                if self._titled(first) or self._is_person(first, last):
                    continue
                if self._labels[first] == "PERSON" and self._inside_other_name(first, last):
                    continue
                yield self._take(first, last, self._labels[first], 0.7)
                break

    def _sites(self) -> Iterator[Toponym]:
        """Streets and sites by their own kind noun: "Odell Street", "Harvane Airport"."""
        for last, word in enumerate(self._words):
            level = places_list().kinds.get(word.lower().rstrip("."))
            if level not in ("street", "site") or not word[:1].isupper() or self._taken[last]:
                continue
            first = last
            while (
                first > max(0, last - _MAX_WORDS)
                and not self._taken[first - 1]
                and self._names_site(first - 1)
            ):
                first -= 1
            while first < last and self._words[first].lower() in ("the", "of"):
                first += 1
            if first < last and last - first < _MAX_WORDS:
                yield self._take(first, last, "FAC", 0.8)

    def _names_site(self, index: int) -> bool:
        word, token = self._words[index], self.tree.tokens[index]
        return (word[:1].isupper() and token.pos in ("PROPN", "ADJ", "NOUN")) or (
            word.isdigit() and len(word) <= 3
        )

    def _heads(self) -> Iterator[Toponym]:
        """A known place that opens an organisation's name, or a dateline in capitals."""
        tokens = self.tree.tokens
        for index, token in enumerate(tokens):
            word = self._words[index]
            if self._taken[index] or not word[:1].isupper() or token.pos not in ("PROPN", "ADJ"):
                continue
            previous = self._words[index - 1] if index else ""
            if previous[:1].isupper() and not self._taken[index - 1] and index > 1:
                continue
            for last in range(min(index + 2, len(tokens) - 1), index - 1, -1):
                if any(self._taken[index : last + 1]) or not self._words[last][:1].isupper():
                    continue
                opening = self._opens(index, last)
                if opening is not None:
                    yield self._take(index, last, opening, 0.6)
                    break

    def _opens(self, first: int, last: int) -> str | None:
        """`HEAD` for the head of an organisation's name, `GPE` for a dateline, else None."""
        name = self._slice(first, last)
        after = self._words[last + 1] if last + 1 < len(self._words) else ""
        capitals = first == 0 and name.isupper() and len(name) > 3
        if self._keeps_town(first, last, after):
            return "HEAD"
        if capitals and after not in (",", "(", "—", "-", "–", "--", "_", ":"):
            return None
        organised = after[:1].isupper() and self._labels[first] != "PERSON"
        if not (capitals or organised) or self._titled(first) or self._is_person(first, last):
            return None
        known = self._gazetteer.lookup(name)
        if not known or not known[0].official:
            return None
        if known[0].population < _WELL_KNOWN and not capitals and known[0].kind == "place":
            return None
        return "GPE" if capitals else "HEAD"

    def _keeps_town(self, first: int, last: int, after: str) -> bool:
        """Whether a known town's name stands before its police or an inhabitant of it.

        "Odell Police", "an Odell man": such words follow the name of a town far more often than
        that of a person, so that a small town is believed too.
        """
        cues = places_list().cues
        keeper = after.lower().rstrip(".s") in cues.keepers or after.lower() in cues.keepers
        inhabitant = after.lower() in cues.inhabitants and (
            first == 0 or self._words[first - 1].lower() in ("a", "an", "the", "two", "three")
        )
        if not (keeper or inhabitant) or self._titled(first):
            return False
        known = self._gazetteer.lookup(self._slice(first, last))
        return bool(known) and known[0].official and known[0].kind != "region"

    def _demonyms(self) -> Iterator[Toponym]:
        index = 0
        while index < len(self._words):
            for width in (3, 2, 1) if self._words[index][:1].isupper() else ():
                last = index + width - 1
                if last >= len(self._words):
                    continue
                words = self._text[self.tree.tokens[index].start : self.tree.tokens[last].end]
                if any(self._taken[index : last + 1]) or self._gazetteer.demonym(words) is None:
                    continue
                if self.tree.tokens[index].pos not in ("ADJ", "PROPN", "NOUN"):
                    continue
                if self._labels[index] in ("PERSON", "WORK_OF_ART") or (
                    self._labels[index] == "ORG" and self._inside_other_name(index, last)
                ):
                    continue
                yield self._take(index, last, self._labels[index], 0.95, demonym=True)
                index = last
                break
            index += 1

    def _entities(self) -> Iterator[Toponym]:
        for first, last, label in self._runs():
            if label not in _PLACE_LABELS:
                continue
            first, last = self._trim(first, last)
            if first > last or any(self._taken[first : last + 1]):
                continue
            name = self._text[self.tree.tokens[first].start : self.tree.tokens[last].end]
            if not name[:1].isupper() and not name[:1].isdigit():
                continue
            if self._titled(first) or self._is_person(first, last):
                continue
            known = bool(self._gazetteer.lookup(name))
            if not known and label == "GPE":
                split = self._split(first, last)
                if split:
                    yield from split
                    continue
            certainty = 0.95 if known else 0.5 if label == "FAC" else 0.6
            yield self._take(first, last, label, certainty)

    def _split(self, first: int, last: int) -> list[Toponym]:
        """Two known names that the parser took for one ("Harvane Veltia")."""
        for cut in range(first + 1, last + 1):
            parts = ((first, cut - 1), (cut, last))
            spans = [
                self._text[self.tree.tokens[a].start : self.tree.tokens[b].end] for a, b in parts
            ]
            if all(part[:1].isupper() and self._gazetteer.lookup(part) for part in spans):
                return [self._take(a, b, "GPE", 0.7) for a, b in parts]
        return []

    def _cued(self) -> Iterator[Toponym]:
        """Capitalised runs that a preposition, a kind noun or a containing place marks."""
        index = 0
        lists = places_list()
        while index < len(self._words):
            run = self._capital_run(index)
            if run is None:
                index += 1
                continue
            first, last = run
            index = last + 1
            for a, b in self._known_parts(first, last):
                before = self._words[a - 1].lower() if a else ""
                label = self._labels[a]
                known = self._gazetteer.lookup(self._slice(a, b))
                kind = self._kind_word(b)
                comma = self._after_comma(a)
                located = before in lists.cues.locative or (
                    before == "of" and a > 1 and self._words[a - 2].lower() in lists.kinds
                )
                located = located or (before in ("'s", "’s") and a > 1 and self._taken[a - 2])
                if self._titled(a) or self._inside_other_name(a, b) or self._is_person(a, b):
                    continue
                if known and (
                    (located and label not in ("PERSON",)) or (kind and b - a < 3) or comma
                ):
                    yield self._take(a, b, label, 0.75)
                elif not known and located and kind and label not in ("PERSON", "ORG"):
                    yield self._take(a, b, label, 0.6)
                elif known and label == "" and any(e.kind == "country" for e in known[:1]):
                    yield self._take(a, b, label, 0.8)

    def _known_parts(self, first: int, last: int) -> list[tuple[int, int]]:
        """The run itself, or its longest start that a gazetteer knows."""
        if last - first >= _MAX_WORDS:
            last = first + _MAX_WORDS - 1
        for end in range(last, first - 1, -1):
            if self._gazetteer.lookup(self._slice(first, end)):
                return [(first, end)]
        return [(first, last)]

    def _capital_run(self, index: int) -> tuple[int, int] | None:
        if not self._open(index):
            return None
        last = index
        while last + 1 < len(self._words):
            if self._open(last + 1):
                last += 1
            elif (
                self._words[last + 1].lower() in _LINKS
                and last + 2 < len(self._words)
                and self._open(last + 2)
                and self._words[last + 1].lower() != "and"
            ):
                last += 2
            else:
                break
        return index, last

    def _open(self, index: int) -> bool:
        word, token = self._words[index], self.tree.tokens[index]
        return (
            not self._taken[index]
            and word[:1].isupper()
            and (token.pos == "PROPN" or self._labels[index] in ("ORG", "PERSON", "GPE", "LOC"))
            and self._labels[index] not in ("DATE", "TIME", "LANGUAGE", "WORK_OF_ART")
        )

    def _slice(self, first: int, last: int) -> str:
        return self._text[self.tree.tokens[first].start : self.tree.tokens[last].end]

    def _runs(self) -> Iterator[tuple[int, int, str]]:
        """The parser's entities as token ranges."""
        index = 0
        tokens = self.tree.tokens
        while index < len(tokens):
            if not tokens[index].entity:
                index += 1
                continue
            last = index
            while last + 1 < len(tokens) and tokens[last + 1].entity.startswith("I-"):
                last += 1
            yield index, last, self._labels[index]
            index = last + 1

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        """Without articles, directions in lower case, possessives and marks at the edges."""
        directions = places_list().cues.directions
        while first <= last and (
            self._words[first].lower() in ("the", "a", "an", "nearby")
            or (self._words[first] in directions)
            or not self._words[first].strip(_EDGE)
        ):
            first += 1
        while first <= last and (
            self._words[last].lower() in ("'s", "’s", "'", "’", "s")
            or not self._words[last].strip(_EDGE)
            or (self._words[last].islower() and self._words[last] in places_list().kinds)
        ):
            last -= 1
        return first, last

    def _titled(self, first: int) -> bool:
        """Whether a title before the name makes it a person's."""
        if first == 0:
            return False
        before = self._words[first - 1].lower().rstrip(".")
        return before in places_list().cues.titles and before not in ("general",)

    def _is_person(self, first: int, last: int) -> bool:
        """Whether the words are of a person whom the document names in full."""
        if not all(self._words[index] in self._people for index in range(first, last + 1)):
            return False
        before = self._words[first - 1].lower() if first else ""
        after = self._words[last + 1] if last + 1 < len(self._words) else ""
        return not (before in ("in", "near", "outside") or after.lower() in places_list().kinds)

    def _organisation_follows(self, last: int) -> bool:
        """Whether a capitalised head noun makes the name an organisation's."""
        if last + 1 >= len(self._words):
            return False
        after = self._words[last + 1]
        return (
            after[:1].isupper()
            and after.lower().rstrip(".") in places_list().cues.organisations
            and not self._words[last][-1:].isupper()
        )

    def _inside_other_name(self, first: int, last: int) -> bool:
        """Whether the run is a part of a longer name of a person or an organisation."""
        label = self._labels[first]
        if label not in ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT", "LAW", "EVENT", "FAC"):
            return self._organisation_follows(last)
        tokens = self.tree.tokens
        if tokens[first].entity.startswith("I-"):
            return True
        return last + 1 < len(tokens) and tokens[last + 1].entity.startswith("I-")

    def _kind_word(self, last: int) -> str | None:
        """The level that the noun after the name states."""
        if last + 1 >= len(self._words):
            return None
        return places_list().kinds.get(self._words[last + 1].lower())

    def _kind_before(self, first: int) -> str | None:
        """The level that "the province of" before the name states."""
        if first >= 2 and self._words[first - 1].lower() == "of":
            return places_list().kinds.get(self._words[first - 2].lower())
        if first >= 1:
            return places_list().kinds.get(self._words[first - 1].lower())
        return None

    def _after_comma(self, first: int) -> bool:
        """Whether the name follows a taken toponym and a comma ("Harvane, Veltia")."""
        return first >= 2 and self._words[first - 1] == "," and self._taken[first - 2]

    def _take(
        self, first: int, last: int, label: str, certainty: float, *, demonym: bool = False
    ) -> Toponym:
        kind = None
        if not demonym:
            after = self._kind_word(last)
            if after and self._words[last + 1][:1].isupper() and not self._taken[last + 1]:
                joined = self._slice(first, last + 1)
                if after in ("admin2", "admin1", "site", "street") or self._gazetteer.lookup(
                    joined
                ):
                    last += 1
            kind = after or self._kind_before(first) or self._kind_of(last)
        for index in range(first, last + 1):
            self._taken[index] = True
        tokens = self.tree.tokens
        end = tokens[last].end
        return Toponym(
            tokens[first].start, end, self._number, first, last, label, demonym, kind, certainty
        )

    def _kind_of(self, last: int) -> str | None:
        return places_list().kinds.get(self._words[last].lower())


def base_name(name: str) -> str:
    """The name without a capitalised kind noun ("Harvane Province" to "Harvane")."""
    words = re.split(r"\s+", name.strip())
    if len(words) > 1 and words[-1].lower() in places_list().kinds:
        return " ".join(words[:-1])
    return name
