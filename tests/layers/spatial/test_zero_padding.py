"""Zero padding against Keras."""

import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("ZeroPadding1D", (5, 3), dict(padding=2)),
    ("ZeroPadding1D", (5, 3), dict(padding=(0, 3))),
    ("ZeroPadding2D", (4, 5, 3), dict(padding=1)),
    ("ZeroPadding2D", (4, 5, 3), dict(padding=(1, 2))),
    ("ZeroPadding2D", (4, 5, 3), dict(padding=((1, 0), (2, 3)))),
    ("ZeroPadding2D", (3, 4, 5), dict(padding=((1, 0), (2, 3)), data_format="channels_first")),
    ("ZeroPadding3D", (2, 3, 4, 2), dict(padding=(1, 2, 0))),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_unknown_sizes_and_integers():
    assert k.layers.ZeroPadding2D(1)(k.layers.Input((None, 5, 3))).shape == (None, None, 7, 3)
    assert k.layers.ZeroPadding1D(1)(k.layers.Input((5, 3), dtype="int32")).dtype == "int32"


@pytest.mark.parametrize("padding", [-1, "a", (1, 2, 3), ((1, 2), (3, 4, 5)), 1.5, True])
def test_bad_paddings_are_named(padding):
    with pytest.raises(
        ValueError, match=r"ZeroPadding2D: `padding` must be an int >= 0, 2 of them"
    ):
        k.layers.ZeroPadding2D(padding)
