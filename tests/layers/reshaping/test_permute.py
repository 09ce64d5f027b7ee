import numpy as np
import pytest

from keraunos import layers


def test_axes_move():
    x = np.arange(24).reshape(1, 2, 3, 4)
    np.testing.assert_array_equal(layers.Permute((3, 1, 2))(x), x.transpose(0, 3, 1, 2))


@pytest.mark.parametrize("dims", [(0, 1), (1, 3), (1, 1)])
def test_dims_must_be_an_order(dims):
    with pytest.raises(ValueError, match="`dims` must be the axes 1, 2, …, n in some order"):
        layers.Permute(dims)


def test_the_number_of_axes_is_checked():
    with pytest.raises(ValueError, match="expects inputs of shape"):
        layers.Permute((2, 1))(np.ones((2, 3)))
