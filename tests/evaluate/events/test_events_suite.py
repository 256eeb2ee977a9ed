"""The events scorers, worked by hand on invented documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.events import Events
from rashomon.evaluate.events.ecbplus import Joiner, read
from rashomon.evaluate.events.plover import codes
from rashomon.evaluate.events.wikievents import lay_out
from rashomon.records import Document
from rashomon.stage import AnnotatedDocument
from tests.extract.annotated import annotated


def annotate(document: Document) -> AnnotatedDocument:
    return annotated(document.text)


def test_tokens_are_laid_out_as_text_with_their_offsets() -> None:
    tokens = ["Rebels", "attacked", "Varn", ",", "police", "said", "."]
    text, offsets = lay_out(tokens)
    assert text == "Rebels attacked Varn, police said."
    assert [text[start:end] for start, end in offsets] == tokens


def test_codes_of_an_event() -> None:
    assert ("ASSAULT", "abduct") in codes(annotated("Rebels kidnapped the mayor of Varn."))
    assert ("PROTEST", "demo") in codes(annotated("Students protested in Varn on Monday."))


def test_triggers_and_arguments(tmp_path: Path) -> None:
    tokens = ["Rebels", "kidnapped", "a", "judge", "and", "met", "a", "priest", "."]
    gold = {
        "doc_id": "a",
        "tokens": tokens,
        "event_mentions": [
            {
                "event_type": "Conflict.Attack.Unspecified",
                "trigger": {"start": 1, "end": 2},
                "arguments": [
                    {"entity_id": "t1", "role": "Attacker"},
                    {"entity_id": "t2", "role": "Target"},
                ],
            },
            {
                "event_type": "Contact.Contact.Meet",
                "trigger": {"start": 5, "end": 6},
                "arguments": [{"entity_id": "t3", "role": "Participant"}],
            },
        ],
        "entity_mentions": [
            {"id": "t1", "start": 0, "end": 1},
            {"id": "t2", "start": 2, "end": 4},
            {"id": "t3", "start": 6, "end": 8},
        ],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = Events().run(tmp_path, None, annotate)
    assert result.metrics["wikievents_trigger_f"] == 100.0
    assert result.metrics["wikievents_argument_head_recall"] == 100.0
    assert result.counts["wikievents_argument_head_gold"] == 2


def test_same_lemma_in_a_topic_is_one_event(tmp_path: Path) -> None:
    rows = [("1_a", "attacked"), ("1_b", "attack"), ("2_a", "attacked")]
    corpus, gold = tmp_path / "ECB_Dev_corpus.txt", tmp_path / "ECB_Dev_Event_gold_mentions.json"
    corpus.write_text(
        "\n".join(
            f"{doc}\t0\t{i}\t{word}\t-"
            for doc, verb in rows
            for i, word in enumerate(["They", verb, "Varn", "."])
        ),
        encoding="utf-8",
    )
    mentions = [
        {"coref_chain": doc[0], "doc_id": doc, "sent_id": 0, "tokens_number": [1]}
        for doc, _ in rows
    ]
    gold.write_text(json.dumps(mentions), encoding="utf-8")
    documents, chains = read(corpus, gold)
    joiner = Joiner()
    for document in documents:
        of_document = [m for m in chains if m.doc_id == document.doc_id]
        joiner.add(document, annotated(document.text), of_document)
    assert joiner.scores()["lemma"].conll_f == pytest.approx(100.0)


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        Events().run(tmp_path, None, annotate)
