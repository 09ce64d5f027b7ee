"""The walk over the equations of a traced program, with what is constant worked out on the way."""

from typing import Any

import jax
import numpy as np
from jax.extend import core

from keraunos.saving.export_onnx.graph import Graph, Value, is_known, refuse
from keraunos.saving.export_onnx.table import INLINED, RULES

_FOLDED = 1 << 16
"""Bytes up to which what is worked out of constants may be larger than they are."""


def constant(value: Any, name: str = "", dtype: Any = None) -> Value:
    """Numbers that are known now."""
    array = np.asarray(value, dtype)
    return Value("", array.shape, array.dtype, array, hint=name)


def walk(g: Graph, program: Any, constants: list[Value], inputs: list[Value]) -> list[Value]:
    """Add the nodes of a program; returns what comes out of it."""
    held: dict[Any, Value] = {
        **dict(zip(program.constvars, constants)), **dict(zip(program.invars, inputs))
    }  # fmt: skip

    def value(atom: Any) -> Value:
        if isinstance(atom, core.Literal):
            return constant(atom.val, dtype=getattr(atom.aval, "dtype", None))
        return held[atom]

    for eqn in program.eqns:
        given = [value(atom) for atom in eqn.invars]
        held |= dict(zip(eqn.outvars, _converted(g, eqn, given)))
    return [value(atom) for atom in program.outvars]


def _converted(g: Graph, eqn: Any, given: list[Value]) -> list[Value]:
    name = eqn.primitive.name
    if name in INLINED:
        inner = eqn.params[INLINED[name]]
        open_program = getattr(inner, "jaxpr", inner)
        return walk(g, open_program, [constant(c) for c in getattr(inner, "consts", ())], given)
    folded = _folded(eqn, given)
    if folded is not None:
        return folded
    rule = RULES.get(name)
    if rule is None:
        raise refuse(name)
    found = rule(g, eqn, *given)
    found = found if isinstance(found, list) else [found]
    return [x if isinstance(x, Value) else Value(x, out.aval.shape, out.aval.dtype)
            for x, out in zip(found, eqn.outvars)]  # fmt: skip


def _folded(eqn: Any, given: list[Value]) -> list[Value] | None:
    """What an equation gives if all it takes is known now, and it does not grow much by it."""
    if any(v.const is None for v in given) or eqn.primitive.name == "dim_as_value":
        return None
    shapes = [out.aval.shape for out in eqn.outvars]
    if not all(is_known(size) for shape in shapes for size in shape):
        return None
    size = sum(out.aval.size * out.aval.dtype.itemsize for out in eqn.outvars)
    if size > sum(v.const.nbytes for v in given if v.const is not None) + _FOLDED:
        return None
    with jax.ensure_compile_time_eval():
        found = eqn.primitive.bind(*(jax.numpy.asarray(v.const) for v in given), **eqn.params)
    if eqn.primitive.multiple_results:
        return [constant(x) for x in found]
    named = given[0].hint if len(given) == 1 else ""  # a weight that is only turned keeps its name
    return [constant(found, named)]
