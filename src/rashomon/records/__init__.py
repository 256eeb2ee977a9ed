"""The domain's nouns: frozen records, no input or output, no rule of extraction.

A record that crosses a module's border is a frozen `msgspec.Struct`. Unknown fields are refused
on decoding, invariants are checked on construction. Offsets are code points of
`Document.text`, half-open. `None` means unknown and is never zero. An id is a digest of
meaning (see `rashomon.records.ids`), so that a rerun makes no new ids.
"""

from rashomon.records.anchors import (
    Anchor,
    BoxAnchor,
    CharacterAnchor,
    Orphan,
    homes,
    whole,
)
from rashomon.records.assessments import (
    Account,
    Assessment,
    AssessmentStatus,
    Chosen,
    Dependence,
    DependenceKind,
    FigurePolicy,
    Judgement,
    Position,
    Relation,
    RelationKind,
    Verdict,
)
from rashomon.records.claims import (
    Act,
    Aspect,
    Attribution,
    Certainty,
    Claim,
    Figure,
    Mode,
    Named,
    Polarity,
    Statement,
    Value,
    When,
    Where,
)
from rashomon.records.documents import Dateline, Document, Problem, Provenance, Sentence, Token
from rashomon.records.entities import (
    Entity,
    EntityKind,
    Mention,
    MentionKind,
    Party,
    PartyKind,
)
from rashomon.records.events import Event, EventStage, Incident, Role, RoleName
from rashomon.records.ids import digest_id
from rashomon.records.places import Place, PlaceMention, PlacePrecision, Toponymy
from rashomon.records.quantities import Quantity, QuantityMention, QuantityRelation
from rashomon.records.spans import Span
from rashomon.records.times import Interval, TimeExpression, TimePrecision, TimexType

__all__ = [
    "Account",
    "Act",
    "Anchor",
    "Aspect",
    "Assessment",
    "AssessmentStatus",
    "Attribution",
    "BoxAnchor",
    "Certainty",
    "CharacterAnchor",
    "Chosen",
    "Claim",
    "Dateline",
    "Dependence",
    "DependenceKind",
    "Document",
    "Entity",
    "EntityKind",
    "Event",
    "EventStage",
    "Figure",
    "FigurePolicy",
    "Incident",
    "Interval",
    "Judgement",
    "Mention",
    "MentionKind",
    "Mode",
    "Named",
    "Orphan",
    "Party",
    "PartyKind",
    "Place",
    "PlaceMention",
    "PlacePrecision",
    "Polarity",
    "Position",
    "Problem",
    "Provenance",
    "Quantity",
    "QuantityMention",
    "QuantityRelation",
    "Relation",
    "RelationKind",
    "Role",
    "RoleName",
    "Sentence",
    "Span",
    "Statement",
    "TimeExpression",
    "TimePrecision",
    "TimexType",
    "Token",
    "Toponymy",
    "Value",
    "Verdict",
    "When",
    "Where",
    "digest_id",
    "homes",
    "whole",
]
