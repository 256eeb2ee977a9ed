"""People hit or dead whom a report does not count."""

from __future__ import annotations

import pytest

from rashomon.records import Claim, Document, Figure
from rashomon.run.pipeline import Pipeline
from rashomon.run.registry import CaseContext, document_stages
from rashomon.settings import Settings


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(document_stages(Settings(), CaseContext()), Settings())


def figures(pipeline: Pipeline, text: str, aspect: str) -> set[tuple[int | None, int | None]]:
    document = Document(id="d", name="d", text=text, text_sha256="", raw_sha256="", language="en")
    doc = pipeline.annotate(document)
    assert not doc.problems
    return {
        (c.value.low, c.value.high)
        for c in doc.layer(Claim)
        if c.aspect == aspect and isinstance(c.value, Figure)
    }


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Four people were shot in Harvane on Monday, police said.", {(4, 4)}),
        ("A man was taken to a hospital with gunshot wounds after a shooting.", {(1, 1)}),
        ("Three women were shot in Harvane. One of them was killed.", {(2, 2)}),
        ("A man was shot in Harvane. He died in a hospital.", set()),
        ("Four people were shot and two people were injured in Harvane.", {(2, 2)}),
        ("Police shot at two cars in Harvane.", set()),
        ("Three men were found with gunshot wounds. The killings shocked Harvane.", set()),
        ("Somebody's child got shot in Harvane, a neighbour said.", set()),
        ("Nine people have been shot in Harvane in the past eight months.", set()),
        ("A 16-year-old was shot in the hand in Harvane.", {(1, 1)}),
        ("A man was shot dead in Harvane. A woman was in a stable condition.", {(1, 1)}),
        ("A young man was found shot in Harvane.", {(1, 1)}),
        ("A teenage boy died and three others were injured in a shooting.", {(3, 3)}),
    ],
)
def test_the_hit_are_injured_unless_they_died_or_are_counted(
    pipeline: Pipeline, text: str, injured: set[tuple[int, int]]
) -> None:
    assert figures(pipeline, text, "injured") == injured


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A man was shot in Harvane. He died in a hospital.", {(1, 1)}),
        ("A 17-year-old was killed in a shooting in Harvane.", {(1, 1)}),
        ("A suspect was arrested in the fatal shooting at a bar in Harvane.", {(1, None)}),
        ("Two men were fatally shot in Harvane.", {(2, 2)}),
        ("Two men died in Harvane. The fatal shooting was filmed. He died first.", {(2, 2)}),
        ("Nobody knows whether he might die after the shooting.", set()),
    ],
)
def test_the_dead_whom_nobody_counts(
    pipeline: Pipeline, text: str, killed: set[tuple[int, int | None]]
) -> None:
    assert figures(pipeline, text, "killed") == killed
