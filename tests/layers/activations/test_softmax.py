import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import layers

X = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")
MASK = np.array([[[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]]], bool)


@pytest.mark.parametrize("axis", [-1, 1, (1, 2)])
def test_masked_shares_as_in_keras(axis):
    found, expected = (lib.layers.Softmax(axis)(X, mask=MASK) for lib in (_own, keras))
    np.testing.assert_allclose(found, expected, **TOLERANCE["float32"])


class _own:
    layers = layers


def test_a_mask_that_does_not_fit_is_said():
    with pytest.raises(ValueError, match="a mask that broadcasts to"):
        layers.Softmax()(X, mask=np.ones((2, 3), bool))


def test_rows_meet_along_the_batch_axis_only():
    assert layers.Softmax().batch_independent
    assert not layers.Softmax(0).batch_independent
    assert not layers.Softmax(-2).batch_independent  # for matrices that is the batch
