import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.draw.ranking import ranks_of


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 12), st.data())
def test_every_arrow_goes_down(count, data):
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    edges = data.draw(st.lists(st.sampled_from(pairs), max_size=25)) if pairs else []
    ranks = ranks_of(count, edges)
    assert min(ranks) == 0
    assert all(ranks[a] < ranks[b] for a, b in edges)


def test_a_source_stands_near_to_what_uses_it():
    chain = [(0, 1), (1, 2), (2, 3)]
    assert ranks_of(5, [*chain, (4, 3)]) == [0, 1, 2, 3, 2]


def test_boxes_without_arrows_stand_in_the_first_row():
    assert ranks_of(3, []) == [0, 0, 0]


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="no circle"):
        ranks_of(2, [(0, 1), (1, 0)])
