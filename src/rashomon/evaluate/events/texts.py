"""Tokens of a corpus as running text, and a document around it."""

from __future__ import annotations

import hashlib

from rashomon.records import Document, digest_id

_CLINGING = frozenset({",", ".", ")", "?", "!", ":", ";", "'s", "’s", "%"})


def lay_out(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as running text, with the half-open offsets of each."""
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        if pieces and token not in _CLINGING:
            pieces.append(" ")
            at += 1
        offsets.append((at, at + len(token)))
        pieces.append(token)
        at += len(token)
    return "".join(pieces), offsets


def document(name: str, text: str) -> Document:
    """A document around a text of a corpus."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=digest_id("doc", name, digest),
        name=name,
        text=text,
        text_sha256=digest,
        raw_sha256=digest,
        language="en",
    )
