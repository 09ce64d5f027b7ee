import numpy as np

import keraunos as k
from keraunos import layers


def test_structures_pass():
    x = {"a": np.ones((1, 2), "f4"), "b": [np.zeros((3,), "f4")]}
    y = layers.Identity()(x)
    np.testing.assert_array_equal(y["a"], x["a"])
    np.testing.assert_array_equal(y["b"][0], x["b"][0])
    assert layers.Identity()([k.Input((2,)), k.Input((3,))])[1].shape == (None, 3)
