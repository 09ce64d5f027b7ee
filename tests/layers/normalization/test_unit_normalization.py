"""UnitNormalization against Keras."""

import jax
import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k


@pytest.mark.parametrize("axis", [-1, 1, (1, 2)])
def test_values_gradients_and_config_are_keras(axis):
    assert_twins("UnitNormalization", draw(3, 4, 5), axis=axis)


def test_tiny_vectors_have_length_one_and_zeros_stay():
    layer = k.layers.UnitNormalization()
    y = np.asarray(layer(np.array([[1e-8, 0.0], [0.0, 0.0]], "float32")))
    np.testing.assert_allclose(y, [[1.0, 0.0], [0.0, 0.0]], rtol=1e-5)
    assert np.isfinite(jax.grad(lambda x: layer(x).sum())(np.zeros((1, 3), "float32"))).all()


def test_float16_does_not_overflow():
    y = k.layers.UnitNormalization(dtype="mixed_float16")(np.full((1, 4), 300.0))
    np.testing.assert_allclose(np.asarray(y, "float32"), [[0.5] * 4], rtol=2e-3)


def test_bad_axes_are_named():
    with pytest.raises(TypeError, match=r"UnitNormalization: `axis` must be an int"):
        k.layers.UnitNormalization(axis="a")
    with pytest.raises(ValueError, match=r"axis 5 is not among the 2 axes"):
        k.layers.UnitNormalization(axis=5)(draw(2, 3))
