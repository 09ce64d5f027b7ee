"""RMSNormalization against Keras."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k


@pytest.mark.parametrize("arguments", [dict(), dict(axis=(1, 2)), dict(epsilon=0.5)])
def test_values_gradients_and_config_are_keras(arguments):
    assert_twins("RMSNormalization", draw(3, 4, 5), **arguments)


def test_the_scale_lies_along_its_axis_wherever_that_is():
    x = draw(3, 4, 5)
    layer, last = k.layers.RMSNormalization(axis=1), k.layers.RMSNormalization()
    layer.build(x.shape)
    last.build((None, 5, 4))
    layer.set_weights([np.arange(4.0)])
    last.set_weights([np.arange(4.0)])
    np.testing.assert_allclose(
        layer(x), np.swapaxes(last(np.swapaxes(x, 1, 2)), 1, 2), rtol=1e-5, atol=1e-6
    )


def test_float16_does_not_overflow():
    y = k.layers.RMSNormalization(dtype="mixed_float16")(np.full((1, 4), 300.0))
    np.testing.assert_allclose(np.asarray(y, "float32"), [[1.0] * 4], rtol=2e-3)


def test_bad_axes_are_named():
    with pytest.raises(ValueError, match=r"axis -4 is not among the 3 axes"):
        k.layers.RMSNormalization(axis=-4)(draw(2, 3, 4))
