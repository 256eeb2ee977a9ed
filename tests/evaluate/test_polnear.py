"""The scorer against cases worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import CorpusError
from rashomon.evaluate.polnear import (
    Polnear,
    ScoredAttribution,
    TokenIndex,
    content_mode,
    jaccard,
    match,
    metrics,
    project,
    read_gold,
    tally,
)
from rashomon.evaluate.registry import suites
from rashomon.records import Attribution, Document, Span
from rashomon.stage import AnnotatedDocument


def scored(source: range, cue: range, content: range) -> ScoredAttribution:
    return ScoredAttribution(frozenset(source), frozenset(cue), frozenset(content))


GOLD = [
    scored(range(1), range(1, 2), range(2, 6)),
    scored(range(10, 12), range(12, 13), range(13, 21)),
]


def test_a_perfect_response_scores_100_everywhere() -> None:
    found = metrics(tally(GOLD, GOLD))
    names = [name for name in found if name.endswith("_f")]
    assert names
    assert {found[name] for name in names} == {100.0}
    assert found["indirect_recall"] == 100.0


def test_an_empty_response_scores_0() -> None:
    assert set(metrics(tally(GOLD, [])).values()) == {0.0}
    assert set(metrics(tally([], [])).values()) == {0.0}


def test_half_of_the_union_is_enough() -> None:
    """Gold content 2-5 (4 tokens), predicted 2-3: 2 of 4 is 0.5, found. Predicted 2: 0.25, not.

    Two gold, one predicted, one matched: P 100, R 50, F 66.7.
    """
    half = [scored(range(1), range(1, 2), range(2, 4))]
    found = metrics(tally(GOLD, half))
    assert found["attribution_precision"] == 100.0
    assert found["attribution_recall"] == 50.0
    assert found["attribution_f"] == pytest.approx(66.667, abs=0.001)
    assert metrics(tally(GOLD, [scored(range(1), range(1, 2), range(2, 3))]))[
        "attribution_f"
    ] == pytest.approx(0.0)


def test_tokens_are_counted_over_the_union_of_spans() -> None:
    """Gold content tokens: 4 + 8 = 12. Predicted 2-7: 6, of which 4 are gold.

    P 4/6, R 4/12, F = 2 * 2/3 * 1/3 / 1 = 44.4.
    """
    found = metrics(tally(GOLD, [scored(range(1), range(1, 2), range(2, 8))]))
    assert found["content_token_f"] == pytest.approx(44.444, abs=0.001)
    assert found["content_exact_f"] == 0.0
    assert found["cue_exact_f"] == pytest.approx(66.667, abs=0.001)


def test_the_more_alike_pair_is_taken_first() -> None:
    """Predicted 0 has Jaccard 4/6 with gold, predicted 1 has 4/4: the second is matched."""
    gold = [scored(range(1), range(1, 2), range(2, 6))]
    predicted = [
        scored(range(1), range(1, 2), range(2, 8)),
        scored(range(1), range(1, 2), range(2, 6)),
    ]
    assert match(gold, predicted) == [(0, 1)]


def test_the_source_must_share_a_token_or_be_absent_on_both_sides() -> None:
    """Same content, other source: found, but not with source. No source on either side agrees."""
    gold = [scored(range(1), range(1, 2), range(2, 6))]
    other = [scored(range(30, 31), range(1, 2), range(2, 6))]
    nobody = [scored(range(0), range(1, 2), range(2, 6))]
    assert match(gold, other) == [(0, 0)]
    assert match(gold, other, with_source=True) == []
    assert match(gold, nobody, with_source=True) == []
    assert match(nobody, nobody, with_source=True) == [(0, 0)]


SPANS = st.lists(
    st.builds(
        lambda start, size: scored(range(0), range(0), range(start, start + size)),
        st.integers(0, 30),
        st.integers(1, 8),
    ),
    max_size=6,
)


@given(SPANS, SPANS)
def test_swapping_gold_and_response_swaps_precision_and_recall(
    left: list[ScoredAttribution], right: list[ScoredAttribution]
) -> None:
    there, back = metrics(tally(left, right)), metrics(tally(right, left))
    assert there["content_token_precision"] == back["content_token_recall"]
    assert there["content_token_f"] == pytest.approx(back["content_token_f"])
    assert there["content_exact_f"] == pytest.approx(back["content_exact_f"])
    assert 0.0 <= there["attribution_f"] <= 100.0


@given(SPANS)
def test_a_list_matches_itself_whole(one: list[ScoredAttribution]) -> None:
    assert len(match(one, one)) == len(one)


def test_jaccard_of_nothing_is_0() -> None:
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_a_span_touches_the_tokens_it_shares_a_code_point_with() -> None:
    """Tokens of "Ann's tea": Ann 0, ' 1, s 2, tea 3. [2, 5) touches 0, 1 and 2."""
    index = TokenIndex("Ann's tea")
    assert index.touched([(2, 5)]) == frozenset({0, 1, 2})
    assert index.touched([(5, 6)]) == frozenset()
    assert index.touched([(0, 1), (6, 9)]) == frozenset({0, 3})


