"""Max and average pooling against Keras, ties included, and what they say of windows that do not fit."""

import jax
import numpy as np
import pytest
from support.twins import assert_same_config, assert_twins, draw, twins

import keraunos as k

CASES = [
    ("MaxPooling1D", (9, 3), dict()),
    ("MaxPooling1D", (9, 3), dict(pool_size=3, strides=2, padding="same")),
    ("MaxPooling2D", (7, 6, 3), dict()),
    ("MaxPooling2D", (7, 6, 3), dict(pool_size=(3, 2), strides=(2, 1), padding="same")),
    ("MaxPooling2D", (14, 14, 1), dict(pool_size=7, strides=3)),
    ("MaxPooling3D", (4, 5, 4, 2), dict()),
    ("AveragePooling1D", (9, 3), dict(pool_size=2)),
    ("AveragePooling1D", (9, 3), dict(pool_size=4, strides=3, padding="same")),
    ("AveragePooling2D", (7, 6, 3), dict(pool_size=2, padding="same")),
    ("AveragePooling2D", (7, 6, 3), dict(pool_size=(3, 2), strides=1)),
    ("AveragePooling3D", (4, 5, 4, 2), dict(pool_size=2, strides=(1, 2, 1), padding="same")),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


@pytest.mark.parametrize("arguments", [dict(), dict(pool_size=3, strides=1, padding="same")])
def test_the_gradient_of_equal_elements_goes_to_the_first_as_in_keras(arguments):
    assert_twins("MaxPooling2D", np.zeros((1, 6, 6, 2), "float32"), **arguments)
    assert_twins("MaxPooling2D", np.round(draw(2, 6, 6, 2)), **arguments)


@pytest.mark.parametrize("name", ["MaxPooling2D", "AveragePooling2D"])
def test_channels_first_equals_channels_last_moved(name):
    x = draw(2, 3, 7, 6)
    first = getattr(k.layers, name)(2, padding="same", data_format="channels_first")
    last = getattr(k.layers, name)(2, padding="same")
    y = np.moveaxis(last(np.moveaxis(x, 1, -1)), -1, 1)
    np.testing.assert_array_equal(first(x), y)
    assert first.compute_output_shape(x.shape) == y.shape


def test_aliases_are_the_same_class():
    for kind in ("Max", "Average"):
        for rank in "123":
            short = getattr(k.layers, f"{kind.replace('Average', 'Avg')}Pool{rank}D")
            assert short is getattr(k.layers, f"{kind}Pooling{rank}D")


# --- edges --------------------------------------------------------------------------------------


def test_integers_stay_integers_under_a_maximum():
    x = np.arange(8).reshape(1, 8, 1)
    y = k.layers.MaxPooling1D()(x)
    assert y.dtype == k.ops.convert_to_tensor(x).dtype
    assert np.asarray(y).ravel().tolist() == [1, 3, 5, 7]


def test_nan_is_not_lost():
    x = draw(1, 4, 1)
    x[0, 1] = np.nan
    y = np.asarray(k.layers.MaxPooling1D()(x)).ravel()
    assert np.isnan(y).tolist() == [True, False]
    dx = jax.grad(lambda x: k.ops.max_pool(x, 2)[0, 0, 0])(x)
    assert float(dx.sum()) == 1.0


def test_padding_never_counts_even_where_all_is_negative():
    y = k.layers.MaxPooling1D(3, strides=2, padding="same")(np.full((1, 4, 1), -5.0))
    assert np.asarray(y).ravel().tolist() == [-5.0, -5.0]


def test_bfloat16_means_are_summed_in_32_bits():
    x = np.full((1, 9, 1), 1.01, "float32")
    y = k.layers.AveragePooling1D(9, dtype="bfloat16")(x)
    assert y.dtype.name == "bfloat16"
    np.testing.assert_allclose(np.asarray(y, "float32").ravel(), [1.01], rtol=1e-2)


def test_unknown_sizes_stay_unknown():
    y = k.layers.MaxPooling2D(50, strides=16)(k.layers.Input((None, 64, 3)))
    assert y.shape == (None, None, 1, 3)


def test_a_config_without_strides_says_the_windows():
    ours, theirs = twins("AveragePooling2D", (2, 3))
    assert_same_config(ours, theirs)
    assert ours.strides == (2, 3)


# --- errors -------------------------------------------------------------------------------------


def test_a_window_that_does_not_fit_names_layer_sizes_and_remedy():
    sentence = (
        r"MaxPooling2D 'max_pooling2d': a window of 5 × 5 does not fit into 3 × 3 .*pool_size"
    )
    with pytest.raises(ValueError, match=sentence):
        k.layers.MaxPooling2D(5)(np.zeros((2, 3, 3, 1)))
    with pytest.raises(ValueError, match=r"does not fit into 1 × 8 .*axis 1 holds the channels"):
        k.layers.MaxPooling2D(2)(k.layers.Input((1, 8, 8)))


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"MaxPooling1D: `pool_size` must be an int >= 1"):
        k.layers.MaxPooling1D(0)
    with pytest.raises(ValueError, match=r"`padding` must be one of"):
        k.layers.MaxPooling1D(2, padding="causal")
    with pytest.raises(ValueError, match=r"MaxPooling2D 'max_pooling2d' expects .*got \(2, 8, 8\)"):
        k.layers.MaxPooling2D(2)(np.zeros((2, 8, 8)))
