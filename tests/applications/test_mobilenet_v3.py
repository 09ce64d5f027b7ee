"""MobileNetV3 against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("MobileNetV3Small", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["MobileNetV3Large"])
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


def test_numbers():
    assert_same_numbers("MobileNetV3Small", 32, grey=True, **LOGITS)
