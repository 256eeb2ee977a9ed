"""ECB+: which event mentions of a topic's documents are one event.

The corpus in CoNLL columns and its gold mentions enter, partitions leave. Mentions and topics are
given, as is usual; what is scored is which of them are joined. The system joins mentions that share
the lemma of their head within a topic, and mentions that the extraction holds for one event.

Source: Cybulska and Vossen (2014); the lemma baseline is that of Bugert et al. (2021).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.coreference import CoreferenceScore, score
from rashomon.evaluate.events.wikievents import lay_out
from rashomon.records import Event, Sentence
from rashomon.stage import AnnotatedDocument


class GoldMention(msgspec.Struct, frozen=True):
    """One event mention of the gold file."""

    coref_chain: str
    doc_id: str
    sent_id: int
    tokens_number: list[int]


@dataclass(frozen=True)
class EcbDocument:
    """One document as text with the offsets of its tokens.

    Args:
        doc_id: name; the part before the underscore is the topic.
        text: sentences joined by line breaks.
        offsets: by (sentence, token).
    """

    doc_id: str
    text: str
    offsets: dict[tuple[int, int], tuple[int, int]]


def read(corpus: Path, mentions: Path) -> tuple[list[EcbDocument], list[GoldMention]]:
    """The documents and the gold mentions.

    Raises:
        CorpusError: if a file is missing or is not what it should be.
    """
    try:
        lines = corpus.read_text(encoding="utf-8").splitlines()
        gold = msgspec.json.decode(mentions.read_bytes(), type=list[GoldMention])
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(corpus, str(error)) from error
    words: dict[str, dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        columns = line.split("\t")
        if len(columns) >= 4 and columns[1].isdigit():
            words[columns[0]][int(columns[1])].append((int(columns[2]), columns[3]))
    return [_document(doc_id, words[doc_id]) for doc_id in sorted(words)], gold


def _document(doc_id: str, sentences: dict[int, list[tuple[int, str]]]) -> EcbDocument:
    pieces: list[str] = []
    offsets: dict[tuple[int, int], tuple[int, int]] = {}
    at = 0
    for number in sorted(sentences):
        text, spans = lay_out([word for _, word in sentences[number]])
        for (token, _), (start, end) in zip(sentences[number], spans, strict=True):
            offsets[number, token] = (at + start, at + end)
        pieces.append(text)
        at += len(text) + 2
    return EcbDocument(doc_id, "\n\n".join(pieces), offsets)


class Joiner:
    """Collects mentions and joins them by topic and lemma, and by extracted event."""

    def __init__(self) -> None:
        self._by_lemma: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_event: dict[str, set[str]] = defaultdict(set)
        self._gold: dict[str, set[str]] = defaultdict(set)

    def add(self, document: EcbDocument, doc: AnnotatedDocument, gold: list[GoldMention]) -> None:
        """Take up a document's gold mentions."""
        lemmas = {
            token.start: token.lemma.lower()
            for sentence in doc.layer(Sentence)
            for token in sentence.tokens
        }
        events = [
            (span.start, span.end, event.id)
            for event in doc.layer(Event)
            for span in (event.trigger, *event.mentions)
        ]
        topic = document.doc_id.split("_")[0]
        for mention in gold:
            key = f"{mention.doc_id}.{mention.sent_id}.{mention.tokens_number}"
            start, end = document.offsets[mention.sent_id, mention.tokens_number[-1]]
            word = document.text[start:end].lower()
            self._gold[mention.coref_chain].add(key)
            self._by_lemma[topic, lemmas.get(start, word)].add(key)
            for first, last, event_id in events:
                if first < end and start < last:
                    self._by_event[event_id].add(key)
                    break

    def scores(self) -> dict[str, CoreferenceScore]:
        """Of the lemma baseline, and of lemma and extracted events together."""
        gold = list(self._gold.values())
        lemma = list(self._by_lemma.values())
        return {
            "lemma": score(gold, lemma),
            "system": score(gold, _united([*lemma, *self._by_event.values()])),
        }


def _united(groups: list[set[str]]) -> list[set[str]]:
    """The groups with all that overlap joined."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for group in groups:
        members = sorted(group)
        for member in members:
            parent[root(member)] = root(members[0])
    found: dict[str, set[str]] = defaultdict(set)
    for key in parent:
        found[root(key)].add(key)
    return [found[key] for key in sorted(found)]
