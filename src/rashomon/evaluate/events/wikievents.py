"""WikiEvents: triggers and arguments of every event mention, by their head words.

JSON Lines of tokenised documents enter, counts leave. All event types of the corpus are gold; the
types that Rashomon's ontology has no word for (contact, movement, trials) can only be missed.

- A trigger is identified where its head is the head of a gold trigger, and classified where our
  type also maps to the gold type.
- An argument is identified (Arg-I) where its head is the head of a gold argument of a gold event
  with the same trigger head, and classified (Arg-C) where event type and role agree as well. With
  coreference, a head of any mention of the gold argument's entity will do.
- Heads are found on the system's parse as the authors find them on theirs: climb from the first
  word as long as the head stays inside. Leading articles of gold arguments do not count.
- One event of ours may have several triggers. Each is a prediction; a role belongs to the triggers
  in its own sentence, otherwise to the nearest one. A further trigger whose own word is of another
  family ("killed" of a bombing) has its word's type.

The authors' scorer for predicted triggers asks for the event type in Arg-I, too. Here it is part of
Arg-C only, because most of the corpus's types have no counterpart in our ontology.

Source: Li, Ji and Han (2021), "Document-level event argument extraction by conditional
generation", NAACL, and its scorers `scorer.py`, `pipeline_scorer.py` (head only).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.events.kairos import IN_SCOPE, event_type_of, roles_of
from rashomon.extract.events.ontology import family, trigger_table
from rashomon.records import Event, Sentence, Span
from rashomon.stage import AnnotatedDocument

_ARTICLES = frozenset({"the", "a", "an"})


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


class _Clusters(msgspec.Struct, frozen=True):
    """One line of the corpus's entity coreference: ids of mentions."""

    doc_key: str
    clusters: list[list[str]]


