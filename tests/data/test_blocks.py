"""Blocks of batches, made by a thread."""

import itertools
import threading

import numpy as np
import pytest

from keraunos.data.arrays import Columns
from keraunos.data.blocks import Blocks, room_for, stacked
from keraunos.data.stream import Stream


def counting():
    for i in itertools.count():
        yield (np.full((2, 1), i),)


def batch(rows, value=0.0, width=3):
    return Columns(np.full((rows, width), value, "float32"), np.zeros(rows, "int32"))


def test_a_block_stacks_batches_of_one_shape():
    block = stacked([batch(4, i) for i in range(3)])
    assert block.filled == 3
    assert block.columns.x.shape == (room_for(batch(4)), 4, 3)
    np.testing.assert_array_equal(block.columns.x[:3, 0, 0], [0, 1, 2])


def test_the_room_follows_the_shapes_alone():
    assert room_for(batch(4)) == 32
    assert room_for(batch(4, width=2**20)) == 1


def test_blocks_hold_every_batch_in_order_whatever_the_shapes():
    sizes = [4, 4, 2, 4, 2, 2, 4]
    with Blocks(iter([batch(n, i) for i, n in enumerate(sizes)])) as blocks:
        found = [(b.columns.x.shape[1], v) for b in blocks for v in b.columns.x[: b.filled, 0, 0]]
    assert found == [(n, i) for i, n in enumerate(sizes)]


def test_leaving_early_stops_the_thread():
    before = threading.active_count()
    with Blocks(Stream(counting(), "fit").epoch(None)) as blocks:
        next(blocks)
    assert threading.active_count() == before


def test_an_error_is_raised_where_the_blocks_are_read():
    def broken():
        yield batch(2)
        raise OSError("disk")

    with Blocks(broken()) as blocks, pytest.raises(OSError, match="disk"):
        list(blocks)
