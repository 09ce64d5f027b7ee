"""Operations against the oracle: an entry of a table is a call that both libraries make.

A float64 array among the arguments stands for data: it is passed in each dtype in turn, gradients are
taken with respect to it, and a symbolic tensor takes its place. All else is passed as it is. Where both
libraries trace to the very same program, its numbers and gradients are equal without being computed.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.extend.core import ClosedJaxpr

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
    gradient: bool | None
    shapes: bool


class Case(NamedTuple):
    name: str
    call: Call


def call(*args, dtypes=None, gradient=None, shapes=True, **kwargs):
    """An entry: the arguments; the dtypes tried; whether gradients and symbolic shapes are compared.

    Args: dtypes, gradient: None: for the first call of an operation all dtypes and the gradient, for the
        others float32 alone.
    """
    return Call(args, kwargs, dtypes, gradient, shapes)


def same(calls, names):
    """The same calls for several operations, named in one string."""
    return {name: calls for name in names.split()}


def parameters(table):
    """The table, name -> calls, as parameters of a test."""
    return [
        pytest.param(Case(name, settled(one, i == 0)), id=f"{name}-{i}")
        for name, calls in table.items()
        for i, one in enumerate(calls)
    ]


def settled(call, first):
    gradient = first if call.gradient is None else call.gradient
    return call._replace(dtypes=call.dtypes or (ALL if first else ALL[:1]), gradient=gradient)


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


def check(case):
    """Values and dtypes in each dtype; gradients; symbolic shapes."""
    equal = [check_values(case, dtype) for dtype in case.call.dtypes]
    if case.call.gradient and case.call.dtypes[0] == "float32" and not equal[0]:
        check_gradient(case)
    if case.call.shapes:
        check_shapes(case)


def check_values(case, dtype):
    """Compare; whether both libraries trace to one program, which then need not run."""
    data = [
        jnp.asarray(x, dtype)
        for x in jax.tree.leaves((case.call.args, case.call.kwargs))
        if is_data(x)
    ]
    ours, theirs = (attempt(called(library, case), data) for library in (ops, keras.ops))
    if theirs.error is not None:
        assert ours.error is not None, f"{dtype}: only the oracle refuses: {theirs.error!r}"
        return True
    if ours.error is not None:
        raise ours.error
    if ours.program is None or theirs.program is None:
        assert_same(*(leaves(called(library, case)(data)) for library in (ops, keras.ops)), dtype)
        return False
    assert_same(ours.result, theirs.result, dtype)
    if same_program(ours.program, theirs.program):
        return True
    assert_same(
        *(leaves(jax.jit(called(library, case))(data)) for library in (ops, keras.ops)), dtype
    )
    return False


def data_of(case, dtype):
    """The call's data, in this dtype."""
    given = jax.tree.leaves((case.call.args, case.call.kwargs))
    return [jnp.asarray(x, dtype) for x in given if is_data(x)]


def called(library, case):
    """The call as a function of its data."""

    def function(data):
        rest = iter(data)
        args, kwargs = filled(case.call, lambda _: next(rest))
        return find(library, case.name)(*args, **kwargs)

    return function


class Attempt(NamedTuple):
    """What tracing a function gave: its result, or the program and the shapes of the result, or an error."""

    result: Any = None
    program: Any = None
    error: Exception | None = None


def attempt(function, data):
    try:
        program, result = jax.make_jaxpr(function, return_shape=True)(data)
        return Attempt(leaves(result), program)
    except Exception:  # it may ask for numbers
        try:
            return Attempt(leaves(function(data)))
        except Exception as error:
            return Attempt(error=error)


def same_program(ours, theirs):
    """Whether two programs are one: the same operations on the same constants."""
    if str(ours) != str(theirs):
        return False
    pairs = list(zip(constants(ours), constants(theirs), strict=True))
    return all(np.shape(a) == np.shape(b) and np.array_equal(a, b) for a, b in pairs)


def constants(program):
    """The constants of a program and of the programs within it."""
    found = list(program.consts)
    for equation in program.jaxpr.eqns:
        for value in jax.tree.leaves(equation.params, is_leaf=lambda x: isinstance(x, ClosedJaxpr)):
            found += constants(value) if isinstance(value, ClosedJaxpr) else []
    return found


def assert_same(ours, theirs, dtype):
    """Arrays of one dtype, shape and, if they have them, values."""
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs):
        if not hasattr(their, "dtype"):
            assert our == their
            continue
        assert our.dtype == their.dtype, f"{dtype}: {our.dtype}, oracle {their.dtype}"
        assert our.shape == their.shape, f"{dtype}: {our.shape}, oracle {their.shape}"
        if isinstance(their, jax.ShapeDtypeStruct):
            continue
        tolerance = TOLERANCE.get(str(their.dtype), {"rtol": 0, "atol": 0})
        if jnp.issubdtype(their.dtype, jnp.complexfloating):
            tolerance = TOLERANCE["float32"]
        elif not jnp.issubdtype(their.dtype, np.integer):
            our, their = (np.asarray(a, "float32") for a in (our, their))
        np.testing.assert_allclose(our, their, **tolerance, err_msg=dtype)


def check_gradient(case):
    """The gradient of the sum of all float outputs, with respect to all data."""
    given = data_of(case, "float32")

    def slope(library):
        def total(arrays):
            parts = [jnp.sum(y) for y in leaves(called(library, case)(arrays))
                     if hasattr(y, "dtype") and jnp.issubdtype(y.dtype, jnp.floating)]  # fmt: skip
            return sum(parts) if parts else jnp.zeros(())

        return jax.jit(jax.grad(total))

    if given:
        assert_same(slope(ops)(given), slope(keras.ops)(given), "gradient")


def check_shapes(case):
    """A symbolic call tells the shape and dtype of the run; with an unknown batch, nothing wrong."""
    dtype = case.call.dtypes[0]
    data = data_of(case, dtype)
    run = attempt(called(ops, case), data).result
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
