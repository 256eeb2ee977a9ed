"""Who and what a document speaks of, and the parties that documents share."""

from __future__ import annotations

from typing import Literal

import msgspec

from rashomon.records.spans import Span

MentionKind = Literal["name", "description", "pronoun"]
EntityKind = Literal[
    "person", "organization", "group", "place", "facility", "weapon", "vehicle", "work", "other"
]
PartyKind = Literal[
    "state_forces",
    "government",
    "armed_group",
    "monitor",
    "hospital",
    "witness",
    "civilian",
    "outlet",
    "agency",
    "unnamed_official",
    "international",
    "person",
    "other",
]


class Mention(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """One place where an entity is named, described or referred to by a pronoun."""

    span: Span
    kind: MentionKind


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in *one document* that refers to the same person, body or thing.

    Args:
        id: digest of document and first mention.
        document: id of the document.
        kind: what sort of thing it is.
        name: the fullest name printed, else the first description, as printed. Never a label
            of ours.
        mentions: in reading order, at least one.
        aliases: other names and acronyms as printed.
        party_kind: what sort of party it is, where the words tell.
        member_of: id of the entity of the same document that it speaks for or belongs to.
        anonymous: the text withholds the identity ("an unnamed official").
    """

    id: str
    document: str
    kind: EntityKind
    name: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    party_kind: PartyKind | None = None
    member_of: str | None = None
    anonymous: bool = False

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError("an entity needs at least one mention")


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source or actor *across documents*.

    Args:
        id: digest of its normalised name and, for nameless sources, of their document.
        name: the fullest name as printed in the reports.
        kind: what sort of party.
        entities: ids of the documents' entities that it unites, sorted.
        aliases: other names as printed, sorted.
        member_of: id of the party that it speaks for or belongs to.
        anonymous: the reports withhold its identity, so that two of them cannot be told apart.
        documents: ids of the reports that it published, sorted: their own voice is its word.
    """

    id: str
    name: str
    kind: PartyKind
    entities: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    member_of: str | None = None
    anonymous: bool = False
    documents: tuple[str, ...] = ()
