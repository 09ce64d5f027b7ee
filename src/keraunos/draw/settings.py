"""The few settings of a layer that a reader of its diagram wants to know, in short words."""

import inspect
from collections.abc import Callable
from typing import Any

from keraunos.core.symbolic import FunctionOperation, Operation


def _sizes(value: Any) -> str:
    """3×3 for a pair; 1+2×0+3 for margins, one number if all are the same."""
    if not isinstance(value, (list, tuple)):
        return str(value)
    if value and isinstance(value[0], (list, tuple)):
        sides = {side for pair in value for side in pair}
        return (
            str(sides.pop()) if len(sides) == 1 else "×".join("+".join(map(str, p)) for p in value)
        )
    return "×".join(map(str, value))


def _unless(*usual: Any) -> Callable[[Any], bool]:
    """Whether a value is worth a word: not if it is one of the usual ones."""
    return lambda value: value not in usual


def _above_one(value: Any) -> bool:
    return set(_sizes(value).split("×")) != {"1"}


def _always(_value: Any) -> bool:
    return True


WORDS: tuple[tuple[str, str, Callable[[Any], bool]], ...] = (
    ("units", "{} units", _always),
    ("filters", "{} filters", _always),
    ("input_dim", "{} entries", _always),
    ("output_dim", "{} values each", _always),
    ("num_heads", "{} heads", _always),
    ("key_dim", "key size {}", _always),
    ("kernel_size", "{} kernel", _always),
    ("pool_size", "{} pool", _always),
    ("strides", "stride {}", _above_one),
    ("dilation_rate", "dilation {}", _above_one),
    ("padding", "{} padding", _unless("valid", None)),
    ("size", "size {}", _always),
    ("cropping", "crops {}", _always),
    ("target_shape", "to {}", _always),
    ("dims", "axes {}", _always),
    ("n", "{} times", _always),
    ("rate", "rate {}", _always),
    ("stddev", "deviation {}", _always),
    ("equation", "{}", _always),
    ("groups", "{} groups", _unless(1, None)),
    ("axis", "axis {}", _unless(-1, None)),
    ("axes", "axes {}", _unless(None)),
    ("merge_mode", "{}", _unless(None)),
    ("return_sequences", "whole sequence", bool),
    ("go_backwards", "backwards", bool),
    ("stateful", "stateful", bool),
)
"""Attribute -> its words and whether a value deserves them."""

_ASKED = {*(name for name, _, _ in WORDS), "layer", "activation"}
_COUNTED = ("units", "filters", "num_heads", "n")
_SIMPLE = (int, float, str, bool, tuple, list, type(None))


def settings_of(operation: Operation, activations: bool) -> list[str]:
    """The settings of a layer as short phrases.

    Args: activations: whether its activation function is among them.
    Example:
        >>> from keraunos import layers
        >>> settings_of(layers.Dense(8, activation="relu"), activations=True)
        ['8 units', 'relu']
    """
    own = _arguments(operation)
    found = []
    for name, words, worth in WORDS:
        value = own.get(name)
        if value is None or not isinstance(value, _SIMPLE):
            continue
        pool = own.get("pool_size") if name == "strides" else None
        if value == pool or not (pool or worth(value)):  # a pool's usual stride is its own size
            continue
        phrase = words.format(_sizes(value))
        found.append(phrase.removesuffix("s") if value == 1 and name in _COUNTED else phrase)
    if isinstance(inner := own.get("layer"), Operation):
        words = settings_of(inner, activations)
        found.append(", ".join([f"of {type(inner).__name__}", *words[:1]]))
    activation = own.get("activation")
    shown = activations or type(operation).__name__ == "Activation"
    if shown and activation is not None and _name(activation) != "linear":
        found.append(_name(activation))
    return found


def _arguments(operation: Operation) -> dict[str, Any]:
    """What the operation was made with, as far as it keeps it; nothing else of it is read."""
    names = inspect.signature(type(operation).__init__).parameters
    return {name: getattr(operation, name, None) for name in names if name in _ASKED}


def title_of(operation: Operation) -> str:
    """What a box is called: the class of a layer, the name of an operation.

    Example:
        >>> from keraunos import layers
        >>> title_of(layers.Dense(8))
        'Dense'
    """
    if isinstance(operation, FunctionOperation):
        return _name(operation.function).strip("_")
    return type(operation).__name__


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))
