"""The gate finds what falls short and nothing else; a pin never lowers a floor in silence."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from rashomon.errors import CorpusError, FloorError
from rashomon.evaluate.gate import (
    Floor,
    Floors,
    load_floors,
    pinned_at,
    save_floors,
    violations,
)
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
    with pytest.raises(FloorError, match="no longer reports attribution_f"):
        pinned_at(FLOOR, empty, "it was renamed")


def test_a_floor_that_was_never_pinned_does_not_hold() -> None:
    new = msgspec.structs.replace(FLOOR, gold_digest="")
    assert violations(new, result(99.0)) == ["polnear (dev): has never been pinned"]
    assert pinned_at(new, result(61.234), None).metrics == {"attribution_f": 61.23}


def test_a_pin_raises_and_keeps_within_the_noise() -> None:
    assert pinned_at(FLOOR, result(63.0), None).metrics == {"attribution_f": 63.0}
    assert pinned_at(FLOOR, result(59.5), None) == FLOOR


@pytest.mark.parametrize("reached", [result(50.0), result(70.0, "xyz")])
def test_lowering_and_other_gold_ask_for_a_reason(reached: SuiteResult) -> None:
    with pytest.raises(FloorError, match="give a reason"):
        pinned_at(FLOOR, reached, None)
    lowered = pinned_at(FLOOR, reached, "the gold was mended")
    assert lowered.metrics == reached.metrics
    assert (lowered.gold_digest, lowered.reason) == (reached.gold_digest, "the gold was mended")


def test_floors_are_written_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    other = msgspec.structs.replace(FLOOR, suite="muc4", split=None)
    save_floors(path, Floors((FLOOR,)).with_floor(0, other))
    assert load_floors(path) == Floors((other,))
    path.write_text("{}")
    with pytest.raises(CorpusError, match=r"floors\.json"):
        load_floors(path)
