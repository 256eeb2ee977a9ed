"""Cross-document event coreference: which event mentions of a topic's documents are one event.

Documents with gold mentions enter, partitions leave; the corpus's reader has made both. Mentions
and topics are given, as is usual; what is scored is which mentions are joined:

- `lemma`: all mentions of a topic whose heads share the lemma. A hard baseline in this field.
- `system`: the same, and mentions at extracted events of one type in one incident also joined.
- `end_to_end`: our own triggers instead of gold mentions, joined by incident and event type. Only
  sentences that have gold mentions count; a trigger is a gold mention where the last token is one.

Source: Cybulska and Vossen (2014) for the task; Bugert, Reimers and Gurevych (2021) for the lemma
baseline; Pradhan et al. (2014) for the scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rashomon.evaluate.coreference import CoreferenceScore, score
from rashomon.evaluate.memory import MemoryCase, without_sentences
from rashomon.records import Event, Incident, Sentence
from rashomon.sets import Groups
from rashomon.stage import AnnotatedDocument, CaseStage

Place = tuple[int, int]
"""(sentence, token) in the corpus's own numbers."""


@dataclass(frozen=True)
class TopicDocument:
    """One document as text with the offsets of its tokens.

    Args:
        name: of the document.
        topic: only documents of one topic are compared.
        text: sentences set apart by empty lines.
        offsets: half-open, by (sentence, token).
        mentions: (chain, (sentence, tokens)) of the gold.
    """

    name: str
    topic: str
    text: str
    offsets: dict[Place, tuple[int, int]]
    mentions: tuple[tuple[str, int, tuple[int, ...]], ...]


@dataclass
class _Mention:
    """One gold mention with what the system sees at it."""

    key: str
    lemma: str
    event: Event | None


class Joiner:
    """Collects mentions, then joins them.

    Args:
        stages: the incident linker, as case stages; made once a topic.
    """

    def __init__(self, stages: Callable[[], Sequence[CaseStage]]) -> None:
        self._stages = stages
        self._gold: dict[str, set[str]] = defaultdict(set)
        self._mentions: dict[str, list[_Mention]] = defaultdict(list)
        self._documents: dict[str, list[AnnotatedDocument]] = defaultdict(list)
        self._triggers: dict[str, list[tuple[str, Event]]] = defaultdict(list)

    def add(self, document: TopicDocument, doc: AnnotatedDocument) -> None:
        """Take up a document."""
        lemmas = {
            token.start: token.lemma.lower()
            for sentence in doc.layer(Sentence)
            for token in sentence.tokens
        }
        triggers = [
            (span.start, span.end, event)
            for event in doc.layer(Event)
            for span in (event.trigger, *event.mentions)
        ]
        self._documents[document.topic].append(without_sentences(doc))
        last_token = {}
        for chain, sentence, tokens in document.mentions:
            key = f"{document.name}.{sentence}.{','.join(map(str, tokens))}"
            start, end = document.offsets[sentence, tokens[-1]]
            last_token[sentence, tokens[-1]] = key
            here = (event for first, last, event in triggers if first < end and start < last)
            self._gold[chain].add(key)
            self._mentions[document.topic].append(
                _Mention(
                    key,
                    lemmas.get(start, document.text[start:end].lower()),
                    next(here, None),
                )
            )
        read = {sentence for _, sentence, _ in document.mentions}
        for (sentence, token), (start, end) in document.offsets.items():
            if sentence in read:
                for _, last, event in triggers:
                    if start < last <= end:
                        own = f"{document.name}.{sentence}.{token}"
                        key = last_token.get((sentence, token), own)
                        self._triggers[document.topic].append((key, event))

    def scores(self) -> dict[str, CoreferenceScore]:
        """By way of joining."""
        gold = list(self._gold.values())
        lemma: list[set[str]] = []
        system: list[set[str]] = []
        own: list[set[str]] = []
        for topic in sorted(self._mentions):
            incidents = list(MemoryCase(self._documents[topic]).run(self._stages()).all(Incident))
            home = {event: incident.id for incident in incidents for event in incident.events}
            mentions = self._mentions[topic]
            by_lemma = _grouped((m.lemma, m.key) for m in mentions)
            by_incident = _grouped(
                ((home.get(m.event.id, m.event.id), m.event.type), m.key)
                for m in mentions
                if m.event is not None
            )
            lemma += by_lemma
            system += _united([*by_lemma, *by_incident])
            own += _united(
                _grouped(
                    ((home.get(event.id, event.id), event.type), key)
                    for key, event in self._triggers[topic]
                )
            )
        return {
            "lemma": score(gold, lemma),
            "system": score(gold, system),
            "end_to_end": score(gold, own),
        }


def _grouped(pairs: Iterable[tuple[object, str]]) -> list[set[str]]:
    groups: dict[object, set[str]] = defaultdict(set)
    for name, key in pairs:
        groups[name].add(key)
    return list(groups.values())


def _united(groups: list[set[str]]) -> list[set[str]]:
    """The groups with all that overlap joined."""
    joined = Groups(key for group in groups for key in group)
    for group in groups:
        for member in group:
            joined.join(member, min(group))
    found: dict[str, set[str]] = defaultdict(set)
    for key in sorted(set().union(*groups)):
        found[joined.root(key)].add(key)
    return [found[key] for key in sorted(found)]
