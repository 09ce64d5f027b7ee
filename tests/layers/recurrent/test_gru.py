import numpy as np
import pytest

from keraunos import layers

X = np.ones((2, 3, 4), "f4")


@pytest.mark.parametrize(("reset_after", "shape"), [(True, (2, 6)), (False, (6,))])
def test_the_bias_has_a_row_for_each_product(reset_after, shape):
    layer = layers.GRU(2, reset_after=reset_after)
    layer.build(X.shape)
    assert layer.cell.bias.shape == shape


def test_without_bias():
    layer = layers.GRU(2, use_bias=False)
    assert layer(X).shape == (2, 2)
    assert layer.cell.bias is None
    assert len(layer.weights) == 2


def test_a_closed_update_gate_keeps_the_state():
    layer = layers.GRU(2, kernel_initializer="zeros", recurrent_initializer="zeros",
                       bias_initializer=lambda shape, dtype: np.full(shape, 50, dtype))  # fmt: skip
    start = np.array([[0.3, -0.2], [0.1, 0.0]], "f4")
    np.testing.assert_allclose(layer(X, initial_state=[start]), start, atol=1e-6)


def test_units_are_checked():
    with pytest.raises(ValueError, match="GRUCell: `units` must be an int >= 1; got -1"):
        layers.GRU(-1)
