"""The store's tables, the same on every database.

A record is kept as codec bytes beside the columns that are worth querying. A layer's row is never
changed but for `latest`: what a stage makes differently becomes a further generation.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 2

# keys sort by code point, as Python does, whatever the database's language
KEY = String().with_variant(String(collation="C"), "postgresql")

METADATA = MetaData()

MARKS = Table(
    "rashomon_marks",
    METADATA,
    Column("name", KEY, primary_key=True),
    Column("value", Text, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("name", KEY, nullable=False, index=True),
    Column("publisher", Text),
    Column("published", KEY, index=True, comment="ISO 8601, UTC"),
    Column("language", String),
    Column("text_sha256", String, nullable=False, index=True),
    Column("raw_sha256", String, nullable=False, index=True),
    Column("record", LargeBinary, nullable=False),
    Column("annotation_key", KEY, comment="what the layers were made with; null where unknown"),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("name", KEY, primary_key=True),
    Column("reading_key", KEY, nullable=False, comment="bytes, sidecar and reader"),
    Column("complete", Boolean, nullable=False, comment="whether it was read to its end"),
)

READING = Table(
    "reading",
    METADATA,
    Column("source", KEY, ForeignKey("sources.name"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document", KEY, comment="documents.id; written before the document is"),
    Column("problem", LargeBinary),
)

SEARCH = Table(
    "search",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document", KEY, ForeignKey("documents.id"), nullable=False, index=True),
    Column("kind", String, nullable=False, comment="report or claim"),
    Column("claim", KEY),
    Column("start", Integer, nullable=False, comment="code point of the document's text"),
    Column("folded", Text, nullable=False, comment="as long as the text that it stands for"),
)

LAYERS = Table(
    "layers",
    METADATA,
    Column("document", KEY, ForeignKey("documents.id"), primary_key=True),
    Column("layer", KEY, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("latest", Boolean, nullable=False),
    Column("stage", KEY, nullable=False),
    Column("version", KEY, nullable=False),
    Column("provenance", LargeBinary, nullable=False),
    Column("records_sha256", String, nullable=False),
    Column("records", LargeBinary, nullable=False, comment="zlib of the codec's bytes"),
)

CLAIMS = Table(
    "claims",
    METADATA,
    Column("document", KEY, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="in the latest Claim layer"),
    Column("id", KEY, nullable=False, index=True),
    Column("aspect", String, nullable=False),
    Column("whom", Text),
    Column("attribution", KEY),
    Column("event", KEY),
    Column("polarity", String, nullable=False),
    Column("certainty", String, nullable=False),
    Index("claims_by_aspect", "aspect", "document"),
)

CASE_RECORDS = Table(
    "case_records",
    METADATA,
    Column("kind", KEY, primary_key=True),
    Column("key", KEY, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)

CASE_PROVENANCE = Table(
    "case_provenance",
    METADATA,
    Column("kind", KEY, primary_key=True),
    Column("provenance", LargeBinary, nullable=False),
)

PROBLEMS = Table(
    "problems",
    METADATA,
    Column("id", KEY, primary_key=True),
    Column("name", KEY, nullable=False),
    Column("stage", KEY, nullable=False),
    Column("message", KEY, nullable=False),
    Column("document", KEY, index=True),
    Column("record", LargeBinary, nullable=False),
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("left", KEY, nullable=False, index=True),
    Column("right", KEY, nullable=False, index=True),
    Column("record", LargeBinary, nullable=False),
)
