"""All colours at once, and a row of layers."""

import numpy as np
import pytest
from support.pictures import PICTURES

import keraunos as k
from keraunos import layers

FACTORS = {"brightness_factor": 0.3, "contrast_factor": 0.5, "saturation_factor": (0.3, 0.6),
           "hue_factor": 0.5}  # fmt: skip


def test_the_steps_are_those_asked_for_in_their_order():
    layer = layers.RandomColorJitter(hue_factor=0.1, brightness_factor=0.2, value_range=(0, 1))
    assert [type(s).__name__ for s in layer.steps] == ["RandomBrightness", "RandomHue"]
    assert all(tuple(s.value_range) == (0, 1) for s in layer.steps)


def test_the_pictures_are_those_of_the_steps_in_turn():
    layer = layers.RandomColorJitter(**FACTORS, seed=1)
    numbers = layer.get_random_transformation(PICTURES)
    expected = PICTURES
    for step, drawn in zip(layer.steps, numbers):
        expected = step.transform_images(expected, drawn)
    np.testing.assert_allclose(layer.transform_images(PICTURES, numbers), expected)
    assert np.abs(np.asarray(layer.transform_images(PICTURES, None)) - PICTURES).max() > 1
    np.testing.assert_array_equal(layer(PICTURES, training=False), PICTURES)
    assert layer.get_random_transformation(PICTURES, training=False) is None


def test_a_pipeline_calls_its_layers_in_turn():
    pipeline = layers.Pipeline([layers.CenterCrop(4, 4), layers.RandomFlip("horizontal", seed=1)])
    assert pipeline(PICTURES).shape == (3, 4, 4, 3)
    assert pipeline(k.Input((11, 9, 3))).shape == (None, 4, 4, 3)
    cropped = layers.CenterCrop(4, 4)(PICTURES)
    np.testing.assert_array_equal(pipeline(PICTURES, training=False), cropped)
    found = [np.asarray(pipeline(PICTURES, training=True)) for _ in range(8)]
    assert any((f != np.asarray(cropped)).any() for f in found)


def test_a_pipeline_comes_back_from_its_config():
    pipeline = layers.Pipeline([layers.CenterCrop(4, 5), layers.RandomRotation(0.2)], name="p")
    config = pipeline.get_config()
    assert set(config) == {"layers", "name"}
    again = layers.Pipeline.from_config(config)
    assert [type(x).__name__ for x in again.layers] == ["CenterCrop", "RandomRotation"]
    assert again.layers[1].factor == (-0.2, 0.2)


def test_only_layers_make_a_pipeline():
    with pytest.raises(ValueError, match="a list of layers"):
        layers.Pipeline([layers.CenterCrop(4, 4), len])
