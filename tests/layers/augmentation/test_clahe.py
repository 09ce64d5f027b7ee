"""Levels spread tile by tile, as Keras spreads them."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, close, pair, pictures

from keraunos import layers

NAME = "ContrastLimitedAdaptiveHistogramEqualization"
GRIDS = [{}, {"clip_limit": 0.0, "tile_grid_size": (2, 3)}, {"tile_grid_size": (1, 1)},
         {"clip_limit": 1.3, "tile_grid_size": (4, 2)}]  # fmt: skip


@pytest.mark.parametrize("options", GRIDS)
@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize(("value_range", "over"), [((0, 255), 1), ((0, 1), 255)])
def test_pictures_are_those_of_keras(options, data_format, value_range, over):
    own, theirs = pair(NAME, value_range, data_format=data_format, **options)
    data = pictures(data_format) / over
    close(own(data), theirs(data), 255)
    close(own(data[0], training=False), theirs(data[0], training=False), 255)


def test_whole_numbers_stay_whole():
    own, theirs = pair(NAME)
    found = own(PICTURES.astype("uint8"))
    assert found.dtype == "uint8"
    np.testing.assert_array_equal(found, theirs(PICTURES.astype("uint8")))


@pytest.mark.parametrize("grid", [4, (0, 2), (2, 2, 2)])
def test_a_grid_is_two_counts(grid):
    with pytest.raises(ValueError, match="two ints >= 1"):
        getattr(layers, NAME)(tile_grid_size=grid)
