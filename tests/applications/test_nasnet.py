"""NASNet against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("NASNetMobile", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["NASNetLarge"])
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


@pytest.mark.slow
def test_numbers():
    assert_same_numbers("NASNetMobile", 32, **LOGITS)
