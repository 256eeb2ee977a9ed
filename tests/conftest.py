"""What several tests share."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rashomon.records import Document, digest_id
from tests import offline

offline.block()

REPOSITORY = Path(__file__).resolve().parent.parent


def document(text: str, **fields: object) -> Document:
    """A document around a text, as a reader would make it."""
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=digest_id("doc", "test.txt", sha256),
        name="test.txt",
        text=text,
        text_sha256=sha256,
        raw_sha256=sha256,
        language="en",
        **fields,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    """The `document` builder as a fixture."""
    return document


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the repository; a test that needs it skips without it."""
    folder = Path(os.environ.get("RASHOMON_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "data" / "README.md").is_file():
        pytest.skip(f"no corpora at {folder} (set RASHOMON_SHARED)")
    return folder
