"""What a model computes, for programs without Keraunos: as StableHLO, the language of XLA."""

from collections.abc import Callable
from typing import Any

import jax
from jax import export as jax_export

from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor
from keraunos.saving import atomic

FORMATS = ("stablehlo",)


def export_model(
    model: Any, filepath: Any, format: str = "tf_saved_model", verbose: Any = None,
    input_signature: Any = None, **kwargs: Any,
) -> None:  # fmt: skip
    """Write the predictions of a model as one StableHLO module, weights inside, for any number of rows.

    The file is a portable artifact: other versions of XLA and of its relatives read it.

    Args:
        model: built. filepath: where to.
        format: "stablehlo".
        verbose: truthy: say where it went.
        input_signature: the inputs' specs, things with shape and dtype; None: those of the model's Inputs.
    Raises: ValueError for another format, or if the inputs are not known.
    Differs: no "tf_saved_model", "openvino" or "litert"; those need the program that reads them.
    """
    if kwargs:
        raise TypeError(f"export: unknown arguments {sorted(kwargs)}.")
    if format not in FORMATS:
        fix = "Pass format='stablehlo', or save it with model.save('model.keras') and convert that."
        raise ValueError(bad("export", "format", "'stablehlo'", format, fix))
    with atomic.writing(filepath) as stream:
        stream.write(program_of(model, input_signature).mlir_module_serialized)
    if verbose:
        print(f"Exported to {filepath}.")


def program_of(model: Any, input_signature: Any = None) -> jax_export.Exported:
    """The program; its `call(*inputs)` runs it. Args: as of `export_model`."""
    specs = tree.flatten(symbols(model) if input_signature is None else input_signature)
    refuse_texts(model.name, specs)
    return jax_export.export(jax.jit(_predictions(model)))(*rows_of_any_number(specs))


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
