"""Weights from torch and for it: a `state_dict`, as a mapping or in a safetensors file."""

import contextlib
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from keraunos.core.errors import FileError, ShapeError, bad, users_level
from keraunos.layers import Layer
from keraunos.models import Sequential
from keraunos.saving import atomic, kinds, safetensors, torch_layouts
from keraunos.saving.layout import places

Names = Mapping[str, str] | None


def load_torch_weights(
    model: Any, source: Any, names: Names = None, skip_mismatch: bool = False
) -> None:
    """Set the weights of a model to those of a torch module of the same form.

    Kernels are transposed, gates reordered, biases joined, running statistics taken along. Modules go to
    layers by `names`, else by equal names; in a Sequential that leaves them open, in their order.

    Args:
        model: built.
        source: a path that ends in ".safetensors", or a mapping of names to arrays or tensors.
        names: {"name of the module": "name or place of the layer"}, as in {"conv1": "conv2d"}.
        skip_mismatch: leave what has no counterpart or another shape as it is, with a warning.
    Raises: ValueError naming the modules and layers that do not go together; nothing is set then.
    Example:
        >>> model = keraunos.Sequential([keraunos.Input((3,)), keraunos.layers.Dense(2)])
        >>> load_torch_weights(model, {"0.weight": np.ones((2, 3)), "0.bias": np.zeros(2)})
        >>> model.layers[0].kernel.shape
        (3, 2)
    Source: torch's documentation of the layouts of Linear, ConvNd, BatchNorm, LSTM, GRU and
        MultiheadAttention.
    """
    with _state(source) as (state, name):
        found = torch_layouts.modules(state)
        own = _layers(model)
        pairs, problems = _pairs(model, found, own, names or {}, name)
        planned = []
        for module, layer in pairs:
            planned += _planned(layer, module, found[module], problems)
        if problems and not skip_mismatch:
            raise ShapeError(f"{name}: it does not fit the model:\n" + "\n".join(problems[:8]))
        for line in problems:
            warnings.warn(f"{line} Left as it is.", stacklevel=users_level())
    for variable, value in planned:
        variable.assign(value)


def save_torch_weights(model: Any, filepath: Any, names: Names = None) -> None:
    """Write the weights of a model as those of a torch module, in a safetensors file.

    Args:
        model: built. filepath: a path that ends in ".safetensors".
        names: as of `load_torch_weights`; a layer without one goes by its own name.
    Raises: ValueError naming a layer with weights that torch has no counterpart of.
    Example:
        >>> model = keraunos.Sequential([keraunos.Input((3,)), keraunos.layers.Dense(2, name="fc")])
        >>> save_torch_weights(model, "m.safetensors")  # torch: load_state_dict(load_file(path))
    """
    path = kinds.path_of(filepath, "save_torch_weights")
    if path.suffix != ".safetensors":
        expected = "a path that ends in .safetensors"
        raise ValueError(bad("save_torch_weights", "filepath", expected, str(filepath), ""))
    own = _layers(model)
    called = {
        _find(own, layer, "save_torch_weights"): name for name, layer in (names or {}).items()
    }
    arrays: dict[str, np.ndarray] = {}
    for place, layer in own.items():
        if not torch_layouts.known(layer):
            raise ValueError(
                f"save_torch_weights: {type(layer).__name__} '{layer.name}' has weights, and torch has no "
                "module of that layout. Save it as .weights.h5 or with save_weights('w.safetensors')."
            )
        for name, array in torch_layouts.theirs(layer).items():
            arrays[f"{called.get(place, layer.name)}.{name}"] = array
    with atomic.writing(path) as stream:
        safetensors.write(stream, arrays, {"format": "pt"})


# --- what is given ------------------------------------------------------------------------------


