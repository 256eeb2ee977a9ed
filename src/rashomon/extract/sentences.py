"""Sentences with their tokens, dependency trees and names, by spaCy's small English pipeline.

Paragraphs are split first: that removes most of the pipeline's sentence errors. Names are the
shared encoder's, where its weights tell them: the pipeline's recogniser takes longer than its
parser. What leaves are plain records, so that nothing above knows spaCy, and another parser is one
line of the registry.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rashomon.extract.casing import is_upper, natural_case
from rashomon.extract.name_labels import NameLabels, tells_names
from rashomon.extract.paragraphs import paragraphs
from rashomon.extract.parser import Parser
from rashomon.neural import encoder
from rashomon.records import Sentence
from rashomon.stage import AnnotatedDocument

_CHUNK = 20_000
_PLAIN = str.maketrans(
    {"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\x0b": " ", "\x0c": " ", "[": "(", "]": ")"}
)
_LOST = re.compile("(?:\ufffd|\u00ef\u00bf\u00bd)+")
"""The sign for a lost character, also where its bytes were read as another encoding's."""


def _blank(lost: re.Match[str]) -> str:
    return " " * len(lost.group())


class Sentences:
    """Every non-blank stretch of the text belongs to exactly one sentence."""

    name: ClassVar[str] = "sentences"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[type] = Sentence

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Sentence]:
        """The document's sentences in reading order."""
        chunks = list(_chunks(doc.document.text))
        names = self._names(doc.document.text)
        parser = _parser(names=names is None)
        parsed = parser([(offset, text) for offset, _, text in chunks], names)
        for (_, paragraph, _), sentences in zip(chunks, parsed, strict=True):
            for tokens in sentences:
                yield Sentence(doc.span(tokens[0].start, tokens[-1].end), paragraph, tokens)

    def _names(self, text: str) -> NameLabels | None:
        """The encoder's names, where its weights tell them."""
        shared = encoder()
        return NameLabels(shared(text)) if tells_names(shared.header.heads) else None


@functools.cache
def _parser(*, names: bool) -> Parser:
    return Parser(names=names)


def _chunks(text: str) -> Iterator[tuple[int, int, str]]:
    """(offset, paragraph number, text to parse) in pieces that bound the parser's memory."""
    for number, (first, last) in enumerate(paragraphs(text)):
        while first < last:
            stop = last
            if last - first > _CHUNK:
                space = text.rfind(" ", first + 1, first + _CHUNK)
                stop = space if space > first else first + _CHUNK
            piece = _LOST.sub(_blank, text[first:stop].translate(_PLAIN))
            yield first, number, natural_case(piece) if is_upper(piece) else piece
            first = stop
