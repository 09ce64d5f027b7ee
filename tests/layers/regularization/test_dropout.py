import numpy as np
import pytest

from keraunos import layers
from keraunos.layers.regularization.dropout import checked_noise_shape


def test_shares_and_scale():
    y = np.asarray(layers.Dropout(0.25, seed=1)(np.ones((100, 100), "f4"), training=True))
    assert set(np.unique(y)) <= {0.0, np.float32(1 / 0.75)}
    np.testing.assert_allclose((y == 0).mean(), 0.25, atol=0.02)


def test_a_mask_may_be_shared_along_axes():
    layer = layers.Dropout(0.5, noise_shape=(None, 1), seed=1)
    y = np.asarray(layer(np.ones((50, 4), "f4"), training=True))
    assert (y == y[:, :1]).all()
    assert 0 < (y == 0).mean() < 1


def test_all_may_be_dropped():
    assert not np.asarray(layers.Dropout(1.0)(np.ones((2, 3)), training=True)).any()


def test_noise_shapes_are_checked():
    assert checked_noise_shape("Dropout", [None, 1]) == (None, 1)
    with pytest.raises(ValueError, match="`noise_shape` must be a sequence of ints or None; got 3"):
        layers.Dropout(0.5, noise_shape=3)
