"""ResNet against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("ResNet50", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ResNet101", "ResNet152"])
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


def test_numbers():
    assert_same_numbers("ResNet50", 32, **LOGITS)
