"""Windows with weights of their own: with equal weights everywhere they are convolutions."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos
from keraunos.compat.layers.local import LocallyConnected1D, LocallyConnected2D

CASES = [
    (LocallyConnected1D, "Conv1D", (2, 7, 3), 3, 2),
    (LocallyConnected2D, "Conv2D", (2, 6, 5, 3), (3, 2), (2, 1)),
]


@pytest.mark.parametrize(("cls", "conv", "shape", "size", "strides"), CASES)
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_equal_kernels_make_a_convolution(cls, conv, shape, size, strides, data_format):
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    judge = getattr(keras.layers, conv)(4, size, strides=strides)
    wanted = np.asarray(judge(x))
    x = np.moveaxis(x, -1, 1) if data_format == "channels_first" else x
    layer = cls(4, size, strides=strides, data_format=data_format)
    layer.build(x.shape)
    flat = judge.get_weights()[0].reshape(-1, 4)
    layer.kernel.assign(np.broadcast_to(flat, layer.kernel.shape))
    y = np.asarray(layer(x))
    assert y.shape == layer.compute_output_shape(x.shape)
    y = np.moveaxis(y, 1, -1) if data_format == "channels_first" else y
    np.testing.assert_allclose(y, wanted, rtol=1e-4, atol=1e-5)


def test_each_place_has_its_own_weights():
    layer = LocallyConnected1D(1, 1, use_bias=False)
    layer.build((None, 3, 1))
    layer.kernel.assign(np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1))
    assert layer(np.ones((1, 3, 1))).tolist() == [[[1.0], [2.0], [3.0]]]


def test_a_bias_for_each_place_and_filter():
    layer = LocallyConnected2D(4, 3)
    layer.build((None, 6, 5, 2))
    assert [tuple(w.shape) for w in layer.weights] == [(12, 18, 4), (4, 3, 4)]


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="'valid'"):
        LocallyConnected1D(4, 3, padding="same")
    with pytest.raises(ValueError, match="needs all sizes"):
        LocallyConnected1D(4, 3).build((None, None, 3))


def test_it_trains_and_comes_back(old):
    from keras.layers import LocallyConnected1D as again

    layer = again(2, 3, activation="relu")
    model = keraunos.Sequential([keraunos.Input((6, 1)), layer, keraunos.layers.Flatten()])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 6, 1)), np.ones((4, 8)), verbose=0)
    assert LocallyConnected1D.from_config(layer.get_config()).get_config() == layer.get_config()
