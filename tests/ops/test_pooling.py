"""The public poolings against Keras, and symbols."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw

import keraunos as k
from keraunos.core.symbolic import KerasTensor

CASES = [
    ("max_pool", (2, 9, 3), dict(pool_size=2)),
    ("max_pool", (2, 7, 6, 3), dict(pool_size=3, strides=2, padding="same")),
    ("max_pool", (2, 4, 5, 4, 2), dict(pool_size=2)),
    ("average_pool", (2, 9, 3), dict(pool_size=4, strides=3, padding="same")),
    ("average_pool", (2, 7, 6, 3), dict(pool_size=(2, 3))),
    ("average_pool", (2, 4, 5, 4, 2), dict(pool_size=2, padding="same")),
    ("adaptive_average_pool", (2, 7, 6, 3), dict(output_size=(3, 4))),
    ("adaptive_max_pool", (2, 7, 6, 3), dict(output_size=(3, 4))),
]


def full(arguments, rank):
    """Keras wants one number for each axis here."""
    return {
        key: (v,) * rank if isinstance(v, int) and key != "padding" else v
        for key, v in arguments.items()
    }


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_are_keras_and_symbols_have_their_shape(name, shape, arguments):
    x = draw(*shape)
    found = getattr(k.ops, name)(x, **arguments)
    oracle_arguments = {"strides": arguments.get("pool_size"), **arguments}
    if "adaptive" in name:
        oracle_arguments = arguments
    wanted = getattr(keras.ops, name)(
        keras.ops.convert_to_tensor(x), **full(oracle_arguments, len(shape) - 2)
    )
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)
    symbol = getattr(k.ops, name)(KerasTensor(shape), **arguments)
    assert (symbol.shape, symbol.dtype) == (found.shape, found.dtype.name)


def test_unknown_sizes_stay_unknown():
    y = k.ops.max_pool(KerasTensor((None, None, 64, 3)), 50, 16)
    assert y.shape == (None, None, 1, 3)


def test_integers_have_integer_maxima_and_real_means():
    x = np.arange(4, dtype="int32").reshape(1, 4, 1)
    assert k.ops.max_pool(x, 2).dtype.name == "int32"
    y = k.ops.average_pool(x, 2)
    assert (y.dtype.name, y.ravel().tolist()) == ("float32", [0.5, 2.5])
    assert k.ops.average_pool(KerasTensor((1, 4, 1), "int32"), 2).dtype == "float32"


def test_channels_first_equals_channels_last_moved():
    x = draw(2, 3, 7, 6)
    for op, size in ((k.ops.max_pool, 2), (k.ops.average_pool, 2), (k.ops.adaptive_max_pool, 3)):
        first = op(x, size, data_format="channels_first")
        last = op(np.moveaxis(x, 1, -1), size, data_format="channels_last")
        np.testing.assert_array_equal(first, np.moveaxis(last, -1, 1))


def test_what_does_not_fit_is_named():
    with pytest.raises(
        ValueError, match=r"ops\.max_pool: `inputs` must be .* with 1 to 3 spatial axes"
    ):
        k.ops.max_pool(draw(5, 3), 2)
    with pytest.raises(ValueError, match=r"ops\.average_pool: a window of 5 does not fit into 3"):
        k.ops.average_pool(draw(1, 3, 2), 5)
    with pytest.raises(ValueError, match=r"adaptive_max_pool: `output_size` must be an int >= 1"):
        k.ops.adaptive_max_pool(draw(1, 3, 2), 0)
