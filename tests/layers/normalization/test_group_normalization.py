"""GroupNormalization against Keras."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k


@pytest.mark.parametrize(
    ("shape", "arguments"),
    [
        ((4,), dict(groups=2)),
        ((5, 3, 6), dict(groups=3, epsilon=0.1)),
        ((6, 5, 4), dict(groups=2, axis=1)),
        ((5, 4), dict(groups=4, center=False)),
        ((5, 4), dict(groups=1, scale=False)),
    ],
)
def test_values_gradients_and_config_are_keras(shape, arguments):
    assert_twins("GroupNormalization", draw(3, *shape), **arguments)


def test_minus_one_is_a_group_a_channel():
    x = draw(2, 5, 4)
    one = k.layers.GroupNormalization(-1)(x)
    np.testing.assert_allclose(one, k.layers.GroupNormalization(4)(x), rtol=1e-6, atol=1e-6)


def test_float16_does_not_overflow():
    y = k.layers.GroupNormalization(1, dtype="mixed_float16")(np.array([[300.0, -300.0]]))
    np.testing.assert_allclose(np.asarray(y, "float32"), [[1.0, -1.0]], rtol=2e-3)


@pytest.mark.parametrize("groups", [3, 32, 0])
def test_groups_must_divide_the_channels(groups):
    sentence = rf"got {groups} groups for 4 channels \(axis -1 of \(2, 4\)\)"
    with pytest.raises(ValueError, match=sentence):
        k.layers.GroupNormalization(groups)(draw(2, 4))


def test_unknown_channels_are_refused():
    with pytest.raises(ValueError, match=r"GroupNormalization .* needs the size of axis -1"):
        k.layers.GroupNormalization(2)(k.layers.Input((None,)))
