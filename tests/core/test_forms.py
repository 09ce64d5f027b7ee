"""Values that JSON has no form for."""

import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.core import forms, trust
from keraunos.core.errors import UnsafeError


def plain(value):
    form = forms.written(value, plain)
    return value if form is None else form


def revive(value):
    return forms.read(value, revive) if forms.is_form(value) else value


@pytest.mark.parametrize("value", [slice(None, 3), b"a\xff", Ellipsis], ids=str)
def test_values_come_back(value):
    assert revive(plain(value)) == value


@pytest.mark.parametrize("dtype", ["bool", "int8", "float16", "bfloat16", "float64"])
def test_arrays_come_back(dtype):
    array = np.array([[0, 1], [1, 1]]).astype(jnp.dtype(dtype))
    found = revive(plain(array))
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


def test_a_lambda_comes_back_where_it_is_trusted():
    base = 3
    config = plain(lambda x, y=2: x + y + base)
    with pytest.raises(UnsafeError, match="safe_mode=False"):
        revive(config)
    with trust.safe_mode(False):
        assert revive(config)(1) == 6


def test_copies_in_the_process_hold_the_function_itself():
    def mine(x):
        return x

    assert forms.held(mine) is None
    with forms.live():
        assert revive(forms.held(mine)) is mine
        assert revive(plain(np.sum)) is np.sum


@pytest.mark.parametrize(
    "config",
    [
        {"class_name": "__tuple__"},
        {"class_name": "__tuple__", "items": 3},
        {"class_name": "__slice__", "config": {}},
        {"class_name": "__numpy__", "config": {"value": [1], "dtype": "object"}},
        {"class_name": "__numpy__", "config": {"value": [[1], [1, 2]], "dtype": "float32"}},
        {"class_name": "__numpy__", "config": {"value": [10**30], "dtype": "int8"}},
        {"class_name": "__bytes__", "config": {"value": "\u20ac"}},
        {"class_name": "__lambda__", "config": {"code": 3}},
    ],
    ids=str,
)
def test_damaged_forms_are_said(config):
    with pytest.raises(ValueError, match="."):
        revive(config)


def test_only_forms_are_forms():
    assert not forms.is_form({"class_name": "__typespec__"})
    assert not forms.is_form({"class_name": "Dense"})
    assert not forms.is_form([1])


def test_code_of_this_process_is_recalled_where_it_may_be():
    def make(shift):
        return lambda x: x + shift

    first, second = make(1), make(2)
    text = plain(first)
    plain(second)
    with forms.recalled():
        assert revive(text) is first
    with pytest.raises(UnsafeError):
        revive(text)
