import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.draw.spacing import spread

PLACES = st.lists(st.floats(-100, 100), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(PLACES, st.data())
def test_places_keep_their_distance_and_no_shift_is_better(wishes, data):
    weights = data.draw(st.lists(st.floats(0.1, 10), min_size=len(wishes), max_size=len(wishes)))
    apart = data.draw(
        st.lists(st.floats(0, 20), min_size=len(wishes) - 1, max_size=len(wishes) - 1)
    )
    found = np.array(spread(wishes, weights, apart))
    assert np.all(np.diff(found) >= np.array(apart) - 1e-6)

    def cost(x):
        return float(np.sum(np.array(weights) * (x - np.array(wishes)) ** 2))

    for _ in range(20):  # any other allowed places cost more
        other = found + np.sort(np.random.default_rng(1).normal(0, 1, len(found)))
        assert cost(found) <= cost(other) + 1e-6


def test_what_has_room_stays_where_it_wants_to_be():
    assert spread([0, 50, 90], [1, 1, 1], [10, 10]) == [0, 50, 90]


def test_the_heavier_moves_less():
    left, right = spread([0.0, 0.0], [9.0, 1.0], [10.0])
    assert (left, right) == (-1.0, 9.0)


def test_bounds_hold():
    assert spread([-50, 0, 50], [1, 1, 1], [10, 10], -20, 20) == [-20, 0, 20]
    assert spread([90, 90, 90], [1, 1, 1], [10, 10], -20, 20) == [0, 10, 20]


def test_nothing_and_one():
    assert spread([], [], []) == []
    assert spread([3.0], [1.0], []) == [3.0]
