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

SCHEMA_VERSION = 1

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
