"""Places that share a word, one with a country and one without."""

from __future__ import annotations

import itertools

from rashomon.link.origins import Origins
from rashomon.records import Place, PlaceMention, Span


def test_a_word_with_and_without_a_country_is_kept_in_any_order() -> None:
    mentions = [
        PlaceMention(Span("doc_a", 0, 7), Place("Harvane", country=country))
        for country in (None, "XA", None)
    ]
    found = {Origins(order).of(["harvane"]) for order in itertools.permutations(mentions)}
    assert len(found) == 1
