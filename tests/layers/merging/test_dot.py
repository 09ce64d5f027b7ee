import numpy as np
import pytest
from support.oracle import TOLERANCE

from keraunos import layers

A = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")


def test_cosines_of_equal_rows_are_one():
    found = layers.Dot(1, normalize=True)([A[:, 0], A[:, 0]])
    np.testing.assert_allclose(found, np.ones((2, 1)), **TOLERANCE["float32"])


def test_products_of_matrices():
    found = layers.Dot((2, 1))([A, A.swapaxes(1, 2)])
    np.testing.assert_allclose(found, A @ A.swapaxes(1, 2), **TOLERANCE["float32"])


@pytest.mark.parametrize(
    ("error", "make", "sentence"),
    [
        (TypeError, lambda: layers.Dot("a"), "`axes` must be an int or a pair of ints"),
        (ValueError, lambda: layers.Dot((1, 2, 3)), "`axes` must be an int or a pair of ints"),
        (ValueError, lambda: layers.Dot(1)([A]), "`inputs` must be two tensors"),
        (
            ValueError,
            lambda: layers.Dot((1, 2))([A, A]),
            "equal sizes along axes 1 and 2; got 3 and 4",
        ),
    ],
)
def test_errors_say_what_to_do(error, make, sentence):
    with pytest.raises(error, match=sentence):
        make()
