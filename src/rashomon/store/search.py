"""Search over a case: words to hits, each with its document, its spans and a line to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, select

from rashomon.codec import from_bytes
from rashomon.records import Document, Span
from rashomon.store import fulltext
from rashomon.store.folding import word_end
from rashomon.store.fulltext import CLOSE, OPEN
from rashomon.store.queries import parse
from rashomon.store.tables import DOCUMENTS

HitKind = Literal["report", "claim"]
_AROUND = 60


@dataclass(frozen=True)
class Hit:
    """Where a case holds the words.

    Args:
        kind: `report` or `claim`.
        document: the report.
        claim: id, for a claim.
        spans: of the words found, in `document.text`, in their order.
        excerpt: the first of them with some text around it.
    """

    kind: str
    document: Document
    claim: str | None
    spans: tuple[Span, ...]
    excerpt: Span

    @property
    def words(self) -> str:
        """The excerpt, on one line."""
        return " ".join(self.document.text[self.excerpt.start : self.excerpt.end].split())


def search(
    engine: Engine, words: str, kind: HitKind | None = None, limit: int = 50
) -> Iterator[Hit]:
    """What the case holds of these words, the best first.

    Args:
        engine: of the case.
        words: see `store.queries`.
        kind: only reports, or only claims.
        limit: of hits.

    Raises:
        QueryError: if there is nothing to look for.
    """
    query = parse(words)
    with engine.connect() as connection:
        rows = list(fulltext.rows(connection, query, kind, limit))
        ids = {row.document for row in rows}
        found = connection.execute(
            select(DOCUMENTS.c.id, DOCUMENTS.c.record).where(DOCUMENTS.c.id.in_(ids))
        )
        documents = {each: from_bytes(record, Document) for each, record in found}
    for row in rows:
        document = documents[row.document]
        spans = _spans(document, row)
        if spans:
            yield Hit(row.kind, document, row.claim, spans, _excerpt(document, spans[0]))


def _spans(document: Document, row: fulltext.Row) -> tuple[Span, ...]:
    """The marked stretches; those with nothing but blanks between them are one."""
    places: list[tuple[int, int]] = []
    position, opened = row.start, 0
    inside, apart = False, True
    for character in row.marked:
        if character == OPEN:
            inside, opened = True, position
            if places and not apart:
                opened = places.pop()[0]
        elif character == CLOSE:
            inside, apart = False, False
            places.append((opened, position))
        else:
            apart = apart or (not inside and character != " ")
            position += 1
    return tuple(Span(document.id, start, word_end(document.text, end)) for start, end in places)


def _excerpt(document: Document, span: Span) -> Span:
    start = max(0, span.start - _AROUND)
    end = min(len(document.text), span.end + _AROUND)
    if start > 0:
        blank = document.text.find(" ", start, span.start)
        start = blank + 1 if blank >= 0 else start
    if end < len(document.text):
        blank = document.text.rfind(" ", span.end, end)
        end = blank if blank > span.end else end
    return Span(document.id, start, end)