@pytest.mark.parametrize(
    ("text", "spans", "mode"),
    [
        ("that it rained", [(0, 14)], "indirect"),
        ("“It rained,”", [(0, 12)], "direct"),
        ('"It rained,"', [(0, 12)], "direct"),
        ("“It rained,” he said. “All day.”", [(0, 12), (22, 32)], "direct"),
        ("that it “rained”", [(0, 16)], "mixed"),
    ],
)
def test_the_mode_of_gold_is_the_quoted_share_of_its_words(
    text: str, spans: list[tuple[int, int]], mode: str
) -> None:
    assert content_mode(text, spans) == mode


TEXT = "Ada said it rained. Bo, who left, told me so.\n"
ANN = (
    "T1\tSource 0 3\tAda\nT2\tCue 4 8\tsaid\nT3\tContent 9 11;12 18\tit rained\n"
    "T4\tAttribution 4 8\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    "a stray line\nT5\tAttribution-no-source 20 22\tBo\nE2\tAttribution-no-source:T5\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, body in (
        ("dev/text/one.txt", TEXT),
        ("dev/attributions/one_aa.ann", ANN),
        ("dev/attributions/one_bb.ann", ""),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return tmp_path


def test_brat_is_read_with_discontinuous_spans(corpus: Path) -> None:
    gold = read_gold(corpus / "dev/attributions/one_aa.ann", TEXT)
    assert gold == [ScoredAttribution(frozenset({0}), frozenset({1}), frozenset({2, 3}))]


def answer(document: Document) -> AnnotatedDocument:
    def span(start: int, end: int) -> Span:
        return Span(document.id, start, end)

    outer = Attribution(
        id="att_1",
        document=document.id,
        source=span(0, 3),
        cue=span(4, 8),
        content=(span(9, 18),),
    )
    inner = Attribution(
        id="att_2",
        document=document.id,
        source=span(9, 11),
        content=(span(12, 18),),
        within="att_1",
    )
    nobody = Attribution(id="att_3", document=document.id, content=(span(20, 22),))
    return AnnotatedDocument(document, {Attribution: (outer, inner, nobody)})


def test_the_suite_reads_the_first_annotator_and_outermost_predictions(corpus: Path) -> None:
    result = Polnear().run(corpus, "dev", answer)
    assert result.documents == 1
    assert result.counts["gold"] == result.counts["predicted"] == 1
    assert result.metrics["attribution_source_f"] == 100.0
    assert result.words == 10
    assert result.errors[0].document == "one"


def test_nested_and_bare_predictions_are_left_out() -> None:
    document = Document(id="d", name="d", text=TEXT, text_sha256="", raw_sha256="")
    assert len(project(answer(document).layer(Attribution), TEXT)) == 1


def test_a_folder_of_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no \.txt file"):
        Polnear().run(tmp_path, "dev", answer)
    with pytest.raises(CorpusError, match="no split"):
        Polnear().run(tmp_path, "final", answer)


def test_the_suite_is_registered() -> None:
    assert "polnear" in {suite.name for suite in suites()}
