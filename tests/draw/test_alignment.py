import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.draw.alignment import align
from keraunos.draw.grid import grid_of


def aligned(widths, edges):
    grid = grid_of(widths, edges)
    align(grid)
    return grid


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 12), st.data())
def test_cells_of_a_row_keep_their_order_and_distance(count, data):
    widths = data.draw(st.lists(st.floats(10, 300), min_size=count, max_size=count))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    edges = data.draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []
    grid = aligned(widths, edges)
    for row in grid.rows:
        for a, b in itertools.pairwise(row):
            assert grid.xs[b] - grid.xs[a] >= grid.apart(a, b) - 1e-3


def test_branches_are_columns_and_what_joins_them_stands_in_the_middle():
    """Three branches of two boxes each between a first and a last box."""
    edges = [(0, 1), (1, 2), (0, 3), (3, 4), (0, 5), (5, 6), (2, 7), (4, 7), (6, 7)]
    xs = aligned([100] * 8, edges).xs
    for above, below in ((1, 2), (3, 4), (5, 6)):
        assert xs[above] == pytest.approx(xs[below])
    assert xs[0] == pytest.approx(xs[7]) == pytest.approx(sum(xs[i] for i in (1, 3, 5)) / 3)


def test_a_lane_runs_straight_beside_wide_and_narrow_boxes():
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)]
    grid = aligned([100, 240, 40, 180, 100], edges)
    lane = grid.chains[4][1:-1]
    assert len({round(grid.xs[i], 6) for i in lane}) == 1
    assert max(grid.xs[:5]) == pytest.approx(min(grid.xs[:5]), abs=1e-3)


def test_lanes_follow_boxes_that_were_moved():
    """A residual block far from the middle keeps its arrow beside it."""
    edges = [(0, 1), (0, 2), (0, 3), (1, 4), (4, 5), (5, 6), (4, 6)]
    grid = aligned([100] * 7, edges)
    lane = grid.chains[6][1]
    assert abs(grid.xs[lane] - grid.xs[5]) == pytest.approx(grid.apart(5, lane), abs=1)
