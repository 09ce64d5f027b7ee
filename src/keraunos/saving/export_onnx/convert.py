"""From a traced program to an ONNX model."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.saving.export_onnx import elementwise, indexing, loops, products, reductions, shapes
from keraunos.saving.export_onnx.graph import Graph, Value, is_known, package
from keraunos.saving.export_onnx.walk import constant, walk

ROOMS = (elementwise, indexing, loops, products, reductions, shapes)
"""The modules that fill the table of rules."""

_LARGEST = 2**31 - 2**20
"""Bytes of weights; the format's own bound is 2 GiB for the file."""

OPSET = 18
"""The version of ONNX' operations that is written: the lowest that has all of those used."""


def model_of(
    program: Any, weights: dict[str, np.ndarray], inputs: list[str], outputs: list[str],
    opset: Any = None,
) -> Any:  # fmt: skip
    """The ONNX model of a closed jaxpr whose first arguments are the weights.

    Args:
        program: as of `jax.make_jaxpr`. weights: name -> numbers, in the order of the arguments.
        inputs, outputs: names of the other arguments and of the results. opset: OPSET or later.
    Raises: ValueError naming a primitive that has no rule.
    """
    opset = OPSET if opset is None else opset
    if not isinstance(opset, int) or opset < OPSET:
        raise ValueError(bad("export", "opset_version", f"an int >= {OPSET}", opset, ""))
    onnx, g = package(), Graph()
    held = [constant(array, name) for name, array in weights.items()]
    arguments = program.jaxpr.invars[len(held) :]
    values = [Value(name, v.aval.shape, v.aval.dtype) for name, v in zip(inputs, arguments)]
    _enter_symbols(g, values)
    constants = [constant(c) for c in program.consts]
    found = walk(g, program.jaxpr, constants, [*held, *values])
    ends = []
    for name, value in zip(outputs, found):
        g.nodes.append(onnx.helper.make_node("Identity", [g.whole(value)], [name]))
        ends.append(_info(name, value))
    _check_size(g)
    kept = [onnx.numpy_helper.from_array(array, name) for name, array in g.initializers.items()]
    graph = onnx.helper.make_graph(g.nodes, "model", [_info(v.name, v) for v in values], ends, kept)
    versions = [onnx.helper.make_opsetid("", opset)]
    ir = onnx.helper.find_min_ir_version_for(versions)
    return onnx.helper.make_model(
        graph, opset_imports=versions, producer_name="keraunos", ir_version=ir
    )


def _check_size(g: Graph) -> None:
    size = sum(array.nbytes for array in g.initializers.values())
    if size > _LARGEST:
        raise ValueError(
            f"export to ONNX: the weights take {size:,} bytes; one file holds {_LARGEST:,}. Export parts of "
            "the model, weights of dtype float16, or format='stablehlo'."
        )


def _enter_symbols(g: Graph, inputs: list[Value]) -> None:
    """For each symbol a tensor that reads it off an input's shape."""
    for value in inputs:
        for axis, size in enumerate(value.shape):
            if not is_known(size) and str(size) not in g.symbols:
                shape = g.node("Shape", value.name)
                at = g.constant([axis], np.int64)
                g.symbols[str(size)] = g.node("Gather", shape, at, axis=0)


def _info(name: str, value: Value) -> Any:
    shape = [int(size) if is_known(size) else str(size) for size in value.shape]
    kind = elementwise.onnx_dtype(value.dtype)
    return package().helper.make_tensor_value_info(name, kind, shape)
