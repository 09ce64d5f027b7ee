"""Quantising the layers of a model."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from keraunos.core.errors import bad
from keraunos.layers.quantizing import Quantizable, checked_mode


def quantized_layers(model: Any, mode: Any, config: Any, filters: Any) -> None:
    """Quantise each layer within a model that can hold numbers of this mode and that the filters pick.

    Args: mode, config, filters: as of `Model.quantize`.
    Raises: as `Model.quantize`.
    """
    who = model._who()
    mode = checked_mode(who, mode, config)
    if not model.built:
        raise ValueError(f"{who}: quantize({mode!r}) needs a built model; this one is not built. "
                         "Call it on data, or build(input_shape).")  # fmt: skip
    if mode != "int8":
        raise NotImplementedError(
            bad(who, "mode", "'int8', the one that Dense, EinsumDense and Embedding hold", mode,
                "Use dtype='bfloat16' for smaller weights in floats.")
        )  # fmt: skip
    picked = _picker(who, filters)
    for layer in model._flatten_layers(include_self=False):
        if isinstance(layer, Quantizable) and mode in layer.quantizable and picked(layer):
            layer.quantize(mode, config=config)


def _picker(who: str, filters: Any) -> Callable[[Any], bool]:
    """Whether a layer is picked: by a pattern in its name, one of several, or a function."""
    if filters is None:
        return lambda layer: True
    if isinstance(filters, str):
        return lambda layer: re.search(filters, layer.name) is not None
    if callable(filters):
        return lambda layer: bool(filters(layer))
    if isinstance(filters, Iterable):
        patterns = list(filters)
        return lambda layer: any(re.search(p, layer.name) for p in patterns)
    raise ValueError(bad(who, "filters", "a pattern, a list of them or a function", filters, ""))
