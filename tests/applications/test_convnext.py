"""ConvNeXt against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("ConvNeXtTiny", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["ConvNeXtSmall", "ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtXLarge"]
)
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


def test_numbers():
    assert_same_numbers("ConvNeXtTiny", 32, grey=True, **LOGITS)
