import numpy as np
import pytest

from keraunos import layers


def test_rows_are_repeated():
    x = np.array([[1, 2], [3, 4]])
    assert layers.RepeatVector(2)(x).tolist() == [[[1, 2], [1, 2]], [[3, 4], [3, 4]]]


@pytest.mark.parametrize(("n", "error"), [("a", TypeError), (1.5, TypeError), (0, ValueError)])
def test_n_must_be_a_positive_int(n, error):
    with pytest.raises(error, match="RepeatVector: `n` must be an int >= 1"):
        layers.RepeatVector(n)


def test_the_number_of_axes_is_checked():
    with pytest.raises(ValueError, match="expects inputs of shape"):
        layers.RepeatVector(2)(np.ones(3))
