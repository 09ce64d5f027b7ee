"""Configs of models in files of Keras 1 and 2, in today's form."""

from typing import Any

from keraunos import ops
from keraunos.core import legacy, op_configs
from keraunos.core.errors import FileError, bad
from keraunos.core.registry import register_keras_serializable, serialize
from keraunos.core.typing import Array
from keraunos.saving.layout import CLASSES

MODELS = ("Sequential", "Model", "Functional", "Container", "Network")
_WRAPPED = ("layer", "backward_layer", "cell")
_RULES = ("initializer", "regularizer", "constraint")


@register_keras_serializable("keraunos")
def hard_sigmoid_of_keras_2(x: Array) -> Array:
    """clip(0.2 x + 0.5, 0, 1), as hard_sigmoid was in Keras 1 and 2; today's has the slope 1/6."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def is_legacy(config: Any) -> bool:
    """Whether a model's config is in the form of Keras 1 or 2: layers without modules, calls as lists."""
    return isinstance(config, dict) and "class_name" in config and "module" not in config


def modern(config: dict[str, Any], version: str) -> dict[str, Any]:
    """The config of a model or layer in today's form.

    Args: config: {"class_name", "config"}. version: of the Keras that wrote it.
    Raises: FileError if it is not of that form.
    """
    given = config if isinstance(config, dict) else {}
    name, inner = given.get("class_name"), given.get("config")
    kinds = (dict, list) if name == "Sequential" else dict
    if not isinstance(name, str) or not isinstance(inner, kinds):
        raise FileError(
            bad("the config", "class_name", "a name, with a config", config, "It is damaged.")
        )
    if "module" in config and not version.startswith(("1", "2")):
        return config
    if name == "Sequential":
        return {**config, "module": "keras", "config": _sequential(inner, version)}
    if isinstance(inner, dict) and "layers" in inner and "input_layers" in inner:
        made = {**config, "config": _functional(inner, version)}
        known = name in MODELS
        return {**made, "module": "keras.models", "class_name": "Functional"} if known else made
    return _layer(config, version)


def _sequential(inner: Any, version: str) -> dict[str, Any]:
    given = {"layers": inner} if isinstance(inner, list) else dict(inner)
    layers = given.get("layers")
    if not isinstance(layers, list) or not all(isinstance(one, dict) for one in layers):
        raise FileError(bad("Sequential's config", "layers", "a list", layers, "It is damaged."))
    shape = given.get("build_input_shape") or _first_shape(layers)
    made = [modern(layer, version) for layer in layers]
    if shape and layers and layers[0].get("class_name") != "InputLayer":
        made.insert(0, _input(shape, layers[0].get("config", {})))
    kept = {k: v for k, v in given.items() if k in ("name", "trainable", "dtype")}
    return {**kept, "layers": made, "build_input_shape": shape}


def _first_shape(layers: list[Any]) -> Any:
    """The shape of the first layer's input, where its config says it."""
    config = layers[0].get("config", {}) if layers and isinstance(layers[0], dict) else {}
    while isinstance(config, dict):
        shape = config.get("batch_input_shape") or config.get("batch_shape")
        if shape:
            return shape
        inner = config.get("layer") or (config.get("layers") or [None])[0]
        config = inner.get("config") if isinstance(inner, dict) else None
    return None


def _input(shape: Any, config: dict[str, Any]) -> dict[str, Any]:
    dtype = config.get("input_dtype") or ("int32" if "input_dim" in config and "output_dim" in config
                                          and len(shape) == 2 else "float32")  # fmt: skip
    inner = {"batch_shape": shape, "dtype": dtype, "name": f"{config.get('name', 'model')}_input"}
    return {"module": "keras.layers", "class_name": "InputLayer", "config": inner}


def _functional(inner: dict[str, Any], version: str) -> dict[str, Any]:
    layers = [
        {**modern({k: v for k, v in one.items() if k != "inbound_nodes"}, version),
         "name": one.get("name"), "inbound_nodes": [_call(n) for n in one.get("inbound_nodes", ())]}
        for one in inner["layers"]
    ]  # fmt: skip
    ends = {k: _ends(inner[k]) for k in ("input_layers", "output_layers")}
    if not version.startswith("3"):
        _count_from_zero(layers, ends)
    return {
        "name": inner.get("name"),
        "trainable": inner.get("trainable", True),
        "layers": layers,
        **ends,
    }


def _count_from_zero(layers: list[dict[str, Any]], ends: dict[str, Any]) -> None:
    """Models inside counted their own making as their first call; here a layer's calls begin with 0."""
    calls = {one["name"]: max(1, len(one["inbound_nodes"])) for one in layers}
    addresses = [*_addresses([one["inbound_nodes"] for one in layers]), *_addresses(ends)]
    last: dict[str, int] = {}
    for name, node, _ in addresses:
        last[name] = max(node, last.get(name, 0))
    for address in addresses:
        address[1] -= max(0, last[address[0]] + 1 - calls.get(address[0], 1))


