"""Cropping against Keras."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("Cropping1D", (5, 3), dict(cropping=1)),
    ("Cropping1D", (5, 3), dict(cropping=(0, 3))),
    ("Cropping2D", (4, 5, 3), dict()),
    ("Cropping2D", (4, 5, 3), dict(cropping=(1, 2))),
    ("Cropping2D", (4, 5, 3), dict(cropping=((1, 0), (2, 1)))),
    ("Cropping2D", (3, 4, 5), dict(cropping=((1, 0), (2, 1)), data_format="channels_first")),
    ("Cropping3D", (4, 5, 4, 2), dict(cropping=(1, 2, 0))),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_unknown_sizes_stay_unknown():
    assert k.layers.Cropping2D(1)(k.layers.Input((None, 5, 3))).shape == (None, None, 3, 3)


def test_nothing_left_is_an_error_that_names_the_sizes():
    sentence = (
        r"Cropping1D 'cropping1d': cropping \(3, 3\) leaves nothing of .*\(2, 5, 1\).*Crop less"
    )
    with pytest.raises(ValueError, match=sentence):
        k.layers.Cropping1D(3)(np.zeros((2, 5, 1)))
    with pytest.raises(ValueError, match=r"\(batch, 5, 1\)"):
        k.layers.Cropping1D(3)(k.layers.Input((5, 1)))


def test_bad_croppings_are_named():
    with pytest.raises(ValueError, match=r"Cropping2D: `cropping` must be an int >= 0"):
        k.layers.Cropping2D((1, 2, 3))
