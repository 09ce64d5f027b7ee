"""Colours over classes, against the installed Keras."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.visualization import draw_segmentation_masks

RNG = np.random.RandomState(0)
IMAGES = RNG.uniform(0, 255, (2, 5, 6, 3)).astype("float32")
MASKS = RNG.randint(-1, 5, (2, 5, 6, 1))
SETTINGS = [
    {}, {"alpha": 0.3}, {"blend": False}, {"ignore_index": 2}, {"num_classes": 3},
    {"color_mapping": {i: (9 * i, 200, 30) for i in range(5)}},
    {"color_mapping": [(9 * i, 200, 30) for i in range(5)]},
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
@pytest.mark.parametrize("first", [False, True])
def test_it_is_keras(settings, first):
    settings = {"num_classes": 5, **settings}
    images, masks = IMAGES, MASKS
    if first:
        images, masks = (a.transpose(0, 3, 1, 2) for a in (images, masks))
        settings["data_format"] = "channels_first"
    found = draw_segmentation_masks(images, masks, **settings)
    expected = keras.visualization.draw_segmentation_masks(images, masks, **settings)
    assert found.dtype == np.uint8
    assert np.abs(found.astype(int) - np.asarray(expected).astype("uint8").astype(int)).max() <= 1


def test_the_largest_class_has_a_colour_and_the_ignored_stay():
    found = draw_segmentation_masks(np.zeros((1, 1, 2, 3)), np.array([[[[0], [2]]]]), alpha=1.0)
    assert found[0, 0, 1].max() > 0
    kept = draw_segmentation_masks(IMAGES, MASKS, blend=False, ignore_index=0)
    still = MASKS[..., 0] <= 0
    np.testing.assert_array_equal(kept[still], IMAGES[still].astype("uint8"))


def test_errors():
    with pytest.raises(TypeError, match="`segmentation_masks` must be integers"):
        draw_segmentation_masks(IMAGES, MASKS.astype("float32"))
    with pytest.raises(ValueError, match="`images` must be a batch of rank 4"):
        draw_segmentation_masks(IMAGES[0], MASKS)
