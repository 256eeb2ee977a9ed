"""Claims for tests, written short."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rashomon.reconcile.signals import read_signals
from rashomon.reconcile.views import ClaimView
from rashomon.records import Figure, Named, Value


def day(number: int) -> datetime:
    return datetime(2021, 5, number, tzinfo=UTC)


def exactly(n: int) -> Figure:
    return Figure(n, n)


def floor(n: int) -> Figure:
    return Figure(n, None)


def claim(
    claim_id: str,
    value: Value | str,
    by: str | None = None,
    *,
    doc: str | None = None,
    on: int | None = 1,
    said: str = "",
    **fields: Any,
) -> ClaimView:
    """A claim by a party (or, without `by`, by its outlet) in a report of 1 May or `on`."""
    if isinstance(value, str):
        value = Named(value)
    fields.setdefault("aspect", "responsible" if isinstance(value, Named) else "killed")
    fields.setdefault("whom", None)
    document = doc or f"doc-of-{claim_id}"
    fields.setdefault("origin", document)
    fields.setdefault("order", 0)
    return ClaimView(
        id=claim_id,
        incident="inc",
        document=document,
        outlet=f"outlet:{document}",
        parties=frozenset({by} if by else ()),
        source_name=by or document,
        published=day(on) if on is not None else None,
        value=value,
        quote=said,
        sentence=said,
        signals=read_signals(said),
        **fields,
    )
