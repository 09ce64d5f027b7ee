"""Weights by layer, as Keras 1 and 2 lay them out: a group for each layer, its arrays named in order."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import FileError
from keraunos.layers import Layer
from keraunos.models import Model
from keraunos.saving.hdf5 import Group, Stored

ROOM = 64512
"""Bytes that one attribute takes; longer lists of names are written in parts: layer_names0, layer_names1."""


# --- names --------------------------------------------------------------------------------------


def names(group: Group, attribute: str) -> list[str]:
    """A list of names in an attribute, or in its numbered parts."""
    found = group.attribute(attribute)
    if found is None:
        parts = []
        while (part := group.attribute(f"{attribute}{len(parts)}")) is not None:
            parts.append(part)
        if not parts:
            raise FileError(f"{group.path or 'the file'}: it has no {attribute}. It is damaged.")
        found = [name for part in parts for name in part]
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise FileError(f"{group.path or 'the file'}: {attribute} is not a list of names.")
    return found


def put_names(group: Any, attribute: str, given: Sequence[str]) -> None:
    """Write a list of names into an attribute, or into parts that fit."""
    encoded = [name.encode("utf8") for name in given]
    width = max(map(len, encoded), default=0)
    if width > ROOM:
        raise ValueError(f"save: a name of {width:,} bytes is longer than HDF5 takes. Shorten it.")
    if width * len(encoded) <= ROOM:
        group.attrs[attribute] = encoded
        return
    step = ROOM // width
    for i in range(0, len(encoded), step):
        group.attrs[f"{attribute}{i // step}"] = encoded[i : i + step]


# --- layers -------------------------------------------------------------------------------------


def own_weights(layer: Any) -> list[Any]:
    """A layer's weights in the order of these files: those that train first."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def layers_of(model: Model) -> list[Layer]:
    """The layers that have a group of their own."""
    return list(model.layers)


def stored_layers(group: Group) -> list[tuple[str, list[Stored]]]:
    """Pairs (name of a layer, its arrays in order, not read yet)."""
    found = []
    for name in names(group, "layer_names"):
        inner = group.group(name)
        if inner is None:
            raise FileError(f"{group.path or 'the file'}: layer {name!r} is named but not there.")
        found.append((name, [inner.array(weight) for weight in names(inner, "weight_names")]))
    return found


def write_layers(group: Any, model: Model) -> None:
    """Write the weights of every layer."""
    layers = layers_of(model)
    put_names(group, "layer_names", [layer.name for layer in layers])
    for layer in layers:
        _write(group.create_group(layer.name), own_weights(layer))
    top = [v for v in own_weights(model) if not any(v is w for x in layers for w in x.weights)]
    _write(group.create_group("top_level_model_weights"), top)


def _write(group: Any, variables: list[Any]) -> None:
    paths = unique([v.path for v in variables])
    put_names(group, "weight_names", paths)
    for path, variable in zip(paths, variables):
        group.create_dataset(path, data=plain(variable.numpy()))


def unique(paths: list[str]) -> list[str]:
    """Names that differ, as two arrays cannot have one place."""
    seen: dict[str, int] = {}
    found = []
    for path in paths:
        count = seen[path] = seen.get(path, 0) + 1
        found.append(path if count == 1 else f"{path}_{count - 1}")
    return found


def plain(array: np.ndarray) -> np.ndarray:
    """The array in a dtype that HDF5 has."""
    return array.astype(np.float32) if array.dtype.name == "bfloat16" else array
