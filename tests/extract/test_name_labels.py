"""Names from scores: flat, the likelier kind first, whatever the tokens are."""

from __future__ import annotations

import numpy as np

from rashomon.extract.name_labels import LABELS, NameLabels, tells_names
from rashomon.neural import Scores, words

TEXT = "Ana Roth's deputy met Veltian guards in Harvane on Monday"
_BEGIN, _INSIDE = (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def _scores(text: str, tagged: dict[str, dict[str, tuple[float, float, float]]]) -> Scores:
    """Scores that are sure of nothing but what is tagged: rows by word and by head."""
    found = words(text)
    heads = {name: np.tile(np.array([1, 0, 0], np.float32), (len(found), 1)) for name in LABELS}
    for head, rows in tagged.items():
        for word, row in rows.items():
            heads[head][found.texts.index(word)] = row
    return Scores(found, heads, dict.fromkeys(heads, ("O", "B", "I")), (), ())


def _labels(names: NameLabels, text: str, tokens: list[str]) -> list[str]:
    found, at = [], 0
    for token in tokens:
        at = text.index(token, at)
        found.append(names(at, at + len(token)))
        at += len(token)
    return found


def test_tokens_that_split_a_word_share_its_name() -> None:
    scores = _scores(
        TEXT,
        {
            "name_person": {"Ana": _BEGIN, "Roth's": _INSIDE},
            "name_group": {"Veltian": _BEGIN},
            "name_time": {"Monday": _BEGIN},
        },
    )
    tokens = ["Ana", "Roth", "'s", "deputy", "Veltian", "guards", "Monday"]
    assert _labels(NameLabels(scores), TEXT, tokens) == [
        "B-PERSON", "I-PERSON", "I-PERSON", "", "B-NORP", "", "B-DATE",
    ]  # fmt: skip


def test_of_two_kinds_the_likelier_stands() -> None:
    scores = _scores(
        TEXT,
        {"name_area": {"Harvane": (0.4, 0.6, 0.0)}, "name_landscape": {"Harvane": (0.2, 0.8, 0.0)}},
    )
    assert _labels(NameLabels(scores), TEXT, ["Harvane"]) == ["B-LOC"]


def test_a_name_begins_inside_another() -> None:
    scores = _scores(TEXT, {"name_person": {"Ana": _BEGIN, "Roth's": _BEGIN}})
    assert _labels(NameLabels(scores), TEXT, ["Ana", "Roth"]) == ["B-PERSON", "B-PERSON"]


def test_an_empty_text_names_nobody() -> None:
    assert NameLabels(_scores("", {}))(0, 0) == ""


def test_weights_tell_names_with_all_heads_only() -> None:
    assert tells_names([*LABELS, "cue"])
    assert not tells_names(["person", *list(LABELS)[1:]])
