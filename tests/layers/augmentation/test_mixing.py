"""Pictures mixed with others, and pictures with holes."""

import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, MASKS, PICTURES, close, pair, same_when_driven, shapes

import keraunos as k
from keraunos import layers
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.mixing import rectangles

LABELS = np.eye(3, dtype="f4")
MANY = np.zeros((1000, 20, 30, 1), "f4")


@pytest.mark.parametrize("name", ["CutMix", "MixUp"])
@pytest.mark.parametrize("data_format", FORMATS)
def test_mixtures_are_those_of_keras(name, data_format):
    order = np.array([1, 2, 0], "i4")
    own, theirs, numbers = same_when_driven(
        name, data_format=data_format, changed={"permutation_order": order}
    )
    close(own.transform_labels(LABELS, numbers), theirs.transform_labels(LABELS, numbers))
    if data_format == "channels_last":
        assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("options", [{}, {"fill_value": 7.0}, {"value_range": (0, 1)}])
def test_holes_are_those_of_keras(data_format, options):
    own, _, numbers = same_when_driven(
        "RandomErasing", data_format=data_format, changed={"apply_erasing": np.array([1, 0, 1]) > 0},
        **options,
    )  # fmt: skip
    if data_format == "channels_last":
        assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


def test_rectangles_lie_inside_and_everywhere():
    sizes = Sizes(2000, 8, 10, 1, (2000, 8, 10, 1))
    tall, wide = np.full(2000, 0.5, "f4"), np.full(2000, 0.31, "f4")
    found = np.asarray(rectangles(sizes, tall, wide, k.random.SeedGenerator(1)))[..., 0]
    assert (found.sum((1, 2)) == 4 * 3).all()
    assert found.any(0).all()


def test_shares_and_areas_agree():
    numbers = layers.CutMix(seed=1).get_random_transformation(MANY)
    share = np.asarray(numbers["mix_weight"]).ravel()
    area = np.asarray(numbers["batch_masks"]).mean((1, 2, 3))
    assert np.abs(area - (1 - share)).max() < 0.1
    assert sorted(np.asarray(numbers["permutation_order"])) == list(range(1000))
    weights = np.asarray(layers.MixUp(1.0, seed=1).get_random_transformation(MANY)["mix_weight"])
    np.testing.assert_allclose(
        np.quantile(weights, [0.25, 0.5, 0.75]), [0.25, 0.5, 0.75], atol=0.05
    )


def test_holes_have_the_area_asked_for():
    layer = layers.RandomErasing(scale=(0.2, 0.4), seed=1)
    area = np.asarray(layer.get_random_transformation(MANY)["batch_masks"]).mean((1, 2, 3))
    assert 0.17 < area.min() < 0.25
    assert 0.27 < area.mean() < 0.32
    assert area.max() <= 0.4


def test_the_config_is_that_of_keras():
    k.utils.set_random_seed(1)
    own, theirs = pair("MixUp", 0.5, seed=1, name="m")
    found, expected = own.get_config(), theirs.get_config()
    assert {**found, "dtype": 0} == {**expected, "dtype": 0}


def test_a_single_picture_is_not_cut():
    np.testing.assert_array_equal(layers.CutMix(seed=1)(PICTURES[0]), PICTURES[0])


def test_boxes_masks_and_labels_of_mixtures():
    order = np.array([1, 2, 0], "i4")
    numbers = {"mix_weight": np.array([0.3, 0.9, 0.5], "f4"), "permutation_order": order}
    layer = layers.MixUp()
    both = layer.transform_bounding_boxes(BOXES, numbers)
    assert both["boxes"].shape == (3, 4, 4)
    assert np.asarray(both["labels"])[0].tolist() == [0, 1, 2, 3]
    mixed = np.asarray(layer.transform_segmentation_masks(MASKS, numbers))
    np.testing.assert_allclose(mixed[0], 0.3 * MASKS[0] + 0.7 * MASKS[1], rtol=1e-5)
    floats = layer.transform_labels(np.array([0.0, 1.0, 2.0]), numbers)
    np.testing.assert_allclose(floats, [0.7, 1.1, 1.0], rtol=1e-5)
    with pytest.raises(ValueError, match="to_categorical"):
        layer.transform_labels(np.array([0, 1, 2]), numbers)
    cut = layers.CutMix(seed=1)
    drawn = cut.get_random_transformation(PICTURES)
    assert cut.transform_segmentation_masks(MASKS, drawn).shape == MASKS.shape
    with pytest.raises(NotImplementedError, match="cannot follow"):
        cut.transform_bounding_boxes(BOXES, drawn)


def test_in_a_compiled_model_they_mix_while_training_only():
    inputs = k.Input((11, 9, 3))
    mixed = layers.RandomErasing(seed=1)(layers.CutMix(seed=1)(layers.MixUp(seed=1)(inputs)))
    model = k.Model(inputs, layers.GlobalAveragePooling2D()(mixed))
    model.compile("sgd", "mse")
    means = PICTURES.mean((1, 2))
    np.testing.assert_allclose(model.predict(PICTURES, verbose=0), means, rtol=1e-5)
    assert model.fit(PICTURES, means, verbose=0).history["loss"][0] > 1


def test_wrong_arguments():
    with pytest.raises(ValueError, match="MixUp: `alpha`"):
        layers.MixUp(0.0)
    with pytest.raises(ValueError, match="CutMix: `factor`"):
        layers.CutMix(1.5)
    with pytest.raises(ValueError, match="RandomErasing: `scale`"):
        layers.RandomErasing(scale=1.5)
