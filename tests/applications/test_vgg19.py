"""VGG19 against Keras."""

import pytest
from support.networks import BARE, TOP, assert_same_structure


@pytest.mark.parametrize("arguments", [{}, {**TOP, "input_shape": (32, 48, 3)}, BARE])
def test_structure(arguments):
    assert_same_structure("VGG19", **arguments)
