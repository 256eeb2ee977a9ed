from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from rashomon.neural.windows import owners, windows

LENGTHS = st.lists(st.integers(1, 24), max_size=300)


@given(LENGTHS, st.data())
def test_windows_cover_every_word_and_fit(lengths: list[int], data: st.DataObject) -> None:
    count = len(lengths)
    breaks = sorted(data.draw(st.sets(st.integers(0, max(count - 1, 0)), max_size=20)))
    ranges = windows(lengths, breaks, 100, 30)
    seen = {word for start, stop in ranges for word in range(start, stop)}
    assert seen == set(range(count))
    assert all(sum(lengths[start:stop]) <= 100 for start, stop in ranges)
    for (start, stop), (following, _) in itertools.pairwise(ranges):
        assert start < following <= stop
        assert sum(lengths[following:stop]) <= 30


@given(LENGTHS)
def test_each_word_is_owned_by_a_window_that_holds_it(lengths: list[int]) -> None:
    ranges = windows(lengths, [0], 60, 20)
    for word, number in enumerate(owners(ranges, len(lengths))):
        start, stop = ranges[number]
        assert start <= word < stop


def test_a_window_begins_at_a_line_that_is_near() -> None:
    assert windows([10] * 20, [0, 8, 15], 100, 40) == [(0, 10), (8, 18), (15, 20)]


def test_without_a_line_near_half_the_overlap_is_read_twice() -> None:
    assert windows([10] * 15, [0], 100, 40) == [(0, 10), (8, 15)]
