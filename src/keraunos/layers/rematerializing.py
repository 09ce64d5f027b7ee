"""Layers made in a RematScope: whose inner results are computed again for the gradient."""

from collections.abc import Callable
from typing import Any

from keraunos.core.remat import RematScope, checkpointed, output_size, remat
from keraunos.core.symbolic import Operation, any_symbolic


def called(layer: Any, args: Any, kwargs: Any) -> Any:
    """What the layer's `call` gives; its inner results are kept for the gradient unless its scope says no."""
    if layer.__dict__.get("_remat") is None or any_symbolic(args, kwargs):
        return Operation.__call__(layer, *args, **kwargs)
    return within(layer, layer.call, *args, **kwargs)


def within(layer: Any, layer_call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `layer_call` gives, as the scope that the layer was made in has it run."""
    scope: RematScope | None = layer.__dict__.get("_remat")
    if scope is None:
        return layer_call(*args, **kwargs)

    def call() -> Any:
        return layer_call(*args, **kwargs)

    if scope.mode == "activations":
        return _with_activation_again(layer, call)
    if not _chosen(scope, layer, call):
        return call()
    outputs, losses = checkpointed(call)
    for loss in losses:
        layer.add_loss(loss)
    return outputs


def _chosen(scope: RematScope, layer: Any, call: Callable[[], Any]) -> bool:
    """Whether the scope means this layer."""
    if scope.mode == "list_of_layers":
        return layer.name in scope.layer_names
    if scope.mode == "larger_than":
        return output_size(call) > scope.output_size_threshold
    return True


def _with_activation_again(layer: Any, call: Callable[[], Any]) -> Any:
    """The call, with the layer's activation function computed again for the gradient."""
    activation = layer.__dict__.get("activation")
    if activation is None:
        return call()
    object.__setattr__(layer, "activation", remat(activation))  # for this call: nobody else is told
    try:
        return call()
    finally:
        object.__setattr__(layer, "activation", activation)
