"""Xception against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (71, 80, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("Xception", **arguments)


@pytest.mark.slow
def test_numbers():
    assert_same_numbers("Xception", 71, **LOGITS)
