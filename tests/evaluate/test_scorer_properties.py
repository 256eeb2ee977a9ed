"""What holds of every scorer: a perfect answer, no answer, and gold and answer changing places.

Those of polnear, coreference, muc4 and relations stand with their hand-made cases.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.evaluate.airwars import compare
from rashomon.evaluate.airwars_status import confusion_counts, confusion_metrics
from rashomon.evaluate.events import Events
from rashomon.evaluate.geoparse import Geoparse
from rashomon.evaluate.incidents import clustering_metrics
from rashomon.evaluate.suite import Annotate, SuiteResult
from rashomon.evaluate.timex import Timex, read_timeml
from rashomon.records import (
    Document,
    Entity,
    Event,
    Place,
    PlaceMention,
    Role,
    Sentence,
    Span,
    TimeExpression,
    Token,
)
from rashomon.stage import AnnotatedDocument
from tests.evaluate import corpora

Times = list[tuple[str, str]]
WORDS = ["Monday", "Tuesday", "yesterday", "May", "1999", "noon"]


def nothing(*layers: type) -> Annotate:
    return lambda document: AnnotatedDocument(document, dict.fromkeys(layers, ()))


# Times


def timeml(times: Times) -> str:
    """A text in which each of WORDS stands once; the named ones are annotated."""
    values = dict(times)
    body = " and ".join(
        f'<TIMEX3 tid="t{n}" type="DATE" value="{values[word]}">{word}</TIMEX3>'
        if word in values
        else word
        for n, word in enumerate(WORDS)
    )
    return f"<TimeML><TEXT>{body}.</TEXT></TimeML>"


def answering(times: Times) -> Annotate:
    def annotate(document: Document) -> AnnotatedDocument:
        found = []
        for word, value in times:
            at = document.text.index(word)
            found.append(TimeExpression(Span(document.id, at, at + len(word)), "DATE", value))
        return AnnotatedDocument(document, {TimeExpression: tuple(found)})

    return annotate


def scored_times(folder: Path, gold: Times, answer: Times) -> SuiteResult:
    (folder / "a.tml").write_text(timeml(gold), encoding="utf-8")
    return Timex().run(folder, None, answering(answer))


def some_times() -> st.SearchStrategy[Times]:
    pairs = st.dictionaries(st.sampled_from(WORDS), st.sampled_from(["1999", "2000"]), min_size=1)
    return pairs.map(lambda found: sorted(found.items()))


@given(some_times(), some_times())
def test_times_are_symmetric(
    tmp_path_factory: pytest.TempPathFactory, left: Times, right: Times
) -> None:
    folder = tmp_path_factory.mktemp("times")
    there, back = scored_times(folder, left, right), scored_times(folder, right, left)
    assert there.metrics == pytest.approx(back.metrics)
    assert (there.counts["gold"], there.counts["found"]) == (
        back.counts["found"],
        back.counts["gold"],
    )


def test_times_perfect_and_empty(tmp_path: Path) -> None:
    gold = [("Monday", "2019-05-06"), ("May", "2019-05")]
    perfect = scored_times(tmp_path, gold, gold).metrics
    assert {perfect[f"{name}_f"] for name in ("relaxed", "strict", "type", "value")} == {100.0}
    assert set(scored_times(tmp_path, gold, []).metrics.values()) == {0.0}


def test_a_value_counts_on_a_relaxed_match_only(tmp_path: Path) -> None:
    """Gold Monday, May; found Monday (right value), May (wrong), noon (nothing there).

    Relaxed 2 of 3 and 2 of 2: F 80. Value 1 of 3 and 1 of 2: F = 2 * 33.3 * 50 / 83.3 = 40.
    """
    gold = [("Monday", "2019-05-06"), ("May", "2019-05")]
    answer = [("Monday", "2019-05-06"), ("May", "2018-05"), ("noon", "2019-05-06T12:00")]
    found = scored_times(tmp_path, gold, answer).metrics
    assert (found["relaxed_f"], found["value_f"]) == pytest.approx((80.0, 40.0))


def test_the_reader_and_the_text_agree(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text(timeml([("noon", "2000")]), encoding="utf-8")
    document, gold = read_timeml(tmp_path / "a.tml")
    assert [document.text[one.start : one.end] for one in gold] == ["noon"]


# Places


def placing(lat: float, lon: float) -> Annotate:
    def annotate(document: Document) -> AnnotatedDocument:
        at = document.text.index("Caracas")
        place = Place("Caracas", lat=lat, lon=lon)
        mention = PlaceMention(Span(document.id, at, at + 7), place)
        return AnnotatedDocument(document, {PlaceMention: (mention,), Sentence: ()})

    return annotate


@pytest.mark.parametrize(
    ("lat", "end_to_end"),
    [
        (10.5, 100.0),
        # one degree north is 111 km, still within 161; two are 222 km
        (11.5, 100.0),
        (12.5, 0.0),
    ],
)
def test_places_by_distance(lat: float, end_to_end: float, tmp_path: Path) -> None:
    corpora.geoparse(tmp_path)
    found = Geoparse().run(tmp_path, None, placing(lat, -66.9)).metrics
    assert found["recognition_f"] == 100.0
    assert found["end_to_end_f"] == pytest.approx(end_to_end)


def test_no_places(tmp_path: Path) -> None:
    corpora.geoparse(tmp_path)
    found = Geoparse().run(tmp_path, None, nothing(PlaceMention, Sentence)).metrics
    assert (found["recognition_f"], found["end_to_end_f"]) == (0.0, 0.0)


# Piles of reports


def clusterings() -> st.SearchStrategy[dict[str, str]]:
    labels = st.lists(st.sampled_from("xyz"), min_size=6, max_size=6)
    return labels.map(lambda found: dict(zip("abcdef", found, strict=True)))


@given(clusterings(), clusterings())
def test_piles_are_symmetric(left: dict[str, str], right: dict[str, str]) -> None:
    there, back = clustering_metrics(left, right), clustering_metrics(right, left)
    for name in ("b3", "pairwise"):
        assert there[f"{name}_precision"] == pytest.approx(back[f"{name}_recall"])
        assert there[f"{name}_f"] == pytest.approx(back[f"{name}_f"])
    assert there["conll_f"] == pytest.approx(back["conll_f"])
    assert all(-1e-9 <= score <= 100 + 1e-9 for score in there.values())


@given(clusterings())
def test_piles_perfect_and_each_alone(gold: dict[str, str]) -> None:
    assert clustering_metrics(gold, gold)["b3_f"] == pytest.approx(100.0)
    alone = clustering_metrics(gold, {name: name for name in gold})
    assert alone["b3_precision"] == pytest.approx(100.0)
    assert alone["pairwise_recall"] == 0.0


# Ranges and labels


def ranges() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda r: (min(r), max(r)))


@given(ranges(), ranges())
def test_ranges_are_symmetric_and_perfect(left: tuple[int, int], right: tuple[int, int]) -> None:
    assert compare(left, right) == compare(right, left)
    same = compare(left, left)
    assert (same.low, same.high, same.overlap) == (True, True, True)
    empty = compare(None, left)
    assert (empty.low, empty.high, empty.overlap) == (False, False, False)


def test_labels_worked_by_hand() -> None:
    """(L, L), (L, D), (D, D), (C, L): see the docstring of `confusion_metrics`."""
    pairs = [("L", "L"), ("L", "D"), ("D", "D"), ("C", "L")]
    found = confusion_metrics(pairs, "x")
    assert found["x_accuracy"] == pytest.approx(50.0)
    assert found["x_macro_f"] == pytest.approx((50 + 200 / 3 + 0) / 3)
    assert confusion_counts(pairs, "x") == {
        "x: C as L": 1,
        "x: D as D": 1,
        "x: L as D": 1,
        "x: L as L": 1,
    }


@given(st.lists(st.sampled_from("LDC"), min_size=1))
def test_labels_perfect(gold: list[str]) -> None:
    assert confusion_metrics(zip(gold, gold, strict=True), "x") == pytest.approx(
        {"x_accuracy": 100.0, "x_macro_f": 100.0}
    )


def test_no_labels() -> None:
    assert confusion_metrics([], "x") == {"x_accuracy": 0.0, "x_macro_f": 0.0}


# Events


def telling(*roles: str) -> Callable[[Document], AnnotatedDocument]:
    """One abduction with "Rebels" in the named parts, as the gold of `corpora.events` has it."""

    def annotate(document: Document) -> AnnotatedDocument:
        text = document.text
        at = text.index("kidnapped")
        trigger = Span(document.id, at, at + 9)
        rebels = Span(document.id, 0, 6)
        made = tuple(Role(role, rebels) for role in roles)  # type: ignore[arg-type]
        event = Event("evt_1", document.id, "kidnapping", trigger, roles=made)
        return AnnotatedDocument(
            document, {Event: (event,), Entity: (), Sentence: (_sentence(document),)}
        )

    return annotate


def _sentence(document: Document) -> Sentence:
    tokens = []
    at = 0
    for word in document.text[:-1].split():
        at = document.text.index(word, at)
        tokens.append(Token(at, at + len(word), word, "X", "X", "dep", 1))
        at += len(word)
    return Sentence(Span(document.id, 0, len(document.text)), 0, tuple(tokens))


def test_events_perfect(tmp_path: Path) -> None:
    corpora.events(tmp_path)
    found = Events().run(tmp_path, None, telling("perpetrator_individual")).metrics
    assert found["trigger_f"] == found["argument_f"] == found["plover_f"] == 100.0


def test_an_argument_in_another_part_is_found_but_wrongly_classed(tmp_path: Path) -> None:
    """Rebels as patient against the gold's agent: identified (Arg-I), not classified (Arg-C)."""
    corpora.events(tmp_path)
    found = Events().run(tmp_path, None, telling("victim")).metrics
    assert found["trigger_f"] == found["argument_f"] == 100.0
    assert found["wikievents_argument_class_f"] == 0.0


def test_no_events(tmp_path: Path) -> None:
    corpora.events(tmp_path)
    found = Events().run(tmp_path, None, nothing(Event, Entity, Sentence)).metrics
    assert (found["trigger_f"], found["argument_f"], found["plover_f"]) == (0.0, 0.0, 0.0)
