"""The thresholded unit of Keras 2."""

import numpy as np
import pytest

from keraunos.compat.layers.activation import ThresholdedReLU


@pytest.mark.parametrize("theta", [0.0, 1.0, 2.5])
def test_it_keeps_what_is_above(theta):
    x = np.array([[-1.0, 0.5, 1.0, 3.0]], "float32")
    np.testing.assert_array_equal(ThresholdedReLU(theta)(x), np.where(x > theta, x, 0))


def test_its_config_makes_it_again():
    layer = ThresholdedReLU.from_config(ThresholdedReLU(0.3, name="t").get_config())
    assert (layer.theta, layer.name) == (0.3, "t")


def test_it_comes_from_where_it_was(old):
    from keras.layers import ThresholdedReLU as again

    assert again is ThresholdedReLU
