"""SpectralNormalization against Keras, and the largest singular value it leaves."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw

import keraunos as k


def pair(make, x, **arguments):
    layers = [lib.layers.SpectralNormalization(make(lib.layers), **arguments) for lib in (k, keras)]
    for layer in layers:
        layer.build((None, *x.shape[1:]))
    assert [w.name for w in layers[0].weights] == [w.name for w in layers[1].weights]
    assert [w.trainable for w in layers[0].weights] == [w.trainable for w in layers[1].weights]
    layers[0].set_weights([np.asarray(w) for w in layers[1].weights])
    return layers


@pytest.mark.parametrize("iterations", [1, 3])
@pytest.mark.parametrize(
    ("make", "shape"),
    [(lambda L: L.Dense(3), (4,)), (lambda L: L.Conv2D(2, 3, padding="same"), (5, 5, 3))],
)
def test_values_and_weights_are_keras(make, shape, iterations):
    x = draw(2, *shape)
    ours, theirs = pair(make, x, power_iterations=iterations)
    for training in (True, True, False):
        y, wanted = ours(x, training=training), theirs(x, training=training)
        np.testing.assert_allclose(y, wanted, rtol=1e-5, atol=1e-6)
    for mine, his in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(mine.numpy(), np.asarray(his), rtol=1e-5, atol=1e-6)


def test_the_largest_singular_value_becomes_one():
    layer = k.layers.SpectralNormalization(k.layers.Dense(6), power_iterations=50)
    layer(draw(2, 8), training=True)
    assert np.linalg.svd(layer.kernel.numpy())[1][0] == pytest.approx(1.0, rel=1e-4)


def test_shapes_and_config_are_those_of_the_layer():
    layer = k.layers.SpectralNormalization(k.layers.Conv2D(2, 3), power_iterations=2)
    assert layer.compute_output_shape((None, 5, 5, 1)) == (None, 3, 3, 2)
    again = k.layers.SpectralNormalization.from_config(layer.get_config())
    assert again.power_iterations == 2
    assert again.layer.kernel_size == (3, 3)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"`power_iterations` must be an int >= 1; got 0"):
        k.layers.SpectralNormalization(k.layers.Dense(2), 0)
    with pytest.raises(ValueError, match=r"`layer` must be a Layer; got 3"):
        k.layers.SpectralNormalization(3)
    with pytest.raises(
        ValueError, match=r"Flatten 'flatten' has neither `kernel` nor `embeddings`"
    ):
        k.layers.SpectralNormalization(k.layers.Flatten())(draw(2, 3))
