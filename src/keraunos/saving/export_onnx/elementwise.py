"""Rules of arithmetic, comparisons and choices, element by element."""

from typing import Any

import numpy as np

from keraunos.saving.export_onnx.graph import Graph, Value, package, refuse
from keraunos.saving.export_onnx.table import RULES, rule

UNARY = {
    "neg": "Neg", "abs": "Abs", "sign": "Sign", "floor": "Floor", "ceil": "Ceil", "exp": "Exp",
    "log": "Log", "sqrt": "Sqrt", "sin": "Sin", "cos": "Cos", "tan": "Tan", "asin": "Asin",
    "acos": "Acos", "atan": "Atan", "sinh": "Sinh", "cosh": "Cosh", "tanh": "Tanh", "asinh": "Asinh",
    "acosh": "Acosh", "atanh": "Atanh", "erf": "Erf", "logistic": "Sigmoid",
    "stop_gradient": "Identity", "copy": "Identity", "copy_p": "Identity",
    "reduce_precision": "Identity", "real": "Identity",
}  # fmt: skip

BINARY = {
    "add": "Add", "add_any": "Add", "sub": "Sub", "mul": "Mul", "div": "Div", "pow": "Pow",
    "max": "Max", "min": "Min", "lt": "Less", "le": "LessOrEqual", "gt": "Greater",
    "ge": "GreaterOrEqual", "eq": "Equal", "lt_to": "Less", "le_to": "LessOrEqual", "eq_to": "Equal",
}  # fmt: skip

LOGICAL = {"and": ("And", "BitwiseAnd"), "or": ("Or", "BitwiseOr"), "xor": ("Xor", "BitwiseXor")}
"""Primitive -> the operation of booleans, and of integers."""


def together(g: Graph, *values: Value) -> list[str]:
    """The tensors of operands; one that broadcasting spreads may stay thin where another is whole."""
    some_whole = any(not v.spread and v.shape == values[0].shape for v in values)
    return [g.thin(v) if some_whole else g.whole(v) for v in values]


def number(g: Graph, value: float, like: Value) -> str:
    """A constant in the dtype of a value."""
    return g.constant(value, like.dtype)


for _primitive, _op in UNARY.items():
    RULES[_primitive] = lambda g, eqn, x, op=_op: g.node(op, g.whole(x))
for _primitive, _op in BINARY.items():
    RULES[_primitive] = lambda g, eqn, x, y, op=_op: g.node(op, *together(g, x, y))


@rule("and", "or", "xor")
def _logical(g: Graph, eqn: Any, x: Value, y: Value) -> str:
    of_booleans, of_integers = LOGICAL[eqn.primitive.name]
    return g.node(of_booleans if x.dtype == bool else of_integers, *together(g, x, y))


