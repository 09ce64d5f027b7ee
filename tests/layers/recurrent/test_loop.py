import numpy as np
import pytest
from support.oracle import TOLERANCE

from keraunos import layers
from keraunos.layers.recurrent import loop


class Called(layers.LSTMCell):
    def call(self, inputs, states, training=False):
        return super().call(inputs, states, training)


class Advanced(layers.LSTMCell):
    def advance(self, projected, states, kept):
        h, states = super().advance(projected, states, kept)
        return h * 0, states


@pytest.mark.parametrize(
    ("cell", "split"),
    [(layers.LSTMCell, True), (Called, False), (layers.StackedRNNCells, False)],
)
def test_a_cell_is_split_where_its_call_is_that_of_its_parts(cell, split):
    assert loop.is_split(cell([]) if cell is layers.StackedRNNCells else cell(2)) is split


def test_a_changed_part_is_not_passed_over():
    layer = layers.RNN(Advanced(2))
    assert not np.asarray(layer(np.ones((2, 40, 3), "f4"))).any()


def test_split_and_called_cells_agree():
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("f4")
    plain, called = layers.RNN(layers.LSTMCell(2)), layers.RNN(Called(2))
    plain.build(x.shape)
    called.build(x.shape)
    called.set_weights(plain.get_weights())
    np.testing.assert_allclose(called(x), plain(x), **TOLERANCE["float32"])
