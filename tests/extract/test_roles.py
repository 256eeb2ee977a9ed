"""Mentions of parts out of scores; the sentences are invented."""

from __future__ import annotations

import numpy as np
import pytest

from rashomon.extract.roles import role_mentions
from rashomon.neural.scores import Scores
from rashomon.neural.words import words

TEXT = "Masked riders burned the old ferry at Tarabe."


def scores(**inside: dict[str, tuple[float, float]]) -> Scores:
    """Scores with (begins, goes on) of some words by layer."""
    found = words(TEXT)
    heads = {}
    for layer, marked in inside.items():
        tags = np.zeros((len(found), 3), np.float32)
        for number, word in enumerate(found.texts):
            begins, goes = marked.get(word, (0.0, 0.0))
            tags[number] = (1 - begins - goes, begins, goes)
        heads[layer] = tags
    return Scores(found, heads, {}, (), ())


def shown(given: Scores) -> list[tuple[str, str]]:
    return [(m.layer, TEXT[m.start : m.end]) for m in role_mentions(given)]


def test_a_mention_grows_over_neighbours_at_least_half_as_likely() -> None:
    target = {"old": (0.5, 0.0), "ferry": (0.0, 0.8), "at": (0.0, 0.05)}
    assert shown(scores(target=target)) == [("target", "old ferry")]


def test_a_mention_ends_where_the_next_begins() -> None:
    both = {"Masked": (0.9, 0.0), "riders": (0.8, 0.1)}
    assert shown(scores(perpetrator=both)) == [
        ("perpetrator", "Masked"),
        ("perpetrator", "riders"),
    ]


def test_layers_overlap_freely_and_faint_words_start_nothing() -> None:
    given = scores(
        victim={"riders": (0.4, 0.0)}, perpetrator={"riders": (0.6, 0.0), "at": (0.05, 0)}
    )
    assert shown(given) == [("perpetrator", "riders"), ("victim", "riders")]


def test_the_probability_is_the_mean_over_the_words() -> None:
    given = scores(target={"old": (0.5, 0.0), "ferry": (0.0, 0.8)})
    assert role_mentions(given)[0].probability == pytest.approx(0.65)


def test_a_network_without_the_layers_gives_nothing() -> None:
    assert role_mentions(scores(cue={"burned": (1.0, 0.0)})) == ()
