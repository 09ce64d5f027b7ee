"""Windows cut out of pictures."""

import jax
import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, PICTURES, close, pair, pictures

import keraunos as k
from keraunos import layers


@pytest.mark.parametrize("size", [(4, 5), (11, 9), (14, 5), (6, 15), (22, 25)])
@pytest.mark.parametrize("data_format", FORMATS)
def test_the_middle_is_that_of_keras(size, data_format):
    own, theirs = pair("CenterCrop", *size, data_format=data_format, bounding_box_format="xyxy")
    data = pictures(data_format)
    for given in (data, data[1], data.astype("uint8")):
        close(own(given), theirs(given), 255)
    close(own(data, training=False), theirs(data, training=False), 255)
    given = {"images": data, "bounding_boxes": BOXES}
    close(own(given), theirs(jax.tree.map(jax.numpy.asarray, given)), 255)


@pytest.mark.parametrize("size", [(14, 5), (6, 15), (14, 15)])
def test_a_window_from_a_small_picture_is_that_of_keras(size):
    own, theirs = pair("RandomCrop", *size, seed=1)
    close(own(PICTURES), theirs(PICTURES), 255)


@pytest.mark.parametrize("data_format", FORMATS)
def test_a_given_window_is_that_of_keras(data_format):
    own, theirs = pair("RandomCrop", 4, 5, seed=1, data_format=data_format)
    data = pictures(data_format)
    close(own.transform_images(data, (3, 1)), theirs.transform_images(data, (3, 1)), 255)


def test_windows_come_from_everywhere_and_are_one_for_the_batch():
    layer = layers.RandomCrop(9, 8, seed=1)
    seen = set()
    for _ in range(60):
        top, left = layer.get_random_transformation(PICTURES)
        seen.add((int(top), int(left)))
    assert seen == {(t, s) for t in range(3) for s in range(2)}
    marked = np.broadcast_to(np.arange(99.0).reshape(1, 11, 9, 1), (3, 11, 9, 1))
    found = np.asarray(layer(marked))
    assert (found == found[:1]).all()


def test_outside_of_training_it_is_the_largest_window():
    layer = layers.RandomCrop(4, 5)
    resizing = layers.Resizing(4, 5, crop_to_aspect_ratio=True)
    close(layer(PICTURES, training=False), resizing(PICTURES), 255)
    whole = layers.RandomCrop(11, 9)
    np.testing.assert_array_equal(whole(PICTURES, training=False), PICTURES)
    np.testing.assert_array_equal(whole(PICTURES), PICTURES)
    assert layer(k.Input((None, None, 3))).shape == (None, 4, 5, 3)


def test_boxes_follow_the_window():
    layer = layers.RandomCrop(4, 5, bounding_box_format="xyxy")
    moved = layer.transform_bounding_boxes(BOXES, (2, 1))
    assert np.asarray(moved["boxes"])[0].tolist() == [[0, 0, 4, 4], [0, 0, 3, 4]]
    small = layers.RandomCrop(22, 9, bounding_box_format="xyxy")
    found = small({"images": PICTURES, "bounding_boxes": BOXES})["bounding_boxes"]["boxes"]
    np.testing.assert_allclose(found[0, 0], [0, 2, 3 * 9 / 7, 12], rtol=1e-6)  # from column 2 on


def test_sizes_are_checked():
    for kind in (layers.CenterCrop, layers.RandomCrop):
        with pytest.raises(ValueError, match="`width` must be an int >= 1"):
            kind(3, 0)