@rule("not")
def _not(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Not" if x.dtype == bool else "BitwiseNot", g.whole(x))


@rule("ne")
def _ne(g: Graph, eqn: Any, x: Value, y: Value) -> str:
    return g.node("Not", g.node("Equal", *together(g, x, y)))


@rule("shift_left", "shift_right_logical")
def _shift(g: Graph, eqn: Any, x: Value, y: Value) -> str:
    way = "LEFT" if eqn.primitive.name == "shift_left" else "RIGHT"
    bits = np.dtype(f"uint{8 * x.dtype.itemsize}")
    plain = [cast(g, name, bits) for name in together(g, x, y)]
    return cast(g, g.node("BitShift", *plain, direction=way), x.dtype)


@rule("rem")
def _rem(g: Graph, eqn: Any, x: Value, y: Value) -> str:
    return g.node("Mod", *together(g, x, y), fmod=1)


@rule("rsqrt")
def _rsqrt(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Reciprocal", g.node("Sqrt", g.whole(x)))


@rule("square")
def _square(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Mul", g.whole(x), g.whole(x))


@rule("integer_pow")
def _integer_pow(g: Graph, eqn: Any, x: Value) -> str:
    power = eqn.params["y"]
    if power == 2:
        return _square(g, eqn, x)
    return g.node("Pow", g.whole(x), number(g, power, x))


@rule("exp2")
def _exp2(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Pow", number(g, 2, x), g.whole(x))


@rule("cbrt")
def _cbrt(g: Graph, eqn: Any, x: Value) -> str:
    root = g.node("Pow", g.node("Abs", g.whole(x)), number(g, 1 / 3, x))
    return g.node("Mul", g.node("Sign", g.whole(x)), root)


@rule("expm1")
def _expm1(g: Graph, eqn: Any, x: Value) -> str:
    """tanh(x/2) (exp(x) + 1), which keeps the digits near 0; beyond 1 exp(x) - 1."""
    name, one = g.whole(x), number(g, 1, x)
    exp = g.node("Exp", name)
    small = g.node(
        "Mul", g.node("Tanh", g.node("Mul", name, number(g, 0.5, x))), g.node("Add", exp, one)
    )
    return g.node("Where", g.node("Less", g.node("Abs", name), one), small, g.node("Sub", exp, one))


@rule("log1p")
def _log1p(g: Graph, eqn: Any, x: Value) -> str:
    """log(u) x / (u - 1) with u = 1 + x, which keeps the digits near 0."""
    name, one = g.whole(x), number(g, 1, x)
    sum_ = g.node("Add", name, one)
    less = g.node("Sub", sum_, one)
    lost = g.node("Equal", less, number(g, 0, x))
    ratio = g.node("Div", name, g.node("Where", lost, one, less))
    exact = g.node("Mul", g.node("Log", sum_), ratio)
    infinite = g.node("IsInf", name)
    return g.node("Where", lost, name, g.node("Where", infinite, g.node("Log", sum_), exact))


@rule("erfc")
def _erfc(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Sub", number(g, 1, x), g.node("Erf", g.whole(x)))


@rule("round")
def _round(g: Graph, eqn: Any, x: Value) -> str:
    if int(eqn.params["rounding_method"]) == 1:  # to even
        return g.node("Round", g.whole(x))
    away = g.node("Floor", g.node("Add", g.node("Abs", g.whole(x)), number(g, 0.5, x)))
    return g.node("Mul", g.node("Sign", g.whole(x)), away)


@rule("is_finite")
def _is_finite(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Not", g.node("Or", g.node("IsInf", g.whole(x)), g.node("IsNaN", g.whole(x))))


@rule("clamp")
def _clamp(g: Graph, eqn: Any, low: Value, x: Value, high: Value) -> str:
    return g.node("Min", g.node("Max", g.whole(x), g.whole(low)), g.whole(high))


@rule("select_n")
def _select_n(g: Graph, eqn: Any, which: Value, *cases: Value) -> str:
    if which.dtype == bool:
        return g.node("Where", g.whole(which), g.whole(cases[1]), g.whole(cases[0]))
    chosen = g.whole(cases[-1])
    for i, case in enumerate(cases[:-1]):
        here = g.node("Equal", g.whole(which), g.constant(i, which.dtype))
        chosen = g.node("Where", here, g.whole(case), chosen)
    return chosen


@rule("convert_element_type")
def _convert(g: Graph, eqn: Any, x: Value) -> Value:
    dtype = np.dtype(eqn.params["new_dtype"])
    if dtype == x.dtype:
        return Value(g.thin(x), x.shape, dtype, spread=x.spread)
    return Value(cast(g, g.thin(x), dtype), x.shape, dtype, spread=x.spread)


def cast(g: Graph, name: str, dtype: Any) -> str:
    """A tensor in another dtype."""
    return g.node("Cast", name, to=onnx_dtype(dtype))


def onnx_dtype(dtype: Any) -> int:
    """ONNX' number for a dtype.

    Raises: ValueError if it has none.
    """
    try:
        return package().helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    except (KeyError, ValueError) as error:
        raise refuse("dtype", f"the dtype {dtype}") from error
