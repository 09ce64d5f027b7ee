import numpy as np
import pytest

from keraunos import layers

X = np.ones((2, 3), "f4")


def test_sizes_of_states_and_output():
    cells = layers.StackedRNNCells([layers.LSTMCell(2), layers.GRUCell(4)])
    assert cells.state_size == [[2, 2], 4]
    assert cells.output_size == 4
    states = cells.get_initial_state(batch_size=2)
    output, new = cells(X, states)
    assert output.shape == (2, 4)
    assert [s.shape for s in new[0]] == [(2, 2), (2, 2)]
    assert new[1].shape == (2, 4)


def test_each_cell_is_fed_by_the_one_before():
    cells = layers.StackedRNNCells([layers.SimpleRNNCell(2), layers.SimpleRNNCell(5)])
    cells(X, cells.get_initial_state(batch_size=2))
    assert [w.shape[0] for w in cells.weights if w.name == "kernel"] == [3, 2]


def test_what_is_no_cell_is_refused():
    with pytest.raises(ValueError, match="`cells` must be objects with `call`; got 3"):
        layers.StackedRNNCells([3])
