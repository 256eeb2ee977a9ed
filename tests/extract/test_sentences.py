"""Sentences: paragraphs first, offsets kept, heads inside the sentence."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.casing import is_upper, natural_case
from rashomon.extract.paragraphs import paragraphs
from rashomon.extract.sentences import Sentences
from rashomon.extract.tree import Tree
from rashomon.records import Sentence
from rashomon.stage import AnnotatedDocument
from tests.conftest import document


def sentences(text: str) -> list[Sentence]:
    return list(Sentences()(AnnotatedDocument(document(text))))


def test_a_blank_line_ends_a_paragraph_in_hard_wrapped_text() -> None:
    text = "The bridge at Orvel\nwas closed.\n\nNobody was hurt."
    assert [text[a:b] for a, b in paragraphs(text)] == [
        "The bridge at Orvel\nwas closed.",
        "Nobody was hurt.",
    ]


def test_every_line_is_a_paragraph_where_lines_are_long() -> None:
    line = "The bridge at Orvel was closed after a blast that residents heard across the valley."
    text = f"{line} {line}\nNobody was hurt."
    assert len(paragraphs(text)) == 2


def test_windows_line_ends_and_indents_count() -> None:
    text = "   ORVEL, 4 MAY --\r\nONE DIED.\r\n   TWO FLED.\r\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["ORVEL, 4 MAY --\r\nONE DIED.", "TWO FLED."]


def test_no_sentence_crosses_a_paragraph() -> None:
    text = "A bomb exploded in Orvel\n\nTwo people died, police said. Five were hurt."
    found = sentences(text)
    assert [text[s.span.start : s.span.end] for s in found] == [
        "A bomb exploded in Orvel",
        "Two people died, police said.",
        "Five were hurt.",
    ]
    assert [s.paragraph for s in found] == [0, 1, 1]


def test_upper_case_text_is_parsed_in_natural_case_with_its_own_offsets() -> None:
    text = "THE MINISTRY SAID THAT GUERRILLAS KILLED TWO SOLDIERS IN ORVEL."
    (sentence,) = sentences(text)
    tree = Tree(sentence, text)
    (root,) = tree.roots
    assert tree.word(root) == "SAID"
    assert tree.tokens[root].lemma == "say"


@given(st.text(max_size=300))
def test_paragraphs_cover_all_that_is_not_blank(text: str) -> None:
    ranges = paragraphs(text)
    assert all(a < b for a, b in ranges)
    assert all(first[1] <= second[0] for first, second in pairwise(ranges))
    covered = {i for a, b in ranges for i in range(a, b)}
    assert all(i in covered for i, char in enumerate(text) if not char.isspace())


@given(st.text(max_size=200))
def test_recasing_keeps_the_length(text: str) -> None:
    assert len(natural_case(text)) == len(text)


def test_upper_case_is_told_from_a_name_in_capitals() -> None:
    assert is_upper("TWO SOLDIERS WERE KILLED IN ORVEL")
    assert not is_upper("Two soldiers of the FPLO were killed")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_tokens_inside_their_sentence(text: str) -> None:
    for sentence in sentences(text):
        size = len(sentence.tokens)
        assert size > 0
        for token in sentence.tokens:
            assert sentence.span.start <= token.start < token.end <= sentence.span.end
            assert 0 <= token.head < size
