"""Names and numbers that Python sets beside a line: on random input none lies on it or another."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ui.deal.trend import HEIGHT, LETTER, apart
from ui.deal.votes import beside_mark

votes = st.lists(st.integers(1, 9), min_size=1, max_size=9)


@given(votes, st.floats(0.01, 0.99))
@settings(max_examples=60, deadline=None)
def test_the_pass_mark_runs_through_no_name(weights, mark) -> None:
    parts = [w / sum(weights) for w in weights]
    ends = [0.0, *accumulate(parts)]
    for i, (before, after) in enumerate(beside_mark(parts, mark)):
        left, right = ends[i] + before, ends[i + 1] - after
        assert not left + 1e-9 < mark < right - 1e-9
        assert right - left >= parts[i] / 2 - 1e-9


@given(st.lists(st.floats(0, HEIGHT), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_numbers_of_the_levels_stand_apart(heights) -> None:
    found = sorted(apart(heights))
    assert all(b - a >= LETTER - 1e-6 for a, b in pairwise(found))
    assert all(LETTER / 2 - 1e-6 <= y <= HEIGHT - LETTER / 2 + 1e-6 for y in found)
