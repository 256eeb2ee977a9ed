"""Ids as digests of meaning."""

from __future__ import annotations

import hashlib


def digest_id(prefix: str, *parts: object) -> str:
    """An id that is the same whenever the meaning is the same.

    Args:
        prefix: three letters naming the kind of record (`doc`, `att`, `clm`, `evt`, ...).
        parts: what the record means: document, offsets, kind, normalised content. Never a time,
            a confidence or a version.

    Returns:
        `<prefix>_` and 16 hexadecimal digits of a SHA-256.

    >>> digest_id("doc", "abc") == digest_id("doc", "abc")
    True
    """
    payload = "\x1f".join(str(part) for part in parts).encode()
    return f"{prefix}_{hashlib.sha256(payload).hexdigest()[:16]}"
