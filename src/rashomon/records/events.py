"""What happened according to one document, and which happenings are one incident."""

from __future__ import annotations

from typing import Literal

import msgspec

from rashomon.records.claims import Certainty, Polarity
from rashomon.records.places import Place
from rashomon.records.spans import Span
from rashomon.records.times import Interval

EventStage = Literal["accomplished", "attempted", "threatened", "planned"]
RoleName = Literal[
    "perpetrator_individual",
    "perpetrator_organization",
    "victim",
    "target",
    "weapon",
    "place",
    "time",
    "participant",
]


class Role(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """One participant of an event.

    Args:
        role: its part. `participant` is a side of a two-sided clash.
        span: the words.
        entity: id of the document's entity, where it is one.
    """

    role: RoleName
    span: Span
    entity: str | None = None


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One happening as one document tells it; several mentions of it may be united.

    Args:
        id: digest of document, trigger and type.
        document: id of the document.
        type: key of `data/event_types.toml`.
        trigger: the word that names it, first mention.
        stage: how far it went. Only `accomplished` and `attempted` events happened.
        roles: sorted.
        mentions: further trigger spans of the same event, sorted.
        attributions: ids of the attributions that tell it; empty: the outlet's own voice.
        time: the expression that dates it, if one does.
        interval: when, where known.
        place_span: the toponym that places it.
        place: where, if known.
        polarity: `denied` where the text says that it did not happen.
        certainty: `hedged` for possible, feared or alleged.
    """

    id: str
    document: str
    type: str
    trigger: Span
    stage: EventStage = "accomplished"
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()
    attributions: tuple[str, ...] = ()
    time: Span | None = None
    interval: Interval | None = None
    place_span: Span | None = None
    place: Place | None = None
    polarity: Polarity = "affirmed"
    certainty: Certainty = "asserted"


class Incident(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events of one or more documents that are one happening.

    `type`, `interval` and `place` are worked out from the member events on every run; the
    disagreements about them stay visible as assessments.

    Args:
        id: digest of its events.
        events: ids, sorted, at least one.
        documents: ids, sorted.
        type: key of `data/event_types.toml`.
        interval: when, where known.
        place: where, where known.
        links: why its events were joined: (event id, event id, explanation), sorted.
    """

    id: str
    events: tuple[str, ...]
    documents: tuple[str, ...]
    type: str
    interval: Interval | None = None
    place: Place | None = None
    links: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.events:
            raise ValueError("an incident needs at least one event")
