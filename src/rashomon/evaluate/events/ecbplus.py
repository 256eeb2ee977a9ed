"""ECB+: the corpus in CoNLL columns and its gold event mentions as documents by topic.

Two files enter, documents leave. The topic is the part of a document's name before the underscore.

Source: Cybulska and Vossen (2014), "Using a sledgehammer to crack a nut?", LREC; files as in Barhom
et al. (2019), where only the validated sentences have mentions.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from rashomon.errors import CorpusError
from rashomon.evaluate.events.crossdocument import Place, TopicDocument
from rashomon.evaluate.events.texts import lay_out


class GoldMention(msgspec.Struct, frozen=True):
    """One event mention of the gold file."""

    coref_chain: str
    doc_id: str
    sent_id: int
    tokens_number: list[int]


def read(corpus: Path, mentions: Path) -> list[TopicDocument]:
    """The documents with their mentions, by name.

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
    of_document: dict[str, list[tuple[str, int, tuple[int, ...]]]] = defaultdict(list)
    for mention in gold:
        tokens = tuple(mention.tokens_number)
        of_document[mention.doc_id].append((mention.coref_chain, mention.sent_id, tokens))
    unknown = sorted(of_document.keys() - words.keys())
    if unknown:
        raise CorpusError(mentions, f"names the document {unknown[0]}, which has no text")
    return [
        topic_document(name, name.split("_")[0], words[name], of_document[name], mentions)
        for name in sorted(words)
    ]


def topic_document(
    name: str,
    topic: str,
    sentences: dict[int, list[tuple[int, str]]],
    mentions: list[tuple[str, int, tuple[int, ...]]],
    path: Path,
) -> TopicDocument:
    """A document from its sentences' numbered tokens.

    Raises:
        CorpusError: if a mention stands on a token that does not exist; names `path`.
    """
    pieces: list[str] = []
    offsets: dict[Place, tuple[int, int]] = {}
    at = 0
    for number in sorted(sentences):
        text, spans = lay_out([word for _, word in sentences[number]])
        for (token, _), (start, end) in zip(sentences[number], spans, strict=True):
            offsets[number, token] = (at + start, at + end)
        pieces.append(text)
        at += len(text) + 2
    for _, sentence, tokens in mentions:
        if not tokens or (sentence, tokens[-1]) not in offsets:
            raise CorpusError(path, f"{name}: no token {tokens} in sentence {sentence}")
    return TopicDocument(name, topic, "\n\n".join(pieces), offsets, tuple(mentions))
