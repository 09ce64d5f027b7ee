"""EfficientNet against Keras."""

import pytest
from support.networks import BARE, LOGITS, TOP, assert_same_numbers, assert_same_structure

SMALL = {"input_shape": (32, 45, 3)}


@pytest.mark.parametrize("arguments", [{}, {**TOP, **SMALL}, {**BARE, **SMALL}, BARE])
def test_structure(arguments):
    assert_same_structure("EfficientNetB0", **arguments)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "EfficientNetB1",
        "EfficientNetB2",
        "EfficientNetB3",
        "EfficientNetB4",
        "EfficientNetB5",
        "EfficientNetB6",
        "EfficientNetB7",
    ],
)
def test_structure_of_larger_ones(name):
    assert_same_structure(name, **BARE)


@pytest.mark.slow
def test_numbers():
    assert_same_numbers("EfficientNetB0", 32, grey=True, **LOGITS)
