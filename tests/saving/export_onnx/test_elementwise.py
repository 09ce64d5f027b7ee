"""Arithmetic, comparisons and choices in ONNX Runtime."""

import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function, session

import keraunos as k
from keraunos import ops

ONE = [
    "abs", "negative", "sign", "floor", "ceil", "round", "exp", "exp2", "expm1", "log", "log2",
    "log10", "log1p", "sqrt", "rsqrt", "square", "sin", "cos", "tan", "arcsin", "arccos",
    "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "erf", "sigmoid", "relu",
    "relu6", "silu", "elu", "selu", "gelu", "softplus", "softsign", "hard_sigmoid", "hard_silu",
    "celu", "glu", "leaky_relu", "log_sigmoid", "isfinite", "isnan", "isinf", "reciprocal",
    "logical_not", "sparse_plus", "tanh_shrink", "soft_shrink", "hard_shrink", "squareplus",
    "cbrt",
]  # fmt: skip

NARROW = {"arcsin": 0.5, "arccos": 0.5, "arctanh": 0.5}
ABOVE = {"log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal", "arccosh"}


@pytest.mark.parametrize("name", [n for n in ONE if hasattr(ops, n)])
def test_functions_of_one(name):
    x = (
        np.linspace(-3, 3, 24, dtype="f4").reshape(6, 4)
        * NARROW.get(name, 1)
        * (0.6 if name in NARROW else 1)
    )
    x = abs(x) + 1.1 if name in ABOVE else x
    assert_runs_the_same(of_function(getattr(ops, name), (4,)), [x])


@pytest.mark.parametrize("name", ["expm1", "log1p"])
def test_digits_near_nought_stay(name):
    x = np.array([[-1e-6, 0, 1e-7, 3e-5]], "f4")
    assert_runs_the_same(of_function(getattr(ops, name), (4,)), [x], rtol=1e-6, atol=0)


TWO = [
    "add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "mod", "equal",
    "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and", "logical_or",
    "logical_xor", "floor_divide", "hypot", "logaddexp",
]  # fmt: skip


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("other", [(4,), (1,)])
def test_functions_of_two(name, other):
    rng = np.random.default_rng(0)
    x, y = abs(rng.normal(size=(3, 4))) + 0.1, abs(rng.normal(size=(3, *other))) + 0.1
    assert_runs_the_same(
        of_function(getattr(ops, name), (4,), other), [x.astype("f4"), y.astype("f4")]
    )


@pytest.mark.parametrize(
    "name",
    [
        "add",
        "multiply",
        "mod",
        "floor_divide",
        "maximum",
        "bitwise_and",
        "bitwise_or",
        "bitwise_xor",
        "power",
    ],
)
def test_functions_of_two_integers(name):
    x, y = np.array([[7, -7, 6, 0]], "int32"), np.array([[2, 2, 3, 5]], "int32")
    assert_runs_the_same(of_function(getattr(ops, name), (4,), (4,), dtype="int32"), [x, y])


def test_choices_and_bounds():
    x = np.linspace(-2, 2, 8, dtype="f4").reshape(2, 4)
    for function in (
        lambda x: ops.where(x > 0, x, 1.0),
        lambda x: ops.clip(x, -1, 1),
        lambda x: ops.cast(x, "int32"),
        lambda x: ops.cast(x > 0, "float32"),
        lambda x: x**3,
        lambda x: ops.bitwise_not(ops.cast(x, "int32")),
        lambda x: ops.logical_not(x > 0),
    ):
        assert_runs_the_same(of_function(function, (4,)), [x])


def test_a_dtype_that_onnx_has_not_is_named(monkeypatch):
    from keraunos.saving.export_onnx import elementwise

    assert elementwise.onnx_dtype("float32") == 1
    with pytest.raises(ValueError, match="the dtype"):
        elementwise.onnx_dtype("datetime64[s]")


def test_what_broadcasting_spreads_is_not_laid_out():
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.Dense(2)])
    session(model)
    from support.runtime import onnx

    from keraunos.saving.export import onnx_of

    kinds = [n.op_type for n in onnx.load_from_string(onnx_of(model)).graph.node]
    assert "Expand" not in kinds
    assert kinds.count("MatMul") == 2
