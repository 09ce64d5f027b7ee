"""InceptionResNetV2 against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (75, 96, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("InceptionResNetV2", **arguments)


@pytest.mark.slow
def test_numbers():
    assert_same_numbers("InceptionResNetV2", 75, **LOGITS)
