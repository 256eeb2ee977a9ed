"""WikiEvents: triggers and argument heads of the event types that Rashomon knows.

JSON Lines of tokenised documents enter, counts leave. A trigger is right where a predicted
trigger shares its head token; an argument where its head token is predicted in a part that the
gold role maps to, whatever sentence it stands in (arguments are entities of the whole document).

Source: Li, Ji and Han (2021), "Document-level event argument extraction by conditional
generation", NAACL: head F1 of arguments. Roles and types are mapped by the tables below.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rashomon.errors import CorpusError
from rashomon.records import Document, Event, Sentence, digest_id
from rashomon.stage import AnnotatedDocument

# Gold types by prefix; the others (contact, movement, trials, disease, trade) are out of scope.
IN_SCOPE = (
    "Conflict.",
    "Life.Die",
    "Life.Injure",
    "Justice.ArrestJailDetain",
    "ArtifactExistence.DamageDestroyDisableDismantle",
)
PARTS = {
    "Attacker": "agent",
    "Killer": "agent",
    "Injurer": "agent",
    "Jailer": "agent",
    "Perpetrator": "agent",
    "Demonstrator": "agent",
    "DamagerDestroyer": "agent",
    "Victim": "patient",
    "Detainee": "patient",
    "Target": "patient",
    "Artifact": "patient",
    "Instrument": "weapon",
    "ExplosiveDevice": "weapon",
    "BodyPart": "other",
    "Place": "place",
}
_OURS = {
    "perpetrator_individual": "agent",
    "perpetrator_organization": "agent",
    "participant": "agent",
    "victim": "patient",
    "target": "patient",
    "weapon": "weapon",
    "place": "place",
}


class _Trigger(msgspec.Struct, frozen=True):
    start: int
    end: int


class _Argument(msgspec.Struct, frozen=True):
    entity_id: str
    role: str


class _EventMention(msgspec.Struct, frozen=True):
    event_type: str
    trigger: _Trigger
    arguments: list[_Argument]


class _EntityMention(msgspec.Struct, frozen=True):
    id: str
    start: int
    end: int


class WikiEvent(msgspec.Struct, frozen=True):
    """One line of the corpus."""

    doc_id: str
    tokens: list[str]
    event_mentions: list[_EventMention]
    entity_mentions: list[_EntityMention]


@dataclass
class Counts:
    """Gold, predicted and right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)


def read(path: Path) -> list[WikiEvent]:
    """The documents of a file.

    Raises:
        CorpusError: if the file is missing or is not what it should be.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [msgspec.json.decode(line, type=WikiEvent) for line in lines if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(path, str(error)) from error


def lay_out(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as running text, with the offsets of each."""
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        if pieces and token not in {",", ".", ")", "?", "!", ":", ";", "'s", "’s", "%"}:
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


def score(
    gold: WikiEvent, offsets: list[tuple[int, int]], doc: AnnotatedDocument
) -> tuple[Counts, Counts]:
    """Triggers and arguments of one document."""
    triggers = {
        offsets[e.trigger.end - 1] for e in gold.event_mentions if e.event_type.startswith(IN_SCOPE)
    }
    events = doc.layer(Event)
    predicted = {
        (span.start, span.end) for event in events for span in (event.trigger, *event.mentions)
    }
    right = {t for t in triggers if any(s < t[1] and t[0] < e for s, e in predicted)}
    good = {p for p in predicted if any(p[0] < t[1] and t[0] < p[1] for t in triggers)}
    found = Counts(len(triggers), len(predicted), min(len(right), len(good)))
    found.errors.extend(f"missed trigger at {t[0]}" for t in sorted(triggers - right))
    found.errors.extend(f"extra trigger at {p[0]}" for p in sorted(predicted - good))
    mention_of = {m.id: m for m in gold.entity_mentions}
    wanted = {
        (PARTS[a.role], offsets[mention_of[a.entity_id].end - 1][1])
        for e in gold.event_mentions
        if e.event_type.startswith(IN_SCOPE)
        for a in e.arguments
        if a.role in PARTS and PARTS[a.role] != "other" and a.entity_id in mention_of
    }
    ends = _head_ends(doc)
    given = {
        (_OURS[role.role], ends.get((role.span.start, role.span.end), role.span.end))
        for event in events
        for role in event.roles
        if role.role in _OURS
    }
    return found, Counts(len(wanted), len(given), len(wanted & given))


def _head_ends(doc: AnnotatedDocument) -> dict[tuple[int, int], int]:
    """Where the head token of each role's phrase ends."""
    spans = {(r.span.start, r.span.end) for event in doc.layer(Event) for r in event.roles}
    ends: dict[tuple[int, int], int] = {}
    for sentence in doc.layer(Sentence):
        for start, end in spans:
            if not (sentence.span.start <= start and end <= sentence.span.end):
                continue
            inside = {i for i, token in enumerate(sentence.tokens) if start <= token.start < end}
            for index in sorted(inside):
                head = sentence.tokens[index].head
                if head not in inside or head == index:
                    ends[start, end] = sentence.tokens[index].end
                    break
    return ends
