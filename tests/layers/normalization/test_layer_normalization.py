"""LayerNormalization against Keras."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k


@pytest.mark.parametrize(
    ("shape", "arguments"),
    [
        ((3,), dict()),
        ((4, 5), dict(axis=[1, 2], epsilon=0.1)),
        ((4, 5), dict(axis=1, center=False)),
        ((4, 5), dict(scale=False, beta_initializer="ones")),
        ((3, 2, 4), dict(axis=(-2, -1))),
    ],
)
def test_values_gradients_and_config_are_keras(shape, arguments):
    assert_twins("LayerNormalization", draw(3, *shape), **arguments)


@pytest.mark.filterwarnings("ignore:.*rms_scaling")
def test_rms_scaling_is_keras():
    assert_twins("LayerNormalization", draw(3, 4, 5), axis=[1, 2], rms_scaling=True)


def test_float16_does_not_overflow():
    layer = k.layers.LayerNormalization(dtype="mixed_float16")
    y = layer(np.array([[300.0, -300.0]]))
    assert y.dtype.name == "float16"
    np.testing.assert_allclose(np.asarray(y, "float32"), [[1.0, -1.0]], rtol=2e-3)


def test_equal_elements_give_the_offset():
    y = k.layers.LayerNormalization()(np.full((2, 4), 7.0))
    assert (np.asarray(y) == 0).all()


def test_bad_axes_are_named():
    with pytest.raises(TypeError, match=r"LayerNormalization: `axis` must be an int or a list"):
        k.layers.LayerNormalization(axis="a")
    with pytest.raises(ValueError, match=r"axis 2 is not among the 2 axes"):
        k.layers.LayerNormalization(axis=2)(draw(2, 3))
    with pytest.raises(ValueError, match=r"needs the size of axis -1 .*\(batch, \?\)"):
        k.layers.LayerNormalization()(k.layers.Input((None,)))
