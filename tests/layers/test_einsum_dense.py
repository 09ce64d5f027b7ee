import numpy as np
import pytest

import keraunos as k
from keraunos import layers

X = np.ones((2, 3, 4), "f4")


def test_unknown_sizes_come_from_the_input():
    layer = layers.EinsumDense("abc,cd->abd", (None, 5))
    assert layer(k.Input((None, 4))).shape == (None, None, 5)
    assert layer(X).shape == (2, 3, 5)


def test_rows_meet_where_the_equation_sums_them():
    assert layers.EinsumDense("ab,bc->ac", 3).batch_independent
    assert not layers.EinsumDense("ab,ac->cb", 3).batch_independent


ERRORS = [
    (lambda: layers.EinsumDense("ab", 3), "`equation` must be of the form"),
    (
        lambda: layers.EinsumDense("ab,bc->ac", 3)(X),
        r"names 2 axes \('ab'\); got shape \(2, 3, 4\)",
    ),
    (lambda: layers.EinsumDense("abc,cd->abd", 3)(X), "Give 2 sizes, without the batch's"),
    (
        lambda: layers.EinsumDense("abc,cd->abd", (9, 5))(X),
        "axis 'b' .* has size 3 in the inputs; got 9",
    ),
    (lambda: layers.EinsumDense("ab,bcd->ac", 3)(X[0]), "the kernel's axis 'd' .* has no size"),
    (lambda: layers.EinsumDense("ab,bc->ac", 3, bias_axes="b")(X[0]), "`bias_axes` must be among"),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize(
    ("equation", "output_shape", "shape", "wanted"),
    [
        ("...x,xy->...y", 64, (32, 128), (None, 32, 64)),
        ("...x,xy->...y", (2,), (4, 4, 3), (None, 4, 4, 2)),
        ("...x,xy->...y", (4, 4, 2), (4, 4, 3), (None, 4, 4, 2)),
        ("abx...,xy->aby...", (4, 5), (4, 3, 6), (None, 4, 5, 6)),
    ],
)
def test_dots_stand_for_sizes_of_the_input(equation, output_shape, shape, wanted):
    import keras

    layer = layers.EinsumDense(equation, output_shape)
    assert layer(k.Input(shape)).shape == wanted
    if wanted[1:] != (4, 4, 2) or output_shape == (2,):
        assert keras.layers.EinsumDense(equation, output_shape)(keras.Input(shape)).shape == wanted
