"""The airwars scorer, worked by hand."""

from __future__ import annotations

import pytest

from rashomon.evaluate.airwars import compare, toll_range
from rashomon.evaluate.airwars_status import confusion_counts, confusion_metrics, labels
from rashomon.evaluate.memory import MemoryCase
from rashomon.records import Assessment, Claim, Figure, Span, Statement, Value
from rashomon.run.registry import case_stages
from rashomon.settings import Settings
from tests.extract.annotated import annotated


def claim(aspect: str, value: Value, whom: str | None = None, start: int = 0) -> Claim:
    return Claim(
        id=f"clm_{start}",
        document="doc_a",
        aspect=aspect,  # type: ignore[arg-type]
        whom=whom,
        value=value,
        evidence=(Span("doc_a", start, start + 1),),
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([Figure(6, 12)], (6, 12)),
        ([Figure(7, 7), Figure(9, 9)], (7, 7)),
        ([Figure(10, None), Figure(11, None), Figure(21, 21)], (10, 21)),
        ([Figure(10, None), Figure(4, 4)], (10, 10)),
        ([Figure(None, 15), Figure(8, 8)], (8, 15)),
        ([Figure(None, None)], (2, 2)),
        ([Figure(24, None)], (12, 24)),
        ([], None),
    ],
)
def test_the_range_of_a_report(figures: list[Figure], expected: tuple[int, int] | None) -> None:
    told = [claim("killed", figure, start=i) for i, figure in enumerate(figures)]
    assert toll_range(told, "killed") == expected


def test_parts_and_names_stand_in_only_for_a_missing_whole() -> None:
    parts = [claim("killed", Figure(2, 2), "children"), claim("killed", Figure(1, 1), "women")]
    assert toll_range(parts, "killed") == (3, 3)
    named = [claim("fate_of_person", Statement("killed", "dead"), whom) for whom in ("A B", "C D")]
    assert toll_range(named, "killed") == (2, 2)
    assert toll_range([*parts, claim("killed", Figure(9, 9))], "killed") == (9, 9)


def test_ends_and_overlap() -> None:
    score = compare((3, 5), (3, 7))
    assert (score.low, score.high, score.overlap) == (True, False, True)
    assert not compare(None, (1, 1)).overlap
    assert not compare((8, 9), (1, 7)).overlap


def labelled(text: str) -> tuple[str, str]:
    doc = annotated(text)
    return labels(doc, MemoryCase([doc]).run(case_stages(Settings())).all(Assessment))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harvane Radio said four people died.", ("Single source claim", "Weak")),
        (
            "Harvane Radio said four people died. Veltia News reported that five people were hurt.",
            ("Likely strike", "Fair"),
        ),
    ],
)
def test_status_and_grade_follow_the_number_of_sources(
    text: str, expected: tuple[str, str]
) -> None:
    assert labelled(text) == expected


def test_the_table_behind_an_accuracy() -> None:
    """One of two right; the wrong one is counted under both names."""
    pairs = [("Fair", "Fair"), ("Confirmed", "Fair")]
    assert confusion_metrics(pairs, "grade")["grade_accuracy"] == 50.0
    assert confusion_counts(pairs, "grade") == {
        "grade: Confirmed as Fair": 1,
        "grade: Fair as Fair": 1,
    }
