"""Orders of rows: every row once a pass, from the seed and the pass alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.data.orders import EPOCH, Orders


def epochs_of(orders, first, last):
    """The rows of each epoch from first up to last, as the program would take them."""
    found, epoch = [], first
    while epoch < last:
        due = np.zeros(orders.room)
        order, plan = orders.block(epoch, last, due)
        for numbers in plan.epochs[: last - epoch]:
            now = dict(zip(EPOCH, numbers))
            start, count = now["start"] * orders.size, now["full"] * orders.size
            rows = order[now["row"]][start : start + count]
            if now["partial"]:
                rows = np.concatenate([rows, order[now["row"]][orders.full * orders.size :]])
            found.append(rows)
        epoch += orders.room
    return found


def made(rows, size, steps=None, shuffle=True, seed=3):
    orders = Orders(rows, size, steps, shuffle, seed)
    orders.size = size
    return orders


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 50),
    size=st.integers(1, 20),
    steps=st.one_of(st.none(), st.integers(1, 8)),
    first=st.integers(0, 5),
)
def test_a_pass_holds_every_row_once_wherever_it_begins(rows, size, steps, first):
    orders = made(rows, size, steps)
    whole = epochs_of(made(rows, size, steps), 0, first + 6)
    part = epochs_of(orders, first, first + 6)
    for a, b in zip(whole[first:], part, strict=True):
        np.testing.assert_array_equal(a, b)
    for start in range(0, 6 - orders.epochs_a_pass, orders.epochs_a_pass):
        rows_seen = np.concatenate(whole[start : start + orders.epochs_a_pass])
        assert sorted(rows_seen) == list(range(rows))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 60), size=st.integers(1, 20), steps=st.one_of(st.none(), st.integers(1, 8))
)
def test_steps_are_counted_and_located(rows, size, steps):
    orders = made(rows, size, steps)
    counts = [orders.steps_in(e) for e in range(9)]
    assert [orders.steps_before(e) for e in range(10)] == list(np.cumsum([0, *counts]))
    place = [(e, i) for e, n in enumerate(counts) for i in range(n)]
    assert [orders.locate(s) for s in range(len(place))] == place
    lengths = [-(-len(r) // size) for r in epochs_of(orders, 0, 9)]
    assert lengths == counts


def test_without_shuffle_there_is_one_order():
    order, plan = made(5, 2, shuffle=False).block(0, 3, np.zeros(1024))
    np.testing.assert_array_equal(order, [[0, 1, 2, 3, 4]])
    assert set(plan.epochs[:, EPOCH.index("row")]) == {0}


def test_seeds_and_passes_differ():
    first, second = epochs_of(made(40, 8), 0, 2)
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, epochs_of(made(40, 8, seed=4), 0, 1)[0])


@pytest.mark.parametrize(("rows", "room"), [(10, 1024), (60_000, 4), (1_000_000, 1)])
def test_the_room_follows_the_rows_alone(rows, room):
    assert made(rows, 32).room == room
