"""The cue lexicon."""

from __future__ import annotations

from itertools import combinations

from rashomon.extract.attributions.lexicon import lexicon


def test_a_verb_stands_in_one_class_only() -> None:
    verbs = lexicon().cues.verbs
    classes = (verbs.say, verbs.deny, verbs.think, verbs.show, verbs.want, verbs.seem)
    assert all(not left & right for left, right in combinations(classes, 2))


def test_classes_are_looked_up_by_lemma() -> None:
    words = lexicon()
    assert words.verb_class("deny") == "deny"
    assert words.verb_class("walk") == ""
    assert words.noun_class("statement") == "speech"
    assert words.noun_class("spokesman") == "people"
