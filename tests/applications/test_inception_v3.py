"""InceptionV3 against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (75, 96, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("InceptionV3", **arguments)


def test_numbers():
    assert_same_numbers("InceptionV3", 75, **LOGITS)
