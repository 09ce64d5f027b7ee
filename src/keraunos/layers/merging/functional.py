"""The joining layers as functions: make the layer and call it."""

from typing import Any

from keraunos.core.registry import register
from keraunos.layers.merging.concatenate import Concatenate
from keraunos.layers.merging.dot import Dot
from keraunos.layers.merging.merge import Add, Average, Maximum, Minimum, Multiply, Subtract


@register("keras.layers.add")
def add(inputs: Any, **kwargs: Any) -> Any:
    """The sum of a list of inputs; kwargs are the layer's."""
    return Add(**kwargs)(inputs)


@register("keras.layers.subtract")
def subtract(inputs: Any, **kwargs: Any) -> Any:
    """The first of two inputs minus the second; kwargs are the layer's."""
    return Subtract(**kwargs)(inputs)


@register("keras.layers.multiply")
def multiply(inputs: Any, **kwargs: Any) -> Any:
    """The product of a list of inputs; kwargs are the layer's."""
    return Multiply(**kwargs)(inputs)


@register("keras.layers.average")
def average(inputs: Any, **kwargs: Any) -> Any:
    """The mean of a list of inputs; kwargs are the layer's."""
    return Average(**kwargs)(inputs)


@register("keras.layers.maximum")
def maximum(inputs: Any, **kwargs: Any) -> Any:
    """The largest of a list of inputs; kwargs are the layer's."""
    return Maximum(**kwargs)(inputs)


@register("keras.layers.minimum")
def minimum(inputs: Any, **kwargs: Any) -> Any:
    """The smallest of a list of inputs; kwargs are the layer's."""
    return Minimum(**kwargs)(inputs)


@register("keras.layers.concatenate")
def concatenate(inputs: Any, axis: int = -1, **kwargs: Any) -> Any:
    """A list of inputs joined along an axis; kwargs are the layer's."""
    return Concatenate(axis=axis, **kwargs)(inputs)


@register("keras.layers.dot")
def dot(inputs: Any, axes: Any = -1, **kwargs: Any) -> Any:
    """The dot product of two inputs along axes; kwargs are the layer's."""
    return Dot(axes=axes, **kwargs)(inputs)
