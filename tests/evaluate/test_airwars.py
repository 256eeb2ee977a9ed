"""The airwars scorer, worked by hand."""

from __future__ import annotations

import pytest

from rashomon.evaluate.airwars import compare, toll_range
from rashomon.records import Claim, Figure, Span, Statement, Value


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
