"""MobileNet against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("MobileNet", **arguments)


def test_numbers():
    assert_same_numbers("MobileNet", 32, growth=1.7, **LOGITS)
