"""As many boxes for every picture."""

import jax
import numpy as np
import pytest
from support.pictures import BOXES, PICTURES, close, pair

from keraunos import layers


@pytest.mark.parametrize(("count", "fill"), [(1, -1), (2, -1), (4, -1), (4, -7)])
def test_boxes_are_those_of_keras(count, fill):
    own, theirs = pair("MaxNumBoundingBoxes", count, fill_value=fill, bounding_box_format="xyxy")
    data = {"images": PICTURES, "bounding_boxes": BOXES}
    close(own(data), theirs(jax.tree.map(jax.numpy.asarray, data)))
    one = {"images": PICTURES[0], "bounding_boxes": {key: x[0] for key, x in BOXES.items()}}
    assert own(one)["bounding_boxes"]["boxes"].shape == (count, 4)


def test_pictures_stay():
    layer = layers.MaxNumBoundingBoxes(2)
    assert layer(PICTURES.astype("uint8")).dtype == "uint8"
    np.testing.assert_array_equal(layer(PICTURES), PICTURES)
    assert layers.MaxNumBoundingBoxes.from_config(
        layers.MaxNumBoundingBoxes(2, fill_value=-3).get_config()
    ).fill_value == -3  # fmt: skip


def test_a_count_is_at_least_one():
    with pytest.raises(ValueError, match="`max_number`"):
        layers.MaxNumBoundingBoxes(0)
