import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.draw.layout import GAP, place
from keraunos.draw.scene import Rect


@st.composite
def graphs(draw):
    """Sizes of boxes, and arrows between them that form no circle."""
    count = draw(st.integers(1, 14))
    size = st.tuples(st.floats(20, 300), st.floats(20, 160))
    sizes = draw(st.lists(size, min_size=count, max_size=count))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    return sizes, draw(st.lists(st.sampled_from(pairs), max_size=24)) if pairs else []


def boxes_of(sizes, placed):
    return [Rect(c.x, c.y, w, h) for c, (w, h) in zip(placed.corners, sizes)]


@settings(deadline=None, max_examples=80)
@given(graphs())
def test_boxes_are_apart_and_arrows_join_them(graph):
    sizes, edges = graph
    placed = place(sizes, edges)
    boxes = boxes_of(sizes, placed)
    whole = Rect(0, 0, placed.width, placed.height)
    for i, a in enumerate(boxes):
        assert whole.holds(a)
        assert not any(a.meets(b) for b in boxes[i + 1 :])
    for (a, b), route in zip(edges, placed.routes):
        start, end = route[0][0], route[-1][1]
        assert start.y == pytest.approx(boxes[a].y + boxes[a].height)
        assert end.y == pytest.approx(boxes[b].y)
        assert boxes[a].x <= start.x <= boxes[a].x + boxes[a].width
        assert boxes[b].x <= end.x <= boxes[b].x + boxes[b].width


@settings(deadline=None, max_examples=80)
@given(graphs())
def test_arrows_pass_beside_the_boxes(graph):
    """Straight pieces keep off all boxes; between them lie only gaps between rows."""
    sizes, edges = graph
    placed = place(sizes, edges)
    boxes = boxes_of(sizes, placed)
    for route in placed.routes:
        for start, end in route:
            assert start.x == end.x
            assert start.y <= end.y + 1e-6
            line = Rect(start.x - 0.5, start.y, 1.0, end.y - start.y)
            assert not any(line.meets(box, 1e-3) for box in boxes)
        for (_, above), (below, _) in itertools.pairwise(route):
            assert below.y - above.y >= GAP - 1e-6
            band = Rect(0, above.y, placed.width, below.y - above.y)
            assert not any(band.meets(box, 1e-3) for box in boxes)


def test_a_chain_is_a_straight_line():
    sizes = [(100, 40), (180, 60), (60, 30), (140, 40)]
    placed = place(sizes, [(0, 1), (1, 2), (2, 3)])
    middles = [c.x + w / 2 for c, (w, _) in zip(placed.corners, sizes)]
    assert middles == pytest.approx([90] * 4)
    assert all(len({p.x for pair in route for p in pair}) == 1 for route in placed.routes)


def test_an_arrow_that_skips_rows_leaves_the_chain_straight():
    placed = place([(100, 40)] * 5, [(0, 1), (1, 2), (2, 3), (0, 3), (3, 4)])
    assert len({round(c.x, 3) for c in placed.corners}) == 1
    lane = placed.routes[3]
    assert len({round(p.x, 3) for pair in lane[1:-1] for p in pair}) == 1


def test_two_branches_stand_on_both_sides():
    placed = place([(100, 40)] * 4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    first, left, right, last = (c.x for c in placed.corners)
    assert first == pytest.approx(last)
    assert first == pytest.approx((left + right) / 2)


def test_arrows_between_the_same_boxes_are_apart():
    placed = place([(100, 40)] * 2, [(0, 1), (0, 1), (0, 1)])
    starts = sorted(route[0][0].x for route in placed.routes)
    assert min(b - a for a, b in itertools.pairwise(starts)) > 10


def test_a_box_too_narrow_for_its_arrows_still_holds_them():
    sizes = [(20, 20)] * 9
    placed = place(sizes, [(i, 8) for i in range(8)])
    ends = [route[-1][1].x for route in placed.routes]
    corner = placed.corners[8].x
    assert all(corner <= x <= corner + 20 for x in ends)


def test_nothing_and_one_box():
    assert place([], []).corners == []
    one = place([(30, 20)], [])
    assert (one.width, one.height, one.corners) == (30, 20, [(0, 0)])


def test_the_same_graph_is_placed_the_same():
    sizes, edges = [(50, 30)] * 8, [(i, j) for i in range(8) for j in range(i + 1, 8)]
    assert place(sizes, edges) == place(sizes, edges)


def test_a_large_network_takes_seconds_at_most():
    """300 layers in a line, with an arrow over every three of them."""
    edges = [(i, i + 1) for i in range(299)] + [(i, i + 3) for i in range(0, 296, 3)]
    began = time.perf_counter()
    place([(120, 60)] * 300, edges)
    assert time.perf_counter() - began < 5
