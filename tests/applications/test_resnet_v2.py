"""ResNet V2 against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("ResNet50V2", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ResNet101V2", "ResNet152V2"])
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


@pytest.mark.slow
def test_numbers():
    assert_same_numbers("ResNet50V2", 32, **LOGITS)
