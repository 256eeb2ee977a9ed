"""What `verify` finds: one thing that is not as the log says."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingKind = Literal[
    "missing", "altered", "extra", "chain", "truncated", "rewritten", "writable", "unfinished"
]


class Finding(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """One thing that is not as the log says.

    Args:
        kind: `missing`, `altered` and `extra` of a file, a table or a field; `chain` where the
            log's entries do not follow each other; `truncated` and `rewritten` against a head;
            `writable` for an original that is not read-only; `unfinished` for an act that was
            interrupted, which the next act on the case brings to its end.
        where: path inside the case, or `custody/log.jsonl#<entry>`, or `case.sqlite#<table>`.
        message: what is wrong, in words.
    """

    kind: FindingKind
    where: str
    message: str