def _addresses(value: Any) -> list[list[Any]]:
    if _is_address(value):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for item in items for found in _addresses(item)]


def _ends(addresses: Any) -> Any:
    """One address stands alone today; old files have a list even of one."""
    if isinstance(addresses, list) and len(addresses) == 1 and isinstance(addresses[0], list):
        return addresses[0]
    return addresses


def _call(node: Any) -> dict[str, Any]:
    """A call: [[layer, node, tensor, keywords], …] of old, arguments today."""
    if isinstance(node, dict):
        return node
    if not isinstance(node, list) or not all(isinstance(x, list) and len(x) >= 3 for x in node):
        raise FileError(
            bad("the config", "inbound_nodes", "lists of addresses", node, "It is damaged.")
        )
    tensors = [_tensor(x) for x in node]
    keywords = node[0][3] if node and len(node[0]) > 3 and isinstance(node[0][3], dict) else {}
    kwargs = {k: _tensor(v) if _is_address(v) else v for k, v in keywords.items()}
    return {"args": [tensors[0] if len(tensors) == 1 else tensors], "kwargs": kwargs}


def _is_address(x: Any) -> bool:
    return (
        isinstance(x, list)
        and len(x) >= 3
        and isinstance(x[0], str)
        and all(type(i) is int for i in x[1:3])
    )


def _tensor(address: list[Any]) -> dict[str, Any]:
    config = {"shape": None, "dtype": None, "keras_history": list(address[:3])}
    return {"class_name": "__keras_tensor__", "config": config}


# --- layers -------------------------------------------------------------------------------------


def _layer(config: dict[str, Any], version: str) -> dict[str, Any]:
    inner = dict(config["config"])
    for key in _WRAPPED:
        if isinstance(inner.get(key), dict):
            inner[key] = modern(inner[key], version)
    if isinstance(inner.get("cells"), list):
        inner["cells"] = [modern(cell, version) for cell in inner["cells"]]
    if inner.get("function_type") is not None:
        inner = _function(inner)
    name = config.get("registered_name") or config["class_name"]
    if version.startswith("3") and "trainable" not in inner and op_configs.named(name):
        return {**config, "module": op_configs.MODULE}  # an operation: only layers say `trainable`
    name = {spelled: ours for ours, spelled in CLASSES.items()}.get(name, str(name))
    if not version.startswith("3"):
        name, inner = legacy.config(str(name), inner)
    inner = {key: _rule(key, value) for key, value in inner.items()}
    return {"module": "keras.layers", "class_name": name, "config": inner}


def _function(inner: dict[str, Any]) -> dict[str, Any]:
    """A Lambda's functions: bytecode as a list, or a name; the form of today."""
    made = {k: v for k, v in inner.items() if not k.endswith(("_type", "module"))}
    for key in ("function", "output_shape", "mask"):
        if inner.get(f"{key}_type") == "lambda" and isinstance(inner.get(key), list):
            code, defaults, closure = (*inner[key], None, None)[:3]
            parts = {"code": code, "defaults": defaults, "closure": closure}
            made[key] = {"class_name": "__lambda__", "config": parts}
        elif inner.get(f"{key}_type") == "function":
            made[key] = {"class_name": "function", "config": inner[key], "module": "builtins"}
    return made


def _rule(key: str, value: Any) -> Any:
    """Initializers and their kind, whose configs named no module and sometimes their class `name`."""
    kind = key.rsplit("_", 1)[-1]
    if kind not in _RULES or not isinstance(value, dict):
        return value
    name = value.get("class_name", value.get("name"))
    inner = (
        value["config"] if "config" in value else {k: v for k, v in value.items() if k != "name"}
    )
    if not isinstance(name, str) or not isinstance(inner, dict):
        return value
    gone = {"dtype", "regularizers"}
    inner = {
        k: v
        for k, v in inner.items()
        if k not in gone and not (k == "name" and kind == "regularizer")
    }
    package = f"keras.{kind}s"
    today, inner = legacy.config(str(name), inner, package)
    return {"module": package, "class_name": today, "config": inner}


# --- writing ------------------------------------------------------------------------------------


def of_keras_2(model: Any) -> dict[str, Any]:
    """The config of a model as Keras' HDF5 files have it: layers without modules, as Keras 3 writes them."""
    return _bare(serialize(model))


def _bare(config: dict[str, Any]) -> dict[str, Any]:
    """A layer's or model's config without its module; what stands in a layer keeps it."""
    if str(config.get("module")).startswith(op_configs.MODULE):
        return config
    inner = config["config"]
    of_model = config["class_name"] == "Sequential" or "input_layers" in inner
    if of_model and isinstance(inner.get("layers"), list):
        inner = {**inner, "layers": [_bare(layer) for layer in inner["layers"]]}
    name = config.get("registered_name") or config["class_name"]
    kept = {k: config[k] for k in ("name", "inbound_nodes") if k in config}
    return {"class_name": CLASSES.get(name, name), "config": inner, **kept}
