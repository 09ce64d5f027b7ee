"""Whole models and weights in HDF5 files of Keras 1 and 2, and of Keras 3 where it writes that form."""

import json
import warnings
from typing import Any

from keraunos.core import trust
from keraunos.core.errors import FileError, ShapeError, unknown
from keraunos.core.registry import custom_object_scope, deserialize
from keraunos.saving.archive import read_json
from keraunos.saving.hdf5 import Group, Stored
from keraunos.saving.keras_file import KERAS_VERSION
from keraunos.saving.legacy import configs, groups, slots
from keraunos.saving.legacy.conversion import converted
from keraunos.saving.limits import LIMITS

TRAINING = (
    "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "steps_per_execution",
    "jit_compile",
)  # fmt: skip


# --- writing ------------------------------------------------------------------------------------


def write(model: Any, file: Any, include_optimizer: bool = True) -> None:
    """Write a whole model into an open h5py file."""
    _stamp(file)
    file.attrs["model_config"] = json.dumps(configs.of_keras_2(model))
    group = file.create_group("model_weights")
    _stamp(group)
    groups.write_layers(group, model)
    if include_optimizer and getattr(model, "compiled", False) and model.optimizer is not None:
        compiled = model.get_compile_config()
        training = {key: compiled[key] for key in TRAINING if key in compiled}
        optimizer = compiled["optimizer"]
        training["optimizer_config"] = {k: optimizer[k] for k in ("class_name", "config")}
        file.attrs["training_config"] = json.dumps(training)
        slots.write(file.create_group("optimizer_weights"), model.optimizer)


def write_weights(model: Any, file: Any) -> None:
    """Write the weights of a model into an open h5py file."""
    _stamp(file)
    groups.write_layers(file, model)


def _stamp(group: Any) -> None:
    group.attrs["keras_version"] = KERAS_VERSION
    group.attrs["backend"] = "jax"


# --- reading ------------------------------------------------------------------------------------


def is_legacy(file: Group) -> bool:
    """Whether the weights in a file are laid out by the names of layers."""
    return file.group("model_weights") is not None or any(
        name.startswith("layer_names") for name in file.attributes()
    )


def read(file: Group, name: str, custom_objects: Any, compile: bool, safe_mode: Any) -> Any:
    """The model in an HDF5 file.

    Args: file: its root. name: for messages. The rest as of `load_model`.
    Raises: FileError, UnsafeError (ValueErrors) for what cannot or must not be read.
    """
    text = file.attribute("model_config")
    stored = file.group("model_weights")
    if not isinstance(text, str) or stored is None:
        raise FileError(
            f"{name}: it holds weights and no model. Build the model in code, then model.load_weights(path)."
        )
    config = read_json(text, f"{name}: model_config")
    version = str(file.attribute("keras_version") or stored.attribute("keras_version") or "1")
    room = sum(array.size for _, array in file.walk()) + LIMITS.slack
    with trust.safe_mode(safe_mode), custom_object_scope(custom_objects or {}):
        with trust.room_for(room):
            model = deserialize(configs.modern(config, version))
        read_layers(model, stored, name)
        training = file.attribute("training_config")
        if compile and isinstance(training, str):
            _compile(model, read_json(training, f"{name}: training_config"), file, name)
    return model


def _compile(model: Any, training: dict[str, Any], file: Group, name: str) -> None:
    optimizer = training.get("optimizer_config")
    if not isinstance(optimizer, dict):
        warnings.warn(f"{name}: it was not compiled. Call compile() before fit().", stacklevel=5)
        return
    config = {
        key: _at_home(value, "keras.losses" if key == "loss" else "keras.metrics")
        for key, value in training.items()
        if key in TRAINING
    }
    config["optimizer"] = slots.modern_optimizer(optimizer)
    model.compile_from_config(config)
    group = file.group("optimizer_weights")
    if group is not None:
        slots.read(group, model, name)


def _at_home(value: Any, package: str) -> Any:
    """Losses and metrics whose configs name no module."""
    if isinstance(value, list):
        return [_at_home(item, package) for item in value]
    if not isinstance(value, dict):
        return value
    if "class_name" in value:
        return value if value.get("module") else {**value, "module": package}
    return {key: _at_home(item, package) for key, item in value.items()}


def read_weights(
    model: Any, file: Group, name: str, by_name: bool = False, skip_mismatch: bool = False
) -> None:
    """Set the weights of a model to those in a file.

    Args: by_name: match layers by their names rather than by their order. skip_mismatch: warn and leave.
    """
    stored = file.group("model_weights") or file
    (read_by_name if by_name else read_layers)(model, stored, name, skip_mismatch)


def read_layers(model: Any, stored: Group, name: str, skip_mismatch: bool = False) -> None:
    """Give the layers that have weights those of the file, in order.

    Raises: ShapeError if their number or their shapes differ; nothing is set then.
    """
    layers = [layer for layer in groups.layers_of(model) if groups.own_weights(layer)]
    found = [(n, arrays) for n, arrays in groups.stored_layers(stored) if arrays]
    if len(layers) != len(found):
        raise ShapeError(
            f"{name}: it has weights of {len(found)} layers ({_some(n for n, _ in found)}); the model has "
            f"{len(layers)} with weights ({_some(x.name for x in layers)}). Build the same model, or pass "
            "by_name=True."
        )
    _set(
        [(layer, arrays) for layer, (_, arrays) in zip(layers, found)], stored, name, skip_mismatch
    )


def read_by_name(model: Any, stored: Group, name: str, skip_mismatch: bool = False) -> None:
    """Give every layer the weights of the layer of its name; others stay."""
    layers: dict[str, list[Any]] = {}
    for layer in groups.layers_of(model):
        layers.setdefault(layer.name, []).append(layer)
    found = groups.stored_layers(stored)
    pairs = [(layer, arrays) for n, arrays in found for layer in layers.get(n, ()) if arrays]
    if not pairs and any(arrays for _, arrays in found):
        first = next(n for n, arrays in found if arrays)
        sentence = unknown("load_weights", "layer", first, layers)
        warnings.warn(f"{name}: {sentence} Nothing was set.", stacklevel=4)
    _set(pairs, stored, name, skip_mismatch)


def _set(pairs: list[tuple[Any, list[Stored]]], stored: Group, name: str, skip: bool) -> None:
    version = str(stored.attribute("keras_version") or "1")
    backend = str(stored.attribute("backend") or "tensorflow")
    ready = []
    for layer, arrays in pairs:
        own = groups.own_weights(layer)
        if sum(a.size for a in arrays) > 4 * sum(v.size * 8 for v in own) + LIMITS.floor:
            raise ShapeError(
                f"{name}: layer '{layer.name}' is far smaller than its weights in the file."
            )
        values = converted(layer, [a.read() for a in arrays], version, backend)
        shapes = [v.shape for v in values]
        if shapes == [v.shape for v in own]:
            ready.append((own, values))
            continue
        message = (
            f"{name}: layer '{layer.name}' expects {[v.shape for v in own]}; the file has {shapes}."
        )
        if not skip:
            raise ShapeError(
                f"{message} Build the same model, or pass skip_mismatch=True with by_name=True."
            )
        warnings.warn(f"{message} Left as it is.", stacklevel=5)
    for own, values in ready:
        for variable, value in zip(own, values):
            variable.assign(value)


def _some(names: Any) -> str:
    listed = list(names)
    return ", ".join(listed[:5]) + (", …" if len(listed) > 5 else "")
