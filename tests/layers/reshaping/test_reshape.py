import numpy as np
import pytest

import keraunos as k
from keraunos import layers


def test_unknown_sizes_stay_unknown():
    layer = layers.Reshape((-1, 2))
    assert layer(k.Input((None, 4))).shape == (None, None, 2)
    assert layer(np.ones((3, 5, 4))).shape == (3, 10, 2)
    assert layer(np.ones((0, 5, 4))).shape == (0, 10, 2)


def test_what_does_not_fit_is_said():
    with pytest.raises(ValueError, match="Choose sizes whose product is 5"):
        layers.Reshape((2, 3))(np.ones((1, 5)))
    with pytest.raises(ValueError, match="sizes with at most one -1"):
        layers.Reshape((-1, -1))
