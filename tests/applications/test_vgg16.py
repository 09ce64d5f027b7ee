"""VGG16 against Keras."""

import pytest
from support.networks import BARE, TOP, assert_same_numbers, assert_same_structure


@pytest.mark.parametrize("arguments", [{}, {**TOP, "input_shape": (32, 48, 3)}, BARE])
def test_structure(arguments):
    assert_same_structure("VGG16", **arguments)


def test_numbers():
    assert_same_numbers("VGG16", 32, **BARE)
