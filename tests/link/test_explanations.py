from __future__ import annotations

import math

import pytest

from rashomon.link.explanations import explain_pair
from rashomon.link.incidents import find_incidents
from tests.link.test_incidents import blast, judgement, siege


def test_the_parts_of_a_pair_add_up_to_its_probability() -> None:
    docs = [blast("a"), blast("b", 2), siege("c")]
    incidents = find_incidents(docs)
    found = explain_pair(docs, incidents, (), "a", "b")
    assert found is not None
    assert found.together
    score = math.fsum(part for _, part in found.parts)
    assert found.probability == pytest.approx(1 / (1 + math.exp(-score)))
    assert "same day" in dict(found.parts)


def test_what_keeps_two_apart_is_told_too() -> None:
    docs = [blast("a"), blast("b", 2), siege("c")]
    found = explain_pair(docs, find_incidents(docs), (), "a", "c")
    assert found is not None
    assert not found.together
    assert dict(found.parts)["places far apart"] < 0


@pytest.mark.parametrize(("right", "verdict"), [("b", "different"), ("c", "same")])
def test_a_persons_judgement_wins_over_every_feature_and_is_named(right: str, verdict: str) -> None:
    docs = [blast("a"), blast("b", 2), siege("c")]
    judged = [judgement("a", right, verdict)]
    incidents = find_incidents(docs, judged)
    found = explain_pair(docs, incidents, judged, "a", right)
    assert found is not None
    assert found.together == (verdict == "same")
    assert found.decided == f"judged {verdict} by an editor: I looked"


def test_events_of_one_report_and_unknown_ids() -> None:
    docs = [blast("a")]
    assert explain_pair(docs, find_incidents(docs), (), "a", "nobody") is None
    same = explain_pair(docs, find_incidents(docs), (), "a", "a")
    assert same is not None
    assert same.decided == "told together in one report"
