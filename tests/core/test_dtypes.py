"""Names of dtypes and what they promote to, against the oracle."""

import itertools
import warnings

import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core import config, dtypes

NAMES = (
    "bool", "uint8", "uint16", "uint32", "int8", "int16", "int32", "int64", "bfloat16", "float16",
    "float32", "float64", int, float, bool,
)  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2])
def test_promotion_is_that_of_keras(count):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for some in itertools.product(NAMES, repeat=count):
            assert dtypes.result_type(*some) == keras.backend.result_type(*some), some


def test_promotion_of_three():
    for some in (("int8", "uint8", "bfloat16"), ("bool", int, float), ("float16", "int32", int)):
        assert dtypes.result_type(*some) == keras.backend.result_type(*some), some


@pytest.mark.parametrize(
    "given",
    ["float32", "bfloat16", "bool", "string", np.float32, np.dtype("int64"), np.int8, float,
     int, bool, str, None, jnp.bfloat16, jnp.float32, np.ones(1, "uint8").dtype, "float8_e4m3fn"],
    ids=str,
)  # fmt: skip
def test_a_dtype_has_one_name(given):
    assert dtypes.standardize_dtype(given) == keras.backend.standardize_dtype(given)


@pytest.mark.parametrize("wrong", ["foo", "float", 3, "float128", object])
def test_what_names_no_dtype_is_refused(wrong):
    with pytest.raises((ValueError, TypeError), match="`dtype` must be one of"):
        dtypes.standardize_dtype(wrong)


def test_kinds_of_dtypes():
    for name in ("float32", "bfloat16", "int32", "bool", "uint8"):
        assert dtypes.is_float(name) == keras.backend.is_float_dtype(name)
        assert dtypes.is_int(name) == keras.backend.is_int_dtype(name)
    assert k.backend.is_keras_tensor(k.KerasTensor((2,), "float32"))
    assert not k.backend.is_keras_tensor(np.ones(2))


def test_numpy_has_the_small_floats_too():
    assert dtypes.numpy_dtype("bfloat16").itemsize == 2
    assert np.ones(1, dtypes.numpy_dtype("float8_e5m2")).itemsize == 1


def test_data_of_users_become_the_default_float():
    assert dtypes.host_dtype(np.ones(1)) == "float32"
    assert dtypes.host_dtype(np.ones(1, "uint8")) == "uint8"
    config.set_floatx("float16")
    assert dtypes.host_dtype(np.ones(1)) == dtypes.standardize_dtype(None) == "float16"
    with pytest.raises(ValueError, match="must be one of"):
        dtypes.host_dtype(np.array([None]))
