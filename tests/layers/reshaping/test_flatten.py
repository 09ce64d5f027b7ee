import numpy as np
import pytest

import keraunos as k
from keraunos import layers


def test_channels_first_gives_the_order_of_channels_last():
    x = np.arange(24).reshape(1, 2, 3, 4)
    first = layers.Flatten("channels_first")(x)
    np.testing.assert_array_equal(first, layers.Flatten()(x.transpose(0, 2, 3, 1)))


def test_unknown_sizes_give_unknown():
    assert layers.Flatten()(k.Input((None, 3))).shape == (None, None)
    assert layers.Flatten()(np.ones((0, 2, 3))).shape == (0, 6)


def test_another_layout_is_refused():
    with pytest.raises(ValueError, match="`data_format` must be one of"):
        layers.Flatten("channels_middle")
