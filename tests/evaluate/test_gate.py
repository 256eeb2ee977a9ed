"""The gate finds what falls short and nothing else."""

from __future__ import annotations

from rashomon.evaluate.gate import Floor, violations
from rashomon.evaluate.suite import SuiteResult

FLOOR = Floor("polnear", "dev", "polnear", "abc", {"attribution_f": 60.0}, noise=1.0)


def result(score: float, digest: str = "abc") -> SuiteResult:
    return SuiteResult("polnear", "dev", 1, digest, {"attribution_f": score})


def test_a_score_within_the_noise_holds() -> None:
    assert violations(FLOOR, result(59.1)) == []


def test_a_score_below_the_noise_is_named() -> None:
    assert violations(FLOOR, result(58.9)) == [
        "polnear (dev): attribution_f is 58.90, pinned 60.00 with 1.00 of noise"
    ]


def test_other_gold_is_a_finding() -> None:
    assert "scored on gold xyz" in violations(FLOOR, result(99.0, "xyz"))[0]


def test_a_metric_that_vanished_is_a_finding() -> None:
    empty = SuiteResult("polnear", "dev", 1, "abc", {})
    assert "no longer reported" in violations(FLOOR, empty)[0]
