"""Words after a re-read: found for certain, or orphans."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.ingest.reanchoring import CONTEXT, find_again, quotation
from rashomon.records import Document, Orphan, Span
from tests.ingest.homecoming import STRANGE

TEXT = (
    "Blast in port\n\nFive people died in the port of Harvane on Monday, the police said. "
    "The ministry denied it. Five people died in Ordal, the mayor said, but nobody else did."
)


def document(text: str, name: str = "doc_x") -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=name, name="a.txt", text=text, text_sha256=digest, raw_sha256=digest)


def again(words: str, new: str, *, nth: int = 0, old: str = TEXT) -> Span | Orphan:
    at = -1
    for _ in range(nth + 1):
        at = old.index(words, at + 1)
    quoted = quotation(document(old), Span("doc_x", at, at + len(words)))
    return find_again(quoted, document(new, "doc_y"))


def test_in_the_same_text_nothing_moves() -> None:
    assert again("Five people died", TEXT, nth=1) == Span(
        "doc_y", TEXT.rindex("Five people died"), TEXT.rindex("Five people died") + 16
    )


def test_words_that_only_shifted_are_found() -> None:
    new = "😔 Updated.\n\n" + TEXT
    found = again("Five people died", new, nth=1)
    assert isinstance(found, Span)
    assert found.start == new.rindex("Five people died")


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("Nothing of the kind was said.", "no longer"),
        (TEXT.replace("Five people died", "Six people died"), "no longer"),
        (TEXT.replace("died in the port", "died near the port").replace("Blast", "Fire"), "other"),
        ("Five people died.", "other"),
    ],
)
def test_what_cannot_be_told_is_an_orphan(new: str, reason: str) -> None:
    orphan = again("Five people died", new)
    assert isinstance(orphan, Orphan)
    assert reason in orphan.reason
    assert orphan.quote == "Five people died"
    assert orphan.document == "doc_x"


def test_words_that_stand_twice_alike_are_an_orphan() -> None:
    orphan = again("the police said", TEXT + "\n\n" + TEXT)
    assert isinstance(orphan, Orphan)
    assert "2 places" in orphan.reason


def test_one_of_the_surroundings_is_enough_if_it_says_something() -> None:
    new = TEXT.replace("the mayor said, but nobody else did.", "people said.")
    found = again("died in Ordal", new)
    assert isinstance(found, Span)
    assert new[found.start : found.end] == "died in Ordal"


def test_a_span_of_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="no span"):
        quotation(document(TEXT), Span("doc_z", 0, 3))


_WORDS = st.lists(st.sampled_from((*STRANGE, "Five people died. ")), min_size=1, max_size=8)


@given(_WORDS, _WORDS, _WORDS, st.data())
def test_no_quotation_is_ever_moved_to_other_words(
    head: list[str], tail: list[str], other: list[str], data: st.DataObject
) -> None:
    old = "".join(head + tail)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    quoted = quotation(document(old), Span("doc_x", start, end))
    new = data.draw(st.sampled_from(["".join(other + tail), "".join(head + other), old + old]))
    found = find_again(quoted, document(new, "doc_y"))
    if isinstance(found, Span):
        assert new[found.start : found.end] == old[start:end]
        before = new[max(0, found.start - CONTEXT) : found.start] == quoted.prefix
        after = new[found.end : found.end + CONTEXT] == quoted.suffix
        assert before or after
    else:
        assert found.quote == old[start:end]
