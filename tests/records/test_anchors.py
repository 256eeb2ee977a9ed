"""The way home of a span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.codec import from_bytes, from_json, to_bytes, to_json
from rashomon.records import (
    Anchor,
    BoxAnchor,
    CharacterAnchor,
    Document,
    Orphan,
    Span,
    homes,
    whole,
)

TEXT = "Two & three\n\nfour"
ANCHORS: tuple[Anchor, ...] = (
    CharacterAnchor(0, 4, 3, 7),
    CharacterAnchor(4, 5, 7, 12),
    CharacterAnchor(5, 11, 12, 18),
    BoxAnchor(13, 17, 2, 10.0, 20.0, 30.0, 32.0),
)


def test_a_linear_run_is_cut_and_an_atomic_one_comes_whole() -> None:
    assert homes(ANCHORS, Span("doc_x", 1, 5), TEXT) == (
        CharacterAnchor(1, 4, 4, 7),
        CharacterAnchor(4, 5, 7, 12),
    )
    assert homes(ANCHORS, Span("doc_x", 14, 16), TEXT) == (
        BoxAnchor(14, 16, 2, 10.0, 20.0, 30.0, 32.0),
    )


def test_what_the_reader_put_in_is_an_orphan() -> None:
    orphan = homes(ANCHORS, Span("doc_x", 11, 13), TEXT)
    assert isinstance(orphan, Orphan)
    assert orphan.quote == "\n\n"
    unmapped = homes((), Span("doc_x", 0, 3), TEXT)
    assert isinstance(unmapped, Orphan)
    assert "without a map" in unmapped.reason


@pytest.mark.parametrize(
    "anchors",
    [
        (CharacterAnchor(0, 4, 0, 4), CharacterAnchor(3, 5, 4, 6)),
        (CharacterAnchor(4, 5, 0, 1), CharacterAnchor(0, 1, 1, 2)),
        (CharacterAnchor(0, 18, 0, 18),),
    ],
)
def test_a_document_refuses_anchors_that_overlap_or_leave_it(
    anchors: tuple[CharacterAnchor, ...],
) -> None:
    with pytest.raises(ValueError, match="anchor"):
        Document(id="doc_x", name="a", text=TEXT, text_sha256="", raw_sha256="", anchors=anchors)


def test_anchors_survive_the_codec() -> None:
    document = Document(
        id="doc_x", name="a", text=TEXT, text_sha256="", raw_sha256="", anchors=ANCHORS
    )
    assert from_json(to_json(document), Document) == document
    assert from_bytes(to_bytes(document), Document) == document
    assert b'["text",4,5,7,12,""]' in to_json(document)


@given(st.data())
def test_the_pieces_of_a_span_are_the_same_whoever_cuts_it(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=2, max_size=30))
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    pieces = homes(whole(len(text)), Span("doc_x", start, end), text)
    assert not isinstance(pieces, Orphan)
    (piece,) = pieces
    assert isinstance(piece, CharacterAnchor)
    assert text[piece.original_start : piece.original_end] == text[start:end]
