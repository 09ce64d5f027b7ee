"""Pictures turned, zoomed, shifted and sheared."""

import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, MASKS, PICTURES, close, same_when_driven, shapes

from keraunos import layers

LAYERS = {
    "RandomRotation": {"factor": 0.3},
    "RandomZoom": {"height_factor": 0.4, "width_factor": (-0.3, 0.1)},
    "RandomTranslation": {"height_factor": 0.4, "width_factor": 0.3},
    "RandomShear": {"x_factor": 0.4, "y_factor": 0.3},
}
FILLS = ["reflect", "wrap", "constant", "nearest"]


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("fill_mode", FILLS)
@pytest.mark.parametrize("interpolation", ["bilinear", "nearest"])
@pytest.mark.parametrize("data_format", FORMATS)
def test_moved_pictures_are_those_of_keras(name, fill_mode, interpolation, data_format):
    own, theirs, numbers = same_when_driven(
        name, **LAYERS[name], fill_mode=fill_mode, interpolation=interpolation, fill_value=3.0,
        data_format=data_format, bounding_box_format="xyxy",
    )  # fmt: skip
    if data_format == "channels_last":
        assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)
        close(own.transform_segmentation_masks(MASKS, numbers),
              theirs.transform_segmentation_masks(MASKS, numbers))  # fmt: skip
        close(own.transform_bounding_boxes(dict(BOXES), numbers),
              theirs.transform_bounding_boxes(dict(BOXES), numbers), 10)  # fmt: skip


MANY = np.zeros((4000, 5, 10, 1), "f4")
SPREADS = [
    (layers.RandomRotation(0.2, seed=1), "angle", (-72, 72), (-72, 72)),
    (layers.RandomRotation((0.1, 0.3), seed=1), "angle", (36, 108), (36, 108)),
    (layers.RandomZoom(0.2, seed=1), "height_zoom", (0.8, 1.2), (0.8, 1.2)),
    (layers.RandomZoom((-0.3, -0.2), 0.5, seed=1), "width_zoom", (0.5, 1.5), (0.5, 1.5)),
    (layers.RandomTranslation(0.2, 0.3, seed=1), "translations", (-3, 3), (-1, 1)),
    (layers.RandomTranslation((0.2, 0.4), 0, seed=1), "translations", (0, 0), (1, 2)),
    (layers.RandomShear(0.2, 0.3, seed=1), "shear_factor", (-0.2, 0.2), (-0.3, 0.3)),
]


@pytest.mark.parametrize(("layer", "name", "first", "last"), SPREADS)
def test_numbers_are_drawn_evenly_between_the_bounds(layer, name, first, last):
    numbers = np.asarray(layer.get_random_transformation(MANY)[name]).reshape(4000, -1)
    for column, (low, high) in ((numbers[:, 0], first), (numbers[:, -1], last)):
        spread = high - low
        expected = np.linspace(low, high, 5)
        np.testing.assert_allclose(
            np.quantile(column, np.linspace(0, 1, 5)), expected, atol=0.03 * spread + 1e-9
        )
        assert (column >= low).all()
        assert (column <= high).all()


def test_a_sheared_pair_of_bounds_goes_both_ways():
    layer = layers.RandomShear((0.1, 0.3), 0, seed=1)
    slants = np.asarray(layer.get_random_transformation(MANY)["shear_factor"])[:, 0]
    assert 0.45 < (slants > 0).mean() < 0.55
    assert np.abs(slants).min() >= 0.1
    again = layers.RandomShear.from_config(layers.RandomShear(0.2).get_config())
    assert again.x_factor == (-0.2, 0.2)


def test_zooming_without_a_width_keeps_proportions():
    numbers = layers.RandomZoom(0.5, seed=1).get_random_transformation(MANY)
    np.testing.assert_array_equal(numbers["height_zoom"], numbers["width_zoom"])


def test_a_quarter_turn_of_a_square_is_a_turn_of_its_pixels():
    square = PICTURES[:, :9]
    layer = layers.RandomRotation((0.25, 0.25), interpolation="nearest")
    np.testing.assert_allclose(layer(square), np.rot90(square, axes=(1, 2)))


def test_factors_outside_of_their_bounds_are_refused():
    with pytest.raises(ValueError, match="RandomRotation: `factor`"):
        layers.RandomRotation(1.5)
    with pytest.raises(ValueError, match="RandomZoom: `height_factor`"):
        layers.RandomZoom(1.5)
    with pytest.raises(ValueError, match="RandomTranslation: `width_factor`"):
        layers.RandomTranslation(0.1, (-1.5, 0))
    with pytest.raises(ValueError, match="RandomShear: `y_factor`"):
        layers.RandomShear(0.1, -0.5)
