"""The two published JSON shapes: what `rashomon extract` prints and what `case.json` holds.

These are what others build on. A change that breaks a reader raises the version. Offsets are code
points of the document's text, half-open. `within` refers to another claim's `attribution` id.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from rashomon.records import (
    Anchor,
    Aspect,
    AssessmentStatus,
    Certainty,
    Chosen,
    Dateline,
    Dependence,
    EntityKind,
    EventStage,
    Interval,
    Judgement,
    MentionKind,
    Mode,
    PartyKind,
    Place,
    Polarity,
    Problem,
    Provenance,
    QuantityRelation,
    Relation,
    RoleName,
    TimexType,
    Toponymy,
    Value,
)

EXTRACT_VERSION = "1.0"
CASE_VERSION = "1.0"


class TextSpan(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Words and where they stand: `text == document.text[start:end]`."""

    start: int
    end: int
    text: str


class SourceSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A speaker as named here, and the entity that the words resolve to."""

    start: int
    end: int
    text: str
    entity: str | None = None


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document without its text. `path` is relative to what the user named.

    `anchors` lead from ranges of the text to the original: `["text", start, end, original_start,
    original_end, part]` or `["box", start, end, page, x0, y0, x1, y1]`.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    published: datetime | None
    published_from: str | None
    language: str | None
    text_sha256: str
    raw_sha256: str
    url: str | None
    credits: tuple[str, ...]
    dateline: Dateline | None
    author: str | None = None
    container: str | None = None
    encoding: str | None = None
    anchors: tuple[Anchor, ...] = ()


class SentenceSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


class ExtractedMention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mention of an entity."""

    start: int
    end: int
    text: str
    kind: MentionKind


class ExtractedEntity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entity of one document."""

    id: str
    kind: EntityKind
    name: str
    mentions: tuple[ExtractedMention, ...]
    aliases: tuple[str, ...]
    party_kind: PartyKind | None
    member_of: str | None
    anonymous: bool


class ExtractedTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A TIMEX3 expression with its interval."""

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    anchor: str | None
    modifier: str | None
    interval: Interval | None


class ExtractedPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A toponym with its resolution."""

    start: int
    end: int
    text: str
    gazetteer_id: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    radius_km: float | None
    precision: str
    confidence: float
    toponymy: Toponymy


class ExtractedQuantity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number with its bounds and unit."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str
    relation: QuantityRelation
    qualifier: str | None
    people: bool


class Assertion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One comparable thing that a claim's content asserts; `id` is the claim id of `case.json`."""

    id: str
    aspect: Aspect
    whom: str | None
    value: Value
    polarity: Polarity
    certainty: Certainty
    evidence: tuple[TextSpan, ...]
    event: str | None


class ExtractedClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says what. `source` and `cue` are both null where it is the outlet's own voice."""

    id: str
    source: SourceSpan | None
    cue: TextSpan | None
    content: tuple[TextSpan, ...]
    mode: Mode
    polarity: Polarity
    certainty: Certainty
    within: str | None
    assertions: tuple[Assertion, ...]


class ExtractedRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A participant of an event."""

    role: RoleName
    start: int
    end: int
    text: str
    entity: str | None


class ExtractedEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A happening; `claims` are ids of the claims that tell it (an outlet's own included)."""

    id: str
    trigger: TextSpan
    type: str
    stage: EventStage
    polarity: Polarity
    certainty: Certainty
    roles: tuple[ExtractedRole, ...]
    mentions: tuple[TextSpan, ...]
    claims: tuple[str, ...]
    time: TextSpan | None
    interval: Interval | None
    place: ExtractedPlace | None


class ExtractedDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of `rashomon extract --json`."""

    version: str
    document: DocumentHead
    sentences: tuple[SentenceSpan, ...]
    entities: tuple[ExtractedEntity, ...]
    times: tuple[ExtractedTime, ...]
    places: tuple[ExtractedPlace, ...]
    quantities: tuple[ExtractedQuantity, ...]
    claims: tuple[ExtractedClaim, ...]
    events: tuple[ExtractedEvent, ...]
    problems: tuple[Problem, ...]


class CaseDocument(DocumentHead, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report of the case with its text, against which every offset resolves.

    `origin` is the id of the document that this one is a copy of (itself if it is none).
    """

    origin: str
    text: str


class CaseSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim's speaker: the words, the document's entity, the party across documents."""

    start: int
    end: int
    text: str
    entity: str | None
    party: str | None


class CaseClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One comparable claim.

    `content` is the narrowest evidence; `statement` the whole content of the attribution that
    carries it (empty for the outlet's own voice). `voice` names who speaks: the party's name,
    else the source as printed, else the outlet. `chain` names through whom the words came: the
    outlet, the agency whose text it prints or credits, everyone who passed them on, the speaker.
    """

    id: str
    document: str
    attribution: str | None
    within: str | None
    source: CaseSource | None
    cue: TextSpan | None
    content: tuple[TextSpan, ...]
    statement: tuple[TextSpan, ...]
    mode: Mode | None
    voice: str
    chain: tuple[str, ...] = ()
    incident: str | None
    event: str | None
    aspect: Aspect
    whom: str | None
    value: Value
    polarity: Polarity
    certainty: Certainty


class CaseStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says what, before it is taken apart into comparable claims.

    `within` is the id of the statement whose content holds this one.
    """

    id: str
    document: str
    source: CaseSource | None
    cue: TextSpan | None
    content: tuple[TextSpan, ...]
    mode: Mode
    polarity: Polarity
    certainty: Certainty
    within: str | None


class CaseMention(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A mention of a party in one document."""

    document: str
    start: int
    end: int
    text: str


class CaseParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source or actor across documents, with every place where it is mentioned."""

    id: str
    name: str
    kind: PartyKind
    aliases: tuple[str, ...]
    member_of: str | None
    anonymous: bool
    mentions: tuple[CaseMention, ...]


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event of one document."""

    id: str
    document: str
    trigger: TextSpan
    type: str
    stage: EventStage
    polarity: Polarity
    certainty: Certainty
    roles: tuple[ExtractedRole, ...]
    interval: Interval | None
    place: Place | None


class CaseIncident(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One happening across documents; `title` is composed from type, place and date only.

    `interval` is by the calendar and clock of the place, `utc` the same in moments (widened, and
    `about`, where the place's time zone is not known); the four numbers are the code books'.
    """

    id: str
    title: str
    type: str
    interval: Interval | None
    place: Place | None
    documents: tuple[str, ...]
    events: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]
    utc: Interval | None = None
    acled_time_precision: int | None = None
    acled_geo_precision: int | None = None
    ucdp_date_prec: int | None = None
    ucdp_where_prec: int | None = None


class CaseAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that one source says about one incident. `source` is a party id or null (an outlet)."""

    incident: str
    source: str | None
    name: str
    claims: tuple[str, ...]


class CaseValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer, the independent sources that give it, and the claims."""

    value: Value
    denied: bool
    superseded: bool
    sources: tuple[str, ...]
    claims: tuple[str, ...]


class CaseFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the accounts of one question add up to.

    `chosen` is one figure by the policy that the user named (null where no number is told); no
    status depends on it.
    """

    id: str
    incident: str
    aspect: Aspect
    whom: str | None
    status: AssessmentStatus
    independent_sources: int
    values: tuple[CaseValue, ...]
    relations: tuple[Relation, ...]
    trace: tuple[str, ...]
    chosen: Chosen | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `case.json`, sorted, with no time or path of the run in it."""

    version: str
    tool: str
    title: str
    documents: tuple[CaseDocument, ...]
    statements: tuple[CaseStatement, ...] = ()
    claims: tuple[CaseClaim, ...]
    entities: tuple[CaseParty, ...]
    events: tuple[CaseEvent, ...]
    incidents: tuple[CaseIncident, ...]
    accounts: tuple[CaseAccount, ...]
    facts: tuple[CaseFact, ...]
    dependences: tuple[Dependence, ...]
    judgements: tuple[Judgement, ...]
    provenance: tuple[Provenance, ...]
    problems: tuple[Problem, ...]
