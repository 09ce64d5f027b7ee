"""Pictures mirrored at random."""

import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, MASKS, PICTURES, close, same_when_driven, shapes

from keraunos import layers

MODES = ["horizontal", "vertical", "horizontal_and_vertical"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("data_format", FORMATS)
def test_the_flips_are_those_of_keras(mode, data_format):
    own, theirs, numbers = same_when_driven(
        "RandomFlip", mode, data_format=data_format, bounding_box_format="xyxy"
    )
    assert shapes(own.get_random_transformation(np.asarray(PICTURES))) == {
        "flips": (3, 1, 1, 1), "input_shape": PICTURES.shape,
    } or data_format == "channels_first"  # fmt: skip
    if data_format == "channels_last":
        close(own.transform_segmentation_masks(MASKS, numbers),
              theirs.transform_segmentation_masks(MASKS, numbers))  # fmt: skip
        close(own.transform_bounding_boxes(dict(BOXES), numbers),
              theirs.transform_bounding_boxes(dict(BOXES), numbers))  # fmt: skip


def test_every_second_picture_is_mirrored_on_average():
    many = np.broadcast_to(PICTURES[:1], (2000, 11, 9, 3))
    found = np.asarray(layers.RandomFlip("horizontal", seed=1)(many))
    turned = (found == PICTURES[0, :, ::-1]).all((1, 2, 3))
    kept = (found == PICTURES[0]).all((1, 2, 3))
    assert (turned ^ kept).all()
    assert 0.45 < turned.mean() < 0.55


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="`mode` must be one of"):
        layers.RandomFlip("left")
