"""What a model computes, for programs without Keraunos: as StableHLO, the language of XLA, or ONNX."""

from collections.abc import Callable
from typing import Any

import jax
from jax import export as jax_export

from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.lowering.platform import elsewhere
from keraunos.saving import atomic
from keraunos.saving.export_onnx import convert
from keraunos.saving.export_onnx.graph import package

FORMATS = ("stablehlo", "onnx")


def export_model(
    model: Any, filepath: Any, format: str = "tf_saved_model", verbose: Any = None,
    input_signature: Any = None, **kwargs: Any,
) -> None:  # fmt: skip
    """Write the predictions of a model as one program, weights inside, for any number of rows.

    Args:
        model: built. filepath: where to.
        format: "stablehlo": a module that other versions of XLA and of its relatives read; "onnx": a
            graph for ONNX Runtime and others, which needs the package onnx to be written.
        verbose: truthy: say where it went.
        input_signature: the inputs' specs, things with shape and dtype; None: those of the model's Inputs.
        kwargs: opset_version, for "onnx": the version of its operations, an int >= 18.
    Raises: ValueError for another format, if the inputs are not known, or for an operation that ONNX has
        not; ImportError without the package.
    Differs: no "tf_saved_model", "openvino" or "litert"; those need the program that reads them.
    """
    opset = kwargs.pop("opset_version", None) if format == "onnx" else None
    if kwargs:
        raise TypeError(f"export: unknown arguments {sorted(kwargs)}.")
    if format not in FORMATS:
        fix = (
            "Pass format='onnx' or 'stablehlo', or save it with model.save('model.keras') and convert "
            "that."
        )
        raise ValueError(bad("export", "format", "'stablehlo' or 'onnx'", format, fix))
    if format == "onnx":
        content = onnx_of(model, input_signature, opset)
    else:
        content = program_of(model, input_signature).mlir_module_serialized
    with atomic.writing(filepath) as stream:
        stream.write(content)
    if verbose:
        print(f"Exported to {filepath}.")


def program_of(model: Any, input_signature: Any = None) -> jax_export.Exported:
    """The program; its `call(*inputs)` runs it. Args: as of `export_model`."""
    specs = _specs(model, input_signature)
    with elsewhere():
        return jax_export.export(jax.jit(_predictions(model)))(*rows_of_any_number(specs))


def onnx_of(model: Any, input_signature: Any = None, opset: Any = None) -> bytes:
    """The ONNX model of the predictions. Args: as of `export_model`."""
    package()
    specs = _specs(model, input_signature)
    weights = {v.path: v for v in model.variables}
    if len(weights) < len(model.variables):
        weights = {f"{v.path}_{i}": v for i, v in enumerate(model.variables)}
    variables = list(weights.values())

    def predict(values: Any, *inputs: Any) -> Any:
        given = inputs[0] if len(inputs) == 1 else list(inputs)
        by_id = {id(v): value for v, value in zip(variables, values)}
        parts = (model.trainable_variables, model.non_trainable_variables)
        return model.stateless_call(
            *([by_id[id(v)] for v in part] for part in parts), given, training=False
        )[0]

    arrays = [v.numpy() for v in variables]
    with elsewhere():
        program, shape = jax.make_jaxpr(predict, return_shape=True)(
            arrays, *rows_of_any_number(specs)
        )
    inputs = _names([getattr(s, "name", None) for s in specs], "input")
    outputs = _names([None] * len(tree.flatten(shape)), "output")
    return convert.model_of(
        program, dict(zip(weights, arrays)), inputs, outputs, opset
    ).SerializeToString()


def _names(given: list[Any], kind: str) -> list[str]:
    """The names that are given, numbered ones where there are none or two are equal."""
    if len(set(given)) == len(given) and all(given):
        return [str(name) for name in given]
    return [kind] if len(given) == 1 else [f"{kind}_{i}" for i in range(len(given))]


def _specs(model: Any, input_signature: Any) -> list[Any]:
    specs = tree.flatten(symbols(model) if input_signature is None else input_signature)
    refuse_texts(model.name, specs)
    return specs


def refuse_texts(name: str, specs: list[Any]) -> None:
    """Raise a ValueError if one of these inputs is of texts."""
    if any(str(spec.dtype) == "string" for spec in specs):
        raise ValueError(
            f"export: '{name}' takes texts, which such programs do not. Export what follows the layers "
            "that take them: Model(layer.output, model.output)."
        )


def symbols(model: Any) -> list[KerasTensor]:
    """The symbolic inputs of a model; raises a ValueError if they are not known."""
    found = getattr(model, "inputs", None)
    if not found:
        raise ValueError(
            f"export: the inputs of '{model.name}' are not known. Pass input_signature=[…], a shape and a "
            "dtype for each."
        )
    return found


def rows_of_any_number(specs: list[Any]) -> list[jax.ShapeDtypeStruct]:
    """The specs with one symbol for every unknown first axis, and one each for other unknown axes."""
    scope = jax_export.SymbolicScope()
    made = []
    for i, spec in enumerate(specs):
        sizes = ["rows" if axis == 0 else f"size_{i}_{axis}" for axis in range(len(spec.shape))]
        known = [name if size is None else str(size) for name, size in zip(sizes, spec.shape)]
        shape = jax_export.symbolic_shape(f"({', '.join(known)},)", scope=scope) if known else ()
        made.append(jax.ShapeDtypeStruct(shape, jax.numpy.dtype(spec.dtype or "float32")))
    return made


def _predictions(model: Any) -> Callable[..., Any]:
    """The model in inference mode as a pure function of its inputs, its weights constants."""
    trainable = [v.numpy() for v in model.trainable_variables]
    other = [v.numpy() for v in model.non_trainable_variables]

    def predict(*inputs: Any) -> Any:
        given = inputs[0] if len(inputs) == 1 else list(inputs)
        return model.stateless_call(trainable, other, given, training=False)[0]

    return predict
