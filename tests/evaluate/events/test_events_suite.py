"""The events scorers, worked by hand on invented documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rashomon.errors import CorpusError
from rashomon.evaluate.events import Events, ecbplus, meantime
from rashomon.evaluate.events.crossdocument import Joiner
from rashomon.evaluate.events.plover import codes, compared
from rashomon.evaluate.events.texts import document, lay_out
from rashomon.evaluate.events.wikievents import WikiEvent, own_types, score
from rashomon.records import Document
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from rashomon.stage import AnnotatedDocument
from tests.extract.annotated import annotated


def annotate(doc: Document) -> AnnotatedDocument:
    return annotated(doc.text)


def test_tokens_are_laid_out_as_text_with_their_offsets() -> None:
    tokens = ["Rebels", "attacked", "Varn", ",", "police", "said", "."]
    text, offsets = lay_out(tokens)
    assert text == "Rebels attacked Varn, police said."
    assert [text[start:end] for start, end in offsets] == tokens


def wikievents_line() -> dict[str, Any]:
    """A kidnapping of a judge by rebels, and a meeting that our ontology does not know.

    Gold: two triggers, three arguments. The system finds the first trigger with both arguments:
    triggers P 1/1, R 1/2, F 66.67; Arg-I P 2/2, R 2/3, F 80. In scope all is found: F 100.
    """
    return {
        "doc_id": "a",
        "tokens": ["Rebels", "kidnapped", "a", "judge", "and", "met", "a", "priest", "."],
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


def test_all_event_types_of_the_corpus_are_gold(tmp_path: Path) -> None:
    line = json.dumps(wikievents_line()) + "\n"
    (tmp_path / "dev.jsonl").write_text(line, encoding="utf-8")
    metrics = Events().run(tmp_path, None, annotate).metrics
    assert metrics["trigger_f"] == pytest.approx(200 / 3)
    assert metrics["argument_f"] == pytest.approx(80.0)
    assert metrics["wikievents_trigger_in_scope_f"] == 100.0
    assert metrics["wikievents_argument_in_scope_f"] == 100.0
    assert metrics["wikievents_argument_of_found_trigger_f"] == 100.0


def test_a_type_that_maps_to_none_is_identified_but_not_classified(tmp_path: Path) -> None:
    """A kidnapping has no KAIROS type of its own: Arg-I counts, Arg-C does not."""
    (tmp_path / "dev.jsonl").write_text(json.dumps(wikievents_line()), encoding="utf-8")
    metrics = Events().run(tmp_path, "dev", annotate).metrics
    assert metrics["wikievents_trigger_class_f"] == 0.0
    assert metrics["wikievents_argument_class_f"] == 0.0


def attack(victim: str, head: int) -> WikiEvent:
    """An attack by rebels on a judge in Varn, whom the gold names by the entity."""
    return msgspec.convert(
        {
            "doc_id": "a",
            "tokens": ["Rebels", "attacked", "the", "judge", "in", "Varn", ".", "He", "fled", "."],
            "event_mentions": [
                {
                    "event_type": "Conflict.Attack.Unspecified",
                    "trigger": {"start": 1, "end": 2},
                    "arguments": [
                        {"entity_id": "t1", "role": "Attacker"},
                        {"entity_id": victim, "role": "Target"},
                        {"entity_id": "t5", "role": "Place"},
                    ],
                }
            ],
            "entity_mentions": [
                {"id": "t1", "start": 0, "end": 1},
                {"id": "t2", "start": 2, "end": 4},
                {"id": "t4", "start": head, "end": head + 1},
                {"id": "t5", "start": 5, "end": 6},
            ],
        },
        WikiEvent,
    )


def counts_of(gold: WikiEvent, clusters: list[list[str]]) -> dict[str, tuple[int, int, int]]:
    text, offsets = lay_out(gold.tokens)
    found = score(gold, offsets, annotate(document("a", text)), clusters)
    return {n: (c.gold, c.predicted, c.right) for n, c in found.counts.items()}


def test_roles_count_for_classification_only() -> None:
    """All arguments have their heads and roles right, the article of "the judge" left out."""
    counts = counts_of(attack("t2", 7), [])
    assert counts["trigger_class"] == (1, 1, 1)
    assert counts["argument"] == (3, 3, 3)
    assert counts["argument_class"] == (3, 3, 3)


def test_a_coreferring_mention_counts_where_coreference_does() -> None:
    """The gold names the judge by "He": the head is wrong, the entity right."""
    gold = attack("t4", 7)
    assert counts_of(gold, [["t2", "t4"]])["argument"] == (3, 3, 2)
    assert counts_of(gold, [["t2", "t4"]])["argument_coref"] == (3, 3, 3)


def test_an_empty_response_scores_nothing() -> None:
    gold = attack("t2", 7)
    _, offsets = lay_out(gold.tokens)
    found = score(gold, offsets, annotated("It rained."), [])
    assert all(counts.right == counts.predicted == 0 for counts in found.counts.values())


def test_words_that_name_a_type_by_themselves() -> None:
    assert own_types("kidnap") == ("kidnapping",)
    assert own_types("banana") == ()


def test_codes_of_an_event() -> None:
    assert ("ASSAULT", "abduct") in codes(annotated("Rebels kidnapped the mayor of Varn."))
    assert ("PROTEST", "demo") in codes(annotated("Students protested in Varn on Monday."))


def test_events_that_the_ontology_lacks_are_gold_too() -> None:
    """One record is an assault with the mode of ours, the other a consultation."""
    doc = annotated("Rebels kidnapped the mayor of Varn.")
    group = [{"event": "ASSAULT", "mode": "abduct"}, {"event": "CONSULT"}]
    found = compared(group, doc, frozenset({"ASSAULT", "PROTEST"}))
    sizes = {name: (len(g), len(p), len(g & p)) for name, (g, p) in found.items()}
    assert sizes == {"event": (2, 1, 1), "event_in_scope": (1, 1, 1), "event_and_mode": (1, 1, 1)}


def joiner() -> Joiner:
    return Joiner(lambda: case_stages(Settings())[:3])


def test_same_lemma_in_a_topic_is_one_event(tmp_path: Path) -> None:
    """Gold and lemma agree: "attacked" and "attack" of topic 1 are one, topic 2 stands alone."""
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
    joining = joiner()
    for each in ecbplus.read(corpus, gold):
        joining.add(each, annotated(each.text))
    assert joining.scores()["lemma"].conll_f == pytest.approx(100.0)
    gold.write_text(json.dumps([{**mentions[0], "tokens_number": [9]}]), encoding="utf-8")
    with pytest.raises(CorpusError):
        ecbplus.read(corpus, gold)


_CAT = """<?xml version="1.0"?><Document doc_id="{name}">
<token number="0" sentence="0" t_id="1">They</token>
<token number="1" sentence="0" t_id="2">{verb}</token>
<token number="2" sentence="0" t_id="3">Varn</token>
<token number="3" sentence="0" t_id="4">.</token>
<Markables><EVENT_MENTION m_id="7"><token_anchor t_id="2"/></EVENT_MENTION>
<EVENT m_id="9" instance_id="{instance}"/></Markables>
<Relations><REFERS_TO r_id="5"><source m_id="7"/><target m_id="9"/></REFERS_TO></Relations>
</Document>"""


def test_meantime_joins_by_instance_within_a_topic(tmp_path: Path) -> None:
    """Two articles tell instance X by one lemma, a third an instance of its own by the same.

    Lemma joins all three. MUC: recall 1/1, precision 1/2, F 66.67. B-cubed: recall 1, precision
    (2/3 + 2/3 + 1/3) / 3 = 5/9, F 71.43. CEAFe: the best pair is 2*2/(2+3) = 0.8, recall 0.8/2,
    precision 0.8/1, F 53.33. Mean 63.81.
    """
    for name, instance in (("a", "X"), ("b", "X"), ("c", "Y")):
        path = tmp_path / "corpus_gm" / f"{name}.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(_CAT.format(name=name, verb="buys", instance=instance), encoding="utf-8")
    assert meantime.read(tmp_path / "corpus_gm" / "a.xml").topic == "gm"
    metrics = Events().run(tmp_path, None, annotate).metrics
    assert metrics["meantime_lemma_conll_f"] == pytest.approx(63.81, abs=0.01)
    assert "coref_conll_f" not in metrics


def test_a_file_that_is_no_annotation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus_gm" / "a.xml"
    path.parent.mkdir()
    path.write_text("<Document", encoding="utf-8")
    with pytest.raises(CorpusError):
        Events().run(tmp_path, None, annotate)


def test_other_corpora_beside_the_named_ones_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "wikievents").mkdir()
    (tmp_path / "other").mkdir()
    line = json.dumps(wikievents_line())
    (tmp_path / "wikievents" / "test.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "other" / "test.jsonl").write_text("[]", encoding="utf-8")
    assert Events().run(tmp_path, "test", annotate).documents == 1


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        Events().run(tmp_path, None, annotate)
