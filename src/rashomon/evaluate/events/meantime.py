"""MEANTIME: CAT files of Wikinews articles as documents by topic.

A folder enters that holds `corpus_<topic>/*.xml`, documents leave. Two mentions are one event where
they refer to the same `EVENT` instance id; an `EVENT` without one is known in its article only, and
a mention that refers to none stands alone.

Source: Minard et al. (2016), "MEANTIME, the NewsReader multilingual event and time corpus", LREC.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from lxml import etree

from rashomon.errors import CorpusError
from rashomon.evaluate.events.crossdocument import TopicDocument
from rashomon.evaluate.events.ecbplus import topic_document


def files(folder: Path) -> list[Path]:
    """The corpus's files in a folder or below it, sorted."""
    return sorted(path for path in folder.rglob("*.xml") if path.parent.name.startswith("corpus_"))


def read(path: Path) -> TopicDocument:
    """One article with its event mentions.

    Raises:
        CorpusError: if the file is no CAT annotation.
    """
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
        return _article(path, root)
    except (OSError, etree.XMLSyntaxError, KeyError, ValueError, TypeError) as error:
        raise CorpusError(path, f"is no CAT annotation: {error!r}") from error


def _article(path: Path, root: etree._Element) -> TopicDocument:
    name, topic = path.stem, path.parent.name.removeprefix("corpus_")
    sentences: dict[int, list[tuple[int, str]]] = defaultdict(list)
    place: dict[str, tuple[int, int]] = {}
    for token in root.iter("token"):
        sentence, number = int(token.attrib["sentence"]), int(token.attrib["number"])
        place[token.attrib["t_id"]] = (sentence, number)
        sentences[sentence].append((number, token.text or "_"))
    instance = {
        event.attrib["m_id"]: event.get("instance_id") or f"{name}.{event.attrib['m_id']}"
        for event in root.iter("EVENT")
    }
    chain: dict[str, str] = {}
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        for source in link.iter("source"):
            if target is not None and target.attrib["m_id"] in instance:
                chain[source.attrib["m_id"]] = instance[target.attrib["m_id"]]
    mentions = []
    for mention in root.iter("EVENT_MENTION"):
        places = sorted(place[anchor.attrib["t_id"]] for anchor in mention.iter("token_anchor"))
        if places:
            key = mention.attrib["m_id"]
            # a few mentions run over a sentence's end: the last sentence stands for them
            last = places[-1][0]
            tokens = tuple(number for sentence, number in places if sentence == last)
            mentions.append((chain.get(key, f"{name}.{key}"), last, tokens))
    return topic_document(name, topic, sentences, mentions, path)
