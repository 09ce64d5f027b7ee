import numpy as np
import pytest

from keraunos import layers, ops
from keraunos.layers.recurrent.cell import RecurrentCell, masked

X = np.random.default_rng(0).normal(size=(2, 3)).astype("f4")


@pytest.mark.parametrize("cell", [layers.SimpleRNNCell, layers.GRUCell, layers.LSTMCell])
def test_states_come_back_in_the_form_they_came(cell):
    made = cell(2)
    states = made.get_initial_state(batch_size=2)
    output, new = made(X, states)
    assert output.shape == (2, 2)
    assert [s.shape for s in new] == [(2, 2)] * len(states)
    if cell.num_states == 1:
        assert made(X, states[0])[1].shape == (2, 2)


def test_one_mask_a_sequence_for_inputs_and_states():
    layer = layers.SimpleRNN(
        4, activation="linear", dropout=0.5, seed=1, return_sequences=True,
        kernel_initializer="identity", recurrent_initializer="zeros",
    )  # fmt: skip
    y = np.asarray(layer(np.ones((2, 5, 4), "f4"), training=True))
    assert set(np.unique(y)) == {0.0, 2.0}
    assert (y == y[:, :1]).all()
    assert (np.asarray(layer(np.ones((2, 5, 4), "f4"))) == 1).all()


def test_the_state_is_dropped_before_the_product_only():
    layer = layers.GRU(5, recurrent_dropout=0.5, seed=1, kernel_initializer="zeros",
                       recurrent_initializer="zeros")  # fmt: skip
    y = layer(np.zeros((1, 1, 2), "f4"), initial_state=[np.ones((1, 5), "f4")], training=True)
    np.testing.assert_allclose(y, 0.5)


def test_rates_are_kept_within_their_range():
    cell = layers.LSTMCell(2, dropout=2, recurrent_dropout=-1)
    assert (cell.dropout, cell.recurrent_dropout) == (1.0, 0.0)


def test_a_state_without_mask_is_itself():
    assert masked(X, None) is X


def test_a_cell_without_advance_says_so():
    class Half(RecurrentCell):
        pass

    with pytest.raises(NotImplementedError, match=r"advance\(\) is not written"):
        Half().advance(ops.ones((1, 1)), [], None)
