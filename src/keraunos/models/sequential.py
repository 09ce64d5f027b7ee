"""The sequential model: one layer after another."""

from collections.abc import Callable
from typing import Any

from keraunos.core import tree
from keraunos.core.errors import UndefinedError, bad
from keraunos.core.registry import deserialize, register, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.core.texts import is_text
from keraunos.layers import Embedding, Input, InputLayer, Layer
from keraunos.layers.arguments import is_shape
from keraunos.models.functional import Functional
from keraunos.models.host_part import begins_on_host
from keraunos.models.model import Model


@register("keras.Sequential", "keras.models.Sequential")
class Sequential(Model):
    """A stack of layers, each fed by the one before.

    Args:
        layers: a list of layers, to which `add` appends.
        trainable: whether it trains. name: its name.
    Raises: ValueError for what is no layer, or a name used twice.
    Example:
        >>> from keraunos import layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(3)])
        >>> model.output_shape
        (None, 3)
    Differs: `input_shape=` on the first layer is taken without a warning.
    """

    _config_root = False
    _untracked = Model._untracked | {"_graph"}

    def __init__(self, layers: Any = None, trainable: bool = True, name: str | None = None) -> None:
        super().__init__(trainable=trainable, name=name)
        self._graph: Functional | None = None
        self._layers: list[Layer] = []
        for layer in [layers] if isinstance(layers, Layer) else layers or ():
            self.add(layer, rebuild=False)
        self._join()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Append a layer; the model is built as soon as the shape of its input is known."""
        layer = self._as_layer(layer)
        if any(layer.name == other.name for other in self._layers):
            raise ValueError(
                bad("Sequential.add", "layer", "a layer whose name is not in the model", layer,
                    "Give it another name.")
            )  # fmt: skip
        first = not self._layers
        if first and not isinstance(layer, InputLayer):
            shape = layer.batch_shape_argument
            if shape is not None:
                self._layers.append(InputLayer(batch_shape=shape, dtype=layer.compute_dtype))
            elif isinstance(graph := getattr(layer, "_graph", layer), Functional) and (
                len(graph.inputs) == 1
            ):
                self._layers.append(
                    InputLayer(batch_shape=graph.inputs[0].shape, dtype=graph.inputs[0].dtype)
                )
        elif isinstance(layer, InputLayer) and not first:
            raise ValueError(
                bad(
                    "Sequential.add",
                    "layer",
                    "an Input only as the first layer",
                    layer,
                    "Add it first.",
                )
            )
        self._layers.append(layer)
        self._invalidate()
        if rebuild:
            self._join()

    def pop(self, rebuild: bool = True) -> Layer:
        """Remove the last layer and return it.

        Raises: TypeError if there is none.
        """
        if not self._layers:
            raise TypeError("Sequential.pop: expected at least one layer; the model has none.")
        layer = self._layers.pop()
        self._invalidate()
        if rebuild:
            self._join()
        return layer

    def _as_layer(self, layer: Any) -> Layer:
        if isinstance(layer, KerasTensor):
            history = layer._keras_history
            layer = history.operation if history is not None else layer
        if not isinstance(layer, Layer):
            raise ValueError(
                bad("Sequential.add", "layer", "a Layer", layer,
                    "Wrap a function in layers.Activation, or make an instance of the class.")
            )  # fmt: skip
        return layer

    def _invalidate(self) -> None:
        self._graph, self.built = None, False
        self._programs.clear()

    def _join(self, shape: Any = None, dtype: Any = None) -> None:
        """Call the layers in turn on a symbolic input, if its shape is known."""
        layers = self._layers
        if not layers or len(layers) == (1 if isinstance(layers[0], InputLayer) else 0):
            return
        if isinstance(layers[0], InputLayer):
            start, rest = layers[0].output, layers[1:]
        elif shape is not None:
            start, rest = Input(batch_shape=shape, dtype=dtype or layers[0].compute_dtype), layers
        elif isinstance(layers[0], Functional) and len(layers[0].inputs) > 1:
            start = [Input(batch_shape=t.shape, dtype=t.dtype) for t in layers[0].inputs]
            rest = layers
        else:
            return
        with self._scope():
            x = start
            for layer in rest:
                x = layer(x)
        self._graph = Functional(start, x, name=self.name)
        self.built = True

    def build(self, input_shape: Any = None) -> None:
        """Make all weights for inputs of this shape, batch axis included."""
        if self._graph is None:
            if input_shape is not None and not is_shape(input_shape):
                raise ValueError(
                    bad(self._who(), "input_shape", "one shape (batch, ...)", input_shape, "")
                )
            self._join(input_shape)
            self._build_shapes = {"input_shape": input_shape}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the layers in turn; the first call builds them."""
        if self._graph is None and self._layers and args:
            self._join_for(args[0])
        return super().__call__(*args, **kwargs)

    def _join_for(self, inputs: Any) -> None:
        """Join the layers for data of this shape."""
        first = tree.flatten(inputs)
        shape: tuple[Any, ...] = tuple(getattr(first[0], "shape", ()))
        if len(first) == 1 and len(shape) > 0:
            self._join((None, *shape[1:]), "string" if is_text(first[0]) else None)

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """The layers in turn."""
        if self._graph is not None and not self._differs(inputs):
            return self._graph.call(inputs)
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """The last layer's output."""
        if self._graph is not None and not self._differs(inputs):
            return self._graph.compute_output_spec(inputs)
        for layer in self.layers:
            inputs = layer.compute_output_spec(inputs)
        return inputs

    def _differs(self, inputs: Any) -> bool:
        """Whether the input has another length than the first one had: each layer judges that for itself."""
        flat, own = tree.flatten(inputs), self._joined("input").inputs
        if len(flat) != 1 or len(own) != 1 or not hasattr(flat[0], "shape"):
            return False
        shape, known = tuple(flat[0].shape), own[0].shape
        lengths = isinstance(self.layers[0], Embedding)  # its last axis is a length, too
        same_kind = len(shape) == len(known) and (lengths or shape[-1:] == known[-1:])
        return same_kind and any(b is not None and a != b for a, b in zip(shape, known))

    def _output_spec(self, x: Any) -> Any:
        return super()._output_spec(x) if self._graph is None else self._graph._output_spec(x)

    @property
    def begins_on_host(self) -> bool:  # type: ignore[override]
        """Whether its first layers work on the host."""
        if self._graph is not None:
            return self._graph.begins_on_host
        return bool(self._layers) and begins_on_host(self._layers[0])

    def _host_part(self) -> Callable[[Any], Any] | None:
        if self._graph is not None:
            return self._graph._host_part()
        if not self.begins_on_host:
            return None

        def prepare(inputs: Any) -> Any:
            self._join_for(inputs)
            part = None if self._graph is None else self._graph._host_part()
            return inputs if part is None else part(inputs)

        return prepare

    def _check_inputs(self, x: Any) -> None:
        if self._graph is not None and not self._differs(x):
            self._graph._check_inputs(x)

    def _output_names(self) -> list[str]:
        return [] if self._graph is None else self._graph.output_names

    @property
    def layers(self) -> list[Layer]:
        """The layers in order, without the Input."""
        return [x for x in self._layers if not isinstance(x, InputLayer)]

    @layers.setter
    def layers(self, _value: Any) -> None:
        raise AttributeError(f"{self._who()}: `layers` cannot be set. Use add() and pop().")

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """Whether each row of the output depends on its own row of the input only."""
        return all(layer.batch_independent for layer in self._layers)

    def _joined(self, what: str) -> Functional:
        if self._graph is None:
            raise UndefinedError(
                f"{self._who()}: it has no {what} yet, as the shape of its input is not known. Add "
                "layers.Input(shape) first, call build(input_shape), or call it on data."
            )
        return self._graph

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs, flat."""
        return self._joined("inputs").inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs, flat."""
        return self._joined("outputs").outputs

    @property
    def input(self) -> Any:
        """What its first call in a graph took; before one, its own symbolic input."""
        return super().input if self._inbound_nodes else self._joined("input").inputs[0]

    @property
    def output(self) -> Any:
        """What its first call in a graph gave; before one, its own symbolic output."""
        return super().output if self._inbound_nodes else self._joined("output").outputs[0]

    @property
    def input_shape(self) -> Any:
        """The input's shape."""
        return self._joined("input").inputs[0].shape

    @property
    def output_shape(self) -> Any:
        """The output's shape."""
        return self._joined("output").outputs[0].shape

    @property
    def input_names(self) -> list[str]:
        """The Input's name."""
        return self._joined("input").input_names

    @property
    def output_names(self) -> list[str]:
        """The last layer's name."""
        return self._joined("output").output_names

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The last layer's output shape for this input shape."""
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """The layers' configs in order."""
        layers = self._layers
        if self._graph is not None and len(self.inputs) == 1 and layers == self.layers:
            start = self.inputs[0]._keras_history
            layers = layers if start is None else [start.operation, *layers]
        config = {**Layer.get_config(self), "layers": [serialize(layer) for layer in layers]}
        if self._graph is not None:
            config["build_input_shape"] = self.input_shape
        return config

    def get_build_config(self) -> dict[str, Any] | None:
        """The shape it was joined for; None before."""
        return None if self._graph is None else {"input_shape": self.input_shape}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The model that `get_config` describes."""
        model = cls(name=config.get("name"), trainable=config.get("trainable", True))
        for one in config["layers"]:
            model.add(deserialize(one, custom_objects, package="keras.layers"), rebuild=False)
        model._join(config.get("build_input_shape"))
        return model
