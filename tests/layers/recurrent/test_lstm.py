import numpy as np
import pytest

from keraunos import layers
from keraunos.layers.recurrent.lstm import forget_at_one

X = np.ones((2, 3, 4), "f4")


def test_the_forget_gate_starts_at_one():
    layer = layers.LSTM(2)
    layer.build(X.shape)
    np.testing.assert_array_equal(layer.cell.bias.numpy(), [0, 0, 1, 1, 0, 0, 0, 0])
    assert forget_at_one(lambda shape, dtype: np.full(shape, 3, dtype))((4,), "float32").tolist() == [
        3, 1, 3, 3,
    ]  # fmt: skip


def test_the_cells_arguments_are_the_layers():
    layer = layers.LSTM(2, dropout=0.1, kernel_regularizer="l2")
    assert (layer.units, layer.dropout, layer.unit_forget_bias) == (2, 0.1, True)
    assert layer.kernel_regularizer is layer.cell.kernel_regularizer
    with pytest.raises(AttributeError, match="LSTM has no attribute 'unit'"):
        _ = layer.unit


def test_freezing_the_layer_freezes_the_cell():
    layer = layers.LSTM(2)
    layer.build(X.shape)
    layer.trainable = False
    assert not layer.trainable_weights
    assert not layers.LSTM(2, trainable=False).cell.trainable


def test_losses_of_weights_and_outputs_are_counted():
    layer = layers.LSTM(2, kernel_regularizer="l2", activity_regularizer="l1")
    layer(X)
    assert len(layer.losses) == 2


def test_policies_reach_the_cell():
    layer = layers.LSTM(2, dtype="mixed_bfloat16")
    assert layer(X).dtype == "bfloat16"
    assert layer.cell.kernel.numpy().dtype == "float32"


def test_use_cudnn_is_taken():
    assert "use_cudnn" not in layers.LSTM(2, use_cudnn=False).get_config()


def test_nan_stays_in_its_row():
    x = X.copy()
    x[0] = np.nan
    y = np.asarray(layers.LSTM(2)(x))
    assert np.isnan(y[0]).all()
    assert np.isfinite(y[1]).all()
