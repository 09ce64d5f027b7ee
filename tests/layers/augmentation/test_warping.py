"""Tilted and bent pictures."""

import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, MASKS, PICTURES, close, same_when_driven, shapes

from keraunos import layers

SOME = {"apply_perspective": np.array([True, False, True])}


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("options", [{}, {"interpolation": "nearest", "fill_value": 5.0}])
def test_tilted_pictures_are_those_of_keras(data_format, options):
    own, theirs, numbers = same_when_driven(
        "RandomPerspective", data_format=data_format, changed=SOME, bounding_box_format="xyxy",
        scale=2550.0, **options,  # a solved system of equations loses a digit
    )  # fmt: skip
    if data_format == "channels_last":
        assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)
        close(own.transform_segmentation_masks(MASKS, numbers),
              theirs.transform_segmentation_masks(MASKS, numbers))  # fmt: skip
        close(own.transform_bounding_boxes(dict(BOXES), numbers),
              theirs.transform_bounding_boxes(dict(BOXES), numbers), 10)  # fmt: skip


def test_corners_go_as_far_as_the_scale():
    layer = layers.RandomPerspective(scale=0.5, seed=1)
    numbers = layer.get_random_transformation(np.zeros((3000, 5, 9, 1), "f4"))
    ends = np.asarray(numbers["end_points"])[:, 3]
    np.testing.assert_allclose(ends.min(0), [8 * 0.75, 4 * 0.75], rtol=0.01)
    np.testing.assert_allclose(ends.max(0), [8 * 1.25, 4 * 1.25], rtol=0.01)


def test_bent_pictures_move_a_little_and_masks_keep_their_numbers():
    layer = layers.RandomElasticTransform((1, 1), scale=(0.5, 1.0), seed=1)
    numbers = layer.get_random_transformation(PICTURES)
    assert 0.5 <= float(numbers["distortion_factor"]) <= 1
    found = np.asarray(layer.transform_images(PICTURES, numbers))
    assert found.shape == PICTURES.shape
    assert 0 < np.abs(found - PICTURES).max() < 255
    again = layer.transform_images(PICTURES, numbers)
    np.testing.assert_array_equal(again, found)
    masks = layer.transform_segmentation_masks(MASKS, numbers)
    assert set(np.unique(masks)) <= {0, 1, 2, 3}
    still = layers.RandomElasticTransform((1, 1), scale=(0, 0))(PICTURES)
    np.testing.assert_allclose(still, PICTURES, atol=1e-3)
    with pytest.raises(NotImplementedError, match="boxes cannot follow"):
        layer.transform_bounding_boxes(BOXES, numbers)
    assert layer.transform_bounding_boxes(BOXES, numbers, training=False) is BOXES


def test_wrong_arguments():
    with pytest.raises(ValueError, match="`scale` must be a float in"):
        layers.RandomPerspective(scale=1.5)
    with pytest.raises(ValueError, match="RandomElasticTransform: `scale`"):
        layers.RandomElasticTransform(scale=1.5)
