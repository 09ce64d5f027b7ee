import numpy as np
import pytest

from keraunos import layers


def test_the_loss_is_a_mean_over_rows():
    layer = layers.ActivityRegularization(l1=0.5, l2=0.25)
    layer(np.array([[1.0, -2.0], [0.0, 3.0]], "f4"))
    np.testing.assert_allclose(layer.losses[0], (0.5 * 6 + 0.25 * 14) / 2, rtol=1e-6)


def test_factors_are_checked():
    with pytest.raises(ValueError, match="l1"):
        layers.ActivityRegularization(l1=-1)
