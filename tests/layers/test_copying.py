import copy

import numpy as np
import pytest

from keraunos import layers, ops


class Late(layers.Layer):
    """A layer whose weights come with the first call, and whose config says nothing of them."""

    def call(self, inputs):
        if not hasattr(self, "factor"):
            self.factor = self.add_weight((), "ones")
        return inputs * ops.convert_to_tensor(self.factor)


def test_a_copy_owns_its_weights():
    layer = layers.Dense(2)
    layer(np.ones((1, 3)))
    other = copy.deepcopy(layer)
    other.kernel.assign(np.zeros((3, 2)))
    assert np.asarray(layer.kernel.value).any()


def test_kept_states_and_seeds_are_copied():
    layer = layers.GRU(2, stateful=True, dropout=0.5, seed=1)
    x = np.ones((1, 3, 4), "f4")
    layer(x, training=True)
    other = copy.deepcopy(layer)
    np.testing.assert_array_equal(layer(x, training=True), other(x, training=True))


def test_weights_that_a_copy_cannot_make_are_said():
    layer = Late()
    layer(np.ones((1, 2)))
    with pytest.raises(ValueError, match="its copy has 0 variables; got values for 1"):
        copy.deepcopy(layer)
