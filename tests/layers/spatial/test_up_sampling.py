"""Upsampling against Keras."""

import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("UpSampling1D", (5, 3), dict(size=3)),
    ("UpSampling2D", (4, 5, 3), dict()),
    ("UpSampling2D", (4, 5, 3), dict(size=(1, 3), interpolation="bilinear")),
    ("UpSampling2D", (4, 5, 3), dict(interpolation="bicubic")),
    ("UpSampling2D", (4, 5, 3), dict(interpolation="lanczos3")),
    ("UpSampling2D", (3, 4, 5), dict(size=(2, 3), data_format="channels_first")),
    ("UpSampling3D", (2, 3, 2, 2), dict(size=(1, 2, 3))),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_unknown_sizes_stay_unknown():
    assert k.layers.UpSampling2D(2)(k.layers.Input((None, 5, 3))).shape == (None, None, 10, 3)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"UpSampling1D: `size` must be an int >= 1"):
        k.layers.UpSampling1D(0)
    with pytest.raises(ValueError, match=r"`interpolation` must be one of .*'bicubic'.*got 'area'"):
        k.layers.UpSampling2D(2, interpolation="area")
