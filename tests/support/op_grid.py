"""Operations against the oracle: an entry of a table is a call that both libraries make.

A float64 array among the arguments stands for data: it is passed in each dtype in turn, gradients are
taken with respect to it, and a symbolic tensor takes its place. All else is passed as it is.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import KerasTensor, ops
from support.oracle import TOLERANCE, keras

ALL = ("float32", "int32", "bool", "bfloat16")
FLOATS = ("float32", "bfloat16")

X = np.array([[-1.5, 0.3, 2.0], [0.7, -0.2, 1.1]])
Y = np.array([[0.4, 2.2, -0.9], [1.3, 0.6, -2.4]])
P = np.array([[0.5, 1.2, 2.0], [0.3, 3.1, 1.7]])
U = np.array([[-0.9, 0.1, 0.6], [0.3, -0.4, 0.8]])
N = np.array([[np.nan, 1.0, -2.0], [0.5, np.nan, 3.0]])
V = np.array([3.0, 1.0, 2.5, -1.0])
M = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 2.0]])
"""Data: of both signs, two; positive; within ±1; with NaN; a vector; a symmetric positive matrix."""


class Call(NamedTuple):
    """A call of an operation, and what is looked at."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    dtypes: tuple[str, ...] | None
    gradient: bool
    shapes: bool


class Case(NamedTuple):
    name: str
    call: Call


def call(*args, dtypes=None, gradient=True, shapes=True, **kwargs):
    """An entry: the arguments; the dtypes tried; whether gradients and symbolic shapes are compared.

    Args: dtypes: None: all of them for the first call of an operation, float32 for the others.
    """
    return Call(args, kwargs, dtypes, gradient, shapes)


def same(calls, names):
    """The same calls for several operations, named in one string."""
    return {name: calls for name in names.split()}


def parameters(table):
    """The table, name -> calls, as parameters of a test."""
    return [
        pytest.param(
            Case(name, one._replace(dtypes=one.dtypes or (ALL if i == 0 else ALL[:1]))),
            id=f"{name}-{i}",
        )
        for name, calls in table.items()
        for i, one in enumerate(calls)
    ]


def find(library, name):
    for part in name.split("."):
        library = getattr(library, part)
    return library


def is_data(x):
    return isinstance(x, np.ndarray) and x.dtype == np.float64


def filled(call, fill):
    """The arguments with data replaced by fill(data)."""
    given, tree = jax.tree.flatten((call.args, call.kwargs), is_leaf=lambda x: x is None)
    return jax.tree.unflatten(tree, [fill(x) if is_data(x) else x for x in given])


def leaves(result):
    return jax.tree.leaves(result)


def attempt(function, args, kwargs):
    """What the function gives, or the exception."""
    try:
        return function(*args, **kwargs), None
    except Exception as error:
        return None, error


def check(case):
    """Values and dtypes in each dtype; gradients; symbolic shapes."""
    for dtype in case.call.dtypes:
        check_values(case, dtype)
    if case.call.gradient and "float32" in case.call.dtypes:
        check_gradient(case)
    if case.call.shapes:
        check_shapes(case)


def check_values(case, dtype):
    args, kwargs = filled(case.call, lambda x: jnp.asarray(x, dtype))
    theirs, their_error = attempt(find(keras.ops, case.name), args, kwargs)
    ours, our_error = attempt(find(ops, case.name), args, kwargs)
    if their_error is not None:
        assert our_error is not None, f"{dtype}: only the oracle refuses: {their_error!r}"
        return
    if our_error is not None:
        raise our_error
    assert_same(leaves(ours), leaves(theirs), dtype)


def assert_same(ours, theirs, dtype):
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs):
        if not hasattr(their, "dtype"):
            assert our == their
            continue
        assert our.dtype == their.dtype, f"{dtype}: {our.dtype}, oracle {their.dtype}"
        assert our.shape == their.shape, f"{dtype}: {our.shape}, oracle {their.shape}"
        tolerance = TOLERANCE.get(str(their.dtype), {"rtol": 0, "atol": 0})
        if jnp.issubdtype(their.dtype, jnp.complexfloating):
            tolerance = TOLERANCE["float32"]
        elif not jnp.issubdtype(their.dtype, np.integer):
            our, their = (np.asarray(a, "float32") for a in (our, their))
        np.testing.assert_allclose(our, their, **tolerance, err_msg=dtype)


def check_gradient(case):
    """The gradient of the sum of all float outputs, with respect to all data."""
    data = [x for x in jax.tree.leaves((case.call.args, case.call.kwargs)) if is_data(x)]
    given = [jnp.asarray(x, "float32") for x in data]

    def total(function):
        def sum_of(arrays):
            rest = iter(arrays)
            args, kwargs = filled(case.call, lambda _: next(rest))
            parts = [jnp.sum(y) for y in leaves(function(*args, **kwargs))
                     if hasattr(y, "dtype") and jnp.issubdtype(y.dtype, jnp.floating)]  # fmt: skip
            return sum(parts) if parts else jnp.zeros(())

        return jax.grad(sum_of)

    theirs, error = attempt(total(find(keras.ops, case.name)), (given,), {})
    if error is None and given:
        assert_same(total(find(ops, case.name))(given), theirs, "gradient")


def check_shapes(case):
    """A symbolic call tells the shape and dtype of the run; with an unknown batch, nothing wrong."""
    dtype = case.call.dtypes[0]
    args, kwargs = filled(case.call, lambda x: jnp.asarray(x, dtype))
    run = leaves(find(ops, case.name)(*args, **kwargs))
    args, kwargs = filled(case.call, lambda x: KerasTensor(x.shape, dtype))
    if not any(isinstance(x, KerasTensor) for x in leaves((args, kwargs))):
        return
    known = leaves(find(ops, case.name)(*args, **kwargs))
    assert [(x.shape, x.dtype) for x in known] == [(y.shape, str(y.dtype)) for y in run]
    args, kwargs = filled(
        case.call, lambda x: KerasTensor((None, *x.shape[1:]), dtype) if x.ndim else x
    )
    unknown = leaves(find(ops, case.name)(*args, **kwargs))
    for symbol, y in zip(unknown, run, strict=True):
        assert len(symbol.shape) == y.ndim
        assert all(a in (None, b) for a, b in zip(symbol.shape, y.shape)), (symbol.shape, y.shape)
        assert symbol.dtype == str(y.dtype)
