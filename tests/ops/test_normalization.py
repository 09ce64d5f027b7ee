"""The public normalizations against Keras: values and gradients."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw, quickly

import keraunos as k
from keraunos.core.symbolic import KerasTensor

CASES = {
    "batch": lambda o, x, w: o.batch_normalization(x, w[0], w[1] ** 2, 1, w[2], w[3], 0.1),
    "batch, bare": lambda o, x, w: o.batch_normalization(x, w[0], w[1] ** 2, axis=1),
    "layer": lambda o, x, w: o.layer_normalization(x, w[4], w[5]),
    "layer, two axes": lambda o, x, w: o.layer_normalization(x, axis=(1, 2), epsilon=0.1),
    "rms": lambda o, x, w: o.rms_normalization(x, w[4]),
    "rms, two axes": lambda o, x, w: o.rms_normalization(x, axis=(1, 2), epsilon=0.1),
    "mean": lambda o, x, w: o.moments(x, [0, 2])[0],
    "variance": lambda o, x, w: o.moments(x, (0, 2), keepdims=True)[1],
}
WEIGHTS = [draw(4, seed=i) for i in range(4)] + [draw(5, seed=i) for i in range(2)]


@pytest.mark.parametrize("case", CASES)
def test_values_and_gradients_are_keras(case):
    def run(ops):
        def loss(x):
            y = CASES[case](ops, x, WEIGHTS)
            return (y * jnp.sin(jnp.arange(y.size, dtype="float32")).reshape(y.shape)).sum(), y

        (_, y), dx = quickly(jax.value_and_grad(loss, has_aux=True), draw(3, 4, 5))
        return y, dx

    for mine, his in zip(run(k.ops), run(keras.ops), strict=True):
        np.testing.assert_allclose(
            mine, his, rtol=1e-5, atol=1e-6 * max(1.0, float(abs(his).max()))
        )


def test_moments_of_16_bits_do_not_overflow():
    x = jnp.full((4, 2), 300.0, "float16").at[0].set(-300.0)
    mean, variance = k.ops.moments(x, 0)
    assert mean.dtype == variance.dtype == jnp.float16
    assert np.isfinite(np.asarray(variance)).all()
    np.testing.assert_allclose(np.asarray(mean, "float32"), [150.0, 150.0])


def test_symbols_have_the_shape_of_arrays():
    mean, variance = k.ops.moments(KerasTensor((None, 4, 5)), (0, 1))
    assert mean.shape == variance.shape == (5,)
    assert k.ops.layer_normalization(KerasTensor((None, 4))).shape == (None, 4)


def test_scales_of_other_sizes_are_refused():
    with pytest.raises(
        ValueError, match=r"gamma .* must have the sizes of the axes, \(5,\); got \(4,\)"
    ):
        k.ops.layer_normalization(draw(3, 4, 5), draw(4))