@dataclass
class Counts:
    """Gold, predicted and right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0

    def add(self, other: Counts) -> None:
        """Sum up."""
        self.gold += other.gold
        self.predicted += other.predicted
        self.right += other.right


@dataclass
class DocumentScore:
    """The counts of one document by metric, and what went wrong."""

    counts: dict[str, Counts]
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Mention:
    """One trigger with the heads of its arguments; heads are token numbers of the corpus.

    Args:
        head: of the trigger.
        type: KAIROS type, or None where ours maps to none.
        arguments: (head, the KAIROS roles that it may be).
    """

    head: int
    type: str | None
    arguments: frozenset[tuple[int, frozenset[str]]]


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


def read_clusters(path: Path) -> dict[str, list[list[str]]]:
    """Coreferring mentions' ids by document.

    Raises:
        CorpusError: if the file is missing or is not what it should be.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [msgspec.json.decode(line, type=_Clusters) for line in lines if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(path, str(error)) from error
    return {row.doc_key: row.clusters for row in rows}


def score(
    gold: WikiEvent,
    offsets: list[tuple[int, int]],
    doc: AnnotatedDocument,
    clusters: Iterable[Iterable[str]] = (),
) -> DocumentScore:
    """Triggers and arguments of one document, by metric.

    Args:
        gold: the document.
        offsets: of its tokens in the text that was annotated.
        doc: what the system made of that text.
        clusters: ids of coreferring entity mentions.
    """
    heads = _Heads(doc, offsets)
    wanted = list(_gold_mentions(gold, heads))
    found = list(_found_mentions(doc, heads))
    entity = _entities(gold, heads, clusters)
    result = DocumentScore(
        {
            "trigger": _triggers(wanted, found, typed=False),
            "trigger_class": _triggers(wanted, found, typed=True),
            "trigger_in_scope": _triggers(_in_scope(wanted), found, typed=False),
            "argument": _arguments(wanted, found),
            "argument_class": _arguments(wanted, found, typed=True),
            "argument_coref": _arguments(wanted, found, entity),
            "argument_in_scope": _arguments(_in_scope(wanted), found),
            "argument_of_found_trigger": _of_shared_triggers(wanted, found),
        }
    )
    there, given = {m.head for m in wanted}, {m.head for m in found}
    result.errors += [f"missed trigger\t{gold.tokens[n]}" for n in sorted(there - given)]
    result.errors += [f"extra trigger\t{gold.tokens[n]}" for n in sorted(given - there)]
    right = {(m.head, head) for m in found for head, _ in m.arguments}
    result.errors += [
        f"missed argument\t{gold.tokens[m.head]}\t{gold.tokens[head]}\t{'/'.join(sorted(roles))}"
        for m in wanted
        if m.head in given
        for head, roles in sorted(m.arguments, key=lambda each: each[0])
        if (m.head, head) not in right
    ]
    return result


def own_types(lemma: str) -> tuple[str, ...]:
    """The types that a word names by itself, whatever stands beside it; sorted."""
    table = trigger_table()
    entries = (*table.verbs.get(lemma, ()), *table.nouns.get(lemma, ()))
    return tuple(sorted({kind for words, kind, weak in entries if not weak and len(words) == 1}))


class _Heads:
    """Token numbers of the corpus for spans of the text, by the system's parse."""

    def __init__(self, doc: AnnotatedDocument, offsets: list[tuple[int, int]]) -> None:
        self._offsets = offsets
        self._token_at = {
            at: n for n, (start, end) in enumerate(offsets) for at in range(start, end)
        }
        self._sentence_of: dict[int, int] = {}
        self._lemmas: dict[int, str] = {}
        self._parse: list[tuple[int, int, int]] = []
        self._at: dict[int, int] = {}
        for number, sentence in enumerate(doc.layer(Sentence)):
            base = len(self._parse)
            for token in sentence.tokens:
                place = len(self._parse)
                self._lemmas[token.start] = token.lemma.lower()
                self._parse.append((token.start, token.end, base + token.head))
                for at in range(token.start, token.end):
                    self._at[at] = place
                    self._sentence_of[at] = number

    def of_tokens(self, first: int, last: int) -> int:
        """Number of the head among the corpus's tokens `first` to `last`, both included."""
        return self.of_text(self._offsets[first][0], self._offsets[last][1])

    def of_text(self, start: int, end: int) -> int:
        """Number of the corpus's token that heads the text from `start` to `end`."""
        place = next((self._at[at] for at in range(start, end) if at in self._at), None)
        if place is None:
            return self._token_at.get(start, -1)
        while True:
            above = self._parse[place][2]
            if above == place or not (start <= self._parse[above][0] < end):
                return self._token_at.get(self._parse[place][0], -1)
            place = above

    def kind(self, event: Event, trigger: Span) -> str:
        """Our type of a further trigger: its own word's where that is of another family."""
        known = own_types(self._lemmas.get(trigger.start, ""))
        strange = [kind for kind in known if family(kind) != family(event.type)]
        return strange[0] if strange and len(strange) == len(known) else event.type

    def sentence(self, start: int) -> int:
        """Number of the sentence over a character; -1 outside."""
        return self._sentence_of.get(start, -1)


def _gold_mentions(gold: WikiEvent, heads: _Heads) -> Iterator[_Mention]:
    mention_of = {mention.id: mention for mention in gold.entity_mentions}
    for event in gold.event_mentions:
        arguments = set()
        for argument in event.arguments:
            if argument.entity_id not in mention_of:
                continue
            entity = mention_of[argument.entity_id]
            start = entity.start
            if entity.end - start > 1 and gold.tokens[start].lower() in _ARTICLES:
                start += 1
            arguments.add((heads.of_tokens(start, entity.end - 1), frozenset({argument.role})))
        yield _Mention(
            heads.of_tokens(event.trigger.start, event.trigger.end - 1),
            event.event_type,
            frozenset(arguments),
        )


def _found_mentions(doc: AnnotatedDocument, heads: _Heads) -> Iterator[_Mention]:
    for event in doc.layer(Event):
        triggers = (event.trigger, *event.mentions)
        own: dict[int, set[tuple[int, frozenset[str]]]] = {n: set() for n in range(len(triggers))}
        for role in event.roles:
            roles = roles_of(role.role)
            if roles is None:
                continue
            start = role.span.start
            head = heads.of_text(start, role.span.end)
            sentence = heads.sentence(start)
            near = [n for n, t in enumerate(triggers) if heads.sentence(t.start) == sentence]
            for n in near or [min(own, key=lambda n: (abs(triggers[n].start - start), n))]:
                own[n].add((head, roles))
        for n, trigger in enumerate(triggers):
            kind = heads.kind(event, trigger) if n else event.type
            yield _Mention(
                heads.of_text(trigger.start, trigger.end), event_type_of(kind), frozenset(own[n])
            )


def _in_scope(mentions: Iterable[_Mention]) -> list[_Mention]:
    return [m for m in mentions if m.type is not None and m.type.startswith(IN_SCOPE)]


def _triggers(wanted: Iterable[_Mention], found: Iterable[_Mention], *, typed: bool) -> Counts:
    gold = {(m.head, m.type if typed else "") for m in wanted}
    given = {(m.head, m.type if typed else "") for m in found}
    return Counts(len(gold), len(given), len(gold & given))


def _arguments(
    wanted: Iterable[_Mention],
    found: Iterable[_Mention],
    entity: Mapping[int, int] | None = None,
    *,
    typed: bool = False,
) -> Counts:
    """Counts of (trigger, argument) pairs.

    Args:
        wanted: gold.
        found: predicted.
        entity: the entity of a head where coreference counts.
        typed: whether type and role have to agree.
    """
    same = entity or {}
    gold = {
        (m.head, m.type if typed else "", same.get(head, head), role if typed else "")
        for m in wanted
        for head, roles in m.arguments
        for role in roles
    }
    given = {
        (m.head, m.type if typed else "", same.get(head, head), roles if typed else frozenset({""}))
        for m in found
        for head, roles in m.arguments
    }
    right = sum(
        any((head, kind, argument, role) in gold for role in roles)
        for head, kind, argument, roles in given
    )
    return Counts(len(gold), len(given), right)


def _of_shared_triggers(wanted: list[_Mention], found: list[_Mention]) -> Counts:
    """Arguments where both sides have the trigger: what is lost after the triggers."""
    shared = {m.head for m in wanted} & {m.head for m in found}
    return _arguments(
        [m for m in wanted if m.head in shared], [m for m in found if m.head in shared]
    )


def _entities(gold: WikiEvent, heads: _Heads, clusters: Iterable[Iterable[str]]) -> dict[int, int]:
    """A head that stands for all heads of its entity, by head."""
    head_of = {m.id: heads.of_tokens(m.start, m.end - 1) for m in gold.entity_mentions}
    entity: dict[int, int] = {}
    for cluster in clusters:
        members = sorted({head_of[each] for each in cluster if each in head_of})
        entity |= {head: entity.get(head, members[0]) for head in members}
    return entity
