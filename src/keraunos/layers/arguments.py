"""What happens to the arguments of a layer's call: arrays become inputs, inputs give shapes."""

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import legacy, tree
from keraunos.core.dtypes import is_float
from keraunos.core.errors import bad, unknown
from keraunos.core.symbolic import UNTRACEABLE, KerasTensor, is_symbolic
from keraunos.core.texts import is_text
from keraunos.core.variable import Variable

_SHAPE_ARGUMENTS = ("input_shape", "input_dim", "batch_shape", "batch_size")


def as_inputs(
    layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """Positional and keyword arguments with arrays on the device, floats in the layer's compute dtype.

    Texts stay where they are, and all that a layer takes that works on the host.

    Raises: ValueError if the first argument holds no array.
    """
    if layer.runs_on_host:
        return args, kwargs

    def convert(x: Any) -> Any:
        if not (hasattr(x, "shape") and hasattr(x, "dtype")) or is_text(x):
            return x
        if layer.begins_on_host and isinstance(x, np.ndarray) and x.dtype.kind in "iu":
            return x
        x = x if is_symbolic(x) or isinstance(x, Variable) else ops.convert_to_tensor(x)
        name = getattr(x.dtype, "name", x.dtype)
        if layer.autocast and is_float(name) and name != layer.compute_dtype:
            return ops.cast(x, layer.compute_dtype)
        return x

    if args and isinstance(args[0], (int, float, str)) and not isinstance(args[0], bool):
        raise ValueError(
            bad(
                layer._who(), "inputs", "an array or a symbolic tensor", args[0], "Use np.array(x)."
            )
        )
    if args and isinstance(args[0], list) and args[0] and _only_numbers(args[0]):
        args = (ops.convert_to_tensor(np.asarray(args[0])), *args[1:])
    return (
        tuple(tree.map_structure(convert, a) for a in args),
        {k: tree.map_structure(convert, v) for k, v in kwargs.items()},
    )


def _only_numbers(x: Any) -> bool:
    if isinstance(x, (list, tuple)):
        return all(_only_numbers(one) for one in x)
    return isinstance(x, (int, float))


def known(x: Any) -> np.ndarray | None:
    """The numbers of an array, or None where they are not known: in a program, or of a symbolic tensor."""
    if is_symbolic(x) or is_text(x):
        return None
    try:
        return np.asarray(x)
    except UNTRACEABLE:
        return None


def first_argument(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a layer is mainly called on."""
    return args[0] if args else next(iter(kwargs.values()), None)


def shape_structure(x: Any) -> Any:
    """The shapes of a structure of tensors, in the same structure; None for what is no tensor."""
    return tree.map_structure(lambda t: _shape(t.shape) if hasattr(t, "shape") else None, x)


def _shape(shape: Any) -> Any:
    """A shape as a tuple; one with more methods stays what it is."""
    return shape if isinstance(shape, tuple) else tuple(shape)


def is_shape(x: Any) -> bool:
    """Whether it is one shape rather than a structure of shapes."""
    return isinstance(x, (tuple, list)) and all(
        s is None or isinstance(s, (int, np.integer)) for s in x
    )


def map_shapes(function: Callable[[Any], Any], shapes: Any) -> Any:
    """Apply a function to each shape of a structure of shapes."""
    if shapes is None:
        return None
    if is_shape(shapes):
        return function(tuple(shapes))
    if isinstance(shapes, dict):
        return {key: map_shapes(function, value) for key, value in shapes.items()}
    return type(shapes)(map_shapes(function, value) for value in shapes)


def tensors_of(shapes: Any, dtype: str) -> Any:
    """Symbolic tensors of these shapes, in the same structure."""
    return map_shapes(lambda shape: KerasTensor(shape, dtype), shapes)


@lru_cache(maxsize=4096)
def _parameter_names(function: Callable[..., Any]) -> tuple[str, ...]:
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(p.name for p in parameters if p.kind in kinds)


def shapes_for(
    method: Callable[..., Any],
    call_names: tuple[str, ...],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> dict[str, Any]:
    """The shapes that `build` or `compute_output_shape` asks for, by parameter.

    One parameter gets the shape of the first argument; several get `<argument>_shape` each.
    """
    names = _parameter_names(method)
    given = {**dict(zip(call_names, args)), **kwargs}
    first = shape_structure(first_argument(args, kwargs))
    if len(names) <= 1:
        return {names[0]: first} if names else {}
    found = {
        f"{name}_shape": shape_structure(value)
        for name, value in given.items()
        if any(hasattr(leaf, "shape") for leaf in tree.flatten(value))
    }
    shapes = {name: found[name] for name in names if name in found}
    if names[0] not in shapes:
        shapes[names[0]] = first
    return shapes


def shape_argument(
    layer: Any, known: Sequence[str], kwargs: dict[str, Any]
) -> tuple[Any, ...] | None:
    """The batch shape that `input_shape`, `input_dim` or `batch_shape` names; refuses what is left."""
    left = [name for name in kwargs if name not in _SHAPE_ARGUMENTS]
    if left:
        kwargs = legacy.translate(layer, kwargs)
        left = [name for name in kwargs if name not in _SHAPE_ARGUMENTS]
    if left:
        every = [*layer._init_args, *known, *_SHAPE_ARGUMENTS]
        names = [name for name in every if name not in left]
        raise ValueError(unknown(type(layer).__name__, "argument", left[0], names))
    if "batch_shape" in kwargs:
        return tuple(kwargs["batch_shape"])
    shape = kwargs.get("input_shape")
    if shape is None and kwargs.get("input_dim") is not None:
        shape = (kwargs["input_dim"],)
    if shape is None:
        return None
    if isinstance(shape, int):
        raise ValueError(
            bad(type(layer).__name__, "input_shape", "a tuple without the batch axis", shape,
                f"Write input_shape=({shape},).")
        )  # fmt: skip
    return (kwargs.get("batch_size"), *shape)
