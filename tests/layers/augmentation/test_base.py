"""What every picture layer shares, on a layer of the test's own."""

import numpy as np
import pytest
from support.oracle import keras
from support.pictures import BOXES, MASKS, PICTURES

import keraunos as k
from keraunos import ops
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer, per_picture


class Lighter(BaseImagePreprocessingLayer):
    """Pictures plus a number each, doubled labels."""

    factor_bounds = (0, 1)

    def __init__(self, factor=0.5, seed=None, **base):
        super().__init__(factor, **base)
        self.keep_seed(seed)

    def draw(self, sizes, seed):
        return {"light": self.uniform(sizes, self.factor, seed)}

    def augment(self, pictures, transformation):
        return pictures + per_picture(transformation["light"])

    def transform_labels(self, labels, transformation, training=True):
        return labels * 2 if training else labels


def shift(found, given=PICTURES):
    return np.asarray(found) - given


def test_each_picture_gets_a_number_of_its_own_and_each_call_others():
    layer = Lighter(seed=1)
    first, second = shift(layer(PICTURES)), shift(layer(PICTURES))
    assert np.ptp(first[0]) < 1e-4
    assert len(np.unique(first.round(3))) == 3
    assert np.abs(first - second).min() > 1e-3
    np.testing.assert_array_equal(shift(Lighter(seed=1)(PICTURES)), first)


def test_nothing_happens_outside_of_training():
    layer = Lighter()
    np.testing.assert_array_equal(layer(PICTURES, training=False), PICTURES)
    assert layer.get_random_transformation(PICTURES, training=False) is None


@pytest.mark.parametrize("dtype", ["uint8", "int32", "float64", "float16"])
def test_pictures_come_out_in_the_compute_dtype(dtype):
    assert Lighter()(PICTURES.astype(dtype)).dtype == "float32"
    assert (
        Lighter(dtype="mixed_bfloat16")(PICTURES.astype(dtype), training=False).dtype == "bfloat16"
    )


def test_a_single_picture_and_channels_first():
    one = Lighter()(PICTURES[0])
    assert np.ptp(shift(one, PICTURES[0])) < 1e-4
    first = np.moveaxis(PICTURES, -1, 1)
    assert np.ptp(shift(Lighter(data_format="channels_first")(first), first)[0]) < 1e-4
    sizes = Lighter(data_format="channels_first").sizes_of(first)
    assert (sizes.batch, sizes.height, sizes.width, sizes.channels) == (3, 11, 9, 3)


def test_what_belongs_to_the_pictures_goes_its_own_way():
    data = {"images": PICTURES, "labels": np.ones((3, 2)), "bounding_boxes": BOXES,
            "segmentation_masks": MASKS, "names": np.arange(3)}  # fmt: skip
    found = Lighter(bounding_box_format="xyxy")(data)
    assert set(found) == set(data)
    assert np.asarray(found["labels"]).tolist() == [[2, 2]] * 3
    np.testing.assert_array_equal(found["bounding_boxes"]["boxes"], BOXES["boxes"])
    np.testing.assert_array_equal(found["segmentation_masks"], MASKS)
    np.testing.assert_array_equal(found["names"], [0, 1, 2])
    single = {"images": PICTURES[0], "labels": np.ones(2)}
    assert np.asarray(Lighter()(single)["labels"]).tolist() == [2, 2]


def test_steps_can_be_overridden_one_by_one():
    class Darker(Lighter):
        def get_random_transformation(self, data, training=True, seed=None):
            return {"light": np.full(3, -1.0, "f4")} if training else None

    np.testing.assert_allclose(shift(Darker()(PICTURES)), -1)


def test_in_a_graph_it_is_active_while_training_only():
    inputs = k.Input((11, 9, 3), dtype="uint8")
    outputs = Lighter(seed=1)(inputs)
    assert outputs.dtype == "float32"
    model = k.Model(inputs, ops.mean(outputs, axis=(1, 2)))
    given = PICTURES.astype("uint8")
    mean = PICTURES.mean((1, 2))
    np.testing.assert_allclose(model.predict(given, verbose=0), mean, rtol=1e-5)
    assert np.abs(np.asarray(model(given, training=True)) - mean).min() > 1e-3


def test_in_fit_each_step_draws_anew():
    inputs = k.Input((11, 9, 3))
    light = k.layers.GlobalAveragePooling2D()(Lighter(seed=1)(inputs))
    model = k.Model(inputs, k.layers.Dense(1, use_bias=False, kernel_initializer="ones")(light))
    model.compile("sgd", "mae")
    model.optimizer.learning_rate = 0.0
    zeros = np.zeros((4, 11, 9, 3), "f4")
    history = model.fit(zeros, np.zeros((4, 1)), batch_size=4, epochs=3, verbose=0).history["loss"]
    assert len(set(history)) == 3
    assert all(0 < loss < 3 * 0.5 for loss in history)
    assert model.evaluate(zeros, np.zeros((4, 1)), verbose=0) == 0


def test_a_dict_of_symbolic_tensors():
    data = {"images": k.Input((11, 9, 3)), "labels": k.Input((2,))}
    found = Lighter()(data)
    assert found["images"].shape == (None, 11, 9, 3)
    assert found["labels"].shape == (None, 2)
    assert Lighter().compute_output_shape({"images": (2, 5, 5, 1)}) == {"images": (2, 5, 5, 1)}


def test_the_config_shows_a_format_of_boxes_only_if_one_was_given():
    assert "bounding_box_format" not in Lighter().get_config()
    again = Lighter.from_config(Lighter(0.3, bounding_box_format="xywh", name="a").get_config())
    assert (again.factor, again.bounding_box_format, again.name) == ((0, 0.3), "xywh", "a")


def test_errors_say_where_and_what():
    with pytest.raises(ValueError, match=r"Lighter: `factor` must be a number in \[0, 1\]"):
        Lighter(-0.5)
    with pytest.raises(ValueError, match="unknown `bounding_box_format` 'xyyx'"):
        Lighter(bounding_box_format="xyyx")
    with pytest.raises(ValueError, match="data_format"):
        Lighter(data_format="last")
    with pytest.raises(ValueError, match=r"one picture \(3-D\) or a batch"):
        Lighter()(np.ones((3, 3)))
    with pytest.raises(ValueError, match="need `bounding_box_format`"):
        Lighter()({"images": PICTURES, "bounding_boxes": BOXES})
    with pytest.raises(KeyError, match="images"):
        Lighter()({"labels": np.ones(3)})
    with pytest.raises(NotImplementedError, match="augment"):
        BaseImagePreprocessingLayer().transform_images(PICTURES, {})


@pytest.mark.parametrize("name", ["RandomFlip", "RandAugment"])
def test_a_model_goes_through_files_of_keras_and_stays_still_in_inference(name, tmp_path):
    path = str(tmp_path / "m.keras")
    for mine, other in ((keras, k), (k, keras)):
        inputs = mine.Input((11, 9, 3))
        moved = getattr(mine.layers, name)(seed=1)(inputs)
        model = mine.Model(inputs, mine.layers.Dense(2)(mine.layers.Flatten()(moved)))
        model.save(path)
        again = other.saving.load_model(path)
        found, expected = (np.asarray(m(PICTURES, training=False)) for m in (again, model))
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-3)
