"""JSON that somebody else wrote, decoded within limits.

What enters are bytes of a file that may be made to harm; what leaves is the value, or a refusal
with a cause in words. What the value means is the caller's business.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from rashomon.errors import ForeignJsonError

DEEPEST = 20
"""Objects and lists that may lie in one another."""

_BRACKET = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]')


def decoded(raw: bytes) -> Any:
    """The value that the bytes encode; a byte order mark before it is no part of it.

    Raises:
        ForeignJsonError: if they are no JSON, or nest too deep.
    """
    payload = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        value = msgspec.json.decode(payload)
    except RecursionError as error:
        raise ForeignJsonError(_TOO_DEEP) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ForeignJsonError(f"is no JSON ({error})") from error
    if too_deep(payload):
        raise ForeignJsonError(_TOO_DEEP)
    return value


def too_deep(payload: bytes) -> bool:
    """Whether brackets outside strings open more than the limit allows."""
    if payload.count(b"{") + payload.count(b"[") <= DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(payload):
        if bracket[0] in b"[{":
            depth += 1
        elif bracket[0] in b"]}":
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


_TOO_DEEP = f"nests more than {DEEPEST} deep"
