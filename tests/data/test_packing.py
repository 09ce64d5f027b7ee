"""Batches packed and unpacked, against the installed Keras."""

import pytest
from support.oracle import keras

from keraunos import utils

BATCHES = [(1,), (1, 2), (1, 2, 3), [1, 2], [1], 5, {"a": 1}, "x", (1, 2, 3, 4), ()]


@pytest.mark.parametrize("data", BATCHES, ids=repr)
def test_unpacking(data):
    try:
        expected = keras.utils.unpack_x_y_sample_weight(data)
    except ValueError:
        with pytest.raises(ValueError, match="`data` must be x, "):
            utils.unpack_x_y_sample_weight(data)
        return
    assert utils.unpack_x_y_sample_weight(data) == expected


@pytest.mark.parametrize(
    "data", [(1,), ((1, 2),), ([1],), ({"a": 1},), (1, 2), (1, 2, 3), (1, None, 3)]
)
def test_packing(data):
    found = utils.pack_x_y_sample_weight(*data)
    assert found == keras.utils.pack_x_y_sample_weight(*data)
