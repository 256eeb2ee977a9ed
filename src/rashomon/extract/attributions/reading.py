"""One document laid out for attribution: trees, quotations, and one numbering of all tokens.

What enters are the text, its sentences and their paragraphs; what leaves are look-ups. A token has
a *place*, its number in the whole document, so that contents can cross sentences.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence

from rashomon.extract.attributions.quotes import Quote, find_quotes
from rashomon.extract.tree import Tree
from rashomon.records import Sentence, Token

_MARKS = frozenset({"``", "''", '"', "“", "”", "„", "«", "»", "'", "‘", "’", "`"})
_PUNCTUATION = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "―", "...", "…", "(", ")", "·"})
_STOPS = frozenset({".", "!", "?", ":", ";", "...", "…", "--", "—", "–", "―"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STRETCH = 2


class Reading:
    """Look-ups over one document.

    Args:
        text: of the document.
        sentences: in reading order.
        paragraphs: half-open ranges of the paragraphs, as sentences number them.

    `quoted_before[place]` counts the quoted tokens before a place; `words_before` those that are no
    punctuation, `finite_before` the finite verbs; each has one number more than there are tokens.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], paragraphs: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text
        self.trees = [Tree(sentence, text) for sentence in sentences]
        self.bases: list[int] = []
        self.tokens: list[Token] = []
        for sentence in sentences:
            self.bases.append(len(self.tokens))
            self.tokens.extend(sentence.tokens)
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]
        self.lowers = [text[token.start : token.end].lower() for token in self.tokens]
        self.quotes: list[Quote] = find_quotes(text, paragraphs)
        self.quote_at = [-1] * len(self.tokens)
        self.quote_places: list[range] = []
        for number, quote in enumerate(self.quotes):
            places = self.places(quote.start, quote.end)
            self.quote_places.append(places)
            for place in places:
                self.quote_at[place] = number
        words = [not self.is_punctuation(place) for place in range(len(self.tokens))]
        self.quoted_before = _sums(number >= 0 for number in self.quote_at)
        self.words_before = _sums(words)
        self.finite_before = _sums(
            word and token.tag in _FINITE for word, token in zip(words, self.tokens, strict=True)
        )

    def places(self, start: int, end: int) -> range:
        """The tokens that share a code point with the half-open range."""
        return range(bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end))

    def sentence_of(self, place: int) -> int:
        """Number of the sentence that holds the token."""
        return bisect.bisect_right(self.bases, place) - 1

    def sentence_places(self, number: int) -> range:
        """The tokens of a sentence."""
        base = self.bases[number]
        return range(base, base + len(self.trees[number]))

    def stretch(self, number: int) -> range:
        """The tokens of a sentence and of its neighbours that no stop separates from it.

        Splitters cut "said Monday that | at least ..." where commas are missing. Two neighbours
        a side are enough, and bound the cost.
        """
        first = last = number
        while number - first < _STRETCH and first and self._runs_on(first - 1):
            first -= 1
        while last - number < _STRETCH and last + 1 < len(self.trees) and self._runs_on(last):
            last += 1
        return range(self.bases[first], self.sentence_places(last)[-1] + 1)

    def _runs_on(self, number: int) -> bool:
        """Whether a sentence ends without a stop and the next is of the same paragraph."""
        if self.paragraph(number) != self.paragraph(number + 1):
            return False
        end = self.sentence_places(number)[-1]
        return self.lowers[end] not in _STOPS and not self.is_mark(end)

    def paragraph(self, number: int) -> int:
        """The paragraph of a sentence."""
        return self.trees[number].sentence.paragraph

    def is_mark(self, place: int) -> bool:
        """Whether the token is a quotation mark."""
        return self.lowers[place] in _MARKS

    def is_punctuation(self, place: int) -> bool:
        """Whether the token is a comma, stop, dash or bracket; a quotation mark is none."""
        return self.lowers[place] in _PUNCTUATION

    def runs(self, places: Iterable[int]) -> list[tuple[int, int]]:
        """Maximal runs (first, last) of neighbouring places, both included."""
        runs: list[tuple[int, int]] = []
        for place in sorted(places):
            if runs and place == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
        return runs

    def trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """The run without commas, stops and unpaired quotation marks at its ends.

        A question or exclamation mark stays, so does whatever stands inside a quotation.
        """
        while first <= last and self._outer(first, first, last):
            first += 1
        while first <= last and self._outer(last, first, last):
            last -= 1
        return (first, last) if first <= last else None

    def _outer(self, place: int, first: int, last: int) -> bool:
        quote = self.quote_at[place]
        if quote < 0:
            return self.is_punctuation(place) or self.is_mark(place)
        places = self.quote_places[quote]
        if places[0] >= first and places[-1] <= last:
            return False
        return self.is_punctuation(place) or self.is_mark(place)


def _sums(values: Iterable[bool]) -> list[int]:
    return [0, *itertools.accumulate(map(int, values))]
