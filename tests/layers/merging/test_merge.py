import numpy as np
import pytest

import keraunos as k
from keraunos import layers

A, B = np.array([[1.0, 5.0]], "f4"), np.array([[3.0, 2.0]], "f4")


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (layers.Add, [4, 7]), (layers.Subtract, [-2, 3]), (layers.Multiply, [3, 10]),
        (layers.Average, [2, 3.5]), (layers.Maximum, [3, 5]), (layers.Minimum, [1, 2]),
    ],
)  # fmt: skip
def test_two_become_one(layer, expected):
    np.testing.assert_array_equal(layer()([A, B]), [expected])


def test_many_inputs_and_one():
    np.testing.assert_array_equal(layers.Add()([A] * 5), 5 * A)
    np.testing.assert_array_equal(layers.Average()([A]), A)


def test_whole_numbers_stay():
    y = layers.Add()([np.array([[1]]), np.array([[2]])])
    assert y.tolist() == [[3]]


def test_unknown_sizes_join():
    add = layers.Add()
    assert add([k.Input((None, 3)), k.Input((4, 1))]).shape == (None, 4, 3)
    assert add.compute_output_shape([(None, 3), (2, 1)]) == (2, 3)
    assert add([k.Input((None, 3)), k.Input((1, 3))]).shape == (None, None, 3)
    assert add([k.Input((1, 3)), k.Input((None, 3))]).shape == (None, None, 3)


ERRORS = [
    (lambda: layers.Add()(A), "`inputs` must be a list of tensors"),
    (
        lambda: layers.Add()([A, np.ones((1, 3))]),
        r"equal sizes \(or 1\); got \(1, 2\) and \(1, 3\)",
    ),
    (lambda: layers.Subtract()([A, A, A]), "`inputs` must be two tensors"),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
