"""A sentence's dependency tree, walked by index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rashomon.records import Sentence, Span, Token


class Tree:
    """One sentence as a tree. Indices count the sentence's tokens from 0.

    Args:
        sentence: the sentence.
        text: the whole text of its document.
    """

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self._text = text

    @cached_property
    def roots(self) -> list[int]:
        """Tokens without a head, in reading order."""
        return [index for index, token in enumerate(self.tokens) if token.head == index]

    @cached_property
    def _children(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                found[token.head].append(index)
        return found

    @property
    def text(self) -> str:
        """The whole text of the document."""
        return self._text

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, index: int) -> str:
        """The token as printed."""
        token = self.tokens[index]
        return self._text[token.start : token.end]

    def lower(self, index: int) -> str:
        """The token as printed, lower-cased."""
        return self.word(index).lower()

    def children(self, index: int, *deps: str) -> list[int]:
        """Direct dependents in reading order, only those with one of `deps` where given."""
        found = self._children[index]
        return [child for child in found if self.tokens[child].dep in deps] if deps else found

    def subtree(self, index: int) -> list[int]:
        """The token and all below it, in reading order."""
        found, stack = [], [index]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(self._children[at])
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[int]:
        """Heads from the nearest to the root."""
        while (head := self.tokens[index].head) != index:
            yield head
            index = head

    def span(self, first: int, last: int) -> Span:
        """From token `first` to token `last`, both included."""
        return Span(self.sentence.span.document, self.tokens[first].start, self.tokens[last].end)

    def span_of(self, indices: list[int]) -> Span:
        """The smallest span that covers all `indices` (at least one)."""
        return self.span(min(indices), max(indices))

    def covering(self, span: Span) -> list[int]:
        """Indices of the tokens that share a code point with `span`."""
        return [
            index
            for index, token in enumerate(self.tokens)
            if token.start < span.end and span.start < token.end
        ]
