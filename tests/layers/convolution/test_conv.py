"""Conv1D, Conv2D, Conv3D against Keras, at their edges, and what they say of bad input."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("Conv1D", (9, 3), dict(filters=4, kernel_size=3)),
    ("Conv1D", (9, 3), dict(filters=4, kernel_size=3, padding="causal", dilation_rate=2)),
    ("Conv1D", (9, 4), dict(filters=6, kernel_size=2, strides=2, groups=2, activation="relu")),
    ("Conv1D", (9, 3), dict(filters=4, kernel_size=3, strides=2, padding="same", use_bias=False)),
    ("Conv2D", (7, 6, 3), dict(filters=5, kernel_size=3)),
    ("Conv2D", (7, 6, 20), dict(filters=5, kernel_size=3, padding="same", strides=2)),
    ("Conv2D", (7, 6, 4), dict(filters=6, kernel_size=(2, 3), groups=2, padding="same")),
    ("Conv2D", (9, 8, 2), dict(filters=4, kernel_size=3, dilation_rate=(2, 1), activation="tanh")),
    ("Conv2D", (5, 5, 6), dict(filters=4, kernel_size=1, strides=2)),
    ("Conv2D", (6, 4, 4), dict(filters=4, kernel_size=2, groups=4)),
    ("Conv3D", (4, 5, 4, 2), dict(filters=3, kernel_size=2, padding="same")),
    ("Conv3D", (4, 5, 4, 2), dict(filters=4, kernel_size=(2, 3, 1), strides=(2, 1, 2), groups=2)),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Conv1D", (3, 9), dict(filters=4, kernel_size=3, padding="same")),
        ("Conv2D", (4, 7, 6), dict(filters=6, kernel_size=3, strides=(2, 1), groups=2)),
    ],
)
def test_channels_first_equals_channels_last_moved(name, shape, arguments):
    x = draw(2, *shape)
    first = getattr(k.layers, name)(data_format="channels_first", **arguments)
    last = getattr(k.layers, name)(data_format="channels_last", **arguments)
    moved = np.moveaxis(x, 1, -1)
    first.build(x.shape)
    last.build(moved.shape)
    last.set_weights(first.get_weights())
    np.testing.assert_allclose(first(x), np.moveaxis(last(moved), -1, 1), rtol=1e-5, atol=1e-6)
    assert first.compute_output_shape(x.shape) == first(x).shape


def test_aliases_are_the_same_class():
    assert k.layers.Convolution2D is k.layers.Conv2D
    assert k.layers.deserialize({"class_name": "Convolution1D", "config": {
        "filters": 2, "kernel_size": 3}}).kernel_size == (3,)  # fmt: skip


# --- edges --------------------------------------------------------------------------------------


def test_unknown_sizes_stay_unknown():
    layer = k.layers.Conv2D(4, 50, strides=16, padding="valid")
    y = layer(k.layers.Input((None, None, 3)))
    assert y.shape == (None, None, None, 4)


def test_an_empty_batch_and_a_window_as_large_as_the_input():
    layer = k.layers.Conv2D(4, 5)
    assert layer(np.zeros((0, 5, 5, 3), "float32")).shape == (0, 1, 1, 4)


def test_nan_reaches_only_what_sees_it():
    x = draw(1, 6, 1)
    x[0, 0] = np.nan
    y = np.asarray(k.layers.Conv1D(2, 3)(x))
    assert np.isnan(y[0, 0]).all()
    assert np.isfinite(y[0, 1:]).all()


def test_mixed_bfloat16_computes_in_16_bits_and_keeps_its_kernel_in_32():
    layer = k.layers.Conv2D(4, 3, dtype="mixed_bfloat16")
    y = layer(draw(2, 6, 6, 3))
    assert y.dtype.name == "bfloat16"
    assert layer.kernel._dtype == "float32"
    plain = k.layers.Conv2D(4, 3)
    plain.build((None, 6, 6, 3))
    plain.set_weights(layer.get_weights())
    np.testing.assert_allclose(
        np.asarray(y, "float32"), plain(draw(2, 6, 6, 3)), rtol=2e-2, atol=2e-2
    )


def test_regularizer_and_constraint_reach_the_kernel():
    layer = k.layers.Conv1D(2, 3, kernel_regularizer="l2", kernel_constraint="non_neg")
    layer.build((None, 5, 1))
    assert layer.kernel.constraint is layer.kernel_constraint
    assert float(layer.losses[0]) == pytest.approx(0.01 * (layer.kernel.numpy() ** 2).sum())


# --- errors -------------------------------------------------------------------------------------

BAD = [
    (dict(filters=0, kernel_size=3), r"Conv2D: `filters` must be an int >= 1; got 0"),
    (dict(filters=8, kernel_size=(3, 3, 3)), r"`kernel_size` must be an int >= 1 or a tuple of 2"),
    (dict(filters=8, kernel_size=0), r"`kernel_size` must be an int >= 1"),
    (
        dict(filters=8, kernel_size=3, padding="causal"),
        r"`padding` must be one of \('valid', 'same'\)",
    ),
    (
        dict(filters=8, kernel_size=3, strides=2, dilation_rate=2),
        r"`strides` must be 1 with dilation",
    ),
    (dict(filters=8, kernel_size=3, groups=3), r"`filters` must be a multiple of groups=3; got 8"),
    (dict(filters=8, kernel_size=3, data_format="x"), r"`data_format` must be one of"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD)
def test_bad_arguments_are_named(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        k.layers.Conv2D(**arguments)


def test_images_without_a_channel_axis_are_told_how_to_add_one():
    with pytest.raises(
        ValueError, match=r"Conv2D 'conv2d' expects .*got \(2, 28, 28\).*x\[\.\.\., None\]"
    ):
        k.layers.Conv2D(8, 3)(np.zeros((2, 28, 28)))


def test_a_window_larger_than_the_input_names_layer_sizes_and_remedy():
    sentence = r"Conv2D 'conv2d': a window of 5 × 5 does not fit into 3 × 3 .*padding='same'"
    with pytest.raises(ValueError, match=sentence):
        k.layers.Conv2D(8, 5)(k.layers.Input((3, 3, 1)))
    with pytest.raises(ValueError, match=r"spanning 7 under dilation 3"):
        k.layers.Conv1D(8, 3, dilation_rate=3)(np.zeros((1, 5, 2)))


def test_channels_first_data_are_recognised():
    with pytest.raises(
        ValueError, match=r"If axis 1 holds the channels.*x\.transpose\(0, 2, 3, 1\)"
    ):
        k.layers.Conv2D(8, 5)(np.zeros((2, 3, 32, 32)))


def test_channels_that_groups_do_not_divide():
    with pytest.raises(
        ValueError, match=r"its 3 groups need a multiple of 3 channels; got 4 .*divide 4"
    ):
        k.layers.Conv2D(9, 3, groups=3)(np.zeros((2, 5, 5, 4)))


def test_unknown_channels_and_changed_channels():
    with pytest.raises(ValueError, match=r"needs the number of channels"):
        k.layers.Conv2D(8, 3)(k.layers.Input((8, 8, None)))
    layer = k.layers.Conv2D(8, 3)
    layer.build((None, 8, 8, 3))
    with pytest.raises(ValueError, match=r"expects inputs of shape \(batch, …, 3\)|expects .*3"):
        layer(np.zeros((1, 8, 8, 4)))


def test_causal_padding_needs_channels_last():
    with pytest.raises(ValueError, match=r"'valid' or 'same' with channels_first"):
        k.layers.Conv1D(8, 3, padding="causal", data_format="channels_first")
