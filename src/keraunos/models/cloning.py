"""A second model of the same form with weights of its own, and models as JSON text."""

from collections.abc import Callable
from functools import partial
from typing import Any

from keraunos.core import forms, tree
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor, Operation
from keraunos.layers import Input, InputLayer, Layer
from keraunos.models.functional import Functional
from keraunos.models.model import Model
from keraunos.models.sequential import Sequential

CloneFunction = Callable[[Any], Any]


@register("keras.models.clone_model")
def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: CloneFunction | None = None,
    call_function: Callable[..., Any] | None = None,
    recursive: bool = False,
    **kwargs: Any,
) -> Any:
    """A new model of the same layers with newly drawn weights.

    Args:
        model: a Sequential, functional or subclassed model.
        input_tensors: symbolic tensors to build the clone on; None: new Inputs.
        clone_function: layer -> the layer that takes its place; None: made from its config.
        call_function: (layer, *args, **kwargs) -> outputs, in place of calling a cloned layer.
        recursive: whether `clone_function` also gets the layers of models inside.
    Raises: ValueError if one of the functions is given for a subclassed model.
    Example:
        >>> from keraunos import Input, Sequential, layers
        >>> clone_model(Sequential([Input((2,)), layers.Dense(3)])).output_shape
        (None, 3)
    """
    if kwargs:
        raise TypeError(f"clone_model: unknown arguments {sorted(kwargs)}.")
    clone = clone_function or _from_config
    if recursive:
        clone = _into_models(clone)
    if isinstance(model, Sequential):
        return _sequential(model, clone, input_tensors)
    if isinstance(model, Functional):
        return _functional(model, clone, call_function, input_tensors)
    if clone_function is not None or call_function is not None or input_tensors is not None:
        raise ValueError(
            bad("clone_model", "model", "Sequential or functional for these arguments", model,
                "A subclassed model is cloned by its get_config() alone.")
        )  # fmt: skip
    return _from_config(model)


def _from_config(layer: Any) -> Any:
    with forms.live():
        return type(layer).from_config(layer.get_config())


def _into_models(clone: CloneFunction) -> CloneFunction:
    def into(layer: Any) -> Any:
        if isinstance(layer, (Sequential, Functional)):
            return clone_model(layer, clone_function=clone, recursive=True)
        return clone(layer)

    return into


def _sequential(model: Sequential, clone: CloneFunction, input_tensors: Any) -> Sequential:
    layers = [layer if isinstance(layer, InputLayer) else clone(layer) for layer in model._layers]
    if layers and isinstance(layers[0], InputLayer):
        layers[0] = _from_config(layers[0])
    if input_tensors is not None:
        (tensor,) = tree.flatten(input_tensors)
        rest = layers[1:] if layers and isinstance(layers[0], InputLayer) else layers
        start = InputLayer(input_tensor=tensor) if tensor._keras_history is None else tensor
        layers = [start, *rest]
    return Sequential(layers, name=model.name, trainable=model.trainable)


def _functional(
    model: Functional, clone: CloneFunction, call: Callable[..., Any] | None, input_tensors: Any
) -> Any:
    clones: dict[int, Any] = {}

    def made(operation: Operation) -> Any:
        if not isinstance(operation, Layer):
            return operation
        if id(operation) not in clones:
            clones[id(operation)] = clone(operation)
        return clones[id(operation)]

    def call_of(operation: Operation) -> Callable[..., Any]:
        layer = made(operation)
        if call is None or not isinstance(layer, Layer):
            return layer
        return partial(call, layer)

    inputs = _inputs(model) if input_tensors is None else input_tensors
    outputs = model.run(inputs, call_of)
    if type(model).__init__ is Functional.__init__ or type(model) is Functional:
        return type(model)(inputs, outputs, name=model.name, trainable=model.trainable)
    return Functional(inputs, outputs, name=model.name, trainable=model.trainable)


def _inputs(model: Functional) -> Any:
    def fresh(tensor: KerasTensor) -> Any:
        history = tensor._keras_history
        name = history.operation.name if history else None
        return Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=name, sparse=tensor.sparse)

    return tree.map_structure(fresh, model._inputs_struct)


@register("keras.models.model_from_json")
def model_from_json(json_string: str, custom_objects: dict[str, Any] | None = None) -> Model:
    """The model that `to_json` describes, of Keras 1, 2 or 3, with newly drawn weights.

    Raises: ValueError if the text names a class that is not known.
    """
    from keraunos.saving import texts

    return texts.from_json(json_string, custom_objects)


@register("keras.models.model_from_config")
def model_from_config(
    config: dict[str, Any], custom_objects: dict[str, Any] | None = None
) -> Model:
    """The model of a serialised config, of Keras 1, 2 or 3."""
    from keraunos.saving import texts

    return texts.from_config(config, custom_objects)
