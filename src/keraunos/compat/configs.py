"""Configs of layers in files of Keras 1 and 2, in today's words."""

import importlib
import inspect
from typing import Any

from keraunos.compat.arguments import ANY, LAYERS, Table
from keraunos.compat.names import NAMES
from keraunos.compat.translation import respelled
from keraunos.core import registry
from keraunos.layers import Layer

IN_CONFIGS = Table(
    renamed={"batch_input_shape": ("batch_shape",)},
    dropped={
        "batch_input_shape": (ANY,),
        "input_dim": (ANY,),
        "input_length": (ANY,),
        "input_shape": (ANY,),
        "trainable": (True, None),
    },
)
"""What only configs say: shapes of inputs, that the layers find themselves."""

VALUES = {
    "recurrent_activation": {"hard_sigmoid": "keraunos>hard_sigmoid_of_keras_2"},
    "activation": {"hard_sigmoid": "keraunos>hard_sigmoid_of_keras_2"},
    "kernel_initializer": {
        "normal": "random_normal", "uniform": "random_uniform", "one": "ones", "zero": "zeros",
    },
}  # fmt: skip
"""Argument -> values that meant something else: hard_sigmoid was clip(0.2 x + 0.5, 0, 1)."""

DEFAULTS: dict[str, dict[str, Any]] = {
    "GRU": {"reset_after": False},
    "CuDNNGRU": {"reset_after": True, "recurrent_activation": "sigmoid"},
    "CuDNNLSTM": {"recurrent_activation": "sigmoid"},
}
"""Old class -> arguments that it did not write, as they were."""

REPLACED: dict[str, tuple[str, dict[str, str]]] = {
    "ThresholdedReLU": ("ReLU", {"theta": "threshold"}),
}
"""Old class -> (today's, old argument -> today's)."""


def translate(class_name: str, config: dict[str, Any], package: str) -> tuple[str, dict[str, Any]]:
    """See `core.legacy.config`."""
    if package != "keras.layers":
        path = f"{package}.{class_name}"
        return NAMES.get(path, path).rsplit(".", 1)[1], config
    defaults = {k: v for k, v in DEFAULTS.get(class_name, {}).items() if k not in config}
    config = {**config, **defaults}
    today, words = REPLACED.get(class_name, (class_name, {}))
    target = NAMES.get(f"keras.layers.{today}", f"keras.layers.{today}")
    if target.startswith("keraunos.compat.layers."):  # loading its module makes it known
        module, today = target.split(":")
        cls = getattr(importlib.import_module(module), today)
        return registry.get_registered_name(cls), _respelled(cls, config)
    today = target.rsplit(".", 1)[1]
    config = {words.get(name, name): value for name, value in config.items()}
    registry.complete("keras.layers")
    cls = registry.registered("keras.layers").get(today)
    if not inspect.isclass(cls) or not issubclass(cls, Layer):
        return today, config
    return today, _respelled(cls, config)


def _respelled(cls: type[Layer], config: dict[str, Any]) -> dict[str, Any]:
    known = [*registry._parameters(cls), *Layer._of_the_base]
    if "batch_shape" not in known:
        config = {k: v for k, v in config.items() if k not in ("batch_input_shape", "batch_shape")}
    for table in (LAYERS, IN_CONFIGS):
        config = respelled(cls.__name__, config, known, table).kwargs
    for name, values in VALUES.items():
        value = config.get(name)
        if isinstance(value, str) and value in values:
            config[name] = values[value]
    if isinstance(config.get("axis"), list) and len(config["axis"]) == 1:
        config["axis"] = config["axis"][0]
    return config
