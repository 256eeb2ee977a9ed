from __future__ import annotations

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from rashomon.render.dossier.marking import _Mark, marked

TEXT = "Pell said “the <guards> fired & ran” on Monday, he said."
spans = st.lists(
    st.tuples(
        st.integers(0, len(TEXT) - 1),
        st.integers(1, len(TEXT)),
        st.sampled_from(["said", "src", "cue", "ev", "own"]),
    ).filter(lambda span: span[0] < span[1]),
    max_size=12,
)


@given(spans)
def test_marks_that_nest_or_cross_change_no_word(drawn: list[tuple[int, int, str]]) -> None:
    marks = [
        _Mark(start, end, kind, anchor=f"c{n}" if kind in ("ev", "own") else None)
        for n, (start, end, kind) in enumerate(drawn)
    ]
    html = marked(TEXT, 0, len(TEXT), marks, set())
    tree = lxml.html.fragment_fromstring(html, create_parent="p")
    assert tree.text_content() == TEXT
    anchors = [mark.anchor for mark in marks if mark.anchor]
    assert sorted(tree.xpath(".//@id")) == sorted(anchors)
    for mark in marks:
        if mark.anchor:
            (found,) = tree.xpath(f".//*[@id='{mark.anchor}']")
            assert TEXT[mark.start : mark.end].startswith(found.text_content())


def test_a_nested_statement_stands_inside_its_outer_one() -> None:
    marks = [
        _Mark(0, 20, "said"),
        _Mark(5, 15, "said", depth=1),
        _Mark(5, 9, "src"),
    ]
    html = marked("x" * 24, 0, 24, marks, set())
    assert html == (
        '<span class="said d0">xxxxx<span class="said d1"><b class="src">xxxx</b>xxxxxx</span>'
        "xxxxx</span>xxxx"
    )


def test_a_crossing_mark_is_cut_and_its_note_follows_its_end() -> None:
    marks = [_Mark(0, 6, "said"), _Mark(4, 10, "ev", anchor="c", note=(3, "note-c"))]
    html = marked("abcdefghij", 0, 10, marks, set())
    assert html == (
        '<span class="said d0">abcd<mark class="ev" id="c">ef</mark></span>'
        '<mark class="ev">ghij</mark><a class="ref" href="#note-c" aria-label="note 3">3</a>'
    )


def test_a_mark_over_two_paragraphs_is_anchored_in_the_first() -> None:
    text, anchored = "abc\n\ndef", set[str]()
    mark = _Mark(1, 7, "ev", anchor="c")
    assert marked(text, 0, 3, [mark], anchored) == 'a<mark class="ev" id="c">bc</mark>'
    assert marked(text, 5, 8, [mark], anchored) == '<mark class="ev">de</mark>f'