@contextlib.contextmanager
def _state(source: Any) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(source, Mapping):
        yield {str(key): _array(value) for key, value in source.items()}, "load_torch_weights"
        return
    path, name, kind = kinds.opened(source, "load_torch_weights")
    if kind != kinds.SAFETENSORS:
        raise FileError(f"{name}: it is not a safetensors file. {kinds.CONVERT_TORCH}")
    with kinds.stream_of(path) as stream:
        yield dict(safetensors.read(stream, name)[0]), name


def _array(value: Any) -> np.ndarray:
    """An array of a mapping; tensors on other devices and with gradients are fetched."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    return np.asarray(value)


def _numbers(value: Any) -> np.ndarray:
    return value.read() if hasattr(value, "read") else value


# --- which goes to which ------------------------------------------------------------------------


def _layers(model: Any) -> dict[str, Any]:
    """The layers with weights by their places; what a known layer holds inside is part of it."""
    found: dict[str, Any] = {}
    for place, thing in places(model):
        inside = any(place.startswith(f"{known}/") for known in found)
        if isinstance(thing, Layer) and not inside:
            whole = torch_layouts.known(thing) and thing.weights
            if whole or (thing._own_variables() and place):
                found[place] = thing
    return found


def _find(own: dict[str, Any], name: str, owner: str) -> str:
    """The place of the layer of this name or place."""
    fits = [place for place, layer in own.items() if name in (place, layer.name)]
    if len(fits) != 1:
        known = ", ".join(layer.name for layer in own.values())
        expected = "the name of one layer with weights" + (", or its place" if fits else "")
        raise ValueError(
            bad(owner, "names", expected, name, f"There are: {', '.join(fits) or known}.")
        )
    return fits[0]


def _pairs(
    model: Any, found: dict[str, Any], own: dict[str, Any], names: Mapping[str, str], file: str
) -> tuple[list[tuple[str, Any]], list[str]]:
    """Pairs (module, layer), and the lines that say what has no counterpart."""
    for module in names:
        if module not in found:
            there = ", ".join(found)
            raise ValueError(
                bad(file, "names", "names of its modules", module, f"It has: {there}.")
            )
    pairs = {module: _find(own, layer, file) for module, layer in names.items()}
    by_name = {layer.name: place for place, layer in own.items()}
    for module in found:
        if module not in pairs and module.replace(".", "/") in by_name:
            pairs[module] = by_name[module.replace(".", "/")]
    modules = [m for m in found if m not in pairs]
    places_left = [p for p in own if p not in pairs.values()]
    if isinstance(model, Sequential) and len(modules) == len(places_left):
        pairs |= dict(zip(sorted(modules, key=_natural), places_left))
        modules, places_left = [], []
    problems = []
    if modules or places_left:
        left = ", ".join(own[p].name for p in places_left) or "none"
        problems = [
            f"Modules without a layer: {', '.join(modules) or 'none'}; layers without a module: {left}. Pass "
            "names={'module': 'layer', …}."
        ]
    return [(module, own[place]) for module, place in pairs.items()], problems


def _natural(name: str) -> list[tuple[int, str]]:
    """So that "10" comes after "9"; files have their names in alphabetical order."""
    return [
        (int(part or 0), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)
    ]


def _planned(
    layer: Any, module: str, arrays: dict[str, Any], problems: list[str]
) -> list[tuple[Any, np.ndarray]]:
    who = f"{type(layer).__name__} '{layer.name}' (module {module})"
    if not torch_layouts.known(layer):
        problems.append(f"{who}: torch has no module of that layout.")
        return []
    try:
        expected = set(torch_layouts.theirs(layer))
        if expected != set(arrays):
            raise ValueError(
                f"the module has {', '.join(sorted(arrays))}; the layer needs {', '.join(sorted(expected))}"
            )
        pairs = torch_layouts.ours(layer, {name: _numbers(x) for name, x in arrays.items()})
    except ValueError as error:
        problems.append(f"{who}: {error}.")
        return []
    for variable, value in pairs:
        if variable.shape != value.shape:
            problems.append(
                f"{who}: {variable.name} is {variable.shape}, the module's {value.shape}."
            )
            return []
    return pairs
