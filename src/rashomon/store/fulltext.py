"""Full-text search in SQLite (FTS5) and PostgreSQL (tsvector) over the same folded words.

Both stem English. Each row of `search` is a report, a part of a long one, or a claim's statement;
a hit leads to the spans of the words that were found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from rashomon.store.queries import Query, Term
from rashomon.store.tables import SEARCH

OPEN, CLOSE = "\x02", "\x03"

_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(folded, content='search', content_rowid='id', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER search_added AFTER INSERT ON search BEGIN "
    "INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER search_taken AFTER DELETE ON search BEGIN "
    "INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded); "
    "END",
)
_POSTGRESQL = (
    # English stems as FTS5 makes them: no word is too common to be looked for
    "CREATE TEXT SEARCH DICTIONARY rashomon_stems (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION rashomon_words (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION rashomon_words "
    "ALTER MAPPING REPLACE pg_catalog.english_stem WITH rashomon_stems",
    "ALTER TABLE search ADD COLUMN words tsvector "
    "GENERATED ALWAYS AS (to_tsvector('rashomon_words', folded)) STORED",
    "CREATE INDEX search_by_words ON search USING gin (words)",
)
_WORDS = table("search_words", column("rowid"))
SHADOWS = tuple(f"search_words_{part}" for part in ("config", "data", "docsize", "idx"))
"""The tables in which FTS5 keeps its index."""


@dataclass(frozen=True)
class Row:
    """A row of `search` that a query matches.

    Args:
        document: id.
        kind: `report` or `claim`.
        claim: its id, for a claim.
        start: first code point of the row's text in the document.
        marked: the row's folded text, what matches between `OPEN` and `CLOSE`.
    """

    document: str
    kind: str
    claim: str | None
    start: int
    marked: str


def create(connection: Connection) -> None:
    """The database's own index over the table `search` exists."""
    postgres = connection.dialect.name == "postgresql"
    for statement in _POSTGRESQL if postgres else _SQLITE:
        connection.execute(text(statement))


def rows(connection: Connection, query: Query, kind: str | None, limit: int) -> Iterator[Row]:
    """The rows that match, the best first, then by their place in the case.

    Args:
        connection: to the case.
        query: parsed.
        kind: only `report` or `claim`; None for both.
        limit: of rows.
    """
    postgres = connection.dialect.name == "postgresql"
    found = _in_postgresql(query) if postgres else _in_sqlite(query)
    columns, match, rank = found
    statement = select(
        SEARCH.c.document, SEARCH.c.kind, SEARCH.c.claim, SEARCH.c.start, columns
    ).where(match)
    if not postgres:
        statement = statement.select_from(SEARCH).join(_WORDS, _WORDS.c.rowid == SEARCH.c.id)
    if kind is not None:
        statement = statement.where(SEARCH.c.kind == kind)
    statement = statement.order_by(
        rank, SEARCH.c.kind, SEARCH.c.document, SEARCH.c.start, SEARCH.c.claim
    ).limit(limit)
    for row in connection.execute(statement):
        yield Row(*row)


def _in_sqlite(query: Query) -> tuple[Any, ColumnElement[bool], Any]:
    wanted = " OR ".join(f"({_fts5(terms)})" for terms in query)
    marked = func.highlight(literal_column("search_words"), 0, OPEN, CLOSE)
    match = literal_column("search_words").op("MATCH")(literal(wanted))
    return marked, match, literal_column("search_words.rank")


def _fts5(terms: tuple[Term, ...]) -> str:
    needed = " AND ".join(_fts5_term(term) for term in terms if not term.negated)
    barred = "".join(f" NOT {_fts5_term(term)}" for term in terms if term.negated)
    return f"({needed}){barred}"


def _fts5_term(term: Term) -> str:
    # the words are letters and digits only, so that nothing needs escaping
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _in_postgresql(query: Query) -> tuple[Any, ColumnElement[bool], Any]:
    wanted = _tsquery(query)
    options = f"HighlightAll=true, StartSel={OPEN}, StopSel={CLOSE}"
    marked = func.ts_headline(_config(), SEARCH.c.folded, wanted, options)
    words: ColumnElement[Any] = literal_column("search.words")
    return marked, words.op("@@")(wanted), -func.ts_rank(words, wanted)


def _tsquery(query: Query) -> Any:
    alternatives = []
    for terms in query:
        parts = []
        for term in terms:
            one: Any
            if term.prefix:
                one = func.to_tsquery(_config(), " <-> ".join(term.words) + ":*", type_=TSQUERY)
            else:
                one = func.phraseto_tsquery(_config(), " ".join(term.words), type_=TSQUERY)
            parts.append(func.tsquery_not(one, type_=TSQUERY) if term.negated else one)
        both = parts[0]
        for part in parts[1:]:
            both = func.tsquery_and(both, part, type_=TSQUERY)
        alternatives.append(both)
    either = alternatives[0]
    for part in alternatives[1:]:
        either = func.tsquery_or(either, part, type_=TSQUERY)
    return either


def _config() -> Any:
    return literal_column("'rashomon_words'::regconfig")
