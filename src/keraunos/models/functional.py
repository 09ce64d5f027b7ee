"""The functional model: a graph of layers from Inputs to outputs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import forms, op_configs, tree
from keraunos.core.errors import ShapeError, describe
from keraunos.core.graph import Function, alone
from keraunos.core.naming import auto_name
from keraunos.core.registry import deserialize, register, serialize
from keraunos.core.symbolic import FunctionOperation, KerasTensor
from keraunos.core.texts import is_text
from keraunos.layers import InputLayer, InputSpec, Layer
from keraunos.models import host_part
from keraunos.models.host_part import Prepared
from keraunos.models.model import Model


@register("keras.src.models.functional.Functional", "keras.models.Functional", "keras.Functional")
class Functional(Function, Model):
    """A model made of symbolic inputs and the outputs computed from them; `Model(inputs, outputs)`.

    Args: inputs, outputs: structures of KerasTensors. name: its name. trainable: whether it trains.
    Raises: ValueError if an output does not come from the inputs.
    """

    _config_root = False

    def __init__(
        self,
        inputs: Any,
        outputs: Any,
        name: str | None = None,
        trainable: bool = True,
        **base: Any,
    ) -> None:
        Layer.__init__(self, name=name or self._default_name(), **base)
        self._reset_training()
        self._connect(inputs, outputs)
        self._halves = host_part.cut(self)
        stay = self._halves.stay if self._halves is not None else []
        self._on_host = {id(t) for t, stays in zip(self._inputs, stay) if stays}
        self._layers = [op for op in self.operations if isinstance(op, Layer)]
        self.built = True
        if not trainable:
            self.trainable = False

    def _default_name(self) -> str | None:
        return auto_name("functional") if type(self).__name__ == "Functional" else None

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Run the graph on arrays; inputs as a list, a dict by Input name, or one array."""
        if isinstance(inputs, Prepared):
            return alone(self._rest().run(inputs.tensors))
        return alone(self.run(self._arranged(inputs)))

    @property
    def begins_on_host(self) -> bool:  # type: ignore[override]
        """Whether its first layers work on the host."""
        return self._halves is not None

    def _rest(self) -> Function:
        assert self._halves is not None  # only a graph with a part for the host makes Prepared
        return self._halves.rest

    def _host_part(self) -> Callable[[Any], Any] | None:
        halves = self._halves
        if halves is None:
            return None
        return lambda inputs: Prepared(halves.host.run(self._arranged(inputs)))

    def _arranged(self, inputs: Any) -> list[Any]:
        """The given arrays in the order of the Inputs, cast and with a missing last axis added."""
        flat = self._flat(inputs)
        if len(flat) != len(self._inputs):
            raise ShapeError(
                f"{self._who()} expects {len(self._inputs)} input(s) "
                f"({', '.join(self.input_names)}); got {len(flat)}: "
                f"{', '.join(describe(x) for x in flat)}. Pass one array for each Input."
            )
        return [
            self._fitted(x, symbol, name)
            for x, symbol, name in zip(flat, self._inputs, self.input_names)
        ]

    def _flat(self, inputs: Any) -> list[Any]:
        if isinstance(inputs, dict) and not isinstance(self._inputs_struct, dict):
            self._check_keys(self.input_names, inputs)
            return [inputs[name] for name in self.input_names]
        if isinstance(inputs, dict) and isinstance(self._inputs_struct, dict):
            keys = sorted(self._inputs_struct)
            self._check_keys(keys, inputs)
            return tree.flatten([inputs[k] for k in keys])
        return tree.flatten(inputs)

    def _check_keys(self, keys: list[str], inputs: dict[str, Any]) -> None:
        missing = [key for key in keys if key not in inputs]
        if missing:
            raise ValueError(
                f"{self._who()}: `inputs` must be a dict with the keys {keys}; got {list(inputs)}. "
                f"{missing[0]!r} is missing: name the arrays as the Inputs are named."
            )

    def _fitted(self, x: Any, symbol: KerasTensor, name: str) -> Any:
        if x is None:
            return x
        if not isinstance(x, KerasTensor) and id(symbol) not in self._on_host:
            x = ops.convert_to_tensor(x, symbol.dtype)
        shape = tuple(x.shape)
        rank = len(symbol.shape)
        if len(shape) == rank - 1 and symbol.shape[-1] == 1:
            x = x[..., None] if is_text(x) else ops.expand_dims(x, -1)
            shape = (*shape, 1)
        elif len(shape) == rank + 1 and shape[-1] == 1 and symbol.shape[-1] != 1:
            x, shape = x[..., 0], shape[:-1]
        fits = len(shape) == rank and all(
            a is None or b is None or a == b for a, b in zip(shape[1:], symbol.shape[1:])
        )
        if not fits:
            self._misfit(name, symbol, shape)
        return x

    def _misfit(self, name: str, symbol: KerasTensor, shape: Any) -> None:
        """Say it where a person looks: at the first layer that takes this input."""
        wanted = ", ".join("any" if s is None else str(s) for s in symbol.shape[1:])
        first = next(
            (n.operation for n in self._nodes if any(t is symbol for t in n.input_tensors)), self
        )
        index = next((i for i, x in enumerate(self._layers, 1) if x is first), 1)
        remedy = "Reshape the data to that."
        flat = int(np.prod([s or 1 for s in shape[1:]]))
        if len(symbol.shape) == 2 and flat == symbol.shape[1]:
            remedy = (
                "Flatten first: add layers.Flatten() before it, or reshape the data to "
                f"(n, {symbol.shape[1]})."
            )
        elif len(shape) == len(symbol.shape) - 1:
            remedy = "An axis is missing: one sample is x[None, ...]; one feature is x[..., None]."
        raise ShapeError(
            f"{type(first).__name__} '{first.name}' (layer {index} of '{self.name}') expects "
            f"{self._which(name)} of shape (batch, {wanted}); got {shape}. {remedy}"
        )

    def _which(self, name: str) -> str:
        return "inputs" if len(self._inputs) == 1 else f"the input '{name}' to be"

    # --- structure ------------------------------------------------------------------------------

    @property
    def layers(self) -> list[Layer]:
        """The layers in the order of the graph."""
        return list(self._layers)

    @layers.setter
    def layers(self, _value: Any) -> None:
        raise AttributeError(f"{self._who()}: `layers` cannot be set. Use another attribute name.")

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """Whether each row of the outputs depends on its own row of the inputs only."""
        return all(getattr(op, "batch_independent", False) for op in self.operations)

    @property
    def input_names(self) -> list[str]:
        """The names of the Inputs, in order."""
        return [
            t._keras_history.operation.name if t._keras_history else t.name for t in self._inputs
        ]

    @property
    def output_names(self) -> list[str]:
        """The names of the layers that make the outputs, in order."""
        return [
            t._keras_history.operation.name if t._keras_history else t.name for t in self._outputs
        ]

    @property
    def input(self) -> Any:
        """The symbolic inputs, in their structure."""
        return self._inputs_struct

    @property
    def output(self) -> Any:
        """The symbolic outputs, in their structure."""
        return self._outputs_struct

    @property
    def input_shape(self) -> Any:
        """The input's shape; a list of them if there are several."""
        return alone([x.shape for x in self._inputs])

    @property
    def output_shape(self) -> Any:
        """The output's shape; a list of them if there are several."""
        return alone([x.shape for x in self._outputs])

    def build(self, input_shape: Any = None) -> None:
        """Nothing: the graph's layers are built already."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The outputs' shapes for these inputs."""
        return Model.compute_output_shape(self, input_shape)

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """The outputs' shapes and dtypes for these inputs."""
        if isinstance(inputs, Prepared):
            return self._rest().compute_output_spec(inputs.tensors)
        return Function.compute_output_spec(self, self._arranged(inputs))

    def _output_spec(self, x: Any) -> Any:
        """As `compute_output_spec`; where an Input fixes how many rows there are, of so many rows."""
        if isinstance(x, Prepared):
            return alone(self.compute_output_spec(x))
        given = [
            KerasTensor((own.shape[0], *t.shape[1:]), t.dtype)
            for t, own in zip(self._arranged(x), self._inputs, strict=True)
        ]
        return alone(Function.compute_output_spec(self, given))

    def _check_inputs(self, x: Any) -> None:
        if not isinstance(x, Prepared):
            self._arranged(tree.map_structure(lambda a: KerasTensor(a.shape, str(a.dtype)), x))

    def _output_names(self) -> list[str]:
        return self.output_names

    # --- config ---------------------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """The layers, how they are joined, and which tensors are inputs and outputs."""
        if type(self).get_config is not Functional.get_config:
            return Model.get_config(self)  # a subclass describes itself
        kept = {id(n) for n in self._nodes}
        return {
            "name": self.name,
            "trainable": self.trainable,
            "layers": [_layer_config(op, kept) for op in self.operations],
            "input_layers": _addresses(self._inputs_struct, kept),
            "output_layers": _addresses(self._outputs_struct, kept),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The model that `get_config` describes."""
        made: dict[str, Any] = {}
        waiting: list[tuple[Any, dict[str, Any], int]] = []
        for one in config["layers"]:
            layer = _operation({k: one[k] for k in one if k != "inbound_nodes"}, custom_objects)
            made[one["name"]] = layer
            waiting += [(layer, node, i) for i, node in enumerate(one["inbound_nodes"])]
        while waiting:
            later = [item for item in waiting if not _replay(*item, made)]
            if len(later) == len(waiting):
                names = sorted({layer.name for layer, _, _ in later})
                raise ValueError(f"Functional.from_config: the graph does not join at {names}.")
            waiting = later
        ends = [_tensors(config[k], made) for k in ("input_layers", "output_layers")]
        model = cls(*ends, name=config.get("name"), trainable=config.get("trainable", True))
        return model


def _layer_config(operation: Any, kept: set[int]) -> dict[str, Any]:
    """A layer's config with the calls of it that belong to the graph."""

    def plain(x: Any) -> Any:
        if not isinstance(x, KerasTensor):
            return serialize(x)
        config = {"shape": [*x.shape], "dtype": x.dtype, "keras_history": [*_address(x, kept)]}
        return {"class_name": "__keras_tensor__", "config": config}

    config, nodes = None, []
    for node in operation._inbound_nodes:
        if id(node) in kept and not node.is_input:
            args, kwargs = node.args, node.kwargs
            if isinstance(operation, FunctionOperation):
                config, args, kwargs = op_configs.described(operation, node)
            args, kwargs = tree.map_structure(plain, (list(args), kwargs))
            nodes.append({"args": args, "kwargs": kwargs})
    return {**serialize(config or operation), "name": operation.name, "inbound_nodes": nodes}


def _address(tensor: KerasTensor, kept: set[int]) -> tuple[str, int, int]:
    history = tensor._keras_history
    assert history is not None  # every tensor of a graph has one
    nodes = [n for n in history.operation._inbound_nodes if id(n) in kept]
    own = history.operation._inbound_nodes[history.node_index]
    return history.operation.name, nodes.index(own), history.tensor_index


def _addresses(structure: Any, kept: set[int]) -> Any:
    if isinstance(structure, KerasTensor):
        return [*_address(structure, kept)]
    return tree.map_structure(lambda t: [*_address(t, kept)], structure)


def _operation(config: dict[str, Any], custom_objects: Any) -> Any:
    if op_configs.is_operation(config):
        return op_configs.made(config)
    return deserialize(config, custom_objects)


def _is_address(x: Any) -> bool:
    return isinstance(x, (list, tuple)) and len(x) == 3 and isinstance(x[0], str)


def _find(address: Any, made: dict[str, Any]) -> Any:
    name, node, tensor = address
    nodes: list[Any] = made[name]._inbound_nodes if name in made else []
    return nodes[node].output_tensors[tensor] if node < len(nodes) else None


def _tensors(structure: Any, made: dict[str, Any]) -> Any:
    if _is_address(structure):
        return _find(structure, made)
    if isinstance(structure, dict):
        return {k: _tensors(v, made) for k, v in structure.items()}
    return [_tensors(v, made) for v in structure]


def _replay(layer: Any, node: dict[str, Any], index: int, made: dict[str, Any]) -> bool:
    """Call a layer again as in the graph; False if its inputs are not there yet."""
    missing = False

    def revive(x: Any) -> Any:
        nonlocal missing
        if isinstance(x, dict) and x.get("class_name") == "__keras_tensor__":
            found = _find(x["config"]["keras_history"], made)
            missing = missing or found is None
            return found
        if forms.is_form(x):
            return forms.read(x, revive)
        if isinstance(x, dict):
            return {k: revive(v) for k, v in x.items()}
        return type(x)(revive(v) for v in x) if isinstance(x, (list, tuple)) else x

    args, kwargs = revive(tuple(node["args"])), revive(node["kwargs"])
    if missing or len(layer._inbound_nodes) != index:
        return False
    layer(*args, **kwargs)
    return True


__all__ = ["Functional", "InputLayer", "InputSpec"]
