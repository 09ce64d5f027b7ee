"""Padding, against the installed Keras."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.data.padding import pad_sequences

ROWS = [[1, 2, 3, 4], [5], [], [6, 7]]


@pytest.mark.parametrize("maxlen", [None, 2, 6])
@pytest.mark.parametrize("padding", ["pre", "post"])
@pytest.mark.parametrize("truncating", ["pre", "post"])
def test_padding_is_keras(maxlen, padding, truncating):
    settings = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "value": 9}
    found = pad_sequences(ROWS, **settings)
    expected = keras.utils.pad_sequences(ROWS, **settings)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == expected.dtype


def test_padding_of_vectors_and_texts():
    rows = [np.ones((2, 3)), np.zeros((1, 3))]
    np.testing.assert_array_equal(
        pad_sequences(rows, dtype="float32"), keras.utils.pad_sequences(rows, dtype="float32")
    )
    assert pad_sequences([["a"], ["b", "c"]], dtype=object, value="")[0].tolist() == ["", "a"]


def test_padding_errors():
    with pytest.raises(ValueError, match="`padding` must be 'pre' or 'post'"):
        pad_sequences(ROWS, padding="left")
    with pytest.raises(ValueError, match="`sequences` must be a list of lists"):
        pad_sequences([1, 2])
    with pytest.raises(ValueError, match="`dtype` must be object, as a text fills up"):
        pad_sequences(ROWS, value="none")
    with pytest.raises(ValueError, match=r"of elements \(2,\); got '\(3,\) in sequence 1'"):
        pad_sequences([[[1, 2]], [[1, 2, 3]]])
    assert pad_sequences([]).shape == (0, 0)
