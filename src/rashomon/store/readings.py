"""What reading a source gave: its documents and problems, in order, under a key of all it rests on.

A source is a file that a user named or that lies in a folder that a user named.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from sqlalchemy import Engine, delete, insert, select, update

from rashomon.codec import from_bytes, to_bytes
from rashomon.records import Problem
from rashomon.store.opening import writing
from rashomon.store.tables import DOCUMENTS, READING, SOURCES

_ITEMS_A_BATCH = 500


class Readings:
    """The readings of a case."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def begin(self, name: str, key: str) -> None:
        """The source has been read to nowhere yet; what was read of it before is forgotten."""
        with self._writing.begin() as connection:
            connection.execute(delete(READING).where(READING.c.source == name))
            connection.execute(delete(SOURCES).where(SOURCES.c.name == name))
            connection.execute(insert(SOURCES).values(name=name, reading_key=key, complete=False))

    def add(self, name: str, first: int, items: Iterable[str | Problem]) -> int:
        """The source's reading goes on with these: ids of documents, and problems.

        Args:
            name: of the source.
            first: position of the first item.
            items: taken lazily.

        Returns:
            The position after the last.
        """
        source = iter(items)
        while batch := list(itertools.islice(source, _ITEMS_A_BATCH)):
            rows = [
                {
                    "source": name,
                    "position": first + number,
                    "document": None if isinstance(item, Problem) else item,
                    "problem": to_bytes(item) if isinstance(item, Problem) else None,
                }
                for number, item in enumerate(batch)
            ]
            with self._writing.begin() as connection:
                connection.execute(insert(READING), rows)
            first += len(batch)
        return first

    def finish(self, name: str) -> None:
        """The source has been read to its end."""
        with self._writing.begin() as connection:
            connection.execute(update(SOURCES).where(SOURCES.c.name == name).values(complete=True))

    def items(self, name: str, key: str) -> tuple[str | Problem, ...] | None:
        """What the source gave, where it was read to its end under this key; else None."""
        known = select(SOURCES.c.name).where(
            SOURCES.c.name == name, SOURCES.c.reading_key == key, SOURCES.c.complete
        )
        query = (
            select(READING.c.document, READING.c.problem)
            .where(READING.c.source == name)
            .order_by(READING.c.position)
        )
        with self._engine.connect() as connection:
            if connection.execute(known).first() is None:
                return None
            rows = connection.execute(query).all()
        return tuple(
            document if document is not None else from_bytes(problem, Problem)
            for document, problem in rows
        )

    def names(self) -> Iterator[str]:
        """The sources, sorted."""
        with self._engine.connect() as connection:
            yield from (
                connection.execute(select(SOURCES.c.name).order_by(SOURCES.c.name)).scalars().all()
            )

    def annotated(self, ids: Iterable[str], key: str) -> frozenset[str]:
        """Those of the documents whose layers were made under this key."""
        wanted, found = iter(ids), set[str]()
        with self._engine.connect() as connection:
            while batch := list(itertools.islice(wanted, _ITEMS_A_BATCH)):
                query = select(DOCUMENTS.c.id).where(
                    DOCUMENTS.c.id.in_(batch), DOCUMENTS.c.annotation_key == key
                )
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def same(self, document_id: str, record: bytes, key: str) -> bool:
        """Whether the case has this very document with layers made under this key."""
        query = select(DOCUMENTS.c.id).where(
            DOCUMENTS.c.id == document_id,
            DOCUMENTS.c.record == record,
            DOCUMENTS.c.annotation_key == key,
        )
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None
